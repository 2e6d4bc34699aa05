"""``jupyter codeintel fix``: repair a notebook that fails, and prove that it runs."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_codeintel.cli.fix_report import FixReport
from jupyter_codeintel.cli.notebook_file import NotebookFile, read_notebook
from jupyter_codeintel.cli.repairing import Work, engine_for, notebook_repair, notebook_run
from jupyter_codeintel.errors import ModelError, NotebookError
from jupyter_codeintel.fix.notebook_repair import BADGES, NotebookRepair
from jupyter_codeintel.fix.notebook_run import NotebookRun
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.models.resolve import resolve_model

if TYPE_CHECKING:
    from argparse import _SubParsersAction

STRATEGIES = ("search", "rules", "one-shot", "agent")
BAD_INPUT = 2

_DESCRIPTION = """\
Run a notebook in a fresh kernel and repair what fails, each repair tried on a copy of the
kernel's state before it is made. It ends with 0 when the notebook runs from top to bottom
and all repairs are verified, else with 1; with 2 when there is nothing that could be run.

Without --output or --in-place nothing is written: it shows what would be changed. Cells are
counted from 0, over all cells in the order of the file, markdown included. What a cell is
meant to do is read from the markdown above it. Cells tagged raises-exception may fail.

This runs the notebook's code as your user, like opening it and running all cells.
"""


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = subparsers.add_parser(
        "fix",
        help="repair a notebook that fails",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    defaults = FixSettings()
    add = parser.add_argument
    add("notebook", type=Path, metavar="NOTEBOOK", help=".ipynb file")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--output", type=Path, metavar="OUT", help="write the repaired notebook")
    where.add_argument("--in-place", action="store_true", help="replace the notebook's file")
    add("--cell", type=int, metavar="N", help="repair this cell alone; the run ends with it")
    add("--goal", default="", metavar="TEXT", help="what the failing cell is meant to do")
    add(
        "--max-attempts", type=positive, default=defaults.max_attempts, help="%(default)s a failure"
    )
    add(
        "--time-limit",
        type=seconds,
        default=defaults.time_limit_s,
        metavar="S",
        help="seconds for a failure (%(default)g)",
    )
    add("--strategy", choices=STRATEGIES, help=f"default: {defaults.strategy}")
    add("--accept", choices=BADGES, default="verified", help="the lowest badge (%(default)s)")
    add("--model", help="name or path of a model; default: the one in use")
    add("--json", action="store_true", help="print one JSON document; progress goes to stderr")
    parser.set_defaults(run=run, bad_input=BAD_INPUT)


def positive(text: str) -> int:
    """Read a number from 1 on."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def seconds(text: str) -> float:
    """Read a time that is more than none."""
    number = float(text)
    if not number > 0:
        raise ValueError(text)
    return number


def run(args: argparse.Namespace) -> int:
    """Repair, print and write; return the exit code."""
    notebook = read_notebook(args.notebook)
    _check_output(args, notebook)
    last = None if args.cell is None else _cell(notebook, args.cell)
    model, strategy = _model(args)
    settings = FixSettings(
        max_attempts=args.max_attempts, time_limit_s=args.time_limit, strategy=strategy
    )
    work = _work(args, notebook, last)
    report = FixReport(notebook, file=sys.stderr if args.json else sys.stdout)
    ended = asyncio.run(_repair(work, settings, model, report))
    target = args.output or (notebook.path if args.in_place else None)
    if target is not None and (report.changed or (args.output and report.runs)):
        notebook.write(target, ended.document, ended.executions)
        report.written(target)
    if args.json:
        print(json.dumps(report.as_dict(), indent=2))
    return 0 if report.success else 1


def _work(args: argparse.Namespace, notebook: NotebookFile, last: str | None) -> Work:
    names = frozenset(cell.id for cell in notebook.document.cells)
    return Work(
        notebook.document,
        notebook.path.resolve().parent,
        notebook.kernel_name,
        may_fail=notebook.may_fail if last is None else names - {last},
        accept=args.accept,
        goal=args.goal,
        last=last,
    )


async def _repair(
    work: Work, settings: FixSettings, model: Path | None, report: FixReport
) -> NotebookRun:
    """Repair and confirm; return the run whose outputs are to be kept."""
    async with (
        engine_for(model) as engine,
        notebook_repair(work, engine, settings) as repair,
        aclosing(repair.events()) as events,
    ):
        async for event in events:
            report.tell(event)
    report.ended(repair)
    if not (report.changed and report.runs):
        return repair.run
    return await _confirm(work, repair, report)


async def _confirm(work: Work, repair: NotebookRepair, report: FixReport) -> NotebookRun:
    """Run what was repaired from top to bottom, as somebody else would; return what to keep."""
    again = replace(work, document=repair.run.document)
    async with notebook_run(again) as run, aclosing(run.to_end(work.last)) as rans:
        async for ran in rans:
            report.confirmed(ran, may_go_on=run.may_go_on(ran))
    return run if report.runs else repair.run


def _model(args: argparse.Namespace) -> tuple[Path | None, str]:
    """Return the model, and the strategy: without a model the rules still work."""
    strategy = args.strategy or FixSettings().strategy
    if strategy == "rules":
        return None, strategy
    try:
        return resolve_model(args.model), strategy
    except ModelError as error:
        if args.model or args.strategy or error.code != "no_model":
            raise
        print(f"{error.message} Only the rules are tried. {error.hint}", file=sys.stderr)
        return None, "rules"


def _check_output(args: argparse.Namespace, notebook: NotebookFile) -> None:
    if args.output is None:
        return
    if args.output.exists() and args.output.samefile(notebook.path):
        message, hint = "The output is the notebook itself", "Say --in-place to replace it."
    elif args.output.is_dir() or not args.output.resolve().parent.is_dir():
        message, hint = f"Cannot write {args.output}", "Name a file in a folder that exists."
    else:
        return
    raise NotebookError(message, code="bad_output", hint=hint)


def _cell(notebook: NotebookFile, number: int) -> str:
    cells = notebook.document.cells
    if 0 <= number < len(cells) and cells[number].type == "code" and cells[number].source.strip():
        return cells[number].id
    message = f"Cell {number} is no code cell of {notebook.path}"
    hint = f"Give a number from 0 to {len(cells) - 1}; markdown cells count too."
    raise NotebookError(message, code="no_such_cell", hint=hint)
