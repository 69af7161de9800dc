"""What the tests share: the sample articles, and the command to compare with."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def canonical(record):
    """One JSON for one record: keys in order, confidences as short as they can be told apart."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False)


@pytest.fixture(scope="session")
def articles():
    """The sample articles as they might stand in a table."""
    paths = sorted((ROOT / "samples").glob("*.txt"))
    assert len(paths) >= 10
    return [
        {
            "id": path.stem,
            "text": path.read_text(encoding="utf-8"),
            "published": "2024-06-15",
            "outlet": "The Vale Post",
            "section": "news",
        }
        for path in paths
    ]


@pytest.fixture(scope="session")
def command():
    """The command, built from the same code."""
    built = os.environ.get("ONRECORD")
    if not built:
        pytest.skip("ONRECORD does not name the command; python/test sets it")
    return built


@pytest.fixture(scope="session")
def by_command(articles, command, tmp_path_factory):
    """What the command makes of the articles, as canonical JSON by id."""
    path = tmp_path_factory.mktemp("command") / "articles.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    out = subprocess.run([command, "extract", str(path)], check=True, capture_output=True, text=True)
    records = [json.loads(line) for line in out.stdout.splitlines()]
    return {record["document"]["id"]: canonical(record) for record in records}


def from_row(row):
    """The record that a row of a table holds, as the command writes it."""
    record = {name: row[name] for name in ("document", "statements", "labels", "entities")}
    document = dict(record["document"])
    extra = document.pop("extra", None)
    if document.get("text") is None:
        document.pop("text", None)
    record["document"] = {**document, **(json.loads(extra) if extra else {})}
    for statement in record["statements"]:
        # the table keeps 32 bits of it, as the engine does; JSON writes the shortest number that says so
        statement["confidence"] = shortest(statement["confidence"])
    return record


def shortest(number):
    """The shortest decimal that is the same number of 32 bits."""
    import numpy

    return float(str(numpy.float32(number)))
