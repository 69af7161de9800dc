"""Passages of made-up news written for training: labels with whom they are given to and by whom, coreference, and attributions.

`labels/*.txt`, `coreference/*.txt` and `attributions/*.txt`; the README beside them tells the marks. A passage knows its labels,
its mentions with their entities, and its attributions.
"""
import glob
import os
import re
from dataclasses import dataclass, field

from .augment import augment
from .data import ROLES, Article, Mention, set_tags
from .model import gender
from .windows import prepare

FOLDER = os.path.join(os.path.dirname(__file__), "..")
LONGEST = 250  # wordpieces of passages set one below the other
SHORTEST_CONTENT = 6  # words of a content that is read again
ALONE = 0.3  # share of passages that stay alone
TAG = re.compile(r"<(/?)([ltbTB])(\d)>")
PART = re.compile(r"<(/?)([scq])(\d+)>")
BRACKET = re.compile(r"\[(\d+):|\]")


@dataclass
class Passage(Article):
    """`given`: {"label": (i, j), "target": (i, j), "by": (i, j) or None} in words."""

    given: list = field(default_factory=list)


def labelled(name, marked):
    """Plain text and labels of a passage with inline tags."""
    text, at, open_, spans = "", 0, {}, {}
    for tag in TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        key = tag[2], tag[3]
        if tag[1]:
            spans[key] = (open_.pop(key), len(text))
        else:
            open_[key] = len(text)
    text += marked[at:]
    out = Passage.of(name, text)
    words = lambda kind, number: out.words_of(*spans[kind, number]) if (kind, number) in spans else None
    for kind, number in sorted(spans):
        if kind == "l":
            out.given.append({"label": words("l", number), "target": words("t", number), "by": words("b", number)})
    # the files without fullest names say nothing of who is meant
    if any(kind in "TB" for kind, _ in spans):
        parties = {words(kind, number): f"{kind.lower()}{number}" for kind, number in sorted(spans) if kind != "l"}
        out.mentions = mentions_of(out, parties)
    return out


def coreferent(name, marked):
    """Plain text and mentions of a passage with brackets."""
    text, at, open_, spans = "", 0, [], []
    for bracket in BRACKET.finditer(marked):
        text += marked[at : bracket.start()]
        at = bracket.end()
        if bracket[1]:
            open_.append((bracket[1], len(text)))
        elif open_:
            entity, start = open_.pop()
            spans.append((start, len(text), entity))
    out = Passage.of(name, text + marked[at:])
    out.mentions = mentions_of(out, {out.words_of(start, end): entity for start, end, entity in spans})
    return out


def attributed(name, marked):
    """Passages of one with inline tags: as it stands, with the attributions that are inside no other, and each content that the
    engine reads again (`crates/onrecord/src/link/nested.rs`), without its quotation marks, with those right inside it."""
    text, at, open_, spans = "", 0, {}, {}
    for tag in PART.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        key = tag[2], int(tag[3])
        if tag[1]:
            spans.setdefault(key, []).append((open_.pop(key), len(text)))
        else:
            open_[key] = len(text)
    text += marked[at:]
    found = {n: {role: spans.get((mark, n), []) for role, mark in zip(ROLES, "scq")} for n in {n for _, n in spans}}
    held = lambda a, b, part: any(i <= a and b <= j for i, j in part["content"])
    # in whose content an attribution stands: a cue, or where there is none a content, lies in a shorter one each time
    around = {n: [m for m, other in found.items() if m != n and held(*(part["cue"] or part["content"])[0], other)] for n, part in found.items() if part["content"]}
    passages = [_passage(name, text, 0, len(text), [found[n] for n in around if not around[n]])]
    for n in around:
        inside = [m for m in around if n in around[m] and len(around[m]) == len(around[n]) + 1]
        for k, (a, b) in enumerate(found[n]["content"]):
            while a < b and not text[a].isalnum():
                a += 1
            while a < b and not text[b - 1].isalnum():
                b -= 1
            if len(text[a:b].split()) >= SHORTEST_CONTENT:
                passages.append(_passage(f"{name}-{n}-{k}", text, a, b, [found[m] for m in inside]))
    return passages


def _passage(name, text, start, end, attributions):
    """Code points start..end as a passage with the attributions whose parts lie there."""
    out = Passage.of(name, text[start:end])
    for parts in attributions:
        own = {role: [out.words_of(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and start < b] for role, spans in parts.items()}
        own = {role: [(i, j) for i, j in ranges if j > i] for role, ranges in own.items()}
        if own["content"] or own["cue"]:
            out.attributions.append(own)
    set_tags(out)
    return out


def mentions_of(article, entities):
    """Mentions in the order of the text, outer before inner; `entities`: {(i, j): entity}."""
    spans = sorted((span for span in entities if span[1] > span[0]), key=lambda s: (s[0], -s[1]))
    return [Mention(i, j, kind(article.tokens[i:j]), entities[i, j]) for i, j in spans]


def kind(tokens):
    """A person, where a first name says so: the brackets tell no types."""
    proper = len(tokens) > 1 and all(t[0].isupper() for t in tokens)
    return "person" if proper and gender(tokens, True) in ("m", "f") else None


def read(file, parse):
    with open(file, encoding="utf-8") as lines:
        blocks = re.split(r"^---\s*$", lines.read(), flags=re.M)
    name = os.path.splitext(os.path.basename(file))[0]
    parsed = [parse(f"{name}-{n}", b.strip()) for n, b in enumerate(blocks, 1) if b.strip()]
    return [passage for one in parsed for passage in (one if isinstance(one, list) else [one])]


def folder(name, parse, pieces):
    """All passages of a folder that fit into a window; those of `held.txt` apart."""
    taught, held = [], []
    for file in sorted(glob.glob(os.path.join(FOLDER, name, "*.txt"))):
        into = held if os.path.basename(file) == "held.txt" else taught
        into += [a for a in (prepare(p, pieces) for p in read(file, parse)) if short(a)]
    return taught, held


def short(article):
    return sum(map(len, article.pieces)) + 2 <= 256


def joined(articles):
    """Passages as the paragraphs of one article."""
    out = Passage(articles[0].id, "", [], [], [])
    for a in articles:
        at = len(out.tokens)
        move = lambda span: span and (span[0] + at, span[1] + at)
        out.given += [{part: move(span) for part, span in g.items()} for g in a.given]
        out.attributions += [{role: [move(span) for span in spans] for role, spans in g.items()} for g in a.attributions]
        out.mentions += [Mention(m.start + at, m.end + at, m.type, f"{at} {m.entity}") for m in a.mentions]
        out.tokens += a.tokens
        out.gap += [2] + a.gap[1:]
    out.spans = [(0, 0)] * len(out.tokens)
    set_tags(out)
    return out


def changed(articles, pieces, rng):
    """The passages with other marks and capitals, most of them a few to an article: a label is found among other things."""
    single = [prepare(augment(a, rng, marks=0.7, capitals=0.05), pieces) for a in articles]
    rng.shuffle(single)
    out, group, size = [], [], 0
    for a in single:
        own = sum(map(len, a.pieces)) + 1
        if group and (size + own > LONGEST or rng.random() < ALONE):
            out.append(group)
            group, size = [], 0
        group.append(a)
        size += own
    out = [prepare(joined(group), pieces) for group in out + [group]]
    return [a for a in out if short(a)]
