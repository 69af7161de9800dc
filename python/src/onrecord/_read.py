"""Articles in, records out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, Literal, Optional, Union, overload

from . import _onrecord
from ._onrecord import Stream
from ._record import Record

#: A text, or a dict with ``text`` and whatever is known about the article, by the names that JSON Lines may use.
Article = Union[str, dict[str, Any]]


class ReadError(ValueError):
    """An article that cannot be read.

    ``index`` is its place among those given to :func:`extract`, from 0; None where only one was given.
    """

    def __init__(self, reason: str, index: Optional[int] = None) -> None:
        super().__init__(reason, index)
        self.reason = reason
        self.index = index

    def __str__(self) -> str:
        return self.reason if self.index is None else f"article {self.index}: {self.reason}"


def read(
    text: str,
    published: Union[str, datetime.date, None] = None,
    *,
    id: Optional[str] = None,
    url: Optional[str] = None,
    outlet: Optional[str] = None,
    title: Optional[str] = None,
    byline: Optional[str] = None,
    language: Optional[str] = None,
    any_language: bool = False,
) -> Record:
    """Reads one article.

    ``published`` settles what ``on Friday`` means. A text in a language that the model does not know is refused
    unless ``any_language`` is true.

    :raises ReadError: where there is no text, or it is in another language.
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {type(text).__name__}, not str")
    known = {
        "published": str(published) if published is not None else None,
        "id": id,
        "url": url,
        "outlet": outlet,
        "title": title,
        "byline": byline,
        "language": language,
    }
    known = {name: value for name, value in known.items() if value is not None}
    made = _onrecord.read({"text": text, **known} if known else text, any_language)
    if isinstance(made, str):
        raise ReadError(made)
    return Record(*made)


@overload
def extract(
    texts: Iterable[Article],
    jobs: Optional[int] = ...,
    *,
    errors: Literal["raise"] = ...,
    any_language: bool = ...,
) -> Iterator[Record]: ...


@overload
def extract(
    texts: Iterable[Article],
    jobs: Optional[int] = ...,
    *,
    errors: Literal["return"],
    any_language: bool = ...,
) -> Iterator[Union[Record, ReadError]]: ...


def extract(
    texts: Iterable[Article],
    jobs: Optional[int] = None,
    *,
    errors: Literal["raise", "return"] = "raise",
    any_language: bool = False,
) -> Iterator[Union[Record, ReadError]]:
    """Reads many articles in parallel and yields their records in the order of the texts.

    ``jobs`` threads work, one for each core unless said otherwise, without Python's lock. Texts are taken from the
    iterable as they are needed, so that a generator over a crawl needs memory for few of them.

    A text that cannot be read raises a :class:`ReadError` with its ``index``; with ``errors="return"`` the error
    stands in the place of the record, and the rest follows.
    """
    if isinstance(texts, (str, bytes, dict)):
        raise TypeError(f"texts is {type(texts).__name__}; give several, or call read")
    if errors not in ("raise", "return"):
        raise ValueError(f"errors is {errors!r}; it may be 'raise' or 'return'")
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs is {jobs}; at least one is needed")
    return _extract(_onrecord.Reading(texts, jobs, any_language), errors)


def _extract(reading: _onrecord.Reading, errors: str) -> Iterator[Union[Record, ReadError]]:
    for index, made in enumerate(reading):
        if not isinstance(made, str):
            yield Record(*made)
        elif errors == "return":
            yield ReadError(made, index)
        else:
            raise ReadError(made, index)


def extract_table(
    table: Any,
    text: Optional[str] = None,
    jobs: Optional[int] = None,
    *,
    any_language: bool = False,
    with_text: bool = False,
) -> Stream:
    """Reads the articles of a table, and gives a table with a row for each of its rows.

    The table may be anything that speaks the Arrow PyCapsule interface: a table, batch, column or reader of PyArrow,
    Polars, pandas, DuckDB and others; what comes back is one more such thing, to be handed to any of them. Nothing of
    the table given is copied but the text of the few articles being read.

    ``text`` names the column of texts; without it, it is ``text``, ``content`` or ``body``, whichever there is.
    Columns named ``id``, ``url``, ``outlet``, ``title``, ``byline``, ``published`` and ``language`` go to the
    record's document, all others to its ``extra``. The columns of the answer are ``document``, ``statements``,
    ``labels``, ``entities`` and ``error``: for a row that cannot be read the first four are null and the last says why.

    The answer is made while it is read, in memory for few rows, and so can be read once.
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs is {jobs}; at least one is needed")
    return _onrecord.extract_rows(table, text, jobs, any_language, with_text)
