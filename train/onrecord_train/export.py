"""Trained weights -> the one file that the engine embeds.

    python -m onrecord_train.export --weights out/accurate.pt --out ../crates/onrecord/src/tag/model

Writes accurate.safetensors and vocabulary.txt. Every large matrix is int8 with one float32 scale an output row
(symmetric, round to nearest); the engine quantises activations as it goes, one scale a word.
"""
import argparse
import os
import shutil

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import numpy as np
import torch
from safetensors.numpy import save_file

from .model import Network, load, minilm_folder


def quantised(name, weight, bias=None):
    """weight: out x in."""
    weight = weight.detach().numpy()
    scale = np.abs(weight).max(1) / 127 + 1e-12
    out = {f"{name}.q": np.round(weight / scale[:, None]).astype(np.int8), f"{name}.scale": scale.astype(np.float32)}
    if bias is not None:
        out[f"{name}.bias"] = bias.detach().numpy().astype(np.float32)
    return out


def plain(name, tensor):
    return {name: np.ascontiguousarray(tensor.detach().numpy().astype(np.float32))}


def norm(name, layer):
    return plain(f"{name}.weight", layer.weight) | plain(f"{name}.bias", layer.bias)


def encoder(net):
    base, width = net.encoder.embeddings, net.encoder.config.hidden_size
    heads = net.encoder.config.num_attention_heads
    out = quantised("words", base.word_embeddings.weight)
    out |= plain("positions", base.position_embeddings.weight + base.token_type_embeddings.weight[0])
    out |= plain("features", net.feature.weight) | norm("norm", base.LayerNorm)
    for i, layer in enumerate(net.encoder.encoder.layer):
        own, shrink = layer.attention.self, (width // heads) ** -0.5
        qkv = torch.cat([own.query.weight * shrink, own.key.weight, own.value.weight])
        bias = torch.cat([own.query.bias * shrink, own.key.bias, own.value.bias])
        out |= quantised(f"layer{i}.qkv", qkv, bias)
        out |= quantised(f"layer{i}.mix", layer.attention.output.dense.weight, layer.attention.output.dense.bias)
        out |= norm(f"layer{i}.norm1", layer.attention.output.LayerNorm)
        out |= quantised(f"layer{i}.up", layer.intermediate.dense.weight, layer.intermediate.dense.bias)
        out |= quantised(f"layer{i}.down", layer.output.dense.weight, layer.output.dense.bias)
        out |= norm(f"layer{i}.norm2", layer.output.LayerNorm)
    return out


def heads(net):
    """`project` holds, one below the other: tags, names, role_word, role_cue, for the pair head
    mention (first word, last word) and candidate (first, last), then the label heads' tag, word and span."""
    width = net.tag.in_features
    pair = [net.pair_mention, net.pair_candidate]
    halves = [layer.weight[:, k * width : (k + 1) * width] for layer in pair for k in (0, 1)]
    nothing = torch.zeros_like(pair[0].bias)
    flat = [net.tag, net.name, net.role_word, net.role_cue]
    last = [net.labels.tag, net.labels.word, net.labels.span]
    weight = torch.cat([layer.weight for layer in flat] + halves + [layer.weight for layer in last])
    bias = torch.cat([layer.bias for layer in flat] + [pair[0].bias, nothing, pair[1].bias, nothing] + [layer.bias for layer in last])
    out = quantised("project", weight, bias)
    out |= asked("role", net.role_out, net.role_distance, net.role_paragraph)
    out |= asked("label", net.labels.out, net.labels.distance, net.labels.paragraph)
    out |= norm("pair.norm", net.pair_out[0])
    out |= plain("pair.last.weight", net.pair_out[2].weight) | plain("pair.last.bias", net.pair_out[2].bias)
    out |= plain("pair.distance", net.pair_distance.weight) | plain("pair.feature", net.pair_feature.weight.T)
    return out


def asked(name, layers, distance, paragraph):
    """A head that is asked about a span: cue or label."""
    out = norm(f"{name}.norm", layers[0]) | quantised(f"{name}.middle", layers[2].weight, layers[2].bias)
    out |= plain(f"{name}.last.weight", layers[4].weight) | plain(f"{name}.last.bias", layers[4].bias)
    return out | plain(f"{name}.distance", distance.weight) | plain(f"{name}.paragraph", paragraph.weight)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--weights", required=True)
    ap.add_argument("--base", default=None)
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    folder = args.base or minilm_folder()
    net = Network(folder)
    load(net, torch.load(args.weights))
    net.eval().requires_grad_(False)
    os.makedirs(args.out, exist_ok=True)
    metadata = {"heads": str(net.encoder.config.num_attention_heads), "layers": str(len(net.encoder.encoder.layer))}
    save_file(encoder(net) | heads(net), os.path.join(args.out, "accurate.safetensors"), metadata)
    shutil.copy(os.path.join(folder, "vocab.txt"), os.path.join(args.out, "vocabulary.txt"))


if __name__ == "__main__":
    main()
