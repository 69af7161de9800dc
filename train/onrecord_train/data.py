"""Corpora -> articles of words with gold labels.

PolNeAR gives attributions (and, from CoreNLP, silver names), GUM gives entities and coreference,
GAP gives ambiguous pronouns. See README.md for where each comes from and under which licence.
"""
import bisect
import csv
import glob
import json
import os
import re
from dataclasses import dataclass, field

from . import text as tx

ROLES = ("source", "cue", "content")
TAGS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
MENTION_TYPES = ["person", "organization", "place", "other", "nominal-person", "nominal-organization"]
MENTION_TAGS = ["O"] + [f"{p}-{t}" for t in MENTION_TYPES for p in "BI"]
NOMINAL_FROM = MENTION_TAGS.index("B-nominal-person")
UNKNOWN = -100


@dataclass
class Mention:
    """Words start..end (exclusive) that stand for `entity`; `type` is one of MENTION_TYPES or None."""

    start: int
    end: int
    type: str | None
    entity: str


@dataclass
class Article:
    id: str
    text: str
    spans: list
    tokens: list
    gap: list
    tags: list = None  # one of TAGS a word, by index
    attributions: list = field(default_factory=list)  # {"source": [(i, j)], "cue": ..., "content": ...}
    gold: list = field(default_factory=list)  # the same in code points, for the scorer
    names: list = None  # one of MENTION_TAGS a word, by index
    names_silver: bool = False
    mentions: list = field(default_factory=list)
    pronoun_only: bool = False  # GAP: only mentions[0] is asked about
    publisher: str = ""

    @classmethod
    def of(cls, id, text, **more):
        spans = tx.words(text)
        return cls(id, text, spans, [text[a:b] for a, b in spans], tx.gaps(text, spans), **more)

    def words_of(self, start, end):
        """The word range that overlaps code points start..end."""
        return bisect.bisect_right(self._ends, start), bisect.bisect_left(self._starts, end)

    def __post_init__(self):
        self._starts = [a for a, _ in self.spans]
        self._ends = [b for _, b in self.spans]


def json_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def polnear(path, silver_path=None):
    """Articles with attributions; with `silver_path`, CoreNLP's names as silver mention tags."""
    silver = {d["id"]: d for d in json_lines(silver_path)} if silver_path and os.path.exists(silver_path) else {}
    out = []
    for d in json_lines(path):
        article = Article.of(d["id"], d["text"], gold=d["attributions"], publisher=d.get("publisher", ""))
        _attach_attributions(article)
        if d["id"] in silver:
            _attach_silver_names(article, silver[d["id"]])
        out.append(article)
    return out


def _attach_attributions(article):
    for gold in article.gold:
        roles = {}
        for role in ROLES:
            ranges = [article.words_of(*span) for span in gold.get(role) or []]
            roles[role] = [(i, j) for i, j in ranges if j > i]
        article.attributions.append(roles)
    set_tags(article)


def set_tags(article):
    """Every word's part in the first attribution that holds it."""
    article.tags = [0] * len(article.tokens)
    for roles in article.attributions:
        for r, role in enumerate(ROLES):
            for i, j in roles[role]:
                if not any(article.tags[i:j]):
                    article.tags[i:j] = [1 + 2 * r] + [2 + 2 * r] * (j - i - 1)


SILVER = {"PERSON": "person", "ORGANIZATION": "organization", "LOCATION": "place", "CITY": "place", "COUNTRY": "place",
          "STATE_OR_PROVINCE": "place", "MISC": "other", "NATIONALITY": "other", "IDEOLOGY": "other", "RELIGION": "other"}


def _attach_silver_names(article, parsed):
    article.names, article.names_silver = [0] * len(article.tokens), True
    for sentence in parsed["sentences"]:
        at = 0
        while at < len(sentence):
            ner, end = sentence[at][4], at + 1
            while end < len(sentence) and sentence[end][4] == ner:
                end += 1
            proper = [t for t in sentence[at:end] if t[3].startswith("NNP")]
            if ner in SILVER and proper:
                set_names(article, *article.words_of(sentence[at][0], sentence[end - 1][1]), SILVER[ner])
            at = end


def set_names(article, i, j, kind):
    begin = MENTION_TAGS.index(f"B-{kind}")
    if j > i and not any(article.names[i:j]):
        article.names[i:j] = [begin] + [begin + 1] * (j - i - 1)


