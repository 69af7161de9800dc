"""Teaches a network labels, whom they are given to and by whom, and who is meant by words that are no full name.

    python -m onrecord_train.labels --shared ../shared --weights out/wide.pt --init out/narrow.pt --out out/accurate.pt
    python -m onrecord_train.labels --shared ../shared --fast --weights out/before.pt --init out/before.pt --out out/fast.pt

The passages of `passages.py` were written for this; those held out are watched only. Two heads learn labels: one finds their words,
and one, given a label, target and giver, built and begun like the role head. The pair head learns coreference. The
encoder learns with them; what keeps all other heads right is that it goes on learning to answer as the wide network does.
"""
import argparse
import os
import random
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
import torch.nn.functional as F

from .augment import augment
from . import decode, evaluate, meant, pairs, passages, text as tx
from .data import PRONOUN_CLASS
from .fast import FastNetwork
from .losses import attribution_loss, kl, pair_loss
from .model import PARTS, Network, load, load_heads, minilm_folder, pair_features
from .prune import batches, difference, texts
from .windows import Pieces, prepare

DROPOUT = 0.1  # of the hidden states
NO_LABEL = 2.0  # weight of news without labels
MARKS = {"call", "called", "calls", "calling", "dub", "dubbed", "brand", "branded", "label", "labeled", "labelled", "nickname", "nicknamed", "known", "as",
         "self", "styled", "styling", "term", "termed", "deemed", "christened", "be", "alleged", "supposed", "likened", "names", "named"}
SHORT = 8  # words of a quotation that may be a label


def begin(net):
    """Begins the label heads from the role head: a label's giver is much like a cue's source."""
    own = net.labels
    for layer, like in ((own.word, net.role_word), (own.span, net.role_cue), (own.distance, net.role_distance), (own.paragraph, net.role_paragraph)):
        layer.load_state_dict(like.state_dict())
    for layer, like in list(zip(own.out, net.role_out))[:-1]:
        layer.load_state_dict(like.state_dict())


def loss_of(heads, words, article):
    """Loss of one passage: of its words' tags, and of the parts of its labels."""
    words = F.dropout(words, DROPOUT)
    tags = torch.zeros(len(words), dtype=torch.long)
    for given in article.given:
        i, j = given["label"]
        tags[i:j], tags[i] = 2, 1
    weight = torch.tensor([1.0, 3.0, 2.0])
    loss = F.cross_entropy(heads.tag(words), tags, weight=weight, reduction="sum") / 60
    if article.given:
        scores = heads.parts(words, [g["label"] for g in article.given], torch.tensor(article.paragraphs))
        gold = torch.zeros(scores.shape[:2], dtype=torch.long)
        for row, given in zip(gold, article.given):
            for k, part in enumerate(PARTS):
                if given[part]:
                    i, j = given[part]
                    row[i:j], row[i] = 2 + 2 * k, 1 + 2 * k
        loss = loss + F.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), reduction="sum") / 10
    return loss


@torch.inference_mode()
def found(heads, words, article):
    """The labels that the heads see, like `Passage.given`."""
    breaks = [g == 2 for g in article.gap]
    tags = F.log_softmax(heads.tag(words), -1).numpy().astype(float)
    out = []
    for _, i, j in decode.runs(decode.viterbi(tags, breaks), breaks):
        log = F.log_softmax(heads.parts(words, [(i, j)], torch.tensor(article.paragraphs))[0], -1).numpy().astype(float)
        parts, labels = {p: None for p in PARTS}, decode.viterbi(log, breaks)
        sure = lambda run: sum(log[k, labels[k]] for k in range(run[1], run[2])) / (run[2] - run[1])
        for run in sorted(decode.runs(labels, breaks), key=sure):
            parts[PARTS[run[0]]] = run[1:]
        out.append({"label": (i, j), **parts})
    return out


def overlap(a, b):
    return a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def same(a, b):
    return a == b or (a is None) == (b is None) and overlap(a, b)


