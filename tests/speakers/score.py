#!/usr/bin/env python3
"""Hold the speakers of records against those written down by hand, in dev.csv or train.csv.

    onrecord extract dev.jsonl -o RECORDS.jsonl
    tests/speakers/score.py dev.jsonl RECORDS.jsonl [--gold dev.csv] [--errors]

For each row the statement of the same article is sought whose content overlaps the row's content best (code points in
both by code points in either, at least 0.3). Its speaker is one of:

  exact       the fullest name (or the description), or one of the alternatives
  part        the right entity under another name: a part of the name, its initials, the name after a role, or an entity
              of which the name is a mention; of an unnamed speaker, a description with the same head noun
  wrong       something else
  unresolved  no speaker, a pronoun, or the printed description where the article has a name
  not found   no statement overlaps enough

Case, accents, punctuation, titles, articles and the possessive s do not count. Rows marked unclear or not-real are left
out.
"""

import argparse
import csv
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

LEAST = 0.3
OUTCOMES = ("exact", "part", "wrong", "unresolved", "not found")
ARTICLES = {"the", "a", "an"}
TITLES = set(
    "mr mrs ms miss dr prof professor sir dame lord lady sen senator rep representative congressman congresswoman del "
    "delegate gov governor president vice prime minister chancellor secretary mayor judge justice chief rev reverend "
    "pastor gen general lt col colonel capt captain maj major sgt adm admiral former retired state attorney candidate "
    "nominee".split()
)
PRONOUNS = set(
    "i me my we us our you your he him his she her it its they them their who whom whose which that this these those "
    "himself herself itself themselves".split()
)
AUTHOR = {"author", "writer", "byline"}
# a description ends where one of these begins: what is before holds the head noun
BREAK = set("of for in on at from to with by who whom that which whose about over under as where".split())
# a name that ends in one of these belongs to a body and is not shortened by leaving it out
BODY = set("association bank committee council court fund house journal news office party post times union".split())
QUANTITIES = set("one two three some several many most few all both each none half".split())
SMALL = ARTICLES | {"of", "for", "and", "in", "on", "at", "to", "&"}
QUOTATION = re.compile("[\"“”‘`]|''")


def words(name):
    """The words of a name without case, accents, punctuation and possessive s."""
    name = re.sub(r"(?i)['’`]s\b|(?<=s)['’](?!\w)", "", name)
    name = re.sub(r"[-‐-―/]", " ", name)
    name = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in name if c.isalnum() or c.isspace())
    return kept.casefold().split()


def bare(name):
    """`words` without leading titles and articles."""
    found = words(name)
    while len(found) > 1 and found[0] in TITLES | ARTICLES:
        found = found[1:]
    return tuple(found)


def singular(word):
    for end, new in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(end) and not word.endswith(("ss", "us", "is")) and len(word) > len(end) + 2:
            return word[: -len(end)] + new
    return word


def head(description):
    """The head noun of a description: the last word before 'of', 'who', '-ing'; in 'one of them' it is 'them'."""
    kept = []
    for word in words(description):
        if word == "of" and kept and kept[-1] in QUANTITIES:
            kept = []
        elif kept and (word in BREAK or (word.endswith("ing") and len(word) > 5)):
            break
        elif word not in ARTICLES:
            kept.append(word)
    return singular(kept[-1]) if kept else ""


def is_part(got, option):
    """Is `got` a shorter form of the name `option`?"""
    full, short = bare(option), bare(got)
    content = {w for w in full if w not in SMALL}
    letters = [w[0] for w in full if w not in SMALL]
    # a role before the name: 'court spokeswoman Ann Marsh', not 'lawyer for Ann Marsh'
    if len(full) > 1 and short[-len(full) :] == full and not (BREAK | {"and", "or"}) & set(short[: -len(full)]):
        return True
    if len(short) == 1 and len(letters) > 1 and short[0] in ("".join(letters), "".join(w[0] for w in full)):
        return True
    # of 'the Lund campaign', 'Lund' is no shorter form: a head noun in small letters has to be there
    noun = head(option)
    common = re.search(r"(?<!\w)" + re.escape(noun), option)
    if common and noun not in map(singular, short) or full[-1] in BODY - set(short):
        return False
    held = {w for w in short if w not in SMALL}
    return bool(held) and held <= content


def code_points(spans):
    return {point for start, end in spans for point in range(start, end)}


def best(record, wanted):
    """The statement whose content overlaps `wanted` best, or None."""
    found, share = None, LEAST
    for statement in record["statements"]:
        points = code_points(statement["content"]["spans"])
        both = len(points & wanted)
        if both and (overlap := both / len(points | wanted)) >= share and (found is None or overlap > share):
            found, share = statement, overlap
    return found


