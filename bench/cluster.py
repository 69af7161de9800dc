#!/usr/bin/env python3
"""Articles a second of SQL over files: on one core, on two, and on a cluster of two workers, beside `onrecord extract`.

    cargo build --release -p onrecord-cli --features cluster
    bench/cluster.py [--articles N] [--rounds N]

JSON Lines are written with the samples in them again and again, sixteen files of them. Each round runs all ways one after
the other, each of them making every record, so that what else the machine does meets all alike. Wall time and the
processor time of all processes are those of the round in the middle; the last column compares processor time with that of
the command on one core, which says what a way costs though the machine is shared.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONRECORD = os.environ.get("ONRECORD", Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "onrecord")
FILES = 16
SELECT = "select record(named_struct('id', id, 'published', published, 'text', text)) from news"


def articles(folder, wanted):
    """Writes the files and gives the pattern that names them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").glob("*.txt"))]
    for file in range(FILES):
        with open(folder / f"{file:02}.jsonl", "w", encoding="utf-8") as out:
            for number in range(file, wanted, FILES):
                row = {"id": str(number), "published": "2024-06-15", "text": texts[number % len(texts)]}
                out.write(json.dumps(row) + "\n")
    return str(folder / "*.jsonl")


class Process:
    """A scheduler or a worker."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([ONRECORD, "cluster", *arguments], stderr=subprocess.PIPE, text=True)
        self.address = re.search(r"at (\S+)", self.process.stderr.readline()).group(1)

    def seconds(self):
        """Processor seconds up to now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.kill()
        self.process.wait()


def run(arguments, cluster):
    """Wall and processor seconds of one way."""
    before = sum(process.seconds() for process in cluster) + sum(os.times()[2:4])
    start = time.monotonic()
    subprocess.run([ONRECORD, *arguments], check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - start
    return wall, sum(process.seconds() for process in cluster) + sum(os.times()[2:4]) - before


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        over = articles(Path(folder), options.articles)
        scheduler = Process("scheduler", "--bind", "127.0.0.1:0")
        workers = [Process("worker", "--scheduler", scheduler.address, "--jobs", "1") for _ in range(2)]
        cluster = [scheduler, *workers]
        sql = ["sql", "--over", over, "--rows", "1000000", "--format", "json", SELECT]
        ways = {
            "extract, one core": ["extract", over, "--jobs", "1"],
            "extract, two cores": ["extract", over, "--jobs", "2"],
            "sql, one core": [*sql, "--jobs", "1"],
            "sql, two cores": [*sql, "--jobs", "2"],
            "sql, a cluster of two workers": [*sql, "--cluster", scheduler.address],
        }
        try:
            # the first question makes each worker load the model
            run(ways["sql, a cluster of two workers"], cluster)
            rounds = [{way: run(arguments, cluster) for way, arguments in ways.items()} for _ in range(options.rounds)]
        finally:
            for process in cluster:
                process.end()
    middle = lambda way, kind: statistics.median(one[way][kind] for one in rounds)
    least = middle("extract, one core", 1)
    print(f"{options.articles} articles, {options.rounds} rounds\n")
    print("| way | articles a second | processor seconds | times the command's |\n| --- | --- | --- | --- |")
    for way in ways:
        wall, busy = middle(way, 0), middle(way, 1)
        print(f"| {way} | {options.articles / wall:.1f} | {busy:.1f} | {busy / least:.2f} |")


if __name__ == "__main__":
    main()
