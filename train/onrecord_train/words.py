"""The small word lists that the engine embeds, made from the training data and from the census.

    python -m onrecord_train.words --shared ../shared --crate ../crates/onrecord

Writes `src/link/cue_words.txt` (words that were a cue of their own at least three times, and part of one in at
least three of ten places) and `src/resolve/first_names.txt` (first names of the US Census of 1990 that one
sex bears at least nine times as often as the other).
"""
import argparse
import os
from collections import Counter

from . import data
from .model import first_names

FEWEST, FEWEST_ALONE, LEAST_SHARE = 5, 3, 0.3


def cue_words(articles):
    alone, inside, everywhere = Counter(), Counter(), Counter()
    for article in articles:
        for attribution in article.attributions:
            alone.update(article.tokens[i].lower() for i, j in attribution["cue"] if j == i + 1)
        for token, tag in zip(article.tokens, article.tags):
            everywhere[token.lower()] += 1
            inside[token.lower()] += data.TAGS[tag].endswith("cue")
    often = lambda w: inside[w] >= FEWEST and alone[w] >= FEWEST_ALONE and inside[w] >= LEAST_SHARE * everywhere[w]
    return sorted(w for w in everywhere if w.isalpha() and often(w))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--crate", required=True)
    args = ap.parse_args()
    lists = {
        "link/cue_words.txt": cue_words(data.polnear(os.path.join(args.shared, "polnear", "train.jsonl"))),
        "resolve/first_names.txt": [f"{name} {sex}" for name, sex in sorted(first_names().items())],
    }
    for path, lines in lists.items():
        with open(os.path.join(args.crate, "src", path), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
