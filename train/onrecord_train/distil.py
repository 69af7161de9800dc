"""Trains the fast student on what the teachers and the accurate student make of the news: `python -m onrecord_train.distil --help`."""
import argparse
import dataclasses
import os
import random
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch

from . import data, evaluate, pairs
from .augment import augment
from .fast import FastNetwork, reduced, windows
from .lessons import Lesson, lesson, news_loss
from .losses import name_loss, pair_loss
from .model import minilm_folder
from .train import TAUGHT_SHARE, _windows, held_out, unlabelled
from .windows import Pieces, prepare

WORDS = 4096  # in a batch
NAME_WEIGHT, PAIR_WEIGHT = 0.5, 0.5
CHECK_EVERY = 3  # epochs


def arguments():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--shared", required=True, help="folder with polnear/, coref/ and score/")
    ap.add_argument("--out", required=True, help="weights file to write")
    ap.add_argument("--init", help="weights to start from")
    ap.add_argument("--soft", required=True, help="the teacher's scores, from onrecord_train.soften")
    ap.add_argument("--plain", nargs="*", default=[], help="its labels for the articles of plain.py")
    ap.add_argument("--names", required=True, help="the accurate student's names, from onrecord_train.names")
    ap.add_argument("--pairs", required=True, help="a teacher's choice of antecedents, from onrecord_train.pairs")
    ap.add_argument("--epochs", type=float, default=16)
    ap.add_argument("--rate", type=float, default=2e-3)
    ap.add_argument("--word-rate", type=float, default=1e-3, help="learning rate of the embeddings of wordpieces")
    ap.add_argument("--dropout", type=float, default=0.1)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    return ap.parse_args()


def lessons(articles, soft, names, gold):
    """[(article, its lessons)]; the name labels of the article are what the accurate student sees in it."""
    out = []
    for a in articles:
        # an article whose words changed since the teachers read it has nothing to teach
        if not len(a.tokens) == len(soft[a.id]["tags"]) == len(names[a.id]):
            continue
        a.paragraphs = paragraphs(a)
        a.names = names[a.id].argmax(-1).tolist()
        out.append((a, [lesson(w, soft[a.id], names[a.id], gold) for w in windows(a)]))
    return out


def paragraphs(article):
    number, out = -1, []
    for g in article.gap:
        number += g == 2
        out.append(number)
    return out


def batches(todo):
    """Batches of windows of like length, WORDS words each at most, out of a shuffled list."""
    size = lambda w: w.end - w.context
    out = []
    for o in range(0, len(todo), 400):
        batch = []
        for w in sorted(todo[o : o + 400], key=size):
            if batch and (len(batch) + 1) * size(w) > WORDS:
                out.append(batch)
                batch = []
            batch.append(w)
        out.append(batch)
    return out


def epoch(news, plain, others, taught, pieces, rng):
    """Every batch of an epoch, words changed anew."""
    out = []
    for taught_articles in (news, plain):
        todo = []
        for article, own in taught_articles:
            changed = prepare(augment(article, rng), pieces)
            todo += [dataclasses.replace(w, article=changed) for w in own]
        rng.shuffle(todo)
        out += batches(todo)
    todo = [w for a in others for w in _windows(prepare(augment(a, rng), pieces))]
    rng.shuffle(todo)
    out += batches([w for w in todo if not w.article.pronoun_only])
    out += batches([w for w in todo if w.article.pronoun_only])
    out += batches(rng.sample(taught, round(TAUGHT_SHARE * len(taught))))
    rng.shuffle(out)
    return out


def loss_of(net, batch, pieces):
    """(tags, roles, names, pairs)"""
    ids, features, mask, firsts = net.collate(batch, pieces)
    hidden = net.encode(ids, features, mask)
    nothing = hidden.new_zeros(())
    if isinstance(batch[0], Lesson):
        return *news_loss(net, hidden, batch), nothing
    return nothing, nothing, name_loss(net, hidden, batch, firsts), pair_loss(net, hidden, batch, firsts)


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    pieces = Pieces(minilm_folder())
    path = lambda *p: os.path.join(args.shared, *p)
    names = torch.load(args.names)
    news = lessons(data.polnear(path("polnear", "train.jsonl")), torch.load(args.soft), names, True)
    plain = lessons(*unlabelled(args.plain), names, False)
    others = held_out(data.gum(path("coref", "gum")))[0] + data.gap(path("coref", "gap-development.tsv"))
    taught = pairs.load(args.shared, args.pairs, pieces)
    dev = [prepare(a, pieces) for a in data.polnear(path("polnear", "dev.jsonl"))]
    gap_dev = [prepare(a, pieces) for a in data.gap(path("coref", "gap-validation.tsv"))]
    print(f"{len(news)} + {len(plain)} articles, {len(others)} others, {len(taught)} windows taught", flush=True)
    net = FastNetwork(None if args.init else reduced(minilm_folder()), args.dropout)
    if args.init:
        net.load_state_dict(torch.load(args.init))
    rest = [p for n, p in net.named_parameters() if n != "words.weight"]
    groups = [{"params": [net.words.weight], "lr": args.word_rate, "weight_decay": 0.0}, {"params": rest, "lr": args.rate}]
    optimize = torch.optim.AdamW(groups, weight_decay=0.02, fused=True)
    per_epoch = len(epoch(news, plain, others, taught, pieces, random.Random(0)))
    total = int(args.epochs * per_epoch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimize, lambda s: min((s + 1) / (0.04 * total + 1), max(0.01, (total - s) / (0.96 * total))))
    step, done, began, sums = 0, 0, time.time(), [0.0] * 4
    while step < total:
        for batch in epoch(news, plain, others, taught, pieces, rng):
            if step >= total:
                break
            net.train()
            parts = loss_of(net, batch, pieces)
            loss = parts[0] + parts[1] + NAME_WEIGHT * parts[2] + PAIR_WEIGHT * parts[3]
            optimize.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimize.step()
            schedule.step()
            step += 1
            sums = [s + float(p.detach()) for s, p in zip(sums, parts)]
            if step % 50 == 0:
                print(f"{step}/{total} " + " ".join(f"{s / 50:.3f}" for s in sums) + f" {(time.time() - began) / step:.3f} s/step", flush=True)
                sums = [0.0] * 4
        done += 1
        torch.save(net.state_dict(), args.out)
        if done % CHECK_EVERY == 0 or step >= total:
            print(f"step {step}: " + evaluate.line(evaluate.attribution_scores(args.shared, net, dev, pieces)), flush=True)
            print("GAP validation F1 all %.1f men %.1f women %.1f" % evaluate.gap_f1(net, gap_dev, pieces), flush=True)


if __name__ == "__main__":
    main()
