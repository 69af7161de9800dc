"""The fast student: static embeddings of words, a few gated convolutions over words, the same four heads.

A word enters as the mean of its wordpieces' vectors plus one of 32 features. Each layer is
`x += mix(norm(x) at i - d, i, i + d) * sigmoid(gate(norm(x) at i))`, with a norm that has no weights, so that its
output can be rounded to int8 with one scale for every word. The engine mirrors it in
`crates/onrecord/src/tag/convolution.rs`.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from .model import Heads
from .windows import cut

WIDTH, ROLE, PAIR = 128, 64, 64
DILATIONS = (1, 2, 4, 8, 16, 1, 2)
LONGEST, CONTEXT = 512, 32  # words in a window, and of left context in it
REACH_PARAGRAPHS, REACH_WORDS = 1, 256  # how far from its cue a source or content may stand
FEATURES = 32
NEW_PARAGRAPH = 16  # added to the feature of the first word of a paragraph
OUT_OF_REACH = torch.tensor([0.0, -1e4, -1e4, -1e4, -1e4])


def reduced(folder):
    """The pretrained encoder's embeddings of wordpieces, on their first WIDTH principal axes."""
    from transformers import AutoModel

    table = AutoModel.from_pretrained(folder, add_pooling_layer=False).get_input_embeddings().weight.detach().float()
    table = table - table.mean(0)
    # rows before the first words are unused and would bend the axes
    axes = torch.linalg.svd(table[1000:].T @ table[1000:])[0][:, :WIDTH]
    out = table @ axes
    return out / out.std() * 0.5


def windows(article):
    return cut(article, [1] * len(article.tokens), LONGEST, CONTEXT)


def collate(batch, _pieces):
    """Flat wordpieces with the place where each word's begin, features and mask, and for each window its words' rows."""
    longest = max(w.end - w.context for w in batch)
    flat, starts = [], []
    features = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, 1)
    for k, w in enumerate(batch):
        size, a = w.end - w.context, w.article
        for word in a.pieces[w.context : w.end]:
            starts.append(len(flat))
            flat += word
        starts += [len(flat)] * (longest - size)
        opens = [NEW_PARAGRAPH * (g == 2) for g in a.gap[w.context : w.end]]
        features[k, :size] = torch.tensor([f + o for f, o in zip(a.features[w.context : w.end], opens)])
        mask[k, :size] = 1
    return (torch.tensor(flat), torch.tensor(starts)), features, mask, [torch.arange(w.end - w.context) for w in batch]


def reach(paragraphs, cue):
    """The words, of a window whose words have these `paragraphs`, that may belong to a cue at (start, end)."""
    start, end = cue
    first, last = start, end
    while first > 0 and paragraphs[first - 1] >= paragraphs[start] - REACH_PARAGRAPHS and start - first < REACH_WORDS:
        first -= 1
    while last < len(paragraphs) and paragraphs[last] <= paragraphs[start] + REACH_PARAGRAPHS and last - end < REACH_WORDS:
        last += 1
    return first, last


def norm(x):
    return F.layer_norm(x, x.shape[-1:])


class FastNetwork(Heads):
    windows, collate = staticmethod(windows), staticmethod(collate)

    def __init__(self, table=None, dropout=0.0):
        super().__init__(WIDTH, ROLE, PAIR)
        self.words = nn.Embedding(30522, WIDTH)
        self.feature = nn.Embedding(FEATURES, WIDTH)
        self.mix = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in DILATIONS)
        self.gate = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in DILATIONS)
        self.dropout = nn.Dropout(dropout)
        self.steps = None  # of each layer's rounded input, as `export_fast.py` sets them
        nn.init.normal_(self.feature.weight, std=0.3)
        if table is not None:
            self.words.weight.data.copy_(table)

    def encode(self, pieces, features, mask):
        """Hidden states of the words, float32; nothing beside the mask."""
        words = F.embedding_bag(pieces[0], self.words.weight, pieces[1], mode="mean").view(*features.shape, WIDTH)
        x = self.dropout(words + self.feature(features)) * mask
        half = torch.bfloat16 if self.training else torch.float32
        with torch.autocast("cpu", half, enabled=self.training):
            for k, (mix, gate, dilation) in enumerate(zip(self.mix, self.gate, DILATIONS)):
                y = self.rounded(norm(x), k).to(half)
                padded = F.pad(y, (0, 0, dilation, dilation))
                around = torch.cat([padded[:, : -2 * dilation], y, padded[:, 2 * dilation :]], -1)
                x = x + self.dropout(mix(around) * torch.sigmoid(gate(y))) * mask
        return norm(x.float())

    def rounded(self, y, layer):
        if self.steps is None:
            return y
        return (y / self.steps[layer]).round().clamp(-127, 127) * self.steps[layer]

    def roles(self, words, cues, paragraphs):
        scores = super().roles(words, cues, paragraphs)
        near, far = paragraphs.tolist(), torch.ones(scores.shape[:2], dtype=torch.bool)
        for row, cue in zip(far, cues):
            first, last = reach(near, cue)
            row[first:last] = False
        return torch.where(far[..., None], OUT_OF_REACH, scores)
