"""Reads news and keeps the record of who said what, according to whom.

``read`` reads one article, ``extract`` many in parallel, ``extract_table`` a table of any library that speaks Arrow.
``onrecord.spacy``, ``onrecord.spark``, ``onrecord.daft`` and ``onrecord.ray`` put the same into those programs; each
is imported by its name, since it wants its program installed.
"""

from __future__ import annotations

from ._archive import Archive
from ._onrecord import Stream, Table
from ._read import Article, ReadError, extract, extract_table, read
from ._record import (
    Act,
    Document,
    Entity,
    Label,
    Mention,
    Party,
    Phrase,
    Record,
    Span,
    Speaker,
    Statement,
    When,
    Words,
)

__all__ = [
    "Act",
    "Archive",
    "Article",
    "Document",
    "Entity",
    "Label",
    "Mention",
    "Party",
    "Phrase",
    "ReadError",
    "Record",
    "Span",
    "Speaker",
    "Statement",
    "Stream",
    "Table",
    "When",
    "Words",
    "extract",
    "extract_table",
    "read",
]