def figures(heads, states, articles):
    """F1 of labels found (overlap), and of whole ones with target and giver (last words equal or overlapping)."""
    gold = hit = whole = said = target = by = 0
    for words, article in zip(states, articles):
        got = found(heads, words, article)
        said += len(got)
        gold += len(article.given)
        for given in article.given:
            match = [g for g in got if overlap(g["label"], given["label"])]
            hit += bool(match)
            if match:
                t, b = same(match[0]["target"], given["target"]), same(match[0]["by"], given["by"])
                target, by, whole = target + t, by + b, whole + (t and b)
    return f"gold {gold} said {said} found {hit} P {100 * hit / max(said, 1):.1f} R {100 * hit / max(gold, 1):.1f} target {100 * target / max(hit, 1):.1f} by {100 * by / max(hit, 1):.1f} whole {100 * whole / max(gold, 1):.1f}"


@torch.inference_mode()
def coreference_figures(net, states, articles):
    """How many mentions choose an antecedent, or none, rightly; pronouns and others apart."""
    count = {"pronoun": [0, 0], "other": [0, 0]}
    for words, article in zip(states, articles):
        mentions = article.mentions[: pairs.MOST_MENTIONS]
        scores = net.pairs(words, [(m.start, m.end) for m in mentions], pair_features(article, article.states, mentions))
        scores = torch.cat([scores.new_zeros(len(mentions), 1), scores], 1)
        for i, m in enumerate(mentions):
            right = [j + 1 for j in range(i) if mentions[j].entity == m.entity] or [0]
            key = "pronoun" if article.tokens[m.start].lower() in PRONOUN_CLASS and m.end == m.start + 1 else "other"
            count[key][0] += int(scores[i, : i + 1].argmax()) in right
            count[key][1] += 1
    return " ".join(f"{k} {100 * a / max(b, 1):.1f} of {b}" for k, (a, b) in count.items())


@torch.inference_mode()
def meant_figures(net, articles, pieces):
    """Of the pronouns and descriptions of real news whose entity was told before in the same window: how many choose it."""
    net.eval()
    count = {"pronoun": [0, 0], "other": [0, 0]}
    todo = sorted((w for a in articles for w in net.windows(a)), key=lambda w: w.end - w.context)
    for o in range(0, len(todo), 16):
        batch = todo[o : o + 16]
        ids, features, mask, firsts = net.collate(batch, pieces)
        for words, window, first in zip(net.encode(ids, features, mask), batch, firsts):
            article = window.article
            mentions = [m for m in article.mentions if window.context <= m.start and m.end <= window.end][: pairs.MOST_MENTIONS]
            if len(mentions) < 2:
                continue
            ranges = [(m.start - window.context, m.end - window.context) for m in mentions]
            scores = net.pairs(words[first], ranges, pair_features(article, article.states, mentions))
            for i, m in enumerate(mentions):
                before = sorted({b.entity for b in mentions[:i]})
                if m.type or m.entity not in before:
                    continue
                total = [torch.logsumexp(scores[i, [j for j in range(i) if mentions[j].entity == e]], 0) for e in before]
                key = "pronoun" if article.tokens[m.start].lower() in PRONOUN_CLASS and m.end == m.start + 1 else "other"
                count[key][0] += before[int(torch.stack(total).argmax())] == m.entity
                count[key][1] += 1
    return " ".join(f"{k} {100 * a / max(b, 1):.1f} of {b}" for k, (a, b) in count.items())


@torch.inference_mode()
def states_of(net, articles, pieces):
    """Hidden states of every passage's words: one window each."""
    net.eval()
    out = [None] * len(articles)
    order = sorted(range(len(articles)), key=lambda k: len(articles[k].tokens))
    for o in range(0, len(order), 16):
        part = order[o : o + 16]
        ids, features, mask, firsts = net.collate([net.windows(articles[k])[0] for k in part], pieces)
        hidden = net.encode(ids, features, mask)
        for k, row, first in zip(part, hidden, firsts):
            out[k] = row[first].clone()
    return out


