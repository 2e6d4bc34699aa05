"""Assertions that a model wrote, tried on a copy of the kernel."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_codeintel.chat.commands.blocks import code_in, parsed
from jupyter_codeintel.chat.commands.targets import Target
from jupyter_codeintel.chat.events import Assertion
from jupyter_codeintel.chat.port import Trials
from jupyter_codeintel.trial import CellRun, Raised, Trial, TrialCell, Verdict

_MOST = 12
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class Checks:
    """What an answer asserts.

    Parameters
    ----------
    setup : tuple of str
        What it does before: imports, values.
    asserts : tuple of ast.Assert
        Each once.
    """

    setup: tuple[str, ...]
    asserts: tuple[ast.Assert, ...]


def checks_in(answer: str, name: str) -> Checks:
    """Return the assertions about a function in a model's answer.

    A line that is no Python ends neither the others nor the run: small models stop halfway.
    """
    code = code_in(answer)
    tree = parsed(code) or _by_line(code)
    found: dict[str, ast.Assert] = {}
    setup: list[ast.stmt] = []
    for node in _statements(tree.body):
        if isinstance(node, ast.Assert):
            if any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node)):
                found.setdefault(ast.unparse(node), node)
        elif isinstance(node, ast.Import | ast.ImportFrom | ast.Assign):
            setup.append(node)
    lines = tuple(ast.unparse(node) for node in setup)
    return Checks(lines, tuple(found.values())[:_MOST])


async def tried(
    checks: Checks, target: Target, trials: Trials, kernel: str, replay: Sequence[TrialCell]
) -> list[Assertion]:
    """Try each assertion with the function as its cell has it now.

    Parameters
    ----------
    checks : Checks
        What is asserted.
    target : Target
        The function.
    trials : Trials
        Tries it.
    kernel : str
        Whose state is copied.
    replay : sequence of TrialCell
        The cells that the function needs, where no state can be copied.
    """
    # Models import what they test from modules that do not exist: that need not pass.
    setup = [TrialCell(line, line, required=False) for line in checks.setup]
    function = TrialCell("function", target.source)
    asserts = [
        TrialCell(f"assert {number}", ast.unparse(node), required=False)
        for number, node in enumerate(checks.asserts)
    ]
    # What stands on the left tells of a wrong assertion what would be right.
    values = [
        TrialCell(f"value {number}", ast.unparse(left), required=False)
        for number, node in enumerate(checks.asserts)
        if (left := _left(node)) is not None
    ]
    trial = Trial((*setup, function, *asserts, *values), tuple(replay))
    verdict = await trials.verify(kernel, trial)
    runs = {run.id: run for run in verdict.runs}
    return [
        _judged(cell.source, runs.get(cell.id), runs.get(f"value {number}"), verdict)
        for number, cell in enumerate(asserts)
    ]


def _judged(source: str, run: CellRun | None, value: CellRun | None, verdict: Verdict) -> Assertion:
    if run is None or run.status == "not_run":
        reason = verdict.reason or (verdict.error.value if verdict.error else "")
        return Assertion(source, "inconclusive", reason or "it did not run")
    if run.status == "passed":
        return Assertion(source, "passed")
    if run.error is None:
        return Assertion(source, "inconclusive", verdict.reason or "it did not end")
    if run.error.name != "AssertionError":
        message = f"{run.error.name}: {run.error.value}"[:_LONGEST_VALUE]
        known = not _is_its_own(run.error, run.id)
        return Assertion(source, "failed" if known else "inconclusive", message)
    shown = _shown(value) if value is not None else ""
    return Assertion(source, "failed", f"the left side is {shown}" if shown else "")


def _is_its_own(error: Raised, assertion: str) -> bool:
    """Whether an assertion uses a name that there is not, so that it says nothing."""
    return error.name == "NameError" and bool(error.frames) and error.frames[-1].cell == assertion


def _shown(run: CellRun) -> str:
    for output in run.outputs:
        if output.get("output_type") == "execute_result":
            text = output["data"].get("text/plain", "")
            return "".join(text)[:_LONGEST_VALUE]
    return "None" if run.status == "passed" else ""


def _left(node: ast.Assert) -> ast.expr | None:
    test = node.test
    return test.left if isinstance(test, ast.Compare) and len(test.ops) == 1 else None


def _by_line(code: str) -> ast.Module:
    trees = (parsed(line.strip()) for line in code.splitlines())
    return ast.Module([node for tree in trees if tree for node in tree.body], [])


def _statements(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return statements, those of test functions among them."""
    found: list[ast.stmt] = []
    for node in body:
        inner = isinstance(node, ast.FunctionDef) and node.name.startswith("test")
        found += _statements(node.body) if inner and isinstance(node, ast.FunctionDef) else [node]
    return found
