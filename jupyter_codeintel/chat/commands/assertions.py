"""Assertions about a function, tried on a copy of the kernel.

Those that the docstring's examples make come first; the others a model wrote. A small model
often knows what to try, and not what comes out: where it expects another value than the
function gives, both are told, and the person decides which is right.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from jupyter_codeintel.chat.commands.blocks import code_in, parsed
from jupyter_codeintel.chat.commands.examples import documented, equal, literal, mentions
from jupyter_codeintel.chat.commands.targets import Target
from jupyter_codeintel.chat.events import Assertion
from jupyter_codeintel.chat.port import Trials
from jupyter_codeintel.trial import CellRun, Raised, Trial, TrialCell, Verdict

_MOST = 12
_ENOUGH = 8
_ASSERT = re.compile(r"^ *assert .*\n", re.MULTILINE)
_LONGEST_VALUE = 200
_DOCUMENTED = "an example of the docstring"


def enough(answer: str) -> int | None:
    """Return where an answer that is being written has more assertions than were asked for.

    Small models go on with one number after the other. Its block of code is still open there.
    """
    found = list(islice(_ASSERT.finditer(answer), _ENOUGH)) if answer.count("```") == 1 else []
    return found[-1].end() if len(found) == _ENOUGH else None


@dataclass(frozen=True)
class Checks:
    """What is asserted about a function.

    Parameters
    ----------
    setup : tuple of str
        What an answer does before: imports, values.
    asserts : tuple of ast.Assert
        Each once.
    documented : int
        So many of them, the first ones, are examples of the docstring.
    """

    setup: tuple[str, ...]
    asserts: tuple[ast.Assert, ...]
    documented: int = 0


def checks_of(target: Target, answer: str) -> Checks:
    """Return the assertions that a docstring and a model's answer make."""
    told = checks_in(answer, target.name)
    examples = documented(target.source, target.name)
    known = {_subject(node) for node in examples}
    new = [node for node in told.asserts if _subject(node) not in known]
    return Checks(told.setup, (*examples, *new)[:_MOST], len(examples))


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
            if mentions(node, name):
                found.setdefault(ast.unparse(node.test), node)
        elif isinstance(node, ast.Import | ast.ImportFrom | ast.Assign):
            setup.append(node)
    lines = tuple(ast.unparse(node) for node in setup)
    return Checks(lines, tuple(found.values())[:_MOST])


