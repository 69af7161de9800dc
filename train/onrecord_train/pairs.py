"""A trained teacher's choice of antecedents in texts without coreference, for the student to learn from.

    python -m onrecord_train.pairs --shared ../shared --names STUDENT.pt --base TEACHER_FOLDER --weights TEACHER.pt --out out/pairs.pt

The student's name head finds the mentions; third-person pronouns look both ways for theirs, other mentions only back,
as in `losses.pair_loss`. The texts are GAP's, of which gold speaks of one pronoun each, and those of `plain.py`.
"""
import argparse
import os
from dataclasses import dataclass

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
import torch.nn.functional as F

from . import data, decode, plain
from .data import MENTION_TYPES, PRONOUN_CLASS, Mention
from .model import Network, minilm_folder, pair_features
from .windows import LONGEST, Pieces, Window, collate, prepare, windows

MOST_MENTIONS = 100  # in one window
THIRD = {"m", "f", "p", "n"}


@dataclass
class Taught(Window):
    """A window with its mentions and, for each, the teacher's log probabilities of no antecedent and of every mention."""

    mentions: list
    log: object  # mentions x (1 + mentions)


def looks_ahead(article, mention):
    one_word = mention.end == mention.start + 1
    return one_word and PRONOUN_CLASS.get(article.tokens[mention.start].lower()) in THIRD


def allowed(article, mentions):
    """Which of [none, mentions...] each mention may choose."""
    m = len(mentions)
    out = torch.ones(m, m + 1, dtype=torch.bool)
    for i, mention in enumerate(mentions):
        out[i, i + 1] = False
        if not looks_ahead(article, mention):
            out[i, i + 1 :] = False
    return out


def log_choice(net, words, window, mentions):
    """Log probabilities, mentions x (1 + mentions), of the pair head."""
    article = window.article
    ranges = [(m.start - window.context, m.end - window.context) for m in mentions]
    scores = net.pairs(words, ranges, pair_features(article, article.states, mentions))
    scores = torch.cat([scores.new_zeros(len(mentions), 1), scores], 1)
    return F.log_softmax(scores.masked_fill(~allowed(article, mentions), -1e4), -1)


def _batches(todo, size):
    todo = sorted(todo, key=lambda w: w.end - w.context)
    return [todo[o : o + size] for o in range(0, len(todo), size)]


@torch.no_grad()
def mentions_in(net, words, window):
    """A window's names and descriptions by the name head, and its pronouns."""
    a = window.article
    log = F.log_softmax(net.name(words), -1).numpy().astype(float)
    breaks = [g == 2 for g in a.gap[window.context : window.end]]
    runs = decode.runs(decode.viterbi(log, breaks), breaks)
    found = [Mention(i + window.context, j + window.context, MENTION_TYPES[kind], "") for kind, i, j in runs]
    found += [Mention(i, i + 1, None, "") for i in range(window.context, window.end) if a.tokens[i].lower() in PRONOUN_CLASS]
    found.sort(key=lambda m: (m.start, -m.end))
    return found[:MOST_MENTIONS]


@torch.inference_mode()
def find_mentions(net, todo, pieces):
    net.eval()
    out = []
    for batch in _batches(todo, 16):
        ids, features, mask, firsts = collate(batch, pieces)
        hidden = net.encode(ids, features, mask)
        for k, (w, first) in enumerate(zip(batch, firsts)):
            out.append((w, mentions_in(net, hidden[k, first], w)))
    return out


@torch.inference_mode()
def teach(net, found, pieces):
    """{article id: [(context, start, end, mentions, log)]}"""
    net.eval()
    mentions = {id(w): m for w, m in found}
    out = {}
    for n, batch in enumerate(_batches([w for w, m in found if len(m) > 1], 16)):
        ids, features, mask, firsts = collate(batch, pieces)
        hidden = net.encode(ids, features, mask)
        for k, (w, first) in enumerate(zip(batch, firsts)):
            own = mentions[id(w)]
            log = log_choice(net, hidden[k, first], w, own).half()
            kept = [(m.start, m.end, m.type) for m in own]
            out.setdefault(w.article.id, []).append((w.context, w.start, w.end, kept, log))
        if n % 20 == 0:
            print(f"batch {n}", flush=True)
    return out


def texts(shared, limit):
    return data.gap(os.path.join(shared, "coref", "gap-development.tsv")), plain.news(limit)


def whole(article):
    short = sum(map(len, article.pieces)) + 2 <= 1.5 * LONGEST
    return [Window(article, 0, 0, len(article.tokens))] if short else []


def load(shared, file, pieces):
    """The windows taught: their articles are prepared as they stand, so that words and windows agree with the teacher's."""
    kept = torch.load(file)
    gap, news = texts(shared, None)
    out = []
    for article in gap + news:
        if article.id in kept:
            prepare(article, pieces)
            article.tags = article.names = None
            for context, start, end, mentions, log in kept[article.id]:
                out.append(Taught(article, context, start, end, [Mention(*m, "") for m in mentions], log))
    return out


def taught_loss(net, words, window):
    """Kullback-Leibler divergence from the teacher's choices, summed over the mentions, and their number."""
    own, teacher = log_choice(net, words, window, window.mentions), window.log.float()
    return (teacher.exp() * (teacher.clamp(min=-30) - own)).masked_fill(teacher < -20, 0).sum(), len(window.mentions)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--names", required=True, help="a student's weights, for its name head")
    ap.add_argument("--base", required=True, help="folder of the teacher's pretrained encoder")
    ap.add_argument("--weights", required=True, help="the teacher")
    ap.add_argument("--articles", type=int, default=1000, help="how many of plain.py's")
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    torch.set_num_threads(1)
    gap, news = texts(args.shared, args.articles)
    pieces = Pieces(minilm_folder())
    todo = [w for a in gap for w in whole(prepare(a, pieces))] + [w for a in news for w in windows(prepare(a, pieces))]
    student = Network(minilm_folder())
    student.load_state_dict(torch.load(args.names))
    found = find_mentions(student, todo, pieces)
    teacher_pieces, teacher = Pieces(args.base), Network(args.base)
    teacher.load_state_dict(torch.load(args.weights))
    for article in {id(w.article): w.article for w, _ in found}.values():
        prepare(article, teacher_pieces)
    torch.save(teach(teacher, found, teacher_pieces), args.out)


if __name__ == "__main__":
    main()
