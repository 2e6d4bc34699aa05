"""What each object is to keep for itself, and a candidate lets all share or forget."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import bound_names, callee_of, targets, value_of

_STARTS = frozenset({"__init__", "__post_init__", "__new__", "__enter__", "setup", "reset", "clear",
                     "start", "open", "fit"})  # fmt: skip
_GROWS = frozenset({"append", "extend", "insert", "add", "update", "appendleft", "setdefault"})
_KEPT = frozenset({"list", "dict", "set", "defaultdict", "Counter", "deque"})


def sharing(change: CellChange) -> Iterator[Objection]:
    """Yield doubts about collections that belong to a class, or start anew at each call."""
    filled = {node.attr for part in change.nodes_after
              for node in _filled(part) if isinstance(node, ast.Attribute)}  # fmt: skip
    for new in change.fresh:
        if not _is_collection(value_of(new.node)) or not new.around:
            continue
        if isinstance(new.around[-1].node, ast.ClassDef):
            for name in bound_names(new.node) & filled:
                yield doubt("shares", f"All objects of the class share {name}.")
        elif change.is_of("AttributeError") and _is_in_a_step(new):
            for target in targets(new.node):
                if isinstance(target, ast.Attribute):
                    yield doubt("shares", f"{target.attr} starts anew at each call.")


def _is_collection(value: ast.expr | None) -> bool:
    kinds = ast.List | ast.Dict | ast.Set
    return isinstance(value, kinds) or callee_of(value) in _KEPT


def _filled(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what gets one more value: ``self.items`` of ``self.items.append(x)``."""
    match node:
        case ast.Call(func=ast.Attribute(value=place, attr=word)) if word in _GROWS:
            yield place
        case ast.Subscript(value=place, ctx=ast.Store()) | ast.AugAssign(target=place):
            yield place


def _is_in_a_step(new: Statement) -> bool:
    """Whether it stands in a method that is called again and again, and has no loop of its own."""
    outer = new.around[-1].node
    is_step = isinstance(outer, ast.FunctionDef) and outer.name not in _STARTS
    return is_step and not any(isinstance(n, ast.For | ast.While) for n in ast.walk(outer))
