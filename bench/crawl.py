#!/usr/bin/env python3
"""Read a crawl of many articles: does memory stay where it is, and what share of the time does reading take?

    cargo build --release -p onrecord-cli && cargo build --release -p onrecord-read --examples
    bench/crawl.py [--articles N] [--words N] [--jobs N] [--model fast]

A web archive of made-up pages in gzip members is written, with the texts of the articles in the shared folder (or else the
samples) in it again and again: each time from another paragraph on, so that they are not all copies of each other. The
resident memory of `onrecord extract` is looked at every few seconds, together with how many articles it has done. The
same archive is then read without the engine, for the share of processor time that reading takes.
"""

import argparse
import gzip
import html
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Vale Post</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="The Vale Post">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": {quoted}, "datePublished": "2031-05-05T08:00:00Z",
"author": {{"@type": "Person", "name": "Ann Oake"}}}}</script><style>p {{ margin: 0 }}</style></head>
<body><header><a href="/">The Vale Post</a></header>
<nav><ul><li><a href="/news">News</a><li><a href="/sport">Sport</a><li><a href="/weather">Weather</a></ul></nav>
<main><article><h1>{title}</h1><p class="byline">By Ann Oake</p><time datetime="2031-05-05">5 May 2031</time>
<div class="story">{paragraphs}</div></article>
<aside class="related"><h2>More news</h2><ul><li><a href="/1">Bridge opens after two years</a>
<li><a href="/2">Council votes on the harbour</a></ul></aside></main>
<footer><p>All rights reserved. <a href="/terms">Terms</a></p></footer></body></html>"""


def texts():
    """The name of the corpus and its articles, each a list of paragraphs."""
    shared = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared"))
    files = [shared / "polnear" / "train.jsonl", shared / "polnear" / "dev.jsonl", shared / "basil" / "articles.jsonl"]
    if all(path.exists() for path in files):
        rows = [json.loads(line)["text"] for path in files for line in open(path, encoding="utf-8")]
        return "polnear and basil", [split(text) for text in rows]
    return "samples", [split(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "samples").glob("*.txt"))]


def split(text):
    return [line for line in (line.strip() for line in text.split("\n")) if line]


def pages(corpus, wanted, words):
    """As many pages as are wanted, each of whole paragraphs until it has so many words; 0 stands for whole articles."""
    number = 0
    for begin in itertools.count():
        for paragraphs in corpus:
            if number == wanted:
                return
            start = begin % len(paragraphs) if words else 0
            chosen, length = [], 0
            for paragraph in paragraphs[start:] + paragraphs[:start]:
                if words and length >= words:
                    break
                chosen.append(paragraph)
                length += len(paragraph.split())
            title = f"Article {number} of the crawl"
            body = "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in chosen)
            yield length, PAGE.format(title=title, quoted=json.dumps(title), paragraphs=body)
            number += 1


def write_archive(path, corpus, wanted, words):
    """Writes the archive and returns the number of words in its articles."""
    total = 0
    with open(path, "wb") as out:
        for number, (length, page) in enumerate(pages(corpus, wanted, words)):
            total += length
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2031-05-05T09:00:00Z\r\n"
                f"WARC-Target-URI: https://vale.example/{number}\r\nWARC-Record-ID: <urn:vale:{number}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + body + b"\r\n\r\n", 1))
    return total


def resident(pid):
    """Resident memory in MiB; `None` where the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), None)


def done(journal):
    """How many articles the journal says are done."""
    try:
        with open(journal, "rb") as file:
            file.seek(max(0, os.path.getsize(journal) - 4096))
            lines = [line for line in file.read().splitlines() if line.startswith(b'{"items"') and line.endswith(b"}")]
        return json.loads(lines[-1])["items"] if lines else 0
    except OSError:
        return None


def measured(command, journal=None, seconds=3):
    """Runs a command: its processor seconds, wall seconds, peak memory in MiB, (articles, MiB) on the way, last line said."""
    begin = time.perf_counter()
    samples, said = [], tempfile.TemporaryFile()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=said)
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        articles, memory = done(journal) if journal else None, resident(process.pid)
        if articles is not None and memory is not None:
            samples.append((articles, memory))
        time.sleep(seconds if journal else 0.2)
    process.returncode = os.waitstatus_to_exitcode(status)
    said.seek(0)
    lines = said.read().decode(errors="replace").splitlines()
    if process.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {process.returncode}: {' '.join(lines[-1:])}")
    taken = usage.ru_utime + usage.ru_stime
    return taken, time.perf_counter() - begin, usage.ru_maxrss / 1024, samples, lines[-1] if lines else ""


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100_000, metavar="N", help="articles in the archive (100000)")
    options.add_argument("--words", type=int, default=0, metavar="N", help="least words of each; 0, as many as it has (0)")
    options.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="threads (one for each core)")
    options.add_argument("--model", default="accurate", choices=["accurate", "fast"], help="the model (accurate)")
    options.add_argument("--onrecord", type=Path, default=RELEASE / "onrecord", metavar="FILE", help="the command")
    options.add_argument("--reader", type=Path, default=RELEASE / "examples" / "articles", metavar="FILE",
                         help="the example that reads and does no more")
    options = options.parse_args()
    name, corpus = texts()
    with tempfile.TemporaryDirectory() as folder:
        archive, out = Path(folder) / "crawl.warc.gz", Path(folder) / "out.jsonl"
        words = write_archive(archive, corpus, options.articles, options.words)
        size = archive.stat().st_size
        print(f"{options.articles} articles of {name}, {words} words, {size / 1e6:.0f} MB packed", file=sys.stderr)
        extract = [options.onrecord, "extract", archive, "-o", out, "--jobs", options.jobs, "--model", options.model]
        taken, wall, peak, samples, said = measured(extract, Path(f"{out}.journal"))
        reading = measured([options.reader, archive])[0] if options.reader.exists() else None
    rows = [
        ("articles", f"{options.articles:,}"),
        ("words", f"{words:,}"),
        ("processor seconds", f"{taken:,.0f}"),
        ("words a processor second", f"{words / taken:,.0f}"),
        ("seconds", f"{wall:,.0f}"),
    ]
    if reading is not None:
        rows.append(("of the processor seconds, reading alone", f"{reading:,.1f} ({100 * reading / taken:.1f}%)"))
    for mark in (1_000, 10_000, 100_000):
        before = [memory for articles, memory in samples if articles <= mark]
        if before and options.articles >= mark:
            rows.append((f"largest memory seen up to {mark:,} articles", f"{max(before):.0f} MiB"))
    rows.append(("peak memory", f"{peak:.0f} MiB"))
    print("| figure | value |\n| --- | --- |")
    for figure, value in rows:
        print(f"| {figure} | {value} |")
    print(said, file=sys.stderr)


if __name__ == "__main__":
    main()
