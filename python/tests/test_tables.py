"""Tables of each library in, and out again."""

import tracemalloc

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import onrecord
from conftest import canonical, from_row


@pytest.fixture(scope="module")
def table(articles):
    return pa.Table.from_pylist(articles)


GIVEN = {
    "pyarrow table": lambda table: table,
    "pyarrow batch": lambda table: table.combine_chunks().to_batches()[0],
    "pyarrow reader": lambda table: table.to_reader(max_chunksize=3),
    "large strings": lambda table: table.set_column(1, "text", table["text"].cast(pa.large_string())),
    "polars": polars.from_arrow,
    "pandas": lambda table: table.to_pandas(),
    "duckdb": lambda table: duckdb.from_arrow(table),
}


@pytest.mark.parametrize("kind", GIVEN)
def test_tables_of_all_kinds_agree_with_the_command(kind, table, by_command):
    made = pa.table(onrecord.extract_table(GIVEN[kind](table), jobs=2))
    assert made["error"].null_count == len(made) == len(table)
    for row in made.to_pylist():
        assert canonical(from_row(row)) == by_command[row["document"]["id"]]


def test_a_column_alone_is_a_table_of_texts(table):
    whole = pa.table(onrecord.extract_table(table.select(["text"])))
    for column in (table["text"], table["text"].chunk(0), polars.Series(table["text"])):
        assert pa.table(onrecord.extract_table(column)).equals(whole)


def test_what_comes_back_suits_all(table):
    made = onrecord.extract_table(table)
    assert pa.schema(made).names == ["document", "statements", "labels", "entities", "error"]
    frame = polars.DataFrame(made)
    acts = frame.explode("statements").select(polars.col("statements").struct.field("act").struct.field("kind"))
    assert "states" in acts.to_series().to_list()
    rows = pa.table(onrecord.extract_table(table))
    counted = duckdb.sql("select sum(len(statements)) from rows").fetchall()[0][0]
    assert counted == sum(pc.list_value_length(rows["statements"]).to_pylist())
    assert len(rows.to_pandas()) == len(table)


def test_an_answer_is_read_once(table):
    made = onrecord.extract_table(table.slice(0, 1))
    pa.table(made)
    with pytest.raises(ValueError, match="read already"):
        pa.table(made)


def test_a_bad_row_is_null_and_says_why(articles):
    texts = [articles[0]["text"], None, "", "Der Bürgermeister sagte, dass die Brücke am Freitag nicht mehr öffne. " * 4]
    made = pa.table(onrecord.extract_table(pa.table({"body": texts}))).to_pylist()
    assert [row["error"] is None for row in made] == [True, False, False, False]
    assert made[1]["document"] is None and made[1]["statements"] is None
    assert made[1]["error"] == "no article text in this row"
    assert "language (de)" in made[3]["error"]


def test_mistakes_are_said_at_once(table):
    with pytest.raises(ValueError, match="no column `text`; the columns are id, outlet"):
        onrecord.extract_table(table.select(["id", "outlet"]))
    with pytest.raises(ValueError, match="no column `words`"):
        onrecord.extract_table(table, text="words")
    with pytest.raises(ValueError, match="holds Int64, not text"):
        onrecord.extract_table(pa.table({"text": [1]}))
    with pytest.raises(TypeError, match="list is no Arrow table"):
        onrecord.extract_table(["a"])


def test_an_error_of_the_input_comes_after_its_rows(table):
    def batches():
        yield table.to_batches()[0]
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(table.schema, batches())
    made = pa.RecordBatchReader.from_stream(onrecord.extract_table(reader))
    rows = 0
    with pytest.raises(pa.ArrowException, match="the disk is gone"):
        for batch in made:
            rows += batch.num_rows
    assert rows == len(table)


def test_no_text_is_copied(articles):
    """A column of 60 MB is read with memory for a few articles: neither library grows by a share of it."""
    text = articles[0]["text"]
    filler = "\n\n".join([""] * 300_000)
    # most rows are empty, so that reading is quick and the column is large
    large = pa.array([text + "\n\n"] + [" " + filler] * 100)
    assert large.nbytes > 50_000_000
    table = pa.table({"text": large})
    before = pa.total_allocated_bytes(), resident()
    tracemalloc.start()
    greatest = 0
    for batch in pa.RecordBatchReader.from_stream(onrecord.extract_table(table, jobs=1)):
        greatest = max(greatest, resident() - before[1])
        assert batch.num_rows
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert pa.total_allocated_bytes() - before[0] < 1_000_000
    assert greatest < 45_000_000, f"{greatest} bytes more for a column of {large.nbytes}"


def resident():
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * 4096


def test_an_archive_answers_with_tables(articles, tmp_path):
    archive = onrecord.Archive(tmp_path / "a.db")
    records = list(onrecord.extract(articles))
    assert [archive.add(record) for record in records[:3]] == ["new"] * 3
    assert archive.add(records[0]) == "unchanged"
    assert archive.counts()["documents"] == 3
    found = archive.search(limit=1000)
    assert len(found) == sum(len(record) for record in records[:3])
    rows = pa.table(found)
    assert rows.equals(pa.table(found)), "a table can be read again"
    names = [statement.speaker.name for statement in records[0].statements if statement.speaker.kind == "person"]
    speaker = max((name for name in names if name and " " in name), key=names.count)
    by = pa.table(archive.search(speaker=speaker))
    assert 0 < len(by) < len(rows)
    assert {row["kind"] for row in by["statement"].combine_chunks().field("act").to_pylist()}
    assert len(archive.search(form="direct", order="oldest", limit=2)) == 2
    other = onrecord.Archive(tmp_path / "b.db")
    [other.add(record) for record in records[2:5]]
    assert archive.merge_from(tmp_path / "b.db") == (2, 1, 0)
    with pytest.raises(ValueError, match="order: `last`"):
        archive.search(order="last")
    with pytest.raises(ValueError, match="form"):
        archive.search(form="oblique")
    with pytest.raises(ValueError):
        onrecord.Archive(tmp_path / "none.db", read_only=True)
