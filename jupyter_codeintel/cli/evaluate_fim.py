"""``jupyter codeintel evaluate fim``: gaps in the cells of notebooks."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_codeintel import __version__
from jupyter_codeintel.cli.evaluate_common import add_common, progress, write_json
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.engine_access import ready_engine
from jupyter_codeintel.evaluation.notebook_fim.answers import CONDITIONS, Answer, Condition
from jupyter_codeintel.evaluation.notebook_fim.items import (
    KINDS,
    Item,
    Suite,
    built_in_suite,
    choose_items,
    read_suite,
)
from jupyter_codeintel.evaluation.notebook_fim.judging_run import judge_answers
from jupyter_codeintel.evaluation.notebook_fim.live import LiveNotebook
from jupyter_codeintel.evaluation.notebook_fim.report import report
from jupyter_codeintel.evaluation.notebook_fim.run import Settings, fill_gaps
from jupyter_codeintel.evaluation.notebook_fim.verdicts import Verdict, lookup
from jupyter_codeintel.models.resolve import data_dir, model_id, resolve_model

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_DESCRIPTION = """\
Let the model fill gaps in the cells of notebooks, and compare what is put around the gap.

The conditions: `cell`, the current cell alone; `joined`, all cells one after the other, as
other tools do; `static`, what this package shows without a kernel; `live`, what it shows
with a kernel in which the cells above have run.

This runs the code of the suite's notebooks, and what the model has written, as your user
and not in a sandbox; --no-judge without `live` runs none. An interrupted run goes on where
it was; answers that are in the results file are not asked again, whatever has changed in
the package since: use --fresh then.
"""


def add_fim(suites: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = suites.add_parser(
        "fim",
        help="gaps in notebooks: exact match, edit similarity, whether names exist",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "path", type=Path, nargs="?", metavar="SUITE.jsonl", help="default: a small one, shipped"
    )
    parser.add_argument("--limit", type=int, help="random items; default: all")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of items")
    parser.add_argument(
        "--condition",
        action="append",
        choices=CONDITIONS,
        help="may be repeated; default: cell, joined and static",
    )
    parser.add_argument("--live", action="store_true", help="also the condition `live`")
    parser.add_argument("--kind", action="append", choices=KINDS, help="may be repeated")
    parser.add_argument(
        "--needs-earlier", action="store_true", help="only gaps that need names of earlier cells"
    )
    parser.add_argument(
        "--assets", type=Path, metavar="DIR", help="the notebooks' folders; default: ../assets"
    )
    parser.add_argument(
        "--judge",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="run the filled cells to see whether their names exist",
    )
    parser.add_argument("--results", type=Path, metavar="FILE", help="where the answers are kept")
    parser.add_argument("--fresh", action="store_true", help="remove the answers kept so far")
    add_common(parser)
    parser.set_defaults(run=run_fim_suite)


def run_fim_suite(args: argparse.Namespace) -> int:
    """Run, print and write; return the exit code."""
    suite = read_suite(args.path, args.assets) if args.path else built_in_suite(args.assets)
    model = resolve_model(args.model)
    items = choose_items(
        suite.items,
        kinds=args.kind or KINDS,
        needs_earlier=args.needs_earlier,
        limit=args.limit,
        seed=args.seed,
    )
    conditions = _conditions(args)
    log, verdicts = _logs(args, suite, model)
    asyncio.run(_fill(model, items, conditions, log, suite.assets))
    chosen = {item.id for item in items}
    answers = [a for a in log.answers if a.id in chosen and a.condition in conditions]
    if args.judge:
        _judge(suite, answers, verdicts)
    figures = report(answers, lookup(verdicts.answers))
    print(figures)
    write_json(args.out, {"settings": asdict(_settings(suite, model)), **figures.as_dict()})
    return 0


def _conditions(args: argparse.Namespace) -> list[Condition]:
    chosen = args.condition or [c for c in CONDITIONS if c != "live"]
    return [c for c in CONDITIONS if c in chosen or (args.live and c == "live")]


def _settings(suite: Suite, model: Path) -> Settings:
    return Settings(suite.name, suite.digest, model_id(model), __version__)


def _logs(
    args: argparse.Namespace, suite: Suite, model: Path
) -> tuple[AnswerLog[Answer], AnswerLog[Verdict]]:
    settings = _settings(suite, model)
    name = f"fim-{suite.name}-{settings.model}.jsonl"
    path = args.results or data_dir() / "evaluation" / name
    beside = path.with_suffix(".verdicts.jsonl")
    if args.fresh:
        path.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)
    return AnswerLog(path, settings, Answer), AnswerLog(beside, settings, Verdict)


def _judge(suite: Suite, answers: list[Answer], log: AnswerLog[Verdict]) -> None:
    failed = judge_answers(suite, answers, log, progress("judged"))
    for where, gaps in failed.items():
        print(f"{gaps} gaps are not judged: {where}", file=sys.stderr)


async def _fill(
    model: Path,
    items: list[Item],
    conditions: list[Condition],
    log: AnswerLog[Answer],
    assets: Path,
) -> None:
    async with ready_engine(model) as engine, aclosing(LiveNotebook(assets)) as notebook:
        await fill_gaps(engine, items, conditions, log, notebook, progress("gap"))
    for where in notebook.failed:
        print(f"a cell failed in the kernel: {where}", file=sys.stderr)
