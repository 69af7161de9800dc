"""Changes an article's words so that style and subject do not matter to the model.

Every change keeps the number of words, so gold spans and soft labels stay where they are.
"""
import dataclasses
import importlib.resources
import random

from . import text as tx
from .data import MENTION_TAGS

STYLES = [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“")]
PERSON = {MENTION_TAGS.index("B-person"), MENTION_TAGS.index("I-person")}


def _census(file):
    lines = importlib.resources.files("names").joinpath(file).read_text().splitlines()
    return [line.split()[0].capitalize() for line in lines]


LAST, FEMALE, MALE = _census("dist.all.last")[:8000], _census("dist.female.first"), _census("dist.male.first")


def augment(article, rng: random.Random, marks=0.5, names=0.35, capitals=0.08):
    """A changed copy; each kind of change happens to the share of articles its argument names."""
    tokens = list(article.tokens)
    if rng.random() < names and article.names:
        _swap_names(article, tokens, rng)
    if rng.random() < marks:
        _swap_marks(tokens, article.gap, rng)
    _capitals(tokens, article.gap, rng, capitals)
    changed = dataclasses.replace(article)
    changed.tokens = tokens
    return changed


def _swap_marks(tokens, gap, rng):
    """Writes every double quotation mark in another style."""
    opener, closer = rng.choice(STYLES)
    states, inside = tx.quote_states(tokens, gap), False
    for i, token in enumerate(tokens):
        if gap[i] == 2:
            inside = False
        if states[i] != tx.MARK or not (token in tx.OPENERS or token in tx.CLOSERS or token in tx.DOUBLE):
            continue
        opening = token in tx.OPENERS or (token in tx.DOUBLE and not inside)
        tokens[i], inside = (opener if opening else closer), opening


def _swap_names(article, tokens, rng):
    """Gives the people of the article other names, the same one wherever a name recurs."""
    swap = {}
    for i, token in enumerate(article.tokens):
        if article.names[i] not in PERSON or len(token) < 3:
            continue
        last = i + 1 == len(tokens) or article.names[i + 1] not in PERSON
        if token not in swap or last:
            swap[token] = rng.choice(LAST if last else FEMALE if rng.random() < 0.5 else MALE)
    for i, token in enumerate(article.tokens):
        if token in swap and token[0].isupper():
            tokens[i] = swap[token]


def _capitals(tokens, gap, rng, share):
    """Sets some paragraphs in capitals, as headlines and datelines are."""
    shout = False
    for i, token in enumerate(tokens):
        if gap[i] == 2:
            shout = rng.random() < share
        if shout:
            tokens[i] = token.upper() if len(token.upper()) == len(token) else token
