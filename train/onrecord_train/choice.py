"""How the engine weighs what speaks for an antecedent: the weights of `crates/onrecord/src/resolve/choice.rs`.

    cargo build --release -p onrecord --example lines --features lessons
    python -m onrecord_train.choice --shared ../shared --out ../crates/onrecord/src/resolve/choice/accurate.txt -- ../target/release/examples/lines
    python -m onrecord_train.choice --shared ../shared --out ../crates/onrecord/src/resolve/choice/fast.txt -- ../target/release/examples/lines --fast

The engine reads the articles of `speakers/marks.jsonl` and the passages of `coreference/`, and prints the signs of every
candidate it chose from; which of them are right, readers and writers wrote down. The weights maximise the likelihood of the right entities, or of none where the article never named
what is meant before. Since later choices rest on earlier ones, a second run with the first one's weights fits better.
"""
import argparse
import glob
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import torch

from . import data, meant, passages

KINDS = ("speaking", "person", "thing", "described")
DECAY = 2e-3
LEAST_NONE = 2  # 'it' and 'the striker' may stand for nobody told before; people seldom do


def examples(command, article, entities):
    """What the engine chose from in one article: [(kind, signs, traits of groups, group of each candidate, right groups)]."""
    row = json.dumps({"id": article["id"], "text": article["text"]})
    run = subprocess.run(command, input=row, capture_output=True, text=True, check=True)
    raw = article["text"].encode()
    point = lambda byte: len(raw[:byte].decode())
    owner = {}
    for number, entity in enumerate(entities):
        for start, end in entity["mentions"]:
            owner[start, end] = number
    core = lambda name: meant.core(name.split())
    names = [core(e["name"]) if e["named"] else None for e in entities]

    def marked(span):
        start, end = map(point, span)
        around = [(b - a, n) for (a, b), n in owner.items() if a <= start and end <= b and (a == start or b == end)]
        return min(around)[1] if around else None

    out = []
    for line in run.stderr.splitlines():
        line = json.loads(line)
        gold = marked(line["span"])
        if gold is None:
            continue
        groups, right = {}, set()
        for c in line["candidates"]:
            groups.setdefault(c["group"], c["traits"])
            whole = core(c["text"].replace("’s", ""))
            told = c["name"] and names[gold] and (whole == names[gold] or len(whole) < len(names[gold]) and whole == names[gold][-len(whole):])
            if told and sum(n is not None and whole == n[-len(whole):] for n in set(names)) == 1 or marked(c["span"]) == gold:
                right.add(c["group"])
        number = list(groups)
        out.append((line["asked"], [c["signs"] for c in line["candidates"]], list(groups.values()),
                    [number.index(c["group"]) for c in line["candidates"]], [number.index(g) for g in right]))
    return out


def news(shared, part, file):
    articles = {d["id"]: d for d in data.json_lines(os.path.join(shared, "polnear", f"{part}.jsonl"))}
    return [(articles[row["id"]], row["entities"]) for row in data.json_lines(file)]


def stories(held):
    """The passages with coreference, as articles with the spans of each entity."""
    out = []
    for file in sorted(glob.glob(os.path.join(passages.FOLDER, "coreference", "*.txt"))):
        if (os.path.basename(file) == "held.txt") != held:
            continue
        for passage in passages.read(file, passages.coreferent):
            spans = {}
            for m in passage.mentions:
                spans.setdefault(m.entity, []).append((passage.spans[m.start][0], passage.spans[m.end - 1][1]))
            entities = [{"name": number, "named": False, "mentions": s} for number, s in spans.items()]
            out.append(({"id": passage.id, "text": passage.text}, entities))
    return out


def collect(command, todo):
    with ThreadPoolExecutor(2) as pool:
        return [e for found in pool.map(lambda a: examples(command, *a), todo) for e in found]


class Rows:
    """Examples of one kind as tensors."""

    def __init__(self, examples, may_be_none):
        examples = [e for e in examples if e[1] and (may_be_none or e[4])]
        self.signs = torch.tensor([s for e in examples for s in e[1]])
        self.traits = torch.tensor([t for e in examples for t in e[2]])
        base, self.group, self.of, right = 0, [], [], []
        for n, e in enumerate(examples):
            self.group += [base + g for g in e[3]]
            self.of += [n] * len(e[2])
            right += [g in e[4] for g in range(len(e[2]))]
            base += len(e[2])
        self.group, self.of, self.right, self.number = torch.tensor(self.group), torch.tensor(self.of), torch.tensor(right), len(examples)
        self.none = torch.ones(self.number, dtype=torch.bool)
        self.none[self.of[self.right].unique()] = False

    def totals(self, weights):
        s, t = self.signs.shape[1], self.traits.shape[1]
        scores = self.signs @ weights[:s]
        return sums(scores, self.group, len(self.of)) + self.traits @ weights[s : s + t]


def sums(scores, index, number):
    """Logarithm of the sum of exponentials by index."""
    most = torch.full((number,), -1e9).scatter_reduce(0, index, scores.detach(), "amax")
    return most + torch.zeros(number).index_add(0, index, (scores - most[index]).exp()).clamp(min=1e-30).log()


def fit(rows, may_be_none, first):
    weights = torch.tensor(first).requires_grad_(True)
    optimize = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        totals = rows.totals(weights)
        none = weights[-1].expand(rows.number) if may_be_none else torch.full((rows.number,), -1e9)
        index, every = torch.cat([rows.of, torch.arange(rows.number)]), torch.cat([totals, none])
        good = torch.cat([rows.right, rows.none])
        right = sums(torch.where(good, every, torch.full_like(every, -1e9)), index, rows.number)
        return (sums(every, index, rows.number) - right).mean() + DECAY * weights[1:-1].pow(2).mean()

    def closure():
        optimize.zero_grad()
        value = loss()
        value.backward()
        return value

    optimize.step(closure)
    return weights.detach()


@torch.no_grad()
def right_share(rows, weights, may_be_none):
    totals, hit = rows.totals(weights), 0
    for n in range(rows.number):
        own = (rows.of == n).nonzero().squeeze(1)
        best = own[totals[own].argmax()]
        chosen = bool(totals[best] > weights[-1]) or not may_be_none
        hit += bool(rows.right[best]) if chosen else bool(rows.none[n])
    return f"{100 * hit / max(rows.number, 1):.1f} of {rows.number}"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--out", required=True, help="the weights to go on from and to write")
    ap.add_argument("command", nargs="+")
    args = ap.parse_args()
    torch.set_num_threads(1)
    taught = collect(args.command, news(args.shared, "train", meant.MARKS) + stories(held=False))
    watched = {"news": collect(args.command, news(args.shared, "dev", meant.WATCHED)), "passages": collect(args.command, stories(held=True))}
    old = [list(map(float, line.split()[1:])) for line in open(args.out) if not line.startswith("#")]
    lines = []
    for k, kind in enumerate(KINDS):
        none = k >= LEAST_NONE
        rows = Rows([e for e in taught if e[0] == k], none)
        weights = fit(rows, none, old[k])
        for name, part in watched.items():
            watch = Rows([e for e in part if e[0] == k], none)
            print(f"{kind} {name}: {right_share(watch, weights, none)}, before {right_share(watch, torch.tensor(old[k]), none)}", flush=True)
        lines.append(kind + " " + " ".join(f"{w:.3f}" for w in weights.tolist()))
    with open(args.out, "w") as file:
        file.write("# weights of signs, of traits, and of nobody told before, by what is asked; written by train/onrecord_train/choice.py\n")
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
