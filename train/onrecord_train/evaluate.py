"""The figures that choose a model: the scorer's on dev, and GAP's pronouns."""
import os
import sys

import torch

from . import decode
from .model import pair_features
from .windows import Window

KEYS = ["token.content", "token.source", "token.cue", "exact.content", "relation.loose", "relation.strict"]


def scorer(shared):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(shared, "score"))
    import score

    return score


def attribution_scores(shared, net, articles, pieces, cue_bias=0.0, gold_cues=False):
    decode.score(net, articles, pieces, cue_bias, gold_cues=gold_cues)
    predicted = {a.id: decode.as_characters(a, decode.attributions(a)) for a in articles}
    gold = {a.id: {"id": a.id, "text": a.text, "attributions": a.gold} for a in articles}
    return scorer(shared).score(gold, predicted)


def line(result):
    loose = result["relation.loose"]
    return " ".join(f"{k}={100 * result[k]['f1']:.1f}" for k in KEYS) + f" loose P/R {100 * loose['p']:.1f}/{100 * loose['r']:.1f}"


@torch.inference_mode()
def gap_f1(net, articles, pieces):
    """(all, men, women): F1 of the two names given, as GAP's paper scores it."""
    net.eval()
    count = {"m": [0, 0, 0], "f": [0, 0, 0]}
    short = [a for a in articles if sum(map(len, a.pieces)) < 480]
    for o in range(0, len(short), 16):
        batch = [Window(a, 0, 0, len(a.tokens)) for a in short[o : o + 16]]
        ids, features, mask, firsts = net.collate(batch, pieces)
        hidden = net.encode(ids, features, mask)
        for k, (w, first) in enumerate(zip(batch, firsts)):
            mentions = w.article.mentions[:3]
            scores = net.pairs(hidden[k, first], [(m.start, m.end) for m in mentions], pair_features(w.article, w.article.states, mentions))[0]
            sex = "f" if w.article.tokens[mentions[0].start].lower() in ("she", "her", "hers") else "m"
            best = max((1, 2), key=lambda j: scores[j])
            for j in (1, 2):
                said, gold = j == best and scores[j] > 0, mentions[j].entity == "pronoun"
                count[sex][0] += said and gold
                count[sex][1] += said
                count[sex][2] += gold
    f1 = lambda c: 200 * c[0] / max(1, c[1] + c[2])
    return f1([x + y for x, y in zip(*count.values())]), f1(count["m"]), f1(count["f"])
