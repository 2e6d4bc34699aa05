"""Trials that run code in a namespace of this process, for tests of what is made of verdicts."""

from __future__ import annotations

import ast
import contextlib
import copy
import io
from collections.abc import Mapping
from typing import Any

from jupyter_codeintel.namespace import Variable
from jupyter_codeintel.trial import CellRun, Left, Raised, Tier, Trial, TrialCell, Verdict


class LocalTrials:
    """Runs the cells of trusted tests on a copy of ``state``.

    Parameters
    ----------
    state : mapping
        The names that a kernel has.
    took_ms : mapping of str to float
        By a text that a cell has, how long it is said to take.
    """

    def __init__(
        self, state: Mapping[str, Any] | None = None, took_ms: Mapping[str, float] | None = None
    ) -> None:
        self.state = dict(state or {})
        self.trials: list[Trial] = []
        self._took_ms = took_ms or {}

    async def tier(self, kernel_id: str) -> Tier | None:
        return "fork"

    async def verify(self, kernel_id: str, trial: Trial) -> Verdict:
        self.trials.append(trial)
        names = copy.deepcopy(self.state)
        before = {name: _digest(value) for name, value in names.items()}
        runs: list[CellRun] = []
        status, error = "passed", None
        for cell in trial.cells:
            if status == "failed":
                runs.append(CellRun(cell.id, "not_run"))
                continue
            run = self._run(cell, names)
            runs.append(run)
            if run.status == "failed" and cell.required:
                status, error = "failed", run.error
        left = {
            name: Left(
                "changed" if name in before else "new",
                Variable(name, type(value).__name__),
                _digest(value),
            )
            for name, value in names.items()
            if name != "__builtins__" and (name not in before or before[name] != _digest(value))
        }
        passed = status == "passed"
        return Verdict("passed" if passed else "failed", "fork", tuple(runs), error, left)

    def _run(self, cell: TrialCell, names: dict[str, Any]) -> CellRun:
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        outputs: list[Mapping[str, Any]] = []
        took = next((ms for text, ms in self._took_ms.items() if text in cell.source), 1.0)
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - a test's own code
                if isinstance(last, ast.Expr):
                    value = eval(compile(ast.Expression(last.value), "c", "eval"), names)  # noqa: S307
                    if value is not None:
                        data = {"text/plain": repr(value)}
                        outputs.append({"output_type": "execute_result", "data": data})
        except Exception as error:
            return CellRun(cell.id, "failed", (), Raised(type(error).__name__, str(error)), took)
        if printed.getvalue():
            outputs.append({"output_type": "stream", "text": printed.getvalue()})
        return CellRun(cell.id, "passed", tuple(outputs), None, took)


def _digest(value: object) -> str | None:
    return None if type(value).__name__ in ("object", "module") else repr(value)
