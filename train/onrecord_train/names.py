"""The accurate student's name scores on the training news, for the fast one to learn from.

    python -m onrecord_train.names --shared ../shared --weights out/accurate.pt --out out/names.pt

Writes {article id: words x 13 log probabilities}, of PolNeAR's training articles and those of `plain.py`.
"""
import argparse
import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
import torch.nn.functional as F

from . import data, plain
from .model import Network, load, minilm_folder
from .windows import Pieces, prepare


@torch.inference_mode()
def scores(net, articles, pieces, batch_size=16):
    net.eval()
    out = {a.id: torch.zeros(len(a.tokens), net.name.out_features, dtype=torch.float16) for a in articles}
    todo = sorted((w for a in articles for w in net.windows(a)), key=lambda w: sum(map(len, w.article.pieces[w.context : w.end])))
    for o in range(0, len(todo), batch_size):
        batch = todo[o : o + batch_size]
        ids, features, mask, firsts = net.collate(batch, pieces)
        hidden = net.encode(ids, features, mask)
        for k, (w, first) in enumerate(zip(batch, firsts)):
            own = hidden[k, first[w.start - w.context :]]
            out[w.article.id][w.start : w.end] = F.log_softmax(net.name(own), -1).half()
        if o // batch_size % 50 == 0:
            print(f"{o}/{len(todo)}", flush=True)
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--weights", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    pieces = Pieces(minilm_folder())
    net = Network(minilm_folder())
    load(net, torch.load(args.weights))
    news = data.polnear(os.path.join(args.shared, "polnear", "train.jsonl")) + plain.news()
    torch.save(scores(net, [prepare(a, pieces) for a in news], pieces), args.out)


if __name__ == "__main__":
    main()
