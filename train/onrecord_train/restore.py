"""The weights that ship, back as a network: what training can go on from without the steps that made them.

    python -m onrecord_train.restore --model ../crates/onrecord/src/tag/model/accurate.safetensors --out out/accurate.pt
    python -m onrecord_train.restore --fast --model ../crates/onrecord/src/tag/model/fast.safetensors --out out/fast.pt

The inverse of `export.py`, exact but for what int8 rounded away.
"""
import argparse
import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import torch
from safetensors.numpy import load_file

from .export_fast import exported
from .fast import FastNetwork
from .model import Network, minilm_folder


def dense(tensors, name):
    """Weight (out x in) and bias of a quantised matrix."""
    weight = torch.from_numpy(tensors[f"{name}.q"]).float() * torch.from_numpy(tensors[f"{name}.scale"])[:, None]
    bias = tensors.get(f"{name}.bias")
    return weight, None if bias is None else torch.from_numpy(bias)


def fill(layer, weight, bias=None):
    layer.weight.data = weight.clone()
    if bias is not None:
        layer.bias.data = bias.clone()


def fill_norm(layer, tensors, name):
    fill(layer, torch.from_numpy(tensors[f"{name}.weight"]), torch.from_numpy(tensors[f"{name}.bias"]))


def encoder(net, tensors):
    base, width = net.encoder.embeddings, net.encoder.config.hidden_size
    fill(base.word_embeddings, dense(tensors, "words")[0])
    # positions hold the type embedding, too
    fill(base.position_embeddings, torch.from_numpy(tensors["positions"]))
    base.token_type_embeddings.weight.data.zero_()
    fill(net.feature, torch.from_numpy(tensors["features"]))
    fill_norm(base.LayerNorm, tensors, "norm")
    shrink = (width // net.encoder.config.num_attention_heads) ** -0.5
    for i, layer in enumerate(net.encoder.encoder.layer):
        own, name = layer.attention.self, f"layer{i}"
        weight, bias = dense(tensors, f"{name}.qkv")
        for part, at in zip((own.query, own.key, own.value), range(0, 3 * width, width)):
            scale = 1 / shrink if at == 0 else 1.0
            fill(part, weight[at : at + width] * scale, bias[at : at + width] * scale)
        fill(layer.attention.output.dense, *dense(tensors, f"{name}.mix"))
        fill_norm(layer.attention.output.LayerNorm, tensors, f"{name}.norm1")
        fill(layer.intermediate.dense, *dense(tensors, f"{name}.up"))
        fill(layer.output.dense, *dense(tensors, f"{name}.down"))
        fill_norm(layer.output.LayerNorm, tensors, f"{name}.norm2")


def heads(net, tensors):
    weight, bias = dense(tensors, "project")
    at = 0

    def take(rows):
        nonlocal at
        at += rows
        return weight[at - rows : at], bias[at - rows : at]

    for layer in (net.tag, net.name, net.role_word, net.role_cue):
        fill(layer, *take(layer.out_features))
    for layer in (net.pair_mention, net.pair_candidate):
        (first, shift), (last, _) = take(layer.out_features), take(layer.out_features)
        fill(layer, torch.cat([first, last], 1), shift)
    asked, tables = [(net.role_out, "role")], {"role.distance": net.role_distance, "role.paragraph": net.role_paragraph}
    if "label.norm.weight" in tensors:  # weights from before there were labels have none
        for layer in (net.labels.tag, net.labels.word, net.labels.span):
            fill(layer, *take(layer.out_features))
        asked.append((net.labels.out, "label"))
        tables |= {"label.distance": net.labels.distance, "label.paragraph": net.labels.paragraph}
    for layers, name in asked:
        fill_norm(layers[0], tensors, f"{name}.norm")
        fill(layers[2], *dense(tensors, f"{name}.middle"))
        fill_norm(layers[4], tensors, f"{name}.last")
    fill_norm(net.pair_out[0], tensors, "pair.norm")
    fill_norm(net.pair_out[2], tensors, "pair.last")
    tables["pair.distance"] = net.pair_distance
    for name, table in tables.items():
        fill(table, torch.from_numpy(tensors[name]))
    fill(net.pair_feature, torch.from_numpy(tensors["pair.feature"]).T)


def restored(path, fast=False):
    tensors = load_file(path)
    if fast:
        net = exported(FastNetwork(), path)
    else:
        net = Network(minilm_folder())
        encoder(net, tensors)
    heads(net, tensors)
    return net


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--fast", action="store_true")
    args = ap.parse_args()
    torch.save(restored(args.model, args.fast).state_dict(), args.out)


if __name__ == "__main__":
    main()