def keep(student, teacher, batch, pieces, heads_only):
    """How far the student is from the teacher in all but labels, and how many labels it sees where none are. With the heads
    alone, what can still be wrong is who a mention is taken for: the teacher's choice is asked for and, where known, the right one."""
    if not heads_only:
        return difference(student, teacher, batch, pieces, no_labels(student), marked)
    ids, features, mask, firsts = student.collate(batch, pieces)
    with torch.no_grad():
        hidden, wanted = student.encode(ids, features, mask), teacher.encode(ids, features, mask)
    loss, taken, mentioned = pair_loss(student, hidden, batch, firsts), 0.0, 0
    for k, (window, first) in enumerate(zip(batch, firsts)):
        loss = loss + no_labels(student)(hidden[k, first], window) / len(batch)
        if marked(window):
            continue
        mentions = pairs.mentions_in(teacher, wanted[k, first], window)
        if len(mentions) > 1:
            with torch.no_grad():
                taught = pairs.log_choice(teacher, wanted[k, first], window, mentions)
            taken = taken + kl(pairs.log_choice(student, hidden[k, first], window, mentions), taught).sum()
            mentioned += len(mentions)
    return loss + taken / max(mentioned, 1)


def marked(window):
    """Whether a reader wrote down whom the news means in this window."""
    return bool(window.article.publisher and window.article.mentions)


def no_labels(net):
    """Loss of tags in news where nothing hints at a label: sentences without a short quotation and words that mark one."""

    def loss(words, window):
        a = window.article
        plain, start = [], window.context
        for i in range(window.context, window.end):
            if i + 1 == window.end or a.gap[i + 1] == 2 or a.tokens[i] in (".", "!", "?"):
                sentence = range(start, i + 1)
                start = i + 1
                quoted = "".join(str(a.states[k]) for k in sentence).replace(str(tx.OUTSIDE), " ").replace(str(tx.MARK), " ").split()
                if not any(len(run) <= SHORT for run in quoted) and not any(a.tokens[k].lower() in MARKS for k in sentence):
                    plain += [k - window.context for k in sentence]
        if not plain:
            return words.new_zeros(())
        log = F.log_softmax(net.labels.tag(words[plain]), -1)
        return -NO_LABEL * log[:, 0].mean()

    return loss


def without_end(make):
    while True:
        yield from make()


