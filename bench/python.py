#!/usr/bin/env python3
"""Read the same articles with the command and with the Python package: how much of the command's speed is left?

    cargo build --release -p onrecord-cli && pip install ./python
    bench/python.py [--jobs N] [--times N] [--spark N] [ARTICLES.jsonl]

Without a file, the articles of the shared folder, or else the samples, several times over. Each way is measured in turn
and the best of all rounds counts, so that what else the machine does weighs on all of them alike. `--spark N` adds Spark
with N executors of one core each.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet

import onrecord

ROOT = Path(__file__).resolve().parent.parent
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("articles", nargs="?", type=Path)
    arguments.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments.add_argument("--times", type=int, default=3)
    arguments.add_argument("--spark", type=int, default=0)
    arguments.add_argument("--command", type=Path, default=RELEASE / "onrecord")
    given = arguments.parse_args()
    articles = read(given.articles)
    words = sum(len(article["text"].split()) for article in articles)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
        ways = {
            "command": lambda: command(given.command, path, folder, given.jobs),
            "extract": lambda: sum(len(record) for record in onrecord.extract(articles, given.jobs)),
            "extract_table": lambda: table(articles, given.jobs),
        }
        onrecord.read("Ada Venn said so.")
        best = {name: float("inf") for name in ways}
        for _ in range(given.times):
            for name, way in ways.items():
                best[name] = min(best[name], clocked(way))
        if given.spark:
            best[f"Spark, {given.spark} executors"] = spark(articles, folder, given.spark, given.times)
    print(f"{len(articles)} articles, {words} words, {given.jobs} jobs, best of {given.times}\n")
    print("| way | articles a second | words a second | of the command |\n| --- | --- | --- | --- |")
    for name, seconds in best.items():
        share = best["command"] / seconds
        print(f"| {name} | {len(articles) / seconds:.1f} | {words / seconds:,.0f} | {share:.0%} |")
    print(f"\npeak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def read(path):
    if path is None:
        path = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared")) / "polnear" / "dev.jsonl"
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        return [{"id": str(number), "text": json.loads(line)["text"]} for number, line in enumerate(lines)]
    samples = sorted((ROOT / "samples").glob("*.txt"))
    texts = [sample.read_text(encoding="utf-8") for sample in samples] * 10
    return [{"id": str(number), "text": text} for number, text in enumerate(texts)]


def clocked(way):
    started = time.perf_counter()
    way()
    return time.perf_counter() - started


def command(binary, path, folder, jobs):
    out = Path(folder) / "records.jsonl"
    out.unlink(missing_ok=True)
    arguments = [binary, "extract", path, "-o", out, "--jobs", str(jobs), "--restart"]
    subprocess.run(arguments, check=True, capture_output=True)


def table(articles, jobs):
    given = pyarrow.Table.from_pylist(articles)
    return sum(batch.num_rows for batch in pyarrow.RecordBatchReader.from_stream(onrecord.extract_table(given, jobs=jobs)))


def spark(articles, folder, executors, times):
    """The time of a job over a cluster that is up already, from Parquet to Parquet."""
    from pyspark.sql import SparkSession

    # the executors' Python must be the one that has onrecord
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

    import onrecord.spark

    given, made = f"{folder}/articles.parquet", f"{folder}/records"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(articles), given)
    session = SparkSession.builder.master(f"local-cluster[{executors},1,1024]").config("spark.ui.enabled", "false")
    session = session.getOrCreate()
    rows = session.read.parquet(given).repartition(executors * 4)

    def job():
        records = rows.mapInArrow(onrecord.spark.extract, onrecord.spark.SCHEMA)
        records.write.mode("overwrite").parquet(made)

    best = min(clocked(job) for _ in range(times))
    session.stop()
    return best


if __name__ == "__main__":
    main()
