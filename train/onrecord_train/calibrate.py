"""Holds the engine's confidence against gold, and prints the weights that would make it a probability.

    onrecord extract ../shared/polnear/dev.jsonl -o out/dev.records.jsonl
    python -m onrecord_train.calibrate --shared ../shared --records out/dev.records.jsonl

A statement is right where the scorer's loose relation holds. Platt scaling (1999): the logit of the confidence times
`a` plus `b`, fitted by Newton's method; multiply the weights in `crates/onrecord/src/link/mod.rs` by `a` and add `b` to the first.
"""
import argparse
import json
import math
import os

from .evaluate import scorer


def pairs(shared, records):
    """(confidence, right) of every statement that is not nested."""
    sc = scorer(shared)
    gold = sc.load(os.path.join(shared, "polnear", "dev.jsonl"))
    for line in open(records, encoding="utf-8"):
        record = json.loads(line)
        doc = gold[record["document"]["id"]]
        toks = sc.tokens(doc["text"])
        spans = lambda x: {r: sc.covered(x.get(r) or [], toks) for r in sc.ROLES}
        statements = [s for s in record["statements"] if s["inside"] is None]
        found = [spans({r: (s[r] or {}).get("spans") for r in sc.ROLES}) | {"n": n} for n, s in enumerate(statements)]
        right = {p["n"] for jac, g, p in sc.pair_up([spans(a) for a in doc["attributions"]], found)
                 if jac >= 0.5 and (g["source"] & p["source"] or not (g["source"] or p["source"]))}
        for n, statement in enumerate(statements):
            yield statement["confidence"], n in right, statement["cue"] is not None


def fit(points):
    a, b = 1.0, 0.0
    for _ in range(50):
        g, h = [0.0, 0.0], [[1e-6, 0.0], [0.0, 1e-6]]
        for x, y in points:
            p = 1 / (1 + math.exp(-(a * x + b)))
            for i, u in enumerate((x, 1.0)):
                g[i] += (y - p) * u
                for j, v in enumerate((x, 1.0)):
                    h[i][j] += p * (1 - p) * u * v
        d = h[0][0] * h[1][1] - h[0][1] * h[1][0]
        a += (h[1][1] * g[0] - h[0][1] * g[1]) / d
        b += (h[0][0] * g[1] - h[1][0] * g[0]) / d
    return a, b


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--records", required=True)
    args = ap.parse_args()
    rows = list(pairs(args.shared, args.records))
    for cued in (True, False):
        points = [(math.log(min(max(c, 0.001), 0.999) / (1 - min(max(c, 0.001), 0.999))), float(r)) for c, r, k in rows if k == cued]
        a, b = fit(points)
        print(f"{'with' if cued else 'without'} a cue: {len(points)} statements, {sum(y for _, y in points) / len(points):.3f} right, a = {a:.3f}, b = {b:.3f}")
    for low in range(0, 10):
        inside = [r for c, r, _ in rows if low <= 10 * c < low + 1 or (low == 9 and c == 1)]
        if inside:
            print(f"confidence {low / 10:.1f}-{low / 10 + 0.1:.1f}: {len(inside):5d} statements, {sum(inside) / len(inside):.2f} right")


if __name__ == "__main__":
    main()
