"""``jupyter codeintel evaluate tests``: the assertions that ``/test`` writes."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_codeintel import __version__
from jupyter_codeintel.cli.evaluate_common import add_common, progress, write_json
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.engine_access import ready_engine
from jupyter_codeintel.evaluation.infilling_items import read_items
from jupyter_codeintel.evaluation.written_tests.functions import Function, choose_functions
from jupyter_codeintel.evaluation.written_tests.report import report
from jupyter_codeintel.evaluation.written_tests.run import (
    Answer,
    Settings,
    read_answer,
    run_functions,
)
from jupyter_codeintel.models.resolve import data_dir, model_id, resolve_model

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_DESCRIPTION = """\
Let /test write assertions for functions of HumanEval-Infilling, which are right as they stand
there, and try them on copies of a kernel. Then each runs against mutants of the function:
copies with one mistake.

This runs code that the model has written, with limits on time and memory but not in a
sandbox. An interrupted run goes on where it was; functions that are in the results file are
not asked about again, whatever has changed in the package since: use --fresh then.
"""


def add_tests(suites: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = suites.add_parser(
        "tests",
        help="whether the assertions of /test pass, and whether they notice mistakes",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "path", type=Path, metavar="PATH", help="the single-line set, .jsonl or .gz"
    )
    parser.add_argument("--limit", type=int, default=30, help="functions (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of functions")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where the answers are kept")
    parser.add_argument("--fresh", action="store_true", help="remove the answers kept so far")
    add_common(parser)
    parser.set_defaults(run=run_tests_suite)


def run_tests_suite(args: argparse.Namespace) -> int:
    """Run, print and write; return the exit code."""
    functions = choose_functions(read_items(args.path), args.limit, args.seed)
    model = resolve_model(args.model)
    settings = Settings(args.path.name, model_id(model), args.seed, __version__)
    name = f"tests-{settings.model}-{settings.seed}.jsonl"
    path = args.results or data_dir() / "evaluation" / name
    if args.fresh:
        path.unlink(missing_ok=True)
    log = AnswerLog(path, settings, read_answer)
    asyncio.run(_ask(model, functions, args.seed, log))
    chosen = {function.id for function in functions}
    figures = report([answer for answer in log.answers if answer.id in chosen])
    print(figures)
    write_json(args.out, {"settings": asdict(settings), **figures.as_dict()})
    return 0


async def _ask(
    model: Path, functions: Sequence[Function], seed: int, log: AnswerLog[Answer]
) -> None:
    async with ready_engine(model) as engine:
        await run_functions(engine, functions, seed, log, progress("function"))
