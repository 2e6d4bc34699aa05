"""``jupyter codeintel evaluate chat``: questions about notebooks."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_codeintel import __version__
from jupyter_codeintel.cli.evaluate_common import add_common, progress, write_json
from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.chat.questions import Notebook, digest, read_notebooks
from jupyter_codeintel.evaluation.chat.report import report
from jupyter_codeintel.evaluation.chat.run import CONDITIONS, Answer, Condition, Settings, ask_all
from jupyter_codeintel.evaluation.engine_access import ready_engine
from jupyter_codeintel.models.resolve import data_dir, model_id, resolve_model

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_DESCRIPTION = """\
Ask thirty questions about ten notebooks that have run in a kernel: columns, shapes, types,
which cell defines a name, what an error is. A program checks the answers.

Each is asked with what chat tells of the notebook (`context`), and alone (`bare`). This runs
the notebooks' cells, which are part of this package. An interrupted run goes on where it was;
answers that are in the results file are not asked again, whatever has changed in the package
since: use --fresh then.
"""


def add_chat(suites: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = suites.add_parser(
        "chat",
        help="questions about notebooks, with and without what is told of them",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--condition", action="append", choices=CONDITIONS, help="may be repeated; default: both"
    )
    parser.add_argument("--notebook", action="append", help="may be repeated; default: all")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where the answers are kept")
    parser.add_argument("--fresh", action="store_true", help="remove the answers kept so far")
    add_common(parser)
    parser.set_defaults(run=run_chat_suite)


def run_chat_suite(args: argparse.Namespace) -> int:
    """Run, print and write; return the exit code."""
    model = resolve_model(args.model)
    notebooks = read_notebooks()
    settings = Settings(digest(notebooks), model_id(model), __version__)
    path = args.results or data_dir() / "evaluation" / f"chat-{settings.model}.jsonl"
    if args.fresh:
        path.unlink(missing_ok=True)
    log = AnswerLog(path, settings, Answer)
    conditions = [one for one in CONDITIONS if one in (args.condition or CONDITIONS)]
    chosen = _chosen(notebooks, args.notebook)
    asyncio.run(_ask(model, chosen, conditions, log))
    questions = {question.id for notebook in chosen for question in notebook.questions}
    figures = report(
        [one for one in log.answers if one.condition in conditions and one.id in questions]
    )
    print(figures)
    write_json(args.out, {"settings": asdict(settings), **figures.as_dict()})
    return 0


def _chosen(notebooks: Sequence[Notebook], names: Sequence[str] | None) -> Sequence[Notebook]:
    known = {one.name: one for one in notebooks}
    for name in names or ():
        if name not in known:
            message = f"There is no notebook {name!r} among the questions"
            hint = f"There are {', '.join(known)}."
            raise NotebookError(message, code="unknown_notebook", hint=hint)
    return [known[name] for name in names or known]


async def _ask(
    model: Path,
    notebooks: Sequence[Notebook],
    conditions: Sequence[Condition],
    log: AnswerLog[Answer],
) -> None:
    async with ready_engine(model) as engine:
        await ask_all(engine, notebooks, conditions, log, progress("answer"))
