"""Engines that run on many machines, as they run on one."""

import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conftest import canonical, from_row

pytestmark = pytest.mark.engines

BAD = {"id": "bad", "text": None, "published": None, "outlet": None, "section": None}


@pytest.fixture(scope="module")
def spark():
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    # two executors, each a process of its own
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("onrecord")
    builder = builder.config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def test_spark_parquet_to_parquet(spark, articles, by_command, tmp_path):
    import onrecord.spark

    given, made = str(tmp_path / "articles"), str(tmp_path / "records")
    os.mkdir(given)
    rows = [*articles, BAD]
    for part in range(4):
        pq.write_table(pa.Table.from_pylist(rows[part::4], schema=pa.Table.from_pylist(rows).schema), f"{given}/{part}.parquet")
    read = spark.read.parquet(given).repartition(4)
    read.mapInArrow(onrecord.spark.extract, onrecord.spark.SCHEMA).write.parquet(made)
    out = pq.read_table(made).to_pylist()
    good = [row for row in out if row["error"] is None]
    assert {row["document"]["id"]: canonical(from_row(row)) for row in good} == by_command
    assert [row["error"] for row in out if row["document"] is None] == ["no article text in this row"]
    # what Spark wrote, SQL reads
    spark.read.parquet(made).createOrReplaceTempView("records")
    counted = spark.sql("select count(*) from records lateral view explode(statements) as statement").first()[0]
    assert counted == sum(len(json.loads(record)["statements"]) for record in by_command.values())


def test_daft_makes_a_column(articles, by_command):
    daft = pytest.importorskip("daft")
    import onrecord.daft

    rows = [*articles, BAD]
    frame = daft.from_pydict({name: [row[name] for row in rows] for name in ("id", "text", "published")})
    frame = frame.with_column("record", onrecord.daft.extract(daft.col("text"), daft.col("published")))
    made = frame.select("id", "record").to_pydict()
    for id, row in zip(made["id"], made["record"]):
        if id == "bad":
            assert row["error"] == "no article text in this row" and row["statements"] is None
            continue
        record = from_row(row)
        expected = json.loads(by_command[id])
        assert canonical(record["statements"]) == canonical(expected["statements"])
        assert canonical(record["entities"]) == canonical(expected["entities"])


def test_ray_batches_keep_their_rows(articles, by_command):
    """What Ray Data calls for each batch; Ray itself is not installed for it."""
    import onrecord.ray

    made = onrecord.ray.extract(pa.Table.from_pylist(articles))
    assert {row["document"]["id"]: canonical(from_row(row)) for row in made.to_pylist()} == by_command
