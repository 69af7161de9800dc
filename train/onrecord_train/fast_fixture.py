"""What the exported fast student makes of the sample articles, for the engine's parity test.

    python -m onrecord_train.fast_fixture ../crates/onrecord/src/tag/model/fast.safetensors ../samples fixtures/fast.json
"""
import json
import sys
from pathlib import Path

import torch

from .data import Article
from .export_fast import exported
from .fast import FastNetwork
from .fixture import EDGES
from .model import minilm_folder
from .windows import Pieces, prepare

SAMPLES = 1
HIDDEN = 4  # of each word's hidden state


@torch.inference_mode()
def seen(net, article, pieces):
    out = []
    for w in net.windows(article):
        hidden = net.encode(*net.collate([w], pieces)[:3])[0]
        rounded = lambda rows: [[round(x, 3) for x in row] for row in rows.tolist()]
        out.append({"tokens": [w.context, w.start, w.end], "hidden": rounded(hidden[:, :HIDDEN]), "tags": rounded(net.tag(hidden))})
    return out


def main():
    weights, samples, target = sys.argv[1:]
    pieces = Pieces(minilm_folder())
    net = exported(FastNetwork(), weights)
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(samples).glob("*.txt"))[:SAMPLES]}
    # three times over is longer than a window
    texts["long"] = "\n\n".join(list(texts.values()) * 3)
    out = []
    for name, text in {"edges": EDGES, **texts}.items():
        windows = seen(net, prepare(Article.of(name, text), pieces), pieces)
        out.append({"name": name, "text": text, "windows": windows[-1:] if name == "long" else windows})
    Path(target).write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
