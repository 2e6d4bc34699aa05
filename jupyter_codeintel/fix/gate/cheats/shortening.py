"""Data of which a candidate takes only some."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.told import LEFT_OUT, is_of_those_given
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.ranking import is_first_of_sorted
from jupyter_codeintel.fix.gate.reading.trees import (
    arguments_of,
    bound_names,
    callee,
    callee_of,
    is_literal,
    literal,
    root,
    shape_of,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.uses import valued_names
from jupyter_codeintel.fix.gate.reasons.features import leaves_missing_out

_SHORTENS = frozenset({"head", "tail", "sample", "nlargest", "nsmallest", "truncate", "islice"})
_WIPES = ("cla", "clear", "clf")
_TWICE = re.compile(r"\b(?:duplicate[sd]?|repeat(?:s|ed)?|same row|twice)\b")
_DROPS = frozenset({"dropna", "drop_duplicates", "nan_to_num"})


def shortening(change: CellChange) -> Iterator[Objection]:
    """Yield objections where only some of the data are taken, or none."""
    yield from _shortened(change)
    yield from _filtered(change)


def _shortened(change: CellChange) -> Iterator[Objection]:
    for call in change.new_calls():
        if callee(call) in _SHORTENS and call.args and literal(call.args[0]) == 0:
            yield refuse("empties", "It takes nothing of the data.")
        elif callee(call) == "clear" and not call.args and root(call.func) in valued_names(change):
            yield doubt("empties", f"It takes everything out of {root(call.func)}.")
        elif callee(call) in _SHORTENS and not (
            _is_last(call, change) or is_first_of_sorted(call, change) or _is_of_all(call)
        ):
            yield doubt("shortens", f"It takes only part of the data, with {callee(call)}().")
        elif callee(call) in _DROPS and not (
            _is_joined_once(call, change)
            or _is_of_those_given(call, change)
            or _is_in_several(call, change)
            or is_told_to_be_twice(call, change)
            or leaves_missing_out(call, Evidence(change.failure, (change,)))
        ):
            kind = "leaves_doubles_out" if callee(call) == "drop_duplicates" else "leaves_out"
            yield doubt(kind, f"It may leave out data, with {callee(call)}().")
    for new in change.fresh:
        in_loop = any(isinstance(outer.node, ast.For) for outer in new.around)
        if in_loop and callee_of(value_of(new.node)) in _WIPES:
            yield doubt("empties", f"It wipes out what was drawn before: {new.line[:60]}")
    for part in change.new(ast.Slice):
        lower, upper = part.lower or ast.Constant(0), part.upper
        if upper is not None and is_literal(upper) and literal(upper) == literal(lower):
            yield refuse("empties", "It takes nothing of the data.")


def _is_of_all(call: ast.Call) -> bool:
    """Whether as many are drawn as there are, in another order: ``sample(deck, len(deck))``."""
    sizes = [ast.unparse(one) for one in arguments_of(call)]
    return callee(call) == "sample" and len(sizes) == 2 and sizes[1] == f"len({sizes[0]})"


def is_told_to_be_twice(call: ast.AST, change: CellChange) -> bool:
    """Whether whole rows are left out that the error says are there twice."""
    is_of_rows = isinstance(call, ast.Call) and not call.args and not call.keywords
    return (
        is_of_rows
        and callee_of(call) == "drop_duplicates"
        and _TWICE.search(change.failure.error.value) is not None
    )


def _is_last(call: ast.Call, change: CellChange) -> bool:
    """Whether it is only shown."""
    last = change.tree_after.body[-1] if change.tree_after.body else None
    return isinstance(last, ast.Expr) and last.value is call


def _is_joined_once(call: ast.Call, change: CellChange) -> bool:
    """Whether rows that are there twice are left out of the table that is looked up in a join."""
    cells = (c.source for c in change.failure.document.cells if c.type == "code")
    trees = [change.tree_after, *(tree_of_most(source)[0] for source in cells)]
    joins = (n for tree in trees for n in ast.walk(tree)
             if isinstance(n, ast.Call) and callee(n) in ("merge", "join", "map"))  # fmt: skip
    given = [part for join in joins for one in join.args for part in ast.walk(one)]
    names = {part.id for part in given if isinstance(part, ast.Name)}
    made = (s.node for s in change.fresh if bound_names(s.node) & names)
    inner = (*given, *(part for node in made for part in ast.walk(node)))
    is_asked = change.is_of("AssertionError") and any(part is call for part in inner)
    return callee(call) == "drop_duplicates" and (is_asked or change.is_of("MergeError"))


def _is_of_those_given(call: ast.Call, change: CellChange) -> bool:
    """Whether what is missing is left out where the error is about that, and words ask for it."""
    evidence = Evidence(change.failure, (change,))
    is_of_missing = re.search(r"\bNA\b|\bNaN\b", evidence.message) is not None
    return callee(call) == "dropna" and is_of_missing and is_of_those_given(evidence)


def _is_in_several(call: ast.Call, change: CellChange) -> bool:
    """Whether rows that are the same in all columns go from a table of several others."""
    is_whole = callee(call) == "drop_duplicates" and not call.args and not call.keywords
    calls = (node for node in ast.walk(call.func) if isinstance(node, ast.Call))
    is_asked = is_whole and change.is_of("AssertionError")
    return is_asked and any(callee(node) == "concat" for node in calls)


def _filtered(change: CellChange) -> Iterator[Objection]:
    """Judge data of which only some are kept, under the same name."""
    told = Evidence(change.failure, (change,)).is_told(*LEFT_OUT)
    for new in change.fresh:
        value = value_of(new.node)
        while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            value = value.func.value if callee(value) in ("copy", "reset_index") else None
        if not isinstance(value, ast.Subscript) or not isinstance(value.value, ast.Name):
            continue
        asks = any(isinstance(n, ast.Compare | ast.Call) for n in ast.walk(value.slice))
        had = {shape_of(s.node) for s in change.before}
        chosen = {n for s in change.before if isinstance(value_of(s.node), ast.Subscript)
                  for n in bound_names(s.node)}  # fmt: skip
        name = bound_names(new.node) & {value.value.id} - chosen
        if asks and not told and name and shape_of(new.node) not in had:
            yield doubt("shortens", f"It keeps only some of {value.value.id}.")
