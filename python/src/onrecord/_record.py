"""The record as Python sees it: the same fields as the JSON that ``onrecord schema`` describes.

A record stays as the engine made it until a field is looked at, so that reading a million articles does not make a
hundred million Python objects on the way.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Optional

from ._onrecord import Raw

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Kind = Literal["person", "organization", "group", "place", "document", "unknown"]
Form = Literal["direct", "indirect", "mixed"]
ActKind = Literal["states", "denies", "asks", "urges", "intends", "believes", "hopes", "fears"]
MentionKind = Literal["name", "nominal", "pronoun"]


class Span(NamedTuple):
    """Code points ``start`` to ``end`` of the text, the end not counted in: ``text[span.start:span.end]``."""

    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """Words of the article, possibly in several places; then the text joins them by `` ... ``."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Phrase:
    """A phrase of the article."""

    text: str
    span: Span


@dataclass(frozen=True)
class When:
    """When a statement was made; ``date`` is ISO 8601, or None where only the publication date would tell."""

    text: str
    date: Optional[str]
    span: Span


@dataclass(frozen=True)
class Act:
    """What a speaker does with a content, and whether the article says that it was not done."""

    kind: ActKind
    negated: bool


@dataclass(frozen=True)
class Speaker:
    """The source resolved: the fullest name the article gives, else the description."""

    entity: Optional[str]
    name: Optional[str]
    kind: Kind
    role: Optional[str]
    anonymous: bool
    basis: Optional[str]


@dataclass(frozen=True)
class Party:
    """A reference to an entity by id and name."""

    entity: Optional[str]
    name: str


@dataclass(frozen=True)
class Statement:
    """One attribution: somebody, an act, and the words attributed."""

    id: str
    form: Form
    act: Act
    content: Words
    cue: Optional[Words]
    source: Optional[Words]
    speaker: Speaker
    via: tuple[Party, ...]
    inside: Optional[str]
    when: Optional[When]
    where: Optional[Phrase]
    condition: Optional[Phrase]
    confidence: float


@dataclass(frozen=True)
class Label:
    """A name or epithet that somebody gives to somebody; ``by`` is None where the article itself does."""

    label: str
    target: Party
    by: Optional[Party]
    cue: Optional[str]
    quoted: bool
    span: Span


@dataclass(frozen=True)
class Mention:
    """One mention of an entity."""

    text: str
    span: Span
    kind: MentionKind


