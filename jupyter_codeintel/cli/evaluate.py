"""``jupyter codeintel evaluate``: measure this machine's model, prompts and latency."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_codeintel.cli.evaluate_candidates import add_candidates
from jupyter_codeintel.cli.evaluate_chat import add_chat
from jupyter_codeintel.cli.evaluate_common import add_common, progress, write_json
from jupyter_codeintel.cli.evaluate_fim import add_fim
from jupyter_codeintel.cli.evaluate_fix import add_fix
from jupyter_codeintel.cli.evaluate_tests import add_tests
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.engine_access import ready_engine
from jupyter_codeintel.evaluation.infilling import Answer, Settings, run_infilling
from jupyter_codeintel.evaluation.infilling_items import (
    CURSORS,
    CursorKind,
    Layout,
    choose_cases,
    read_items,
)
from jupyter_codeintel.evaluation.infilling_report import report as infilling_report
from jupyter_codeintel.evaluation.lab_server import end_engine, lab_server
from jupyter_codeintel.evaluation.latency import Mode, Session, play_all, typing_at
from jupyter_codeintel.evaluation.latency_report import as_json as latency_figures
from jupyter_codeintel.evaluation.latency_report import render as latency_table
from jupyter_codeintel.evaluation.replays import Replay, load_replays
from jupyter_codeintel.models.resolve import data_dir, model_id, resolve_model

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_CURSORS: Mapping[str, tuple[CursorKind, ...]] = {
    "line-start": ("line-start",),
    "mid-identifier": ("mid-identifier",),
    "both": CURSORS,
}
_LAYOUTS: Mapping[str, tuple[Layout, ...]] = {
    "plain": ("plain",),
    "anchored": ("anchored", "above"),
    "both": ("plain", "anchored", "above"),
}

_MODES: Mapping[str, tuple[Mode, ...]] = {
    "slow": ("slow",),
    "steady": ("steady",),
    "both": ("slow", "steady"),
}

_INFILLING = """\
Let the model fill single lines of HumanEval-Infilling and run each function's test.

This runs code that the model has written, with limits on time and memory but not in a
sandbox. An interrupted run goes on where it was.
"""


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = subparsers.add_parser("evaluate", help="measure quality and latency")
    suites = parser.add_subparsers(title="what to measure", required=True, metavar="SUITE")
    _add_infilling(suites)
    _add_latency(suites)
    add_fim(suites)
    add_chat(suites)
    add_tests(suites)
    add_fix(suites)
    add_candidates(suites)


def _add_infilling(suites: _SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = suites.add_parser(
        "infilling",
        help="exact match and pass@1 on HumanEval-Infilling",
        description=_INFILLING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "path", type=Path, metavar="PATH", help="the single-line set, .jsonl or .gz"
    )
    parser.add_argument("--limit", type=int, default=200, help="items (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of items and cursors")
    parser.add_argument("--cursor", choices=_CURSORS, default="both")
    parser.add_argument("--layout", choices=_LAYOUTS, default="both")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where the answers are kept")
    add_common(parser)
    parser.set_defaults(run=run_infilling_suite)


def _add_latency(suites: _SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = suites.add_parser(
        "latency",
        help="what typing in ten notebooks costs",
        description="Type ten notebooks through a Jupyter server and engine of this run's own.",
    )
    parser.add_argument("--mode", choices=_MODES, default="both", help="%(default)s")
    parser.add_argument("--limit", type=int, help="notebooks; default: all ten")
    add_common(parser)
    parser.set_defaults(run=run_latency_suite)


def run_infilling_suite(args: argparse.Namespace) -> int:
    """Run, print and write; return the exit code."""
    model = resolve_model(args.model)
    cases = choose_cases(read_items(args.path), _CURSORS[args.cursor], args.limit, args.seed)
    settings = Settings(args.path.name, model_id(model), args.seed)
    name = f"infilling-{settings.model}-{settings.seed}.jsonl"
    log = AnswerLog(args.results or data_dir() / "evaluation" / name, settings, Answer)

    async def measure() -> None:
        async with ready_engine(model) as engine:
            await run_infilling(engine, cases, _LAYOUTS[args.layout], log, progress("answer"))

    asyncio.run(measure())
    report = infilling_report(log.answers)
    print(report)
    write_json(args.out, {"settings": vars(settings), **report.as_dict()})
    return 0


def run_latency_suite(args: argparse.Namespace) -> int:
    """Run, print and write; return the exit code."""
    model = resolve_model(args.model)
    replays = load_replays()[: args.limit]
    sessions = asyncio.run(_type_notebooks(model, replays, _MODES[args.mode]))
    for session in sessions:
        print(latency_table(session))
    write_json(args.out, {"model": model_id(model), **latency_figures(sessions)})
    return 0


async def _type_notebooks(
    model: Path, replays: Sequence[Replay], modes: Sequence[Mode]
) -> list[Session]:
    sessions = []
    async with lab_server(f"--CodeIntelExtension.model={model}") as server:
        for mode in modes:
            async with typing_at(server) as (browser, counters):
                sessions.append(
                    await play_all(browser, counters, replays, mode, progress("notebook"))
                )
        await end_engine(server)
    return sessions