class Trying:
    """Tries assertions with a function as its cell has it now.

    Parameters
    ----------
    target : Target
        The function.
    trials : Trials
        Tries it.
    kernel : str
        Whose state is copied.
    replay : sequence of TrialCell
        The cells that the function needs, where no state can be copied.
    """

    def __init__(
        self, target: Target, trials: Trials, kernel: str, replay: Sequence[TrialCell]
    ) -> None:
        self._target = target
        self._trials = trials
        self._kernel = kernel
        self._replay = tuple(replay)

    async def tried(self, checks: Checks) -> list[Assertion]:
        """Try each assertion."""
        # What stands on the left tells of a wrong assertion what would be right.
        values = [
            TrialCell(f"value {number}", ast.unparse(left), required=False)
            for number, node in enumerate(checks.asserts)
            if (left := _left(node)) is not None
        ]
        verdict, runs = await self._run(checks.setup, checks.asserts, values)
        found: list[Assertion] = []
        other: dict[int, ast.Assert] = {}
        for number, node in enumerate(checks.asserts):
            value = runs.get(f"value {number}")
            is_documented = number < checks.documented
            judged = self._judged(node, runs.get(f"assert {number}"), value, verdict)
            found.append(_from_docstring(judged) if is_documented else judged)
            now = _as_it_is(node, value) if judged.verdict == "failed" else None
            if now is not None and not is_documented:
                other[number] = now
        if other:
            # A value that is not the same each time says nothing.
            _, again = await self._run(checks.setup, tuple(other.values()))
            for place, number in enumerate(other):
                run = again.get(f"assert {place}")
                if run is not None and run.status == "passed":
                    found[number] = _differing(other[number], checks.asserts[number])
        return found

    async def _run(
        self,
        setup: Sequence[str],
        asserts: Sequence[ast.Assert],
        values: Sequence[TrialCell] = (),
    ) -> tuple[Verdict, dict[str, CellRun]]:
        # Models import what they test from modules that do not exist: that need not pass.
        lines = [TrialCell(line, line, required=False) for line in setup]
        function = TrialCell("function", self._target.source)
        cells = [
            TrialCell(f"assert {number}", ast.unparse(node), required=False)
            for number, node in enumerate(asserts)
        ]
        trial = Trial((*lines, function, *cells, *values), self._replay)
        verdict = await self._trials.verify(self._kernel, trial)
        return verdict, {run.id: run for run in verdict.runs}

    def _judged(
        self, node: ast.Assert, run: CellRun | None, value: CellRun | None, verdict: Verdict
    ) -> Assertion:
        source = ast.unparse(node)
        if run is None or run.status == "not_run":
            reason = verdict.reason or (verdict.error.value if verdict.error else "")
            return Assertion(source, "inconclusive", reason or "it did not run")
        if run.status == "passed":
            return Assertion(source, "passed")
        if run.error is None:
            return Assertion(source, "inconclusive", verdict.reason or "it did not end")
        if run.error.name != "AssertionError":
            message = f"{run.error.name}: {run.error.value}"[:_LONGEST_VALUE]
            known = not _is_its_own(run.error, run.id, self._target.name)
            return Assertion(source, "failed" if known else "inconclusive", message)
        shown = _shown(value) if value is not None else ""
        return Assertion(source, "failed", f"the left side is {shown}" if shown else "")


def _is_its_own(error: Raised, assertion: str, function: str) -> bool:
    """Whether an assertion uses a name that there is not, or gives arguments that do not fit.

    It says nothing of the function then.
    """
    if not error.frames or error.frames[-1].cell != assertion:
        return False
    is_call = error.name == "TypeError" and error.value.startswith(f"{function}() ")
    return is_call or error.name == "NameError"


def _shown(run: CellRun) -> str:
    for output in run.outputs:
        if output.get("output_type") == "execute_result":
            text = output["data"].get("text/plain", "")
            return "".join(text)[:_LONGEST_VALUE]
    return "None" if run.status == "passed" else ""


def _from_docstring(found: Assertion) -> Assertion:
    detail = f"{_DOCUMENTED}; {found.detail}" if found.detail else _DOCUMENTED
    return replace(found, detail=detail)


def _differing(now: ast.Assert, expected: ast.Assert) -> Assertion:
    """Return what is told of a value that the model did not expect."""
    test = expected.test
    value = (
        ast.unparse(test.comparators[0])
        if isinstance(test, ast.Compare)
        else str(not isinstance(test, ast.UnaryOp))
    )
    detail = f"this comes out; the model expected {value}"[:_LONGEST_VALUE]
    return Assertion(ast.unparse(now), "differs", detail)


def _as_it_is(node: ast.Assert, value: CellRun | None) -> ast.Assert | None:
    """Return the assertion with the value that came out, where that is a literal."""
    test, left = node.test, _left(node)
    if left is None or value is None or value.status != "passed":
        return None
    if isinstance(test, ast.Compare) and not isinstance(test.ops[0], ast.Eq | ast.Is):
        return None
    found = literal(_shown(value))
    return None if found is None else equal(left, found)


def _subject(node: ast.Assert) -> str:
    """Return what an assertion is about, to tell two about the same thing."""
    left = _left(node)
    return ast.unparse(node.test if left is None else left)


def _left(node: ast.Assert) -> ast.expr | None:
    """Return the expression whose value is asserted: ``f(1)`` of ``assert not f(1)``."""
    match node.test:
        case ast.Compare(left=left, ops=[_]):
            return left
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call() as call):
            return call
        case ast.Call() as call:
            return call
    return None


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
