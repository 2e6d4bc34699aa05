"""Sums and lists that stay as they start, or start again in each round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.growing import grows
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    is_computed,
    is_literal,
    is_made,
    root,
    tree_of_most,
    value_of,
)


def staying(change: CellChange) -> Iterator[Objection]:
    """Yield doubts where a loop does not add anything up any more."""
    yield from _starts_again(change)
    yield from _stays(change)
    for old, new in change.altered:
        if _keeps_the_last(old, new):
            yield doubt("empties", f"It keeps only the last of all: {new.line}")
    yield from _overwritten(change)
    yield from _counted_in_vain(change)
    for new in change.fresh:
        names = bound_names(new.node)
        had, has = (grows(names, several) for several in (change.before, change.after))
        if _repeats_one(value_of(new.node)) and had and not has:
            yield doubt("constant", f"It repeats one value: {new.line}")


def _repeats_one(value: ast.expr | None) -> bool:
    """Whether a list has one value as often as asked: ``[x] * n``."""
    match value:
        case ast.BinOp(left=ast.List(elts=[_]), op=ast.Mult()):
            return True
    return False


def _counted_in_vain(change: CellChange) -> Iterator[Objection]:
    """Judge a count in a function that is now its own, and that it does not give back."""
    cells = (cell.source for cell in change.failure.document.cells if cell.type == "code")
    outside = frozenset().union(*(bound_names(node) for source in cells
                                  for node in tree_of_most(source)[0].body))  # fmt: skip
    for new in change.added if change.is_of("UnboundLocalError") else ():
        own = [s for s in change.after if s.functions == new.functions and s is not new]
        read = frozenset().union(*(s.loads for s in own if not isinstance(s.node, ast.AugAssign)))
        is_start = isinstance(new.node, ast.Assign) and is_made(new.node.value)
        if new.functions and is_start and (lost := bound_names(new.node) & outside - read):
            yield doubt("empties", f"What is counted in {min(lost)} is not given back.")


def _overwritten(change: CellChange) -> Iterator[Objection]:
    """Judge what was worked out and is another variable now: ``smooth = raw``."""
    cells = (cell.source for cell in change.failure.document.cells if cell.type == "code")
    nodes = [node for source in cells for node in tree_of_most(source)[0].body]
    made = {name for node in nodes if is_computed(value_of(node)) for name in bound_names(node)}
    # What a function works out and does not give back is worked out too.
    inner = (part for node in nodes if isinstance(node, ast.FunctionDef) for part in node.body)
    made |= change.missing & frozenset().union(*map(bound_names, inner))
    for new in change.added:
        for target, value in _pairs(new.node):
            match target, value:
                case ast.Name(id=name), ast.Name(id=other) if name in made and other != name:
                    is_same = other in _changed_in_place(change)
                    if not new.around and not is_same and not grows({name}, change.after):
                        yield doubt("constant", f"It puts {other} in place of {name}.")


def _changed_in_place(change: CellChange) -> set[str]:
    """Return the tables that a statement changes whose result nothing takes any more."""
    calls = (value_of(s.node) for s in change.fresh if isinstance(s.node, ast.Expr))
    return {root(call) for call in calls if isinstance(call, ast.Call)
            for word in call.keywords if word.arg == "inplace"}  # fmt: skip


def _pairs(node: ast.stmt) -> list[tuple[ast.expr, ast.expr]]:
    """Return what an assignment assigns to, and what; a tuple taken apart."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=to)], value=ast.Tuple(elts=given)):
            return list(zip(to, given, strict=False))
        case ast.Assign(targets=[target], value=value):
            return [(target, value)]
    return []


def _keeps_the_last(old: Statement, new: Statement) -> bool:
    """Whether a loop that added to a variable sets it anew each time."""
    match old.node, new.node:
        case ast.Assign(targets=[ast.Name(id=name)]), ast.Assign(targets=[ast.Name(id=same)]):
            in_loops = all(any(isinstance(outer.node, ast.For | ast.While) for outer in s.around)
                           for s in (old, new))  # fmt: skip
            grew = isinstance(old.node.value, ast.Call | ast.BinOp)
            return in_loops and grew and name == same and name in old.loads - new.loads
    return False


def _stays(change: CellChange) -> Iterator[Objection]:
    """Judge sums and lists that keep the value which they started with."""
    after = (*change.after, *change.elsewhere)
    own = [s for s in after if not s.functions]
    for name in sorted(frozenset().union(*(bound_names(s.node) for s in own))):
        values = [value_of(s.node) for s in own if name in bound_names(s.node)]
        is_start = all(value is not None and is_made(value) for value in values)
        before = [s for s in change.before if not s.functions]
        had, has = (grows({name}, statements) for statements in (before, after))
        if is_start and had and not has:
            yield doubt("empties", f"It leaves {name} as it starts.")


def _starts_again(change: CellChange) -> Iterator[Objection]:
    """Judge sums that start anew each time a loop goes round."""
    known = {(s.head, s.around[-1].head) for s in change.before if s.around}
    for start in change.after:
        loop = start.around[-1] if start.around else None
        if loop is None or not isinstance(loop.node, ast.For | ast.While):
            continue
        is_start = isinstance(start.node, ast.Assign) and is_literal(value_of(start.node))
        if is_start and (start.head, loop.head) not in known and _is_sum(start, loop, change):
            yield doubt("empties", f"It starts again in each round: {start.line}")


def _is_sum(start: Statement, loop: Statement, change: CellChange) -> bool:
    """Whether a loop adds to what a statement starts."""
    names = bound_names(start.node)
    for statement in change.after:
        if not statement.around or statement.around[-1] is not loop:
            continue
        grown = isinstance(statement.node, ast.AugAssign) or names & statement.loads
        if statement is not start and grown and names & bound_names(statement.node):
            return True
    return False
