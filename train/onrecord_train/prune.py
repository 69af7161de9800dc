"""A trained network -> one with fewer units inside its feed-forward layers, which computes nearly the same.

    python -m onrecord_train.prune --shared ../shared --weights out/wide.pt --units 3328 --out out/accurate.pt

Units go one after the other, each time the one whose loss the others can make up for best, in every layer (the Optimal
Brain Surgeon of Hassibi and Stork, 1993, on the layer's output instead of the loss); how many go from a layer follows from
what they cost there. Then the narrow network learns to give every word the hidden state that the wide one gives it, and
every mention the antecedents: no label is needed, and the heads stay as they are.
"""
import argparse
import copy
import heapq
import os
import random
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
import torch.nn as nn
import torch.nn.functional as F

from . import data, evaluate, pairs, plain
from .augment import augment
from .losses import cues_of, kl, pair_loss
from .model import Network, load, minilm_folder
from .train import by_length, held_out
from .windows import Pieces, collate, prepare, windows

LEAST, TOGETHER = 128, 32  # units that a layer keeps; units that go at once
DAMPING = 1e-4


@torch.no_grad()
def activations(net, articles, pieces, batch_size=16):
    """For each layer the second moments of what its units and a constant give to the layer's output."""
    moments = [torch.zeros((len(layer.intermediate.dense.bias) + 1,) * 2, dtype=torch.float64) for layer in net.encoder.encoder.layer]
    counted = [None]

    def add(into):
        def hook(_, inputs, __):
            rows = inputs[0][counted[0]].float()
            rows = torch.cat([rows, torch.ones(len(rows), 1)], 1)
            into.add_((rows.T @ rows).double())

        return hook

    hooks = [l.output.dense.register_forward_hook(add(m)) for l, m in zip(net.encoder.encoder.layer, moments)]
    net.eval()
    for batch in by_length([w for a in articles for w in windows(a)], batch_size):
        ids, features, mask, _ = collate(batch, pieces)
        counted[0] = mask.bool()
        net.encode(ids, features, mask)
    for hook in hooks:
        hook.remove()
    return [m / m[-1, -1] for m in moments]


class Surgeon:
    """Takes units out of one layer, cheapest first."""

    def __init__(self, layer, moments):
        down = layer.output.dense
        self.layer, self.last = layer, len(moments) - 1
        self.weight = torch.cat([down.weight.data, down.bias.data[:, None]], 1).double()
        self.whole = float(torch.einsum("oi,ij,oj->", self.weight, moments, self.weight))
        damping = DAMPING * moments.diagonal().mean()
        self.inverse = torch.linalg.inv(moments + damping * torch.eye(len(moments), dtype=torch.float64))
        self.alive = torch.ones(len(moments), dtype=torch.bool)

    def take(self, count):
        """Takes `count` units out and returns what it cost, as a share of the output."""
        cost = 0.0
        for _ in range(count):
            loss = self.weight.pow(2).sum(0) / self.inverse.diagonal()
            loss[~self.alive] = torch.inf
            loss[self.last] = torch.inf
            unit = int(loss.argmin())
            cost += float(loss[unit]) / self.whole
            row = self.inverse[unit : unit + 1] / self.inverse[unit, unit]
            self.weight -= self.weight[:, unit : unit + 1] * row
            self.inverse -= self.inverse[:, unit : unit + 1] @ row
            self.alive[unit] = False
            self.weight[:, unit], self.inverse[unit], self.inverse[:, unit] = 0, 0, 0
            self.inverse[unit, unit] = 1
        return cost

    def finish(self):
        kept = torch.where(self.alive[:-1])[0]
        up, down = self.layer.intermediate.dense, self.layer.output.dense
        up.weight, up.bias = nn.Parameter(up.weight.data[kept]), nn.Parameter(up.bias.data[kept])
        down.weight, down.bias = nn.Parameter(self.weight[:, kept].float()), nn.Parameter(self.weight[:, -1].float())


def narrow(net, moments, units):
    """A copy with `units` units in all of its layers together."""
    out = copy.deepcopy(net)
    surgeons = [Surgeon(layer, m) for layer, m in zip(out.encoder.encoder.layer, moments)]
    left = [s.last for s in surgeons]
    # what the next step costs is known only once it is done: each layer is one step ahead
    ahead = [(copy.deepcopy((s.weight, s.inverse, s.alive)), s.take(TOGETHER)) for s in surgeons]
    queue = [(cost, k) for k, (_, cost) in enumerate(ahead)]
    heapq.heapify(queue)
    while sum(left) > units and queue:
        _, k = heapq.heappop(queue)
        left[k] -= TOGETHER
        if left[k] - TOGETHER >= LEAST:
            surgeon = surgeons[k]
            before = (surgeon.weight.clone(), surgeon.inverse.clone(), surgeon.alive.clone())
            cost = surgeon.take(TOGETHER)
            ahead[k] = (before, cost)
            heapq.heappush(queue, (cost, k))
        else:
            ahead[k] = (None, 0.0)
    for surgeon, (before, _) in zip(surgeons, ahead):
        if before is not None:
            surgeon.weight, surgeon.inverse, surgeon.alive = before
        surgeon.finish()
    print("units by layer:", left, flush=True)
    return out


