"""Values that are set against themselves, or against nothing, so that nothing of them is left."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from jupyter_codeintel.fix.gate.evidence.expectations import asserted
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    is_literal,
    loads,
    root,
    tree_of_most,
    value_of,
)

_SCORES = re.compile(r"score|error|loss|accuracy|close|equal|confusion|report")
_IDLE = frozenset({"copy", "deepcopy", "view", "head", "tail", "describe"})


def itself(change: CellChange) -> Iterator[Objection]:
    """Yield doubts where something is set against itself, its own copy, or nothing."""
    yield from _with_itself(change)
    yield from _with_nothing(change)
    yield from _with_its_copy(change)
    yield from _like_another(change)


def _with_itself(change: CellChange) -> Iterator[Objection]:
    """Judge what is set against itself: ``x - x``, ``x == x``, ``r2_score(x, x)``."""
    for node in (*change.new(ast.BinOp), *change.new(ast.Compare), *change.new(ast.Call)):
        match node:
            case ast.Call(args=[one, other, *_]) if _SCORES.search(callee(node)):
                pass
            case ast.BinOp(left=one, op=ast.Sub() | ast.Div() | ast.FloorDiv(), right=other):
                pass
            case ast.Compare(left=one, comparators=[other]):
                pass
            case _:
                continue
        if ast.dump(one) == ast.dump(other) and not is_literal(one):
            yield doubt("drops", f"It sets {ast.unparse(one)[:40]} against itself.")


def _with_nothing(change: CellChange) -> Iterator[Objection]:
    """Judge what makes all values the same: ``x * 0``, ``x ** 0``."""
    for node in change.new(ast.BinOp):
        match node:
            case ast.BinOp(left=kept, op=ast.Mult() | ast.Pow(), right=ast.Constant(value=0)):
                pass
            case ast.BinOp(left=ast.Constant(value=0), op=ast.Mult(), right=kept):
                pass
            case _:
                continue
        if loads(kept):
            yield doubt("drops", f"Nothing of {ast.unparse(kept)[:40]} is left in it.")


def _with_its_copy(change: CellChange) -> Iterator[Objection]:
    """Judge what is set against its copy, or asserted to be what it is made by.

    ``guess = y`` and ``guess == y``; ``total = sum(x)`` and ``assert total == sum(x)``.
    """
    cells = (c.source for c in change.failure.document.cells if c.type == "code")
    later = [tree_of_most(source)[0] for source in cells if source != change.source_before]
    trees = (change.tree_after, *later)
    pairs = list(_pairs(trees))
    asked = list(_pairs(test for tree in trees for test in asserted(tree)))
    aliases = {(name, old.node.value.id) for old in change.before
               if isinstance(old.node, ast.Assign) and isinstance(old.node.value, ast.Name)
               for name in bound_names(old.node)}  # fmt: skip
    made = {ast.dump(node) for tree in later for node in tree.body}
    for new in change.fresh:
        if ast.dump(new.node) in made:
            continue  # it is worked out again
        value = value_of(new.node)
        in_loop = any(isinstance(outer.node, ast.For | ast.While) for outer in new.around)
        if value is None or in_loop:
            continue
        is_copy = isinstance(value, ast.Name) or is_idle(new)
        source = root(value) if is_copy else ast.unparse(value)
        known = pairs if is_copy else [] if is_literal(value) else asked
        for name in bound_names(new.node) - {source}:
            if {name, source} in known and (name, source) not in aliases:
                yield doubt("drops", f"It sets {name} against its own copy, {source[:40]}.")


def _like_another(change: CellChange) -> Iterator[Objection]:
    """Judge a value that is worked out as another one is: ``y = r["a"]`` beside ``x = r["a"]``."""
    kept = [one for one in change.after if one not in change.fresh]
    others = {ast.dump(value): bound_names(one.node) for one in kept
              if (value := value_of(one.node)) is not None}  # fmt: skip
    for old, new in change.altered:
        value = value_of(new.node)
        names = others.get(ast.dump(value), frozenset()) if value is not None else frozenset()
        is_read = any(isinstance(part, ast.Subscript) for part in new.parts())
        if old in change.raised and is_read and names - bound_names(new.node):
            yield doubt("drops", f"It works out what {min(names)} is already.")


def _pairs(trees: Iterable[ast.AST]) -> Iterator[set[str]]:
    nodes = (node for tree in trees for node in ast.walk(tree))
    yield from (pair for node in nodes if (pair := _set_against(node)) is not None)


def _set_against(node: ast.AST) -> set[str] | None:
    """Return the two values that are compared, one of them a variable."""
    match node:
        case (
            ast.BinOp(left=one, op=ast.Sub(), right=other)
            | ast.Compare(left=one, comparators=[other])
            | ast.Call(args=[one, other])
        ) if isinstance(one, ast.Name) or isinstance(other, ast.Name):
            return {ast.unparse(one), ast.unparse(other)}
    return None


def is_idle(new: Statement) -> bool:
    """Whether a name is taken as it is, or some of it."""
    value = value_of(new.node)
    if not isinstance(value, ast.Call) or isinstance(new.node, ast.Expr):
        return False
    while isinstance(value, ast.Call) and callee(value) in _IDLE:
        value = value.func.value if isinstance(value.func, ast.Attribute) else None
    return isinstance(value, ast.Name)
