"""Statements on spaCy documents: ``nlp.add_pipe("onrecord")``, then ``doc._.statements``.

The record travels with the document, through ``nlp.pipe(n_process=2)`` and to disk, as JSON in ``doc.user_data``.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import tee
from typing import Optional

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from ._read import extract
from ._record import Record, Statement, Words

_KEY = "onrecord"


def document(record: Record, nlp: Language) -> Doc:
    """A spaCy document of a record's text, tokenised by ``nlp``."""
    if record.text is None:
        raise ValueError("this record does not hold its text; make it with_text")
    return attach(nlp.make_doc(record.text), record)


def attach(doc: Doc, record: Record) -> Doc:
    """Puts a record on the document of its text, and its words into ``doc.spans``.

    The groups are ``content``, ``cue``, ``source`` and ``label``; a span's ``id_`` is its statement's id. A span that
    begins or ends within a token is widened to whole tokens.
    """
    doc.user_data[_KEY] = record.to_json()
    for role in ("content", "cue", "source"):
        spans = []
        for statement in record.statements:
            words: Optional[Words] = getattr(statement, role)
            for start, end in words.spans if words else ():
                span = doc.char_span(start, end, label=role, span_id=statement.id, alignment_mode="expand")
                if span is not None:
                    spans.append(span)
        doc.spans[role] = SpanGroup(doc, name=role, spans=spans)
    labels = (doc.char_span(*label.span, label="label", alignment_mode="expand") for label in record.labels)
    doc.spans["label"] = SpanGroup(doc, name="label", spans=[span for span in labels if span is not None])
    return doc


class Component:
    """Reads documents. One that cannot be read, such as an empty one, has no statements."""

    def __init__(self, jobs: Optional[int] = None, any_language: bool = False) -> None:
        self.jobs = jobs
        self.any_language = any_language

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 1) -> Iterator[Doc]:
        """Reads many documents in parallel."""
        docs, again = tee(docs)
        texts = (doc.text for doc in again)
        records = extract(texts, self.jobs, errors="return", any_language=self.any_language)
        for doc, record in zip(docs, records):
            yield attach(doc, record) if isinstance(record, Record) else doc


@Language.factory("onrecord", default_config={"jobs": None, "any_language": False}, assigns=["doc._.statements"])
def component(nlp: Language, name: str, jobs: Optional[int], any_language: bool) -> Component:
    """Makes the component; spaCy calls it."""
    return Component(jobs, any_language)


@lru_cache(maxsize=64)
def _parsed(record: str) -> Record:
    return Record.from_json(record)


def _record(doc: Doc) -> Optional[Record]:
    json = doc.user_data.get(_KEY)
    return None if json is None else _parsed(json)


def _statements(doc: Doc) -> tuple[Statement, ...]:
    record = _record(doc)
    return record.statements if record else ()


Doc.set_extension("record", getter=_record, force=True)
Doc.set_extension("statements", getter=_statements, force=True)