def judge(row, record, statement):
    """The outcome of a row and the name that was got."""
    if statement is None:
        return "not found", ""
    speaker = statement["speaker"] or {}
    got = speaker.get("name") or ""
    options = [name for name in [row["speaker"], *row["also"].split("|")] if name]
    pronoun = not got or (len(words(got)) == 1 and words(got)[0] in PRONOUNS)
    if row["kind"] == "unnamed" and not row["speaker"] and (pronoun or speaker.get("anonymous")):
        return "exact", got
    if row["kind"] == "writer" and not row["speaker"] and bare(got) and bare(got)[-1] in AUTHOR:
        return "exact", got
    if pronoun:
        return "unresolved", got
    if any(bare(got) == bare(option) for option in options):
        return "exact", got
    if row["kind"] == "unnamed":
        return ("part" if head(got) in {head(option) for option in options} else "wrong"), got
    if any(is_part(got, option) for option in options):
        return "part", got
    entity = next((e for e in record["entities"] if e["id"] == speaker.get("entity")), None)
    mentions = [m["text"] for m in entity["mentions"] if m["kind"] == "name"] if entity else []
    if any(bare(mention) == bare(option) for mention in mentions for option in options):
        return "part", got
    source = (statement.get("source") or {}).get("text") or ""
    if row["printed"] == "role or description" and bare(source) == bare(got):
        return "unresolved", got
    return "wrong", got


def interval(right, of):
    """Wilson's 95 % interval, in percent."""
    if not of:
        return 0.0, 0.0
    z, p = 1.96, right / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return tuple(100 * (middle + sign * half) / (1 + z * z / of) for sign in (-1, 1))


def line(name, counts):
    total = sum(counts.values())
    found = total - counts["not found"]
    right = counts["exact"] + counts["part"]
    cells = "".join(f"{counts[o]:>5} {100 * counts[o] / max(total, 1):5.1f}%" for o in OUTCOMES)
    return f"{name:<28}{total:>4}{cells}{100 * right / max(total, 1):>8.1f}%{100 * right / max(found, 1):>8.1f}%"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", help="the articles with their attributions, dev.jsonl")
    parser.add_argument("records", help="the records of these articles, one a line")
    parser.add_argument("--gold", default=Path(__file__).with_name("dev.csv"))
    parser.add_argument("--errors", action="store_true", help="list each row that is not exact")
    options = parser.parse_args()

    with open(options.articles, encoding="utf-8") as lines:
        articles = {article["id"]: article for article in map(json.loads, lines)}
    with open(options.records, encoding="utf-8") as lines:
        records = {record["document"]["id"]: record for record in map(json.loads, lines)}
    with open(options.gold, encoding="utf-8", newline="") as rows:
        gold = list(csv.DictReader(rows))

    tables = defaultdict(Counter)
    errors, left_out = [], 0
    for row in gold:
        if row["kind"] in ("unclear", "not-real"):
            left_out += 1
            continue
        article, start, end = articles[row["document"]], int(row["start"]), int(row["end"])
        spans = next(
            (c for c in (a["content"] for a in article.get("attributions", [])) if c and (c[0][0], c[-1][1]) == (start, end)),
            [[start, end]],
        )
        quoted = QUOTATION.search("".join(article["text"][a:b] for a, b in spans)) is not None
        record = records.get(row["document"])
        if record is None:
            raise SystemExit(f"no record of {row['document']}")
        outcome, got = judge(row, record, best(record, code_points(spans)))
        for table in ("all", "quoted" if quoted else "other", f"by {row['printed']}", f"of {row['kind']}"):
            tables[table][outcome] += 1
        if outcome != "exact":
            errors.append((outcome, quoted, row, got))

    print(f"{len(gold)} rows, {left_out} left out (unclear or no attribution)\n")
    print(f"{'':<28}{'rows':>4}" + "".join(f"{o:>12}" for o in OUTCOMES) + f"{'right':>9}{'of found':>9}")
    by = sorted((t for t in tables if t.startswith("by ")), key=lambda t: -sum(tables[t].values()))
    kinds = [f"of {k}" for k in ("named", "unnamed", "writer") if f"of {k}" in tables]
    for table in ["all", "quoted", "other", *by, *kinds]:
        print(line(table, tables[table]))
    counts, total = tables["all"], sum(tables["all"].values())
    found = total - counts["not found"]
    right = counts["exact"] + counts["part"]
    print()
    for which, of in (("all", total), ("those found", found)):
        for name, share in (("exact", counts["exact"]), ("right", right)):
            low, high = interval(share, of)
            print(f"{name} of {which}: {100 * share / max(of, 1):.1f} % (95 % interval {low:.0f} to {high:.0f} %)")

    if options.errors:
        print()
        for outcome, quoted, row, got in sorted(errors, key=lambda e: (not e[1], OUTCOMES.index(e[0]))):
            wanted = row["speaker"] or "(nobody named)"
            where = f"{row['document']} {row['start']}-{row['end']}"
            group = "quoted" if quoted else "other"
            print(f"{group:<7}{outcome:<11}{where} [{row['printed']}] {wanted!r} got {got!r}")


if __name__ == "__main__":
    main()
