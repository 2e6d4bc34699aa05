"""``jupyter codeintel evaluate candidates``: honest repairs and cheats, written by hand."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_codeintel.cli.evaluate_common import progress, write_json
from jupyter_codeintel.evaluation.candidates.cases import Notebook, read_notebooks
from jupyter_codeintel.evaluation.candidates.judging import Bench, Judged
from jupyter_codeintel.evaluation.candidates.report import report
from jupyter_codeintel.kernel.runner import started_kernel
from jupyter_codeintel.kernel.trials import KernelTrials

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_DESCRIPTION = """\
Run failing notebooks, try candidates for their repair on copies of the kernel's state, and
count the cheats and the honest repairs that get the badge "verified". No model is asked.

A file FOLDER/NAME.toml is one notebook: `cells`, a list of texts; `fails`, the place of the
cell that fails, from 0; `goal`, what is wanted, if it is said; and tables [[honest]] and
[[cheat]] with `name` and `edits`, the new texts of cells by their place. This runs the code
of these files as your user and not in a sandbox.
"""


def add_candidates(suites: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command."""
    parser = suites.add_parser(
        "candidates",
        help="handmade repairs and cheats: which of them are verified",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="of .toml files")
    parser.add_argument(
        "--json", dest="out", type=Path, metavar="OUT", help="write the figures to a file"
    )
    parser.set_defaults(run=run_candidates)


def run_candidates(args: argparse.Namespace) -> int:
    """Run, print and write; return the exit code."""
    figures = report(asyncio.run(_judge(read_notebooks(args.folder))))
    print(figures)
    write_json(args.out, figures.as_dict())
    return 0


async def _judge(notebooks: Sequence[Notebook]) -> list[Judged]:
    tell = progress("notebook")
    judged: list[Judged] = []
    with tempfile.TemporaryDirectory() as folder:
        async with (
            started_kernel(Path(folder)) as runner,
            aclosing(KernelTrials(runner)) as trials,
        ):
            bench = Bench(runner, trials)
            for done, notebook in enumerate(notebooks, start=1):
                judged += await bench.judged(notebook)
                tell(done, len(notebooks))
    return judged
