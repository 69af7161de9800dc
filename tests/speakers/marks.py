#!/usr/bin/env python3
"""Hold the mentions of records against who is meant, as readers wrote it down for sources and pronouns of whole articles.

    onrecord extract dev.jsonl -o RECORDS.jsonl
    tests/speakers/marks.py dev.jsonl RECORDS.jsonl [--errors]

A mark is right where a mention that overlaps it belongs to an entity under the fullest name that the article gives (case, accents,
articles and titles do not count). One that the article never names is right unless the mention's entity has a name. Marks come in
kinds: `he`, `she` and their forms, other pronouns, full names, parts of names, descriptions; and by whether they are sources.
`marks-dev.jsonl` beside this file holds the answers.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from score import bare

PERSONAL = re.compile(r"(he|she|him|his|her|hers|himself|herself)", re.I)
OTHER = re.compile(r"(they|it|them|its|their|who|which|that|i|we|you|us|me|my|our)", re.I)


def kind(words, entity, source):
    if PERSONAL.fullmatch(words):
        name = "pronoun"
    elif not entity["named"]:
        name = "unnamed"
    elif OTHER.fullmatch(words):
        name = "other pronoun"
    else:
        printed, full = bare(words), bare(entity["name"])
        joined, whole = " ".join(printed), " ".join(full)
        name = "full name" if whole and whole in joined else "part of a name" if set(printed) & set(full) else "description"
    return f"{name}, {'source' if source else 'elsewhere'}"


def named(entity):
    return any(m["kind"] == "name" for m in entity["mentions"])


def judged(article, record, entities):
    """(kind, right, mark, what the record has) of every mark."""
    text = article["text"]
    sources = {tuple(span) for a in article["attributions"] for span in a.get("source") or []}
    mentions = [(*m["span"], entity) for entity in record["entities"] for m in entity["mentions"]]
    for entity in entities:
        for start, end in entity["mentions"]:
            hit = [(a, b, e) for a, b, e in mentions if a < end and start < b]
            right = any(bare(e["name"]) == bare(entity["name"]) for _, _, e in hit)
            if not entity["named"]:
                right = right or not any((a, b) == (start, end) and named(e) for a, b, e in hit)
            yield kind(text[start:end], entity, (start, end) in sources), right, (start, end, entity["name"]), [e["name"] for _, _, e in hit]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("articles", type=Path)
    ap.add_argument("records", type=Path)
    ap.add_argument("--gold", type=Path, default=Path(__file__).with_name("marks-dev.jsonl"))
    ap.add_argument("--errors", action="store_true", help="print every mark that is wrong")
    args = ap.parse_args()
    lines = lambda path: map(json.loads, path.read_text(encoding="utf-8").splitlines())
    articles = {a["id"]: a for a in lines(args.articles)}
    records = {r["document"]["id"]: r for r in lines(args.records)}
    count = Counter()
    for row in lines(args.gold):
        if row["id"] not in records:
            continue
        article = articles[row["id"]]
        for name, right, (start, end, who), got in judged(article, records[row["id"]], row["entities"]):
            count[name, right] += 1
            if args.errors and not right:
                print(f"{row['id']} {start} {name}: {article['text'][start:end]!r} is {who}, not {got}")
    for name in sorted({name for name, _ in count}):
        right, wrong = count[name, True], count[name, False]
        print(f"{name:28}{right:6} of {right + wrong:<6}{100 * right / (right + wrong):6.1f}")
    right = sum(n for (_, ok), n in count.items() if ok)
    print(f"{'all':28}{right:6} of {sum(count.values()):<6}{100 * right / max(1, sum(count.values())):6.1f}")


if __name__ == "__main__":
    main()