def read_network(fast, folder, file):
    net = FastNetwork() if fast else Network(folder)
    (load_heads if fast else load)(net, torch.load(file))
    return net.eval().requires_grad_(False)


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True, help="folder with polnear/, coref/ and score/")
    ap.add_argument("--weights", required=True, help="the network whose answers are kept")
    ap.add_argument("--init", required=True, help="the network that learns")
    ap.add_argument("--out", required=True, help="weights file to write")
    ap.add_argument("--fast", action="store_true", help="both are fast students")
    ap.add_argument("--go-on", action="store_true", help="the label heads go on from --init, instead of beginning anew")
    ap.add_argument("--heads-only", action="store_true", help="leave the encoder as it is; the heads of labels and pairs learn")
    ap.add_argument("--steps", type=int, default=800)
    ap.add_argument("--rate", type=float, default=1e-4)
    ap.add_argument("--head-rate", type=float, default=1e-3)
    ap.add_argument("--batch", type=int, default=12, help="windows of a step")
    ap.add_argument("--passages", type=int, default=5, help="windows of passages in a step")
    ap.add_argument("--stories", type=int, default=3, help="windows of passages with coreference in a step")
    ap.add_argument("--attributions", type=int, default=8, help="passages with attributions in a step")
    ap.add_argument("--weight", type=float, default=0.3, help="of the passages' losses")
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
    corpora[0] = meant.news(args.shared)
    asked = [prepare(a, pieces) for a in meant.news(args.shared, "dev", meant.WATCHED) if a.mentions]
    labelled, watched = passages.folder("labels", passages.labelled, pieces)
    stories, watched_stories = passages.folder("coreference", passages.coreferent, pieces)
    told_by, _ = passages.folder("attributions", passages.attributed, pieces)
    print(f"{len(labelled)} passages with {sum(len(a.given) for a in labelled)} labels, {len(stories)} with {sum(len(a.mentions) for a in stories)} mentions, {len(told_by)} with {sum(len(a.attributions) for a in told_by)} attributions", flush=True)
    teacher, student = (read_network(args.fast, folder, file) for file in (args.weights, args.init))
    if not args.go_on:
        begin(student)
    slow = [student.pair_mention, student.pair_candidate, student.pair_distance, student.pair_feature, student.pair_out]
    if not args.heads_only:
        slow += [student.words, student.feature, student.mix, student.gate] if args.fast else [student.encoder.encoder]
        slow += [student.tag, student.role_word, student.role_cue, student.role_distance, student.role_paragraph, student.role_out]
    encoder = [p for part in slow for p in part.parameters()]
    for part in [*slow, student.labels]:
        part.requires_grad_(True)
    groups = [{"params": encoder, "lr": args.rate}, {"params": student.labels.parameters(), "lr": args.head_rate, "weight_decay": 0.01}]
    optimize = torch.optim.AdamW(groups, weight_decay=0.0, fused=True)
    rate = lambda s: min((s + 1) / (0.05 * args.steps + 1), max(0.02, (args.steps - s) / (0.95 * args.steps)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimize, rate)
    news = without_end(lambda: batches(corpora, pieces, args.batch, rng, student.windows))
    parts = lambda all_, size: [all_[o : o + size] for o in range(0, len(all_), size)]
    mixed = without_end(lambda: parts(passages.changed(labelled, pieces, rng), args.passages))
    told = without_end(lambda: parts(passages.changed(stories, pieces, rng), args.stories))
    alone = lambda: [prepare(augment(a, rng), pieces) for a in rng.sample(told_by, len(told_by))]
    inside = without_end(lambda: parts(alone(), args.attributions))
    began, sums = time.time(), [0.0] * 4
    for step in range(1, args.steps + 1):
        student.train()
        if not args.fast:
            student.output_dropout.eval()
        kept = keep(student, teacher, next(news), pieces, args.heads_only)
        batch = next(mixed)
        number = len(batch)
        batch = batch + next(told)
        todo = [student.windows(a)[0] for a in batch]
        ids, features, mask, firsts = student.collate(todo, pieces)
        hidden = student.encode(ids, features, mask)
        learnt = sum(loss_of(student.labels, hidden[k, firsts[k]], batch[k]) for k in range(number)) / number
        whom = pair_loss(student, hidden, todo, firsts)
        within = hidden.new_zeros(())
        if not args.heads_only:
            todo = [w for a in next(inside) for w in student.windows(a)[:1]]
            ids, features, mask, firsts = student.collate(todo, pieces)
            within = sum(attribution_loss(student, student.encode(ids, features, mask), todo, firsts))
        optimize.zero_grad(set_to_none=True)
        (kept + args.weight * (learnt + whom + within)).backward()
        torch.nn.utils.clip_grad_norm_(encoder, 1.0)
        optimize.step()
        schedule.step()
        sums = [a + float(b.detach()) for a, b in zip(sums, (kept, learnt, whom, within))]
        if step % 50 == 0:
            means = "kept {:.4f} labels {:.4f} pairs {:.4f} attributions {:.4f}".format(*(s / 50 for s in sums))
            print(f"{step}/{args.steps} {means} {(time.time() - began) / step:.2f} s/step", flush=True)
            sums = [0.0] * 4
        if step % 200 == 0 or step == args.steps:
            torch.save(student.state_dict(), args.out)
            print("held: " + figures(student.labels, states_of(student, watched, pieces), watched), flush=True)
            print("held: " + coreference_figures(student, states_of(student, watched_stories, pieces), watched_stories), flush=True)
            print("news: " + meant_figures(student, asked, pieces), flush=True)
    print(evaluate.line(evaluate.attribution_scores(args.shared, student, dev, pieces)), flush=True)
    print("GAP validation F1 all %.1f men %.1f women %.1f" % evaluate.gap_f1(student, gap_dev, pieces), flush=True)


if __name__ == "__main__":
    main()
