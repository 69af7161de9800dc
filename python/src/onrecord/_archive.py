"""An archive: one file that keeps records, and answers who said what."""

from __future__ import annotations

import json
from os import PathLike
from typing import Literal, NamedTuple, Optional, Union

from . import _onrecord
from ._onrecord import Table
from ._record import ActKind, Form, Record


class Merged(NamedTuple):
    """What taking in another archive did, in articles."""

    new: int
    unchanged: int
    replaced: int


class Archive:
    """An open archive, the same file that ``onrecord archive`` makes and ``onrecord serve`` shows.

    It is made where there is none, unless ``read_only`` is true. One article added twice changes nothing.
    """

    def __init__(self, path: Union[str, PathLike[str]], read_only: bool = False) -> None:
        self._archive = _onrecord.Archive(path, read_only)
        self._path = str(path)

    def __repr__(self) -> str:
        return f"<Archive {self._path!r}>"

    def add(self, record: Record) -> Literal["new", "unchanged", "replaced"]:
        """Adds a record with its text, whole or not at all."""
        return self._archive.add(record._raw, record.text)  # type: ignore[return-value]

    def merge_from(self, other: Union[str, PathLike[str]]) -> Merged:
        """Takes in all that another archive holds. Taking it in twice changes nothing."""
        return Merged(*self._archive.merge_from(other))

    def counts(self) -> dict[str, int]:
        """How much there is, by name: documents, statements, people, families and so on."""
        made: dict[str, int] = json.loads(self._archive.counts())
        return made

    def search(
        self,
        words: str = "",
        *,
        speaker: Optional[str] = None,
        outlet: Optional[str] = None,
        since: Optional[str] = None,
        until: Optional[str] = None,
        form: Optional[Form] = None,
        act: Optional[ActKind] = None,
        anonymous: Optional[bool] = None,
        label: Optional[str] = None,
        via: Optional[str] = None,
        order: Literal["best", "newest", "oldest"] = "best",
        limit: int = 1000,
    ) -> Table:
        """Statements that fit, as a table for any library that speaks Arrow: ``pyarrow.table(archive.search(...))``.

        ``words`` must all stand in a statement or its speaker's name; ``"several words"`` in quotation marks must stand
        together. Dates may be years, months or days.
        """
        question = {
            "words": words,
            "speaker": speaker,
            "outlet": outlet,
            "since": since,
            "until": until,
            "form": form,
            "act": act,
            "anonymous": anonymous,
            "label": label,
            "via": via,
            "order": order,
        }
        return self._archive.search(question, limit)
