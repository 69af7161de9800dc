"""Who is meant by sources and pronouns of the news with attributions, as readers wrote it down: `train/speakers/marks.jsonl`.

A line is an article of PolNeAR: `{"id", "entities": [{"name", "named", "mentions": [[start, end], ...]}]}`, in code points. The
README beside it tells how it was made. The names that CoreNLP found are mentions too, those of the same people by their words.
"""
import json
import os

from . import data, text as tx
from .data import Mention
from .model import TITLES

MARKS = os.path.join(os.path.dirname(__file__), "..", "speakers", "marks.jsonl")
WATCHED = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "speakers", "marks-dev.jsonl")
LONGEST = 9  # words of a description
ENDS = {",", "who", "which", "that", "whose", "(", "-", "–", "—", ":", ";"}


def core(words):
    """A name's words without titles, articles and possessive endings, in small letters."""
    low = [w.lower().strip(".") for w in words]
    return tuple(w for w in low if w and w not in ("the", "a", "an", "'", "’", "s", "'s", "’s") and w not in TITLES)


def news(shared, part="train", file=MARKS):
    """PolNeAR's articles; those that were read for this know their mentions."""
    articles = data.polnear(os.path.join(shared, "polnear", f"{part}.jsonl"), os.path.join(shared, "polnear", f"{part}.corenlp.jsonl"))
    marks = {row["id"]: row["entities"] for row in data.json_lines(file)}
    for article in articles:
        if article.id in marks:
            article.mentions = mentions(article, marks[article.id])
        article.names = None
    return articles


def mentions(article, entities):
    parts_of = lambda name: core([name[a:b] for a, b in tx.words(name)])
    named = {parts_of(e["name"]): e["name"] for e in entities if e["named"]}
    found = {}
    for i, j, kind in silver(article):
        words = core(article.tokens[i:j])
        # a part of one name alone, or of none that is asked about
        bearers = [name for parts, name in named.items() if words and (parts == words or parts[-len(words):] == words or len(words) == 1 and kind == "person" and parts[:1] == words)]
        exact = [name for parts, name in named.items() if parts == words]
        bearers = exact or bearers
        if len(bearers) < 2:
            found[i, j] = Mention(i, j, kind, bearers[0] if bearers else " ".join(words))
    taken = {k for i, j in found for k in range(i, j)}
    for number, entity in enumerate(entities):
        name = entity["name"] if entity["named"] else f"{number} {entity['name']}"
        for start, end in entity["mentions"]:
            i, j = article.words_of(start, end)
            j = next((k for k in range(i + 1, min(j, i + LONGEST)) if article.tokens[k].lower() in ENDS), min(j, i + LONGEST))
            if j > i and not (taken & set(range(i, j)) and set(core(article.tokens[i:j])) & set(parts_of(name))):
                found[i, j] = Mention(i, j, None, name)
    return sorted(found.values(), key=lambda m: (m.start, -m.end))


def silver(article):
    """(start, end, type) of the names that CoreNLP found."""
    tags, i = article.names or [], 0
    while i < len(tags):
        j = i + 1
        if tags[i]:
            while j < len(tags) and tags[j] == tags[i] + 1:
                j += 1
            kind = data.MENTION_TAGS[tags[i]][2:]
            if kind in ("person", "organization", "place"):
                yield i, j, kind
        i = j
