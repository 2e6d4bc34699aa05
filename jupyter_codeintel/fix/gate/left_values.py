"""The variables that a candidate leaves behind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.cheats.names import facts_of
from jupyter_codeintel.fix.gate.evidence.expectations import to_be_empty, to_be_even
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement, listed
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    is_computed,
    passing_names,
    root,
    targets,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.replay import forgotten
from jupyter_codeintel.namespace import Variable
from jupyter_codeintel.trial import Verdict

_OF_FORMATS = re.compile(r"format string passed to (\w+)\.")
_TABULAR = frozenset({"DataFrame", "Series", "ndarray", "Index", "Tensor", "LazyFrame"})


def left_values(failure: Failure, candidate: Candidate, verdict: Verdict) -> Iterator[Objection]:
    """Yield objections for names that are gone, None, or empty now."""
    if verdict.status != "passed":
        return
    cells = {*candidate.edits, failure.cell}
    texts = {cell: candidate.edits.get(cell, failure.source(cell)) for cell in cells}
    computed = {name for text in texts.values() for name in _computed(text)}
    passed = frozenset().union(*map(_of_loops, texts.values()))
    computed -= passed
    wrong = _OF_FORMATS.findall(failure.error.value)
    is_recursion = "RecursionError" in (failure.error.name, *failure.error.names)
    before = failure.namespace.variables if failure.namespace is not None else {}
    passing = passing_names(tree_of_most(failure.source(failure.cell))[0])
    computed -= to_be_empty(failure.source(failure.cell))
    computed -= frozenset().union(*map(_taken_from, texts.values()))
    deleted = frozenset(forgotten(failure, candidate))
    deleted = deleted.union(*(facts_of(text).deletes for text in texts.values()))
    for name, left in verdict.left.items():
        if left.how == "deleted" and name not in deleted:
            yield refuse("names", f"{name} is gone.")
        elif left.variable is not None and not name.startswith("_") and name not in passing:
            was = before.get(name)
            was = None if was is not None and _short(was) in wrong else was  # is to be a value
            yield from _value(name, left.variable, was, name in computed, is_recursion)
            for column in left.blank:
                yield doubt("empty", f"All values of {column} in {name} are missing.")
            for column in left.even if name not in passed | to_be_even(texts[failure.cell]) else ():
                whole = f"{column} in {name}" if column else name
                yield doubt("even", f"All values of {whole} are the same now.")
    if candidate.origin == "model":
        edits = candidate.edits
        for cell, text in edits.items():
            with suppress(SyntaxError):  # refused already
                yield from _without_effect(CellChange(failure, cell, text, edits), verdict)


def _without_effect(change: CellChange, verdict: Verdict) -> Iterator[Objection]:
    """Judge what failed to change something, and now leaves it as it was."""
    namespace = change.failure.namespace
    known = namespace.variables if namespace is not None else {}
    for old, new in change.altered:
        changed = {root(t) for t in targets(new.node) if isinstance(t, ast.Subscript)}
        if old in change.raised and not new.functions:
            for name in sorted(changed & known.keys() - verdict.left.keys()):
                yield doubt("same", f"It leaves {name} as it was.")


def _value(
    name: str, now: Variable, before: Variable | None, is_result: bool, is_recursion: bool
) -> Iterator[Objection]:
    was_something = before is not None and before.type != "NoneType"
    if now.type == "NoneType":
        if was_something:
            yield refuse("none", f"{name} is None now.")
        elif is_result:
            yield doubt("none", f"{name} is worked out, but is None.")
    elif _is_empty(now) and is_result:
        if before is not None and was_something and not _is_empty(before):
            yield refuse("empty", f"{name} is empty now.")
        else:
            yield doubt("empty", f"{name} is empty.")
    elif is_result and is_recursion and now.value in ("0", "0.0"):
        yield doubt("empty", f"{name} is 0, as if nothing was worked out.")
    elif _is_number_as_text(now, before):
        yield doubt("kinds", f"{name} is a text of digits now.")
    elif now.value == "nan":
        yield doubt("empty", f"{name} is not a number.")
    elif before is not None and _is_table(before) and not _is_like(before, now):
        yield doubt("kinds", f"{name} was a {_short(before)} and is a {_short(now)} now.")


def _is_number_as_text(now: Variable, before: Variable | None) -> bool:
    """Whether a number has become a text that reads as one: digits put beside each other."""
    was_number = before is not None and before.type in ("int", "float")
    return was_number and now.type == "str" and (now.value or "").strip("'\"").isdecimal()


def _is_empty(variable: Variable) -> bool:
    if variable.shape is not None:
        return 0 in variable.shape
    return variable.length == 0


def _is_table(variable: Variable) -> bool:
    return _short(variable) in _TABULAR


def _is_like(before: Variable, now: Variable) -> bool:
    """Whether a table is one again, or a list holds what an array of one dimension held."""
    is_line = before.shape is not None and len(before.shape) == 1
    return _is_table(now) or (is_line and _short(now) in ("list", "tuple", "range"))


def _short(variable: Variable) -> str:
    return variable.type.rpartition(".")[2]


def _computed(source: str) -> Iterator[str]:
    """Yield the names that a text gives something worked out."""
    for node in ast.walk(tree_of_most(source)[0]):
        if isinstance(node, ast.stmt) and is_computed(value_of(node)):
            yield from bound_names(node)


def _taken_from(source: str) -> frozenset[str]:
    """Return the names that a loop takes from until nothing is left: ``while queue:``."""
    tests = (n.test for n in ast.walk(tree_of_most(source)[0]) if isinstance(n, ast.While))
    return frozenset(test.id for test in tests if isinstance(test, ast.Name))


def _of_loops(source: str) -> frozenset[str]:
    """Return the names that only loops give a value, as they go round."""
    statements = list(listed(tree_of_most(source)[0].body))
    inner, others = (
        frozenset().union(*(bound_names(s.node) for s in statements if _loops(s) is is_inner))
        for is_inner in (True, False)
    )
    return inner - others


def _loops(statement: Statement) -> bool:
    return any(isinstance(outer.node, ast.For | ast.While) for outer in statement.around)
