"""The manual's examples and the notebook, run."""

import doctest
import os

import nbformat
import pytest
from nbclient import NotebookClient

from conftest import ROOT


def test_the_examples_of_the_manual_run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    failed, run = doctest.testfile(
        str(ROOT / "docs/python.md"),
        module_relative=False,
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
    )
    assert run > 20
    assert failed == 0


def test_the_notebook_runs(tmp_path):
    notebook = nbformat.read(ROOT / "samples/samples.ipynb", as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT / "samples")}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [output["data"] for output in outputs if "data" in output]
    assert any("<mark>" in data.get("text/html", "") for data in shown)
    if "ARTEFACTS" in os.environ:
        nbformat.write(notebook, os.path.join(os.environ["ARTEFACTS"], "samples.ipynb"))


def test_the_package_is_typed():
    from mypy import api

    said, errors, status = api.run(
        ["--config-file", str(ROOT / "python/pyproject.toml"), "--ignore-missing-imports", "--allow-untyped-decorators"]
        + ["--allow-subclassing-any", str(ROOT / "python/src/onrecord")]
    )
    if status:
        pytest.fail(said + errors)
