"""Articles -> windows of wordpieces: whole paragraphs where they fit, with a little left context."""
from dataclasses import dataclass

import torch

from . import text as tx

LONGEST, CONTEXT = 256, 24
MOST_PIECES = 6  # of one word


@dataclass
class Window:
    """Words context..end go in; words start..end are read off."""

    article: object
    context: int
    start: int
    end: int


class Pieces:
    """Wordpieces of single words."""

    def __init__(self, folder):
        from transformers import AutoTokenizer

        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.start, self.stop, self.pad = (
            self.tokenizer.cls_token_id, self.tokenizer.sep_token_id, self.tokenizer.pad_token_id)
        self.cache = {}

    def of(self, token):
        if token not in self.cache:
            ids = self.tokenizer(token, add_special_tokens=False)["input_ids"][:MOST_PIECES]
            self.cache[token] = ids or [self.tokenizer.unk_token_id]
        return self.cache[token]


def prepare(article, pieces):
    """Sets the article's wordpieces, paragraph numbers, quotation states and input features."""
    article.pieces = [pieces.of(t) for t in article.tokens]
    number, article.paragraphs = -1, []
    for g in article.gap:
        number += g == 2
        article.paragraphs.append(number)
    article.states = tx.quote_states(article.tokens, article.gap)
    article.features = tx.features(article.tokens, article.states)
    return article


def windows(article, longest=LONGEST, context=CONTEXT):
    sizes = [len(word) + (g == 2) for word, g in zip(article.pieces, article.gap)]
    return cut(article, sizes, longest - 2, context)


def cut(article, sizes, longest, context):
    """Windows in which the sizes of the words add up to `longest` at most."""
    n = len(article.tokens)
    total = [0]
    for size in sizes:
        total.append(total[-1] + size)
    stops = [i for i in range(1, n) if article.gap[i] == 2] + [n]
    out, start, at = [], 0, 0
    while start < n:
        first = start
        while first > 0 and total[start] - total[first - 1] <= context:
            first -= 1
        budget = longest - (total[start] - total[first])
        end = None
        while at < len(stops) and stops[at] <= start:
            at += 1
        k = at
        while k < len(stops) and total[stops[k]] - total[start] <= budget:
            end = stops[k]
            k += 1
        if end is None:
            end = start + 1
            while end < n and total[end + 1] - total[start] <= budget:
                end += 1
        out.append(Window(article, first, start, end))
        start = end
    return out


def collate(batch, pieces):
    """Padded ids, features and mask, and for each window the row of every word's first piece."""
    rows = [_row(w, pieces) for w in batch]
    longest = max(len(ids) for ids, _, _ in rows)
    ids = torch.full((len(rows), longest), pieces.pad)
    features, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for k, (i, f, _) in enumerate(rows):
        ids[k, : len(i)], features[k, : len(i)], mask[k, : len(i)] = torch.tensor(i), torch.tensor(f), 1
    return ids, features, mask, [torch.tensor(first) for _, _, first in rows]


def _row(window, pieces):
    a = window.article
    ids, features, first = [pieces.start], [0], []
    for i in range(window.context, window.end):
        if a.gap[i] == 2 and i > window.context:
            ids.append(pieces.stop)
            features.append(0)
        first.append(len(ids))
        ids += a.pieces[i]
        features += [a.features[i]] * len(a.pieces[i])
    return ids + [pieces.stop], features + [0], first
