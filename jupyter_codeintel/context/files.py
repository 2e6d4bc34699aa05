"""Read a notebook or a Python file from disk, for use without a browser."""

from __future__ import annotations

import json
from pathlib import Path

from jupyter_codeintel.context.notebook import Cell, CellError, CellType, Document
from jupyter_codeintel.errors import NotebookError


def read_document(path: Path) -> Document:
    """Return the document in ``path``.

    A notebook's cells keep their order and number; a ``.py`` file is one code cell.

    Raises
    ------
    NotebookError
        The file is missing, not text, or not a notebook of format 4.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"Cannot read {path}: {error.strerror}"
        hint = "Check the path and its permissions."
        raise NotebookError(message, code="notebook_unreadable", hint=hint) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not a text file"
        hint = "Give a notebook (.ipynb) or a Python file (.py)."
        raise NotebookError(message, code="notebook_unreadable", hint=hint) from error
    if path.suffix == ".py":
        cell = Cell(id="0", type="code", source=text)
        return Document(str(path), kind="file", cells=(cell,))
    return _parse_notebook(str(path), text)


def _parse_notebook(path: str, text: str) -> Document:
    try:
        content = json.loads(text)
        cells = tuple(_cell(index, cell) for index, cell in enumerate(content["cells"]))
        language = _language(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path} is not a notebook of format 4"
        hint = "Open and save it in JupyterLab, or give a Python file (.py)."
        raise NotebookError(message, code="notebook_invalid", hint=hint) from error
    return Document(path, language=language, cells=cells)


def _language(content: dict[str, dict[str, dict[str, str]]]) -> str:
    metadata = content.get("metadata", {})
    described = metadata.get("language_info", {}).get("name")
    return described or metadata.get("kernelspec", {}).get("language") or "python"


def _cell(index: int, raw: dict[str, object]) -> Cell:
    source = raw["source"]
    text = "".join(source) if isinstance(source, list) else source
    kind = raw["cell_type"]
    if not isinstance(text, str) or kind not in ("code", "markdown", "raw"):
        raise TypeError(kind)
    types: dict[object, CellType] = {"code": "code", "markdown": "markdown", "raw": "raw"}
    number = raw.get("execution_count")
    count = number if isinstance(number, int) else None
    return Cell(
        id=str(index),
        type=types[kind],
        source=text,
        execution_count=count,
        error=_error(raw.get("outputs")),
        # The file does not tell whether it was edited after the run; mostly it was not.
        executed_source=None if count is None else text,
    )


def _error(outputs: object) -> CellError | None:
    for output in outputs if isinstance(outputs, list) else []:
        if output.get("output_type") == "error":
            return CellError(str(output.get("ename", "")), str(output.get("evalue", "")))
    return None