def difference(student, teacher, batch, pieces, also=None, marked=None):
    """How far the student's words are from the teacher's: their states, tags, names, the roles for known cues, and what each
    mention that the teacher finds is taken for. `also(words, window)` adds to it what else is asked of a window; where a
    reader wrote down who is meant (`marked(window)`), that is asked for instead of the teacher's choice."""
    ids, features, mask, firsts = student.collate(batch, pieces)
    with torch.no_grad():
        wanted = teacher.encode(ids, features, mask)
    hidden = student.encode(ids, features, mask)
    rows = lambda states: torch.cat([states[k, first] for k, first in enumerate(firsts)])
    own, want = rows(hidden), rows(wanted)
    loss = F.mse_loss(own, want) / want.var()
    for head in ("tag", "name"):
        loss = loss + kl(getattr(student, head)(own), F.log_softmax(getattr(teacher, head)(want), -1)).mean()
    roles, count = hidden.new_zeros(()), 0
    taken, mentioned = hidden.new_zeros(()), 0
    if also:
        loss = loss + sum(also(hidden[k, first], window) for k, (window, first) in enumerate(zip(batch, firsts))) / len(batch)
    for k, (window, first) in enumerate(zip(batch, firsts)):
        mentions = [] if marked and marked(window) else pairs.mentions_in(teacher, wanted[k, first], window)
        if len(mentions) > 1:
            with torch.no_grad():
                taught = pairs.log_choice(student, wanted[k, first], window, mentions)
            taken = taken + kl(pairs.log_choice(student, hidden[k, first], window, mentions), taught).sum()
            mentioned += len(mentions)
        cues = cues_of(window)
        if not cues:
            continue
        paragraphs = torch.tensor(window.article.paragraphs[window.context : window.end])
        ranges = [(a["cue"][0][0] - window.context, a["cue"][0][1] - window.context) for _, a in cues]
        with torch.no_grad():
            taught = F.log_softmax(teacher.roles(wanted[k, first], ranges, paragraphs), -1)
        roles = roles + kl(student.roles(hidden[k, first], ranges, paragraphs), taught).sum()
        count += taught.shape[0] * taught.shape[1]
    kept = [k for k, window in enumerate(batch) if marked and marked(window)]
    if kept:
        loss = loss + pair_loss(student, hidden[kept], [batch[k] for k in kept], [firsts[k] for k in kept])
    return loss + roles / max(count, 1) + taken / max(mentioned, 1)


def texts(shared, pieces):
    """What a network is held to another's answers on, the news with attributions first, GAP's pronouns twice; and what is watched:
    the development articles, and GAP's validation part."""
    path = lambda *p: os.path.join(shared, *p)
    gum, _ = held_out(data.gum(path("coref", "gum")))
    gap = data.gap(path("coref", "gap-development.tsv"))
    corpora = [data.polnear(path("polnear", "train.jsonl")), gum, gap, gap, plain.news()]
    dev = [prepare(a, pieces) for a in data.polnear(path("polnear", "dev.jsonl"))]
    return corpora, dev, [prepare(a, pieces) for a in data.gap(path("coref", "gap-validation.tsv"))]


def batches(corpora, pieces, size, rng, windows=windows):
    changed = [prepare(augment(a, rng), pieces) for articles in corpora for a in articles]
    todo = [w for a in changed for w in windows(a)]
    rng.shuffle(todo)
    out = by_length(todo, size)
    rng.shuffle(out)
    return out


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True, help="folder with polnear/, coref/ and score/")
    ap.add_argument("--weights", required=True, help="the wide network")
    ap.add_argument("--out", required=True, help="weights file to write")
    ap.add_argument("--init", help="a narrow network to go on with, instead of taking units out")
    ap.add_argument("--units", type=int, default=3328, help="units inside all layers together, of 9,216")
    ap.add_argument("--articles", type=int, default=120, help="how many are looked at to choose the units")
    ap.add_argument("--epochs", type=float, default=1.5)
    ap.add_argument("--rate", type=float, default=2e-4)
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    return ap.parse_args()


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    folder = minilm_folder()
    pieces = Pieces(folder)
    corpora, dev, gap_dev = texts(args.shared, pieces)
    teacher = Network(folder)
    load(teacher, torch.load(args.weights))
    teacher.eval().requires_grad_(False)
    figures = lambda net: evaluate.line(evaluate.attribution_scores(args.shared, net, dev, pieces))
    if args.init:
        student = Network(folder)
        load(student, torch.load(args.init))
    else:
        some = [prepare(a, pieces) for a in rng.sample(corpora[0], args.articles)]
        student = narrow(teacher, activations(teacher, some, pieces), args.units)
        torch.save(student.state_dict(), args.out)
        print("units taken out: " + figures(student), flush=True)
    student.requires_grad_(False)
    parameters = list(student.encoder.encoder.parameters())
    for p in parameters:
        p.requires_grad_(True)
    optimize = torch.optim.AdamW(parameters, lr=args.rate, weight_decay=0.0, fused=True)
    per_epoch = len(batches(corpora, pieces, args.batch, random.Random(0)))
    total = int(args.epochs * per_epoch)
    rate = lambda s: min((s + 1) / (0.03 * total + 1), max(0.02, (total - s) / (0.97 * total)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimize, rate)
    step, began, sum_ = 0, time.time(), 0.0
    while step < total:
        for batch in batches(corpora, pieces, args.batch, rng):
            if step >= total:
                break
            student.train()
            student.output_dropout.eval()
            loss = difference(student, teacher, batch, pieces)
            optimize.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimize.step()
            schedule.step()
            step, sum_ = step + 1, sum_ + float(loss.detach())
            if step % 50 == 0:
                print(f"{step}/{total} {sum_ / 50:.4f} {(time.time() - began) / step:.2f} s/step", flush=True)
                sum_ = 0.0
            if step % 400 == 0 or step == total:
                torch.save(student.state_dict(), args.out)
                print(f"step {step}: " + figures(student), flush=True)
    print("GAP validation F1 all %.1f men %.1f women %.1f" % evaluate.gap_f1(student, gap_dev, pieces), flush=True)


if __name__ == "__main__":
    main()
