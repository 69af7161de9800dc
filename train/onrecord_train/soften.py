"""A trained teacher's scores on the training articles, for the student to learn from.

    python -m onrecord_train.soften --shared ../shared --base TEACHER_FOLDER --weights out/teacher.pt --out out/soft.pt
    python -m onrecord_train.soften --plain --base TEACHER_FOLDER --weights out/teacher.pt --out out/plain.pt

With `--plain`, the articles are those of `plain.py`, and the teacher's own attributions stand in for gold.
"""
import argparse
import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
import torch.nn.functional as F

from . import data, decode, plain
from .losses import cues_of
from .model import Network
from .windows import Pieces, collate, prepare, windows


@torch.inference_mode()
def scores(net, articles, pieces, batch_size=16):
    """{article id: {"tags": words x 7, "roles": {attribution: (first word, words from it on x 5)}}}, log probabilities."""
    net.eval()
    out = {a.id: {"tags": torch.zeros(len(a.tokens), 7, dtype=torch.float16), "roles": {}} for a in articles}
    todo = sorted((w for a in articles for w in windows(a)), key=lambda w: w.end - w.context)
    for o in range(0, len(todo), batch_size):
        batch = todo[o : o + batch_size]
        ids, features, mask, firsts = collate(batch, pieces)
        hidden = net.encode(ids, features, mask)
        for k, (w, first) in enumerate(zip(batch, firsts)):
            words, kept = hidden[k, first], out[w.article.id]
            kept["tags"][w.start : w.end] = F.log_softmax(net.tag(words[w.start - w.context :]), -1).half()
            cues = cues_of(w)
            if not cues:
                continue
            paragraphs = torch.tensor(w.article.paragraphs[w.context : w.end])
            ranges = [(a["cue"][0][0] - w.context, a["cue"][0][1] - w.context) for _, a in cues]
            roles = F.log_softmax(net.roles(words, ranges, paragraphs), -1).half()
            kept["roles"].update({n: (w.context, r) for (n, _), r in zip(cues, roles)})
        if o // batch_size % 20 == 0:
            print(f"{o}/{len(todo)}", flush=True)
    return out


@torch.inference_mode()
def label(net, articles, pieces):
    """The same for articles without gold, with the teacher's own decoding as {"labels": words, "attributions": [...]}."""
    out = {}
    for o in range(0, len(articles), 32):
        some = articles[o : o + 32]
        decode.score(net, some, pieces)
        for a in some:
            breaks, no_breaks = [g == 2 for g in a.gap], lambda n: [False] * n
            kept = {"tags": torch.tensor(a.tag_log).half(), "labels": decode.viterbi(a.tag_log, breaks), "roles": {}, "attributions": []}
            for cue, first, _, log in sorted(a.cue_log, key=lambda c: c[0]):
                found = {"source": [], "cue": [cue], "content": []}
                labels = decode.viterbi(log, no_breaks(len(log)))
                for kind, i, j in decode.runs(labels, no_breaks(len(log))):
                    found["source" if kind == 0 else "content"].append((i + first, j + first))
                kept["roles"][len(kept["attributions"])] = (first, torch.tensor(log).half())
                kept["attributions"].append(found)
            out[a.id] = kept
        print(f"{o + len(some)}/{len(articles)}", flush=True)
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared")
    ap.add_argument("--plain", action="store_true")
    ap.add_argument("--part", default="0/1", help="with --plain: which part of how many, as 0/2")
    ap.add_argument("--base", required=True)
    ap.add_argument("--weights", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    pieces = Pieces(args.base)
    net = Network(args.base)
    net.load_state_dict(torch.load(args.weights))
    if args.plain:
        part, parts = map(int, args.part.split("/"))
        torch.save(label(net, [prepare(a, pieces) for a in plain.news()[part::parts]], pieces), args.out)
        return
    articles = [prepare(a, pieces) for a in data.polnear(os.path.join(args.shared, "polnear", "train.jsonl"))]
    torch.save(scores(net, articles, pieces), args.out)


if __name__ == "__main__":
    main()
