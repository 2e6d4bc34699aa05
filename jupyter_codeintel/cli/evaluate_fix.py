"""``jupyter codeintel evaluate fix``: notebooks that fail."""

from __future__ import annotations

import argparse
import asyncio
import time
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_codeintel import __version__
from jupyter_codeintel.cli.evaluate_common import add_common, progress, write_json
from jupyter_codeintel.cli.fix import STRATEGIES, positive, seconds
from jupyter_codeintel.cli.repairing import Work, engine_for, notebook_repair
from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.notebook_fix.answers import Answer
from jupyter_codeintel.evaluation.notebook_fix.built_in.suite import built_in_suite
from jupyter_codeintel.evaluation.notebook_fix.items import Item, Suite, choose_items, read_suite
from jupyter_codeintel.evaluation.notebook_fix.judging import open_judge
from jupyter_codeintel.evaluation.notebook_fix.report import report
from jupyter_codeintel.evaluation.notebook_fix.run import (
    OpenRepair,
    Settings,
    first_code,
    repair_items,
)
from jupyter_codeintel.fix.notebook_repair import NotebookRepair
from jupyter_codeintel.fix.port import FixEngine
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.models.resolve import data_dir, model_id, resolve_model

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_CELL_SECONDS = 60.0
_PATIENCE = 3
"""Times the limit of a fix: there may be more than one, and cells run in between."""
_DESCRIPTION = """\
Run notebooks that fail, repair them as `jupyter codeintel fix` does, making proposals of
any badge, and let a judge say whether they are right: it runs what was handed in from top to
bottom, in a process of its own, and then a check that who repairs does not see.

A notebook counts with the badge of the first proposal. This runs the code of the suite's
notebooks, and what the model has written, as your user and not in a sandbox. Answers that
are in the results file are not asked again, whatever has changed in the package since: use
--fresh then.
"""


def add_fix(suites: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = suites.add_parser(
        "fix",
        help="failing notebooks: repairs confirmed by a judge, and what the badges are worth",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add, defaults = parser.add_argument, FixSettings()
    add("path", type=Path, nargs="?", metavar="SUITE.jsonl", help="default: one that is shipped")
    add("--strategy", action="append", choices=STRATEGIES, help="may be repeated")
    add("--limit", type=positive, help="random items; default: all")
    add("--seed", type=int, default=0, help="of the choice of items")
    add("--type", action="append", dest="types", help="of error; may be repeated")
    add("--max-attempts", type=positive, default=defaults.max_attempts, help="%(default)s")
    add("--time-limit", type=seconds, default=defaults.time_limit_s, help="seconds (%(default)g)")
    add("--assets", type=Path, metavar="DIR", help="the notebooks' folders; default: ../assets")
    add("--results", type=Path, metavar="FILE", help="where the answers are kept")
    add("--fresh", action="store_true", help="remove the answers kept so far")
    add("--trajectories", type=Path, metavar="DIR", help="record each fix, with its texts")
    add_common(parser)
    parser.set_defaults(run=run_fix_suite)


def run_fix_suite(args: argparse.Namespace) -> int:
    """Run, print and write; return the exit code."""
    suite = read_suite(args.path, args.assets) if args.path else built_in_suite(args.assets)
    items = choose_items(suite.items, types=args.types or (), limit=args.limit, seed=args.seed)
    strategies = args.strategy or [FixSettings().strategy]
    model = None if set(strategies) == {"rules"} else resolve_model(args.model)
    settings = _settings(args, suite, model)
    log = _log(args, settings)
    work = [(item, strategy) for strategy in strategies for item in items]
    asyncio.run(_repair(args, suite, model, work, log))
    chosen = {(item.id, strategy) for item, strategy in work}
    figures = report([one for one in log.answers if one.key in chosen])
    print(figures)
    write_json(args.out, {"settings": asdict(settings), **figures.as_dict()})
    return 0


async def _repair(
    args: argparse.Namespace,
    suite: Suite,
    model: Path | None,
    work: list[tuple[Item, str]],
    log: AnswerLog[Answer],
) -> None:
    opener = _opener(args, first_code(suite.assets))
    with open_judge(suite.assets) as judge:
        async with engine_for(model) as engine:
            await repair_items(
                engine,
                work,
                opener,
                judge,
                log,
                patience=_PATIENCE * args.time_limit + _CELL_SECONDS,
                on_progress=progress("notebook"),
            )


def _opener(args: argparse.Namespace, before: str) -> OpenRepair:
    """Return what starts an item's notebook, as the command does for a file."""

    def opened(
        item: Item, strategy: str, folder: Path, engine: FixEngine
    ) -> AbstractAsyncContextManager[NotebookRepair]:
        work = Work(
            item.document,
            folder,
            before=before,
            accept="unverified",
            cell_seconds=_CELL_SECONDS,
            until=time.monotonic() + args.time_limit,
        )
        settings = FixSettings(
            max_attempts=args.max_attempts,
            time_limit_s=args.time_limit,
            strategy=strategy,
            record_content=True,
        )
        trajectories = args.trajectories and args.trajectories / strategy / item.id
        return notebook_repair(work, engine, settings, trajectories)

    return opened


def _settings(args: argparse.Namespace, suite: Suite, model: Path | None) -> Settings:
    name = "none" if model is None else model_id(model)
    limits = args.time_limit, args.max_attempts
    return Settings(suite.name, suite.digest, name, __version__, *limits)


def _log(args: argparse.Namespace, settings: Settings) -> AnswerLog[Answer]:
    name = f"fix-{settings.suite}-{settings.model}.jsonl"
    path = args.results or data_dir() / "evaluation" / name
    if args.fresh:
        path.unlink(missing_ok=True)
    return AnswerLog(path, settings, Answer)
