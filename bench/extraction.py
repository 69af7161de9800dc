#!/usr/bin/env python3
"""Compare what is read from the pages in tests/pages, as a Markdown table on standard output.

    cargo build --release -p onrecord-read --examples
    pip install trafilatura
    bench/extraction.py [target/release/examples]

The speed is shown for a release build only.

Four readers: onrecord, the trafilatura crate on its own, dom_smoothie (the port of Readability) on its own, and the
trafilatura package of PyPI. The score of a text is
the F1 over its words, each counted as often as it occurs; titles, authors and dates are right or wrong. Authors are compared as
sets of names.
"""
import json
import re
import subprocess
import sys
import time
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "tests" / "pages").glob("*.html"))
FIELDS = ("title", "byline", "published")


def f1(expected, found):
    words = lambda text: Counter(w.lower() for w in re.findall(r"[^\W_]+", text or ""))
    a, b = words(expected), words(found)
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def by_example(name, folder):
    begin = time.perf_counter()
    lines = subprocess.run([folder / name, *PAGES], capture_output=True, text=True, check=True).stdout.splitlines()
    taken = time.perf_counter() - begin
    found = {Path(r["place"]).stem: r["document"] for r in map(json.loads, lines)}
    return found, taken


def by_package():
    import trafilatura

    found = {}
    begin = time.perf_counter()
    for page in PAGES:
        document = trafilatura.bare_extraction(page.read_bytes(), include_comments=False, with_metadata=True)
        if document is not None:
            found[page.stem] = {
                "text": document.text, "title": document.title, "published": document.date,
                "byline": (document.author or "").replace("; ", ", "), "outlet": document.sitename,
            }
    return found, time.perf_counter() - begin


def same(field, expected, found):
    if field == "published":
        # a day is what is asked for
        found = (found or "")[:10]
    if field == "byline":
        return set((expected or "").split(", ")) == set((found or "").split(", "))
    return (expected or None) == (found or None)


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target" / "release" / "examples").resolve()
    try:
        package = f"trafilatura {version('trafilatura')} (PyPI)"
    except PackageNotFoundError:
        sys.exit("install the PyPI package trafilatura to compare with")
    readers = {
        "onrecord": by_example("articles", folder),
        "trafilatura crate alone": by_example("trafilatura", folder),
        "dom_smoothie alone": by_example("readability", folder),
        package: by_package(),
    }
    gold = {page.stem: json.loads(page.with_suffix(".json").read_text()) for page in PAGES}
    print("| page | " + " | ".join(readers) + " |\n| --- |" + " ---: |" * len(readers))
    for name, expected in gold.items():
        cells = [f"{f1(expected['text'], found.get(name, {}).get('text')):.3f}" for found, _ in readers.values()]
        print(f"| {name} | " + " | ".join(cells) + " |")
    mean = lambda values: sum(values) / len(gold)
    texts = [mean([f1(e["text"], found.get(n, {}).get("text")) for n, e in gold.items()]) for found, _ in readers.values()]
    print("| **average F1** | " + " | ".join(f"**{value:.3f}**" for value in texts) + " |")
    for field in FIELDS:
        right = [sum(same(field, e[field], found.get(n, {}).get(field)) for n, e in gold.items()) for found, _ in readers.values()]
        print(f"| {field} right | " + " | ".join(f"{n} of {len(gold)}" for n in right) + " |")
    if folder.parent.name == "release":
        print("| pages a second | " + " | ".join(f"{len(gold) / taken:.0f}" for _, taken in readers.values()) + " |")


if __name__ == "__main__":
    main()
