"""A notebook's file: read with what running it needs, written with what came of it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_codeintel.context.files import read_document
from jupyter_codeintel.context.language import cell_language
from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.fix.notebook_run import Execution


@dataclass(frozen=True)
class NotebookFile:
    """A notebook of format 4 in Python.

    Parameters
    ----------
    path : Path
        Where it is.
    content : mapping
        All that the file holds.
    document : Document
        Its cells.
    """

    path: Path
    content: Mapping[str, Any]
    document: Document

    @property
    def kernel_name(self) -> str:
        """The kernelspec it names."""
        return str(self.content.get("metadata", {}).get("kernelspec", {}).get("name", "python3"))

    @property
    def may_fail(self) -> frozenset[str]:
        """The cells whose errors are meant, by the tag that nbconvert knows too."""
        tags = [cell.get("metadata", {}).get("tags", ()) for cell in self.content["cells"]]
        return frozenset(str(i) for i, names in enumerate(tags) if "raises-exception" in names)

    def write(self, path: Path, document: Document, executions: Mapping[str, Execution]) -> None:
        """Write the notebook with other texts and outputs, whole or not at all.

        Parameters
        ----------
        path : Path
            Where to; what stands there is replaced at once.
        document : Document
            The cells' texts, and their order.
        executions : mapping of str to Execution
            By cell id; cells that did not run keep their outputs.
        """
        known = zip(self.document.cells, self.content["cells"], strict=True)
        raws = {cell.id: raw for cell, raw in known}
        cells = [
            _written(raws[cell.id], cell.source, executions.get(cell.id)) for cell in document.cells
        ]
        content = {**self.content, "cells": cells}
        _replace(
            path.resolve(), json.dumps(content, indent=1, ensure_ascii=False) + "\n", self.path
        )


def read_notebook(path: Path) -> NotebookFile:
    """Read a notebook that can be run.

    Raises
    ------
    NotebookError
        It cannot be read, is no notebook of format 4, is not in Python or has no code.
    """
    if path.suffix == ".py":
        message, hint = f"{path} is a Python file, not a notebook", "Give an .ipynb file."
        raise NotebookError(message, code="notebook_invalid", hint=hint)
    document = read_document(path)
    content = json.loads(path.read_text("utf-8"))
    if content.get("nbformat") != 4:
        message = f"{path} is not a notebook of format 4"
        hint = "Open and save it in JupyterLab."
        raise NotebookError(message, code="notebook_invalid", hint=hint)
    if not cell_language("", document.language).is_python:
        message = f"{path} is written in {document.language}"
        hint = "Only notebooks in Python can be repaired."
        raise NotebookError(message, code="other_language", hint=hint)
    if not any(cell.type == "code" and cell.source.strip() for cell in document.cells):
        hint = "Add a code cell first."
        raise NotebookError(f"{path} has no code to run", code="no_code", hint=hint)
    return NotebookFile(path, content, document)


def _written(raw: Mapping[str, Any], source: str, execution: Execution | None) -> dict[str, Any]:
    cell = dict(raw)
    if "".join(cell["source"]) != source:
        cell["source"] = source.splitlines(keepends=True)
    if execution is not None:
        cell["execution_count"] = execution.count
        cell["outputs"] = [_output(output) for output in execution.outputs]
    return cell


def _output(output: Mapping[str, Any]) -> dict[str, Any]:
    """Return an output as nbformat writes it: texts as lists of lines."""
    written = dict(sorted(output.items()))
    if "text" in written:
        written["text"] = written["text"].splitlines(keepends=True)
    if "data" in written:
        written["data"] = {kind: _lines(kind, of) for kind, of in written["data"].items()}
    return written


def _lines(kind: str, value: object) -> object:
    if isinstance(value, str) and not kind.endswith("json"):
        return value.splitlines(keepends=True)
    return value


def _replace(path: Path, text: str, model: Path) -> None:
    """Write a file at once, with the rights of the one that is there, else of ``model``."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        shutil.copymode(path if path.exists() else model, written)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
