"""What one window of news teaches the fast student: the teachers' scores, laid out once for every epoch.

Everything here counts words, and augmentation keeps their number: only a window's wordpieces and features change.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .fast import reach
from .losses import SOFT_WEIGHT, cues_of, kl
from .model import buckets, role_targets
from .windows import Window

CUE_WEIGHT = 10  # of a cue, in words that have a role


@dataclass
class Lesson(Window):
    """Rows are the words within reach of some cue, one cue after the other; `word` counts from the window's context."""

    tags: torch.Tensor  # words read off x 7, log probabilities
    gold_tags: torch.Tensor | None
    names: torch.Tensor  # words read off x 13
    cues: list  # (start, end) of each, counted from the context
    word: torch.Tensor
    cue: torch.Tensor
    distance: torch.Tensor
    paragraph: torch.Tensor
    roles: torch.Tensor  # rows x 5
    gold_roles: torch.Tensor | None


def lesson(window, teacher, names, gold):
    """`teacher` holds what `soften.py` writes of the article; `gold` tells whether its labels are by hand."""
    a, context = window.article, window.context
    own = slice(window.start, window.end)
    paragraphs = torch.tensor(a.paragraphs[context : window.end])
    cues, rows = [], []
    for n, attribution in cues_of(window):
        if n not in teacher["roles"]:
            continue
        first_taught, log = teacher["roles"][n]
        start, end = (i - context for i in attribution["cue"][0])
        first, last = reach(paragraphs.tolist(), (start, end))
        first = max(first, first_taught - context)
        last = min(last, first_taught - context + len(log))
        if last <= first:
            continue
        word = torch.arange(first, last)
        target = role_targets(attribution, context, window.end)[first:last]
        near = (paragraphs[first:last] - paragraphs[start]).clamp(-3, 3) + 3
        taught = log[first + context - first_taught : last + context - first_taught]
        rows.append((word, torch.full_like(word, len(cues)), buckets(word - start), near, taught, target))
        cues.append((start, end))
    word, cue, distance, near, roles, targets = map(torch.cat, zip(*rows)) if rows else [None] * 6
    return Lesson(
        a, context, window.start, window.end, teacher["tags"][own], torch.tensor(a.tags[own]) if gold else None, names[own],
        cues, word, cue, distance, near, roles, targets if gold else None,
    )


def news_loss(net, hidden, batch):
    """(tags, roles, names) over a batch of lessons that all have gold, or all have none."""
    longest = hidden.shape[1]
    flat = hidden.reshape(-1, hidden.shape[-1])
    read = torch.cat([torch.arange(w.start - w.context, w.end - w.context) + k * longest for k, w in enumerate(batch)])
    own = F.embedding(read, flat)
    scores = net.tag(own)
    tags = kl(scores, torch.cat([w.tags for w in batch]).float()).mean()
    names = kl(net.name(own), torch.cat([w.names for w in batch]).float()).mean()
    gold = batch[0].gold_tags is not None
    if gold:
        hard = F.cross_entropy(scores, torch.cat([w.gold_tags for w in batch]))
        tags = (hard + SOFT_WEIGHT * tags) / (1 + SOFT_WEIGHT)
    with_cues = [(k, w) for k, w in enumerate(batch) if w.cues]
    if not with_cues:
        return tags, hidden.new_zeros(()), names
    taught = torch.cat([w.roles for _, w in with_cues]).float()
    scores = role_scores(net, flat, longest, with_cues)
    roles = kl(scores, taught).sum()
    if gold:
        hard = F.cross_entropy(scores, torch.cat([w.gold_roles for _, w in with_cues]), reduction="sum")
        roles = (hard + SOFT_WEIGHT * roles) / (1 + SOFT_WEIGHT)
    number = sum(len(w.cues) for _, w in with_cues)
    return tags, roles / float((1 - taught[:, 0].exp()).sum() + CUE_WEIGHT * number), names


def role_scores(net, flat, longest, with_cues):
    """Scores of all rows of a batch at once, as `Heads.roles` has them for one window."""
    words = torch.cat([w.word + k * longest for k, w in with_cues])
    counted, cue = 0, []
    for _, w in with_cues:
        cue.append(w.cue + counted)
        counted += len(w.cues)
    tokens = [torch.arange(i, j) + k * longest for k, w in with_cues for i, j in w.cues]
    starts = torch.tensor([0] + [len(t) for t in tokens[:-1]]).cumsum(0)
    centers = F.embedding_bag(torch.cat(tokens), flat, starts, mode="mean")
    mixed = F.embedding(words, net.role_word(flat)) + F.embedding(torch.cat(cue), net.role_cue(centers))
    distance = torch.cat([w.distance for _, w in with_cues])
    paragraph = torch.cat([w.paragraph for _, w in with_cues])
    return net.role_out(mixed + net.role_distance(distance) + net.role_paragraph(paragraph))
