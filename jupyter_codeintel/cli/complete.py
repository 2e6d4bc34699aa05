"""``jupyter codeintel complete``: ghost text without a browser.

The twin of what a notebook shows: the same service, prompt and engine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_codeintel.completion.requests import (
    CompletionRequest,
    CompletionSettings,
    Suggestion,
)
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.context.files import read_document
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.models.hardware import check_memory
from jupyter_codeintel.models.resolve import model_id, resolve_model

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_DESCRIPTION = """\
Write the ghost text for a place in a notebook or Python file.

Cells are counted from 0, over all cells in the order of the file, markdown included.
Lines of the cell and columns are counted from 0 too, a column in characters. Without
--line the cursor stands at the end of the cell, without --column at the end of the line.
"""


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = subparsers.add_parser(
        "complete",
        help="complete a place in a notebook or Python file",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK", help=".ipynb or .py file")
    parser.add_argument("--cell", type=int, help="number of the cell; a .py file has only 0")
    parser.add_argument("--line", type=int, help="line in the cell")
    parser.add_argument("--column", type=int, help="character in the line")
    parser.add_argument("--multiline", choices=("auto", "never", "always"), default="auto")
    parser.add_argument("--max-tokens", type=int, default=64, help="default: %(default)s")
    parser.add_argument("--model", help="name or path of a model; default: the one in use")
    parser.add_argument("--json", action="store_true", help="print text, source and timings")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Complete and print; return the exit code."""
    document = read_document(args.notebook)
    request = place_request(document, args.cell, args.line, args.column)
    request = CompletionRequest(
        **{**asdict(request), "multiline": args.multiline, "max_tokens": args.max_tokens}
    )
    model = resolve_model(args.model)
    suggestion = asyncio.run(_complete(document, request, model))
    if args.json:
        print(json.dumps(_as_json(suggestion, model), indent=2))
    else:
        print(suggestion.text)
    return 0


def place_request(
    document: Document, number: int | None, line: int | None, column: int | None
) -> CompletionRequest:
    """Return the request for a cursor.

    Raises
    ------
    NotebookError
        There is no such cell, line or column, or the cell is raw.
    """
    cell = _cell(document, number)
    lines = cell.source.split("\n")
    line = len(lines) - 1 if line is None else _within(line, len(lines) - 1, "line")
    column = len(lines[line]) if column is None else _within(column, len(lines[line]), "column")
    cursor = sum(len(text) + 1 for text in lines[:line]) + column
    return CompletionRequest(
        id=0,
        document=document.path,
        cell=cell.id,
        prefix=cell.source[:cursor],
        suffix=cell.source[cursor:],
        trigger="invoke",
    )


def _cell(document: Document, number: int | None) -> Cell:
    if not document.cells:
        message = f"{document.path} has no cells"
        raise NotebookError(message, code="no_such_cell", hint="Add a code cell first.")
    if number is None and document.kind == "notebook":
        message = "No cell was given"
        hint = f"Add --cell with a number from 0 to {len(document.cells) - 1}."
        raise NotebookError(message, code="no_such_cell", hint=hint)
    cell = document.cells[_within(number or 0, len(document.cells) - 1, "cell")]
    if cell.type == "raw":
        message = f"Cell {number} is raw; only code and markdown cells are completed"
        hint = "Cells count from 0, and all of them count."
        raise NotebookError(message, code="not_code", hint=hint)
    return cell


def _within(number: int, last: int, what: str) -> int:
    if 0 <= number <= last:
        return number
    message = f"There is no {what} {number}"
    hint = f"Give a number from 0 to {last}; the first {what} is 0."
    raise NotebookError(message, code=f"no_such_{what}", hint=hint)


async def _complete(document: Document, request: CompletionRequest, model: Path) -> Suggestion:
    options = EngineOptions()

    def check(path: Path) -> None:
        if options.backend == "llama":
            check_memory(path, options.n_ctx)

    supervisor = EngineSupervisor(lambda: model, before_start=check, options=options)
    client = EngineClient(supervisor)
    service = CompletionService(client, CompletionSettings(prefetch_tokens=0))
    session = service.open_session()
    session.memory.sync(document.path, document.kind, document.language, document.cells, None)
    try:
        async with aclosing(session.complete(request)) as suggestions:
            return [suggestion async for suggestion in suggestions][-1]
    finally:
        await service.aclose()
        await client.aclose()


def _as_json(suggestion: Suggestion, model: Path) -> dict[str, object]:
    timings = suggestion.timings
    return {
        "text": suggestion.text,
        "source": suggestion.source,
        "timings": None if timings is None else asdict(timings),
        "model": model_id(model),
    }
