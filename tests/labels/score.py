#!/usr/bin/env python3
"""Hold the labels of records against the passages of train/labels/held.txt.

    tests/labels/score.py --texts > held.jsonl
    onrecord extract held.jsonl -o RECORDS.jsonl
    tests/labels/score.py RECORDS.jsonl [--errors]

A label counts as found where its words overlap those of an answer; as right where, besides, the target and the giver have
the fullest names that the passage gives (no giver: the article's own). Case, articles and titles do not count.
"""
import argparse
import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "train" / "labels"
TAG = re.compile(r"</?[ltb]\d>")
SMALL = set("the a an of 's s".split())


def passages(file):
    blocks = re.split(r"^---\s*$", file.read_text(encoding="utf-8"), flags=re.M)
    return [TAG.sub("", b).strip() for b in blocks if b.strip()]


def words(name):
    return [w for w in re.findall(r"\w+", name.lower()) if w not in SMALL]


def same(want, got):
    """One name's words, or most of them: 'General Aurelio Pastrane' and 'Aurelio Pastrane'."""
    if want is None or got is None:
        return want is None and got is None
    a, b = set(words(want)), set(words(got))
    return bool(a & b) and len(a & b) / len(a | b) >= 0.6


def overlap(a, b):
    return " ".join(words(a)) in " ".join(words(b)) or " ".join(words(b)) in " ".join(words(a))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("records", nargs="?")
    ap.add_argument("--set", default="held")
    ap.add_argument("--texts", action="store_true", help="print the passages as JSON Lines")
    ap.add_argument("--errors", action="store_true")
    args = ap.parse_args()
    texts = passages(FOLDER / f"{args.set}.txt")
    if args.texts:
        for n, text in enumerate(texts, 1):
            print(json.dumps({"id": str(n), "text": text}, ensure_ascii=False))
        return
    answers = [json.loads(line) for line in (FOLDER / f"{args.set}.answers.jsonl").open(encoding="utf-8")]
    records = [json.loads(line) for line in open(args.records, encoding="utf-8")]
    if len(records) != len(answers):
        sys.exit(f"{args.records} holds {len(records)} records, the answers are for {len(answers)}")
    gold = said = found = right = target = by = 0
    for text, answer, record in zip(texts, answers, records):
        left = list(record["labels"])
        gold, said = gold + len(answer["labels"]), said + len(left)
        for want in answer["labels"]:
            match = [g for g in left if overlap(want["label"], g["label"])]
            if not match:
                if args.errors:
                    print(f"missing  {want}")
                continue
            left.remove(match[0])
            got_target, got_by = match[0]["target"]["name"], (match[0]["by"] or {}).get("name")
            t, b = same(want["target"], got_target), same(want["by"], got_by)
            found, target, by, right = found + 1, target + t, by + b, right + (t and b)
            if args.errors and not (t and b):
                print(f"wrong    {want} got {got_target!r} by {got_by!r}")
        if args.errors:
            for extra in left:
                print(f"extra    {extra['label']!r} -> {extra['target']['name']!r} by {(extra['by'] or {}).get('name')!r}")
    share = lambda part, whole: 100 * part / max(whole, 1)
    print(f"{gold} labels, {said} in the records: found {found}, precision {share(found, said):.1f} %, recall {share(found, gold):.1f} %")
    print(f"of those found, target {share(target, found):.1f} %, giver {share(by, found):.1f} %; right in all {share(right, gold):.1f} % of {gold}")


if __name__ == "__main__":
    main()