GUM_TYPES = {"person": "person", "organization": "organization", "place": "place"}
PRONOUNS = {
    "m": {"he", "him", "his", "himself"},
    "f": {"she", "her", "hers", "herself"},
    "p": {"they", "them", "their", "theirs", "themselves"},
    "n": {"it", "its", "itself"},
    "1": {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"},
    "2": {"you", "your", "yours", "yourself", "yourselves"},
}
PRONOUN_CLASS = {w: c for c, ws in PRONOUNS.items() for w in ws}


def gum(folder):
    return [_gum_article(p) for p in sorted(glob.glob(os.path.join(folder, "*.conllu")))]


def _gum_article(path):
    text, rows, new_paragraph = "", [], False
    base = 0
    sentence = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        new_paragraph |= line.startswith("# newpar") and "block" not in line
        cells = line.split("\t")
        if line.startswith("#") or not cells[0].replace("-", "").isdigit():
            if not line:
                rows += sentence
                base, sentence = base + len([r for r in sentence if r]), []
            continue
        if "-" in cells[0]:
            first, last = map(int, cells[0].split("-"))
            pending = (first, last, "SpaceAfter=No" in cells[9])
            glued = getattr(_gum_article, "_glued", {})
            glued.update({k: True for k in range(first, last)})
            if pending[2]:
                glued[last] = True
            _gum_article._glued = glued
            continue
        glued = getattr(_gum_article, "_glued", {})
        if new_paragraph and text:
            text = text.rstrip() + "\n\n"
        new_paragraph = False
        start, text = len(text), text + cells[1]
        head = int(cells[6]) if cells[6].isdigit() else 0
        sentence.append((start, len(text), cells[3], base + head - 1 if head else -1, cells[9], cells[7]))
        number = int(cells[0])
        if not glued.pop(number, False) and "SpaceAfter=No" not in cells[9]:
            text += " "
    rows += sentence
    article = Article.of(os.path.basename(path)[:-7], text.rstrip())
    _attach_gum(article, rows)
    return article


def _gum_spans(rows):
    """(first row, last row, type, entity), nested ones too."""
    open_at, out = {}, []
    for k, row in enumerate(rows):
        entity = [x[7:] for x in row[4].split("|") if x.startswith("Entity=")]
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", entity[0] if entity else ""):
            if piece.startswith("("):
                parts = piece.strip("()").split("-")
                if piece.endswith(")"):
                    out.append((k, k, parts[1], parts[0]))
                else:
                    open_at.setdefault(parts[0], []).append((k, parts[1]))
            else:
                name = piece[:-1].split("-")[0]
                if open_at.get(name):
                    first, kind = open_at[name].pop()
                    out.append((first, k, kind, name))
    return sorted(out)


def _attach_gum(article, rows):
    article.names = [0] * len(article.tokens)
    nominal = []
    for first, last, kind, entity in _gum_spans(rows):
        inside = range(first, last + 1)
        heads = [k for k in inside if not first <= rows[k][3] <= last]
        head = heads[0] if heads else last
        if rows[head][2] == "PROPN":
            a, b = _name_around(rows, head, first, last)
            tag = None if kind == "time" else GUM_TYPES.get(kind, "other")
        elif rows[head][2] == "PRON":
            a = b = head
            tag = None
        else:
            a, b = first, head
            while a < b and rows[a][2] in ("PUNCT", "CCONJ"):
                a += 1
            tag = {"person": "nominal-person", "organization": "nominal-organization"}.get(kind)
        i, j = article.words_of(rows[a][0], rows[b][1])
        if j <= i:
            continue
        article.mentions.append(Mention(i, j, tag, entity))
        if tag and tag.startswith("nominal"):
            nominal.append((i, j, tag))
        elif tag:
            set_names(article, i, j, tag)
    for i, j, tag in nominal:
        named = [k for k in range(i, j) if article.names[k]]
        i = named[-1] + 1 if named else i
        while i < j and article.tokens[i] in ("'", "’", "s", "-"):
            i += 1
        set_names(article, i, j, tag)
    article.mentions.sort(key=lambda m: (m.start, -m.end))


def _name_around(rows, head, first, last):
    def fits(k):
        return rows[k][2] == "PROPN" or rows[k][2] in ("ADP", "DET", "CCONJ", "NUM", "ADJ", "PART")

    a = b = head
    k = head
    while k - 1 >= first and fits(k - 1):
        k -= 1
        if rows[k][2] == "PROPN":
            a = k
    k = head
    while k + 1 <= last and fits(k + 1):
        k += 1
        if rows[k][2] == "PROPN":
            b = k
    return a, b


def gap(path):
    """Articles of GAP: mentions[0] is the pronoun, then the two names, then other names as distractors."""
    out = []
    for row in csv.DictReader(open(path, encoding="utf-8"), delimiter="\t"):
        article = Article.of(row["ID"], row["Text"], pronoun_only=True)
        at = int(row["Pronoun-offset"])
        article.mentions.append(Mention(*article.words_of(at, at + len(row["Pronoun"])), None, "pronoun"))
        used = []
        for side in "AB":
            at, name = int(row[f"{side}-offset"]), row[side]
            same = row[f"{side}-coref"].lower() == "true"
            article.mentions.append(Mention(*article.words_of(at, at + len(name)), "person", "pronoun" if same else side))
            used += name.lower().split()
        if any(m.entity == "pronoun" for m in article.mentions[1:]):
            article.mentions += _distractors(article, set(used))
        out.append(article)
    return out


def _distractors(article, used):
    """Runs of two or three capitalised words that share nothing with the names asked about."""
    out, i, n = [], 0, len(article.tokens)
    taken = {k for m in article.mentions for k in range(m.start, m.end)}
    while i < n:
        j = i
        while j < n and j not in taken and article.tokens[j][0].isupper() and (j == i or article.gap[j] == 1):
            j += 1
        if 2 <= j - i <= 3 and not used & {t.lower() for t in article.tokens[i:j]}:
            out.append(Mention(i, j, "person", f"d{i}"))
        i = max(j, i + 1)
    return out