@dataclass(frozen=True)
class Entity:
    """Somebody or something that the article speaks of."""

    id: str
    name: str
    kind: Kind
    roles: tuple[str, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Document:
    """What is known about the article; ``extra`` is whatever else came with it."""

    id: Optional[str] = None
    url: Optional[str] = None
    outlet: Optional[str] = None
    title: Optional[str] = None
    byline: Optional[str] = None
    published: Optional[str] = None
    language: Optional[str] = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Parts:
    document: Document
    statements: tuple[Statement, ...]
    labels: tuple[Label, ...]
    entities: tuple[Entity, ...]


# tells several records of one notebook apart
_shown = itertools.count(1)


class Record:
    """Everything that was found in one article.

    ``print(record)`` gives the account that ``onrecord read`` prints; in a notebook it shows itself as the article
    with the words marked. Two records are equal where everything in them is.
    """

    __slots__ = ("_known", "_raw", "text")

    #: The plain text that the offsets count in; None where a record was read from a file without it.
    text: Optional[str]

    def __init__(self, raw: Raw, text: Optional[str]) -> None:
        self._raw = raw
        self._known: Optional[_Parts] = None
        self.text = text

    @classmethod
    def from_json(cls, record: str) -> Record:
        """The record that some JSON holds, such as a line of ``onrecord extract``."""
        return cls(*Raw.parse(record))

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Record:
        """The record that a dict holds, as :meth:`to_dict` makes it."""
        return cls.from_json(json.dumps(record))

    @property
    def document(self) -> Document:
        """What is known about the article."""
        return self._parts().document

    @property
    def statements(self) -> tuple[Statement, ...]:
        """In the order of the text, outer before inner."""
        return self._parts().statements

    @property
    def labels(self) -> tuple[Label, ...]:
        """Names and epithets that somebody gives to somebody."""
        return self._parts().labels

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Everybody and everything that speaks, relays, is labelled or is mentioned by name."""
        return self._parts().entities

    def to_json(self, with_text: bool = False) -> str:
        """The JSON that the command writes."""
        return self._raw.json(self.text if with_text else None)

    def to_dict(self, with_text: bool = False) -> dict[str, Any]:
        """The JSON that the command writes, as a dict."""
        made: dict[str, Any] = json.loads(self.to_json(with_text))
        return made

    def to_spacy(self, nlp: Language) -> Doc:
        """A spaCy document of the text: ``doc._.statements``, and spans in ``doc.spans``."""
        from .spacy import document

        return document(self, nlp)

    def __len__(self) -> int:
        return len(self._raw)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        return self._raw == other._raw and self.text == other.text

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        document = self.document
        name = document.title or document.url or document.id
        counts = f"{len(self)} statements, {len(self.labels)} labels, {len(self.entities)} entities"
        return f"<Record {name!r}: {counts}>" if name else f"<Record: {counts}>"

    def __str__(self) -> str:
        return self._raw.account(self._place(), self.text, 100)

    def _repr_html_(self) -> str:
        return self._raw.html(next(_shown), self._place(), self.text)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Record.from_json, (self.to_json(with_text=True),))

    def _place(self) -> str:
        return self.document.url or self.document.id or "Article"

    def _parts(self) -> _Parts:
        if self._known is None:
            self._known = _parts(json.loads(self._raw.json()))
        return self._known


def _parts(made: dict[str, Any]) -> _Parts:
    return _Parts(
        document=_document(made["document"]),
        statements=tuple(statement_of(statement) for statement in made["statements"]),
        labels=tuple(_label(label) for label in made["labels"]),
        entities=tuple(_entity(entity) for entity in made["entities"]),
    )


def _document(made: dict[str, Any]) -> Document:
    known = {name: made.get(name) for name in Document.__dataclass_fields__ if name != "extra"}
    extra = {name: value for name, value in made.items() if name not in known and name != "text"}
    return Document(**known, extra=extra)


def statement_of(made: dict[str, Any]) -> Statement:
    """A statement from its JSON."""
    when = made["when"]
    return Statement(
        id=made["id"],
        form=made["form"],
        act=Act(**made["act"]),
        content=_words(made["content"]),
        cue=made["cue"] and _words(made["cue"]),
        source=made["source"] and _words(made["source"]),
        speaker=Speaker(**made["speaker"]),
        via=tuple(Party(**party) for party in made["via"]),
        inside=made["inside"],
        when=when and When(when["text"], when["date"], Span(*when["span"])),
        where=made["where"] and _phrase(made["where"]),
        condition=made["condition"] and _phrase(made["condition"]),
        confidence=made["confidence"],
    )


def _words(made: dict[str, Any]) -> Words:
    return Words(made["text"], tuple(Span(*span) for span in made["spans"]))


def _phrase(made: dict[str, Any]) -> Phrase:
    return Phrase(made["text"], Span(*made["span"]))


def _label(made: dict[str, Any]) -> Label:
    by = made["by"]
    return Label(
        label=made["label"],
        target=Party(**made["target"]),
        by=by and Party(**by),
        cue=made["cue"],
        quoted=made["quoted"],
        span=Span(*made["span"]),
    )


def _entity(made: dict[str, Any]) -> Entity:
    mentions = (Mention(m["text"], Span(*m["span"]), m["kind"]) for m in made["mentions"])
    return Entity(made["id"], made["name"], made["kind"], tuple(made["roles"]), tuple(mentions))
