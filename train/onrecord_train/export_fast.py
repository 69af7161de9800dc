"""The trained fast student -> the one file that the engine embeds.

    python -m onrecord_train.export_fast --shared ../shared --weights out/fast.pt --out ../crates/onrecord/src/tag/model

Writes fast.safetensors. Matrices are int8 as in `export.py`; what goes into a layer is rounded with one step for all words,
chosen so that all but CLIPPED of the values on some training articles fit into -127 to 127.
"""
import argparse
import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import numpy as np
import torch
from safetensors.numpy import load_file, save_file

from . import data
from .export import heads, plain, quantised
from .fast import DILATIONS, FastNetwork
from .model import minilm_folder
from .windows import Pieces, prepare

CLIPPED = 1e-5
ARTICLES = 40


@torch.inference_mode()
def steps(net, articles, pieces):
    """How wide a step of each layer's rounded input is."""
    seen = [[] for _ in DILATIONS]
    inner = net.rounded
    net.rounded = lambda y, layer: seen[layer].append(y[y != 0]) or y
    for a in articles:
        net.encode(*net.collate(net.windows(a), pieces)[:3])
    net.rounded = inner
    largest = [np.quantile(torch.cat(values).abs().numpy(), 1 - CLIPPED) for values in seen]
    return torch.tensor(np.array(largest, dtype=np.float32) / 127)


def tensors(net, steps):
    out = quantised("words", net.words.weight) | plain("features", net.feature.weight) | plain("steps", steps)
    out["distances"] = np.array(DILATIONS, dtype=np.int8)
    for k, (mix, gate) in enumerate(zip(net.mix, net.gate)):
        out |= quantised(f"layer{k}.mix", mix.weight, mix.bias) | quantised(f"layer{k}.gate", gate.weight, gate.bias)
    return out | heads(net)


def exported(net, path):
    """Sets `net`'s encoder to what a file of `tensors` holds, so that it computes what the engine does."""
    file = load_file(path)
    values = lambda name: torch.tensor(file[f"{name}.q"].astype(np.float32) * file[f"{name}.scale"][:, None])
    net.words.weight.data = values("words")
    for k, (mix, gate) in enumerate(zip(net.mix, net.gate)):
        mix.weight.data, gate.weight.data = values(f"layer{k}.mix"), values(f"layer{k}.gate")
        mix.bias.data, gate.bias.data = torch.tensor(file[f"layer{k}.mix.bias"]), torch.tensor(file[f"layer{k}.gate.bias"])
    net.feature.weight.data, net.steps = torch.tensor(file["features"]), torch.tensor(file["steps"])
    rows = values("project")
    net.tag.weight.data, net.tag.bias.data = rows[: net.tag.out_features], torch.tensor(file["project.bias"][: net.tag.out_features])
    return net.eval()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", required=True)
    ap.add_argument("--weights", required=True)
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    pieces = Pieces(minilm_folder())
    net = FastNetwork()
    net.load_state_dict(torch.load(args.weights))
    net.eval().requires_grad_(False)
    articles = data.polnear(os.path.join(args.shared, "polnear", "train.jsonl"))[:ARTICLES]
    found = steps(net, [prepare(a, pieces) for a in articles], pieces)
    print("largest inputs", [round(float(s) * 127, 2) for s in found])
    save_file(tensors(net, found), os.path.join(args.out, "fast.safetensors"))


if __name__ == "__main__":
    main()
