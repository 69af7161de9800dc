#!/usr/bin/env python3
"""Hold the labels of records against passages with answers.

    tests/labels/score.py [--set ordinary] [--errors] [--at-least PERCENT] -- onrecord extract

`held` (train/labels/held.txt) is hard on purpose; `ordinary` (beside this file) is written as newspapers write.
A label counts as found where its words overlap those of an answer; as right where, besides, the target and the giver have
the fullest names that the passage gives (no giver: the article's own). Case, articles and titles do not count.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDERS = {"held": HERE.parents[1] / "train" / "labels", "ordinary": HERE}
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


def read(command, texts):
    """The records that the command, with a file of JSON Lines behind it, prints for the texts."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for n, text in enumerate(texts, 1):
            print(json.dumps({"id": str(n), "text": text}, ensure_ascii=False), file=file)
        file.flush()
        printed = subprocess.run([*command, file.name], stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8").stdout
    return [json.loads(line) for line in printed.splitlines()]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--set", choices=FOLDERS, default="held")
    ap.add_argument("--errors", action="store_true", help="print every label that is missing, wrong or too much")
    ap.add_argument("--at-least", type=float, default=0, metavar="PERCENT", help="fail where fewer labels are right in all")
    ap.add_argument("command", nargs="+", help="prints a record for each line of a file")
    args = ap.parse_args()
    folder = FOLDERS[args.set]
    texts = passages(folder / f"{args.set}.txt")
    answers = [json.loads(line) for line in (folder / f"{args.set}.answers.jsonl").open(encoding="utf-8")]
    records = read(args.command, texts)
    if not len(texts) == len(records) == len(answers):
        sys.exit(f"{len(texts)} passages, {len(answers)} answers, {len(records)} records: they do not belong together")
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
    if share(right, gold) < args.at_least:
        sys.exit(f"fewer than {args.at_least} % are right")


if __name__ == "__main__":
    main()
