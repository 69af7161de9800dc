"""Coreference of the record on the held-out articles of GUM: MUC, B-cubed, CEAF-e and their mean, the CoNLL score.

    python -m onrecord_train.coreference --shared ../shared -- COMMAND...

COMMAND reads `{"id", "text"}` a line and prints one record a line (`cargo run --release -p onrecord --example lines`).
Gold: every chain of two or more mentions of people, organisations, places and what is said of them; events, objects
and times are not what a record is about. A mention stands for its last word, possessive endings aside, because a
record prints 'the mayor' where GUM has 'the mayor of the town, who ...'. Chains of one mention do not count.
"""
import argparse
import json
import os
import subprocess
from collections import Counter

import numpy as np
from scipy.optimize import linear_sum_assignment

from . import data
from .train import held_out

POSSESSIVE = {"'", "’", "s", "-", ","}


def head(article, first, past):
    while past > first + 1 and article.tokens[past - 1] in POSSESSIVE:
        past -= 1
    return past - 1


def gold_chains(article):
    chains, typed = {}, set()
    for m in article.mentions:
        chains.setdefault(m.entity, set()).add(head(article, m.start, m.end))
        if m.type and m.type.removeprefix("nominal-") in ("person", "organization", "place"):
            typed.add(m.entity)
    return [c for entity, c in chains.items() if entity in typed and len(c) > 1]


def chains_of(article, record):
    chains, seen = [], set()
    for entity in record["entities"]:
        heads = set()
        for mention in entity["mentions"]:
            first, past = article.words_of(*mention["span"])
            if past > first:
                heads.add(head(article, first, past))
        heads -= seen
        seen |= heads
        if len(heads) > 1:
            chains.append(heads)
    return chains


def muc(chains, others):
    of = {m: k for k, c in enumerate(others) for m in c}
    parts = lambda c: len({of[m] for m in c if m in of}) + sum(m not in of for m in c)
    return sum(len(c) - parts(c) for c in chains), sum(len(c) - 1 for c in chains)


def b_cubed(chains, others):
    of = {m: c for c in others for m in c}
    return sum(len(c & of.get(m, set())) / len(c) for c in chains for m in c), sum(map(len, chains))


def ceaf(chains, others):
    if not chains or not others:
        return 0.0
    similar = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in others] for a in chains])
    rows, columns = linear_sum_assignment(-similar)
    return float(similar[rows, columns].sum())


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("command", nargs="+")
    args = ap.parse_args()
    _, articles = held_out(data.gum(os.path.join(args.shared, "coref", "gum")))
    lines = "".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in articles)
    out = subprocess.run(args.command, input=lines, capture_output=True, text=True, check=True).stdout
    total = Counter()
    for article, line in zip(articles, out.splitlines(), strict=True):
        gold, found = gold_chains(article), chains_of(article, json.loads(line))
        for name, measure in (("MUC", muc), ("B3", b_cubed)):
            for side, pair in (("recall", (gold, found)), ("precision", (found, gold))):
                right, all_ = measure(*pair)
                total[name, side, "right"] += right
                total[name, side, "all"] += all_
        same = ceaf(gold, found)
        for side, chains in (("recall", gold), ("precision", found)):
            total["CEAF-e", side, "right"] += same
            total["CEAF-e", side, "all"] += len(chains)
    print(f"{len(articles)} articles")
    scores = []
    for name in ("MUC", "B3", "CEAF-e"):
        recall, precision = (total[name, s, "right"] / max(1, total[name, s, "all"]) for s in ("recall", "precision"))
        scores.append(200 * recall * precision / max(1e-9, recall + precision))
        print(f"{name:7} recall {100 * recall:.1f} precision {100 * precision:.1f} F1 {scores[-1]:.1f}")
    print(f"CoNLL F1 {sum(scores) / 3:.1f}")


if __name__ == "__main__":
    main()
