#!/usr/bin/env python3
"""Pronouns of GAP (Webster et al., TACL 2018), read off the mentions of records.

    tests/speakers/gap.py gap-validation.tsv --texts > gap.jsonl
    onrecord extract gap.jsonl -o gap-records.jsonl
    tests/speakers/gap.py gap-validation.tsv gap-records.jsonl

Each row asks of one pronoun whether it means name A, name B or neither. The record says that it means a name where one
entity has a mention that holds the pronoun and another that overlaps the name. Precision, recall and F1 count the
names, as GAP's own scorer does; for all rows, for pronouns of men and of women.
"""

import argparse
import csv
import json
from collections import Counter

MEN = {"he", "him", "his"}


def rows(path):
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def spans(record):
    """Every mention of the record as (entity, start, end, whether it is a pronoun)."""
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            yield entity["id"], *mention["span"], mention["kind"] == "pronoun"


def answers(row, record):
    """Whether the record takes the pronoun for A, and for B."""
    mentions = list(spans(record))
    at = int(row["Pronoun-offset"])
    end = at + len(row["Pronoun"])
    meant = {entity for entity, a, b, pronoun in mentions if pronoun and a <= at and end <= b}
    out = []
    for name in ("A", "B"):
        start = int(row[f"{name}-offset"])
        stop = start + len(row[name])
        named = {entity for entity, a, b, pronoun in mentions if not pronoun and a < stop and start < b}
        out.append(bool(meant & named))
    return out


def f1(counts):
    right, said, true = counts["right"], counts["said"], counts["true"]
    precision, recall = right / max(said, 1), right / max(true, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return tuple(100 * value for value in (precision, recall, both))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gap", help="gap-validation.tsv")
    parser.add_argument("records", nargs="?", help="the records of these texts, one a line")
    parser.add_argument("--texts", action="store_true", help="print the texts, one a line, for `onrecord extract`")
    parser.add_argument("--errors", action="store_true", help="list the rows that are wrong")
    options = parser.parse_args()

    asked = rows(options.gap)
    if options.texts:
        for row in asked:
            print(json.dumps({"id": row["ID"], "text": row["Text"]}))
        return
    if options.records is None:
        parser.error("give the records, or --texts")
    with open(options.records, encoding="utf-8") as lines:
        records = {record["document"]["id"]: record for record in map(json.loads, lines)}
    tables = {"all": Counter(), "men": Counter(), "women": Counter()}
    for row in asked:
        said = answers(row, records[row["ID"]])
        true = [row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"]
        sex = "men" if row["Pronoun"].lower() in MEN else "women"
        for table in (tables["all"], tables[sex]):
            table["said"] += sum(said)
            table["true"] += sum(true)
            table["right"] += sum(s and t for s, t in zip(said, true))
        if options.errors and said != true:
            print(f"{row['ID']} {row['Pronoun']}@{row['Pronoun-offset']} A={row['A']!r} B={row['B']!r} {true} got {said}")
    for name, counts in tables.items():
        print("{:<6} precision {:5.1f}  recall {:5.1f}  F1 {:5.1f}".format(name, *f1(counts)))


if __name__ == "__main__":
    main()
