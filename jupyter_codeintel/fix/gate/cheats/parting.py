"""Values that belong together, and of which a candidate moves some alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal

_DRAWS = frozenset({"choice", "choices", "permutation", "permuted", "sample", "shuffle"})
_LABELS = ("columns", "index")
_ORDERS = frozenset({"sort", "sort_values", "sorted", "unique"})


def parting(change: CellChange) -> Iterator[Objection]:
    """Yield doubts where one of several arguments is sorted: ``spline(sorted(x), y)``.

    And where columns of a table are drawn from one by one, whose rows were drawn from.
    """
    for old, new in change.altered:
        if _draws(old) == 1 < _draws(new):
            yield doubt("parts", "It draws apart what belongs together.")
        for word in _sorted_labels(new) - _sorted_labels(old):
            yield doubt("parts", f"It sorts the {word} alone, away from what belongs to it.")
        if name := _sorted_alone(new):
            yield doubt("parts", f"It sorts {name} alone, away from what belongs to it.")
        had = {callee_of(call): call for call in old.parts() if isinstance(call, ast.Call)}
        for call in new.parts():
            before = had.get(callee_of(call))
            if not isinstance(call, ast.Call) or before is None or len(call.args) < 2:
                continue
            pairs = list(zip(before.args, call.args, strict=False))
            moved = [one for was, one in pairs if _is_sorted(was, one)]
            kept = [was for was, one in pairs
                    if isinstance(was, ast.Name) and ast.dump(was) == ast.dump(one)]  # fmt: skip
            if moved and kept:
                said = f"{ast.unparse(moved[0])[:40]} and not {ast.unparse(kept[0])}"
                yield doubt("parts", f"It sorts {said}, which belongs to it.")


def _sorted_alone(new: Statement) -> str:
    """Return the column that is sorted while the others stay: ``df["t"] = np.sort(df["t"])``."""
    match new.node:
        case ast.Assign(targets=[ast.Subscript() as column], value=value):
            orders = [node for node in ast.walk(value) if callee_of(node) in _ORDERS]
            own = ast.unparse(column)
            is_own = any(own in ast.unparse(order) for order in orders)
            return own if is_own and "sort" in ast.unparse(value) else ""
    return ""


def _sorted_labels(statement: Statement) -> set[str]:
    """Return which labels are sorted where they are given: ``index=dates.sort_values()``."""
    found = {str(part.arg): part.value for part in statement.parts()
             if isinstance(part, ast.keyword) and part.arg in _LABELS}  # fmt: skip
    match statement.node:
        case ast.Assign(targets=[ast.Attribute(attr=word)], value=value) if word in _LABELS:
            found[word] = value
    return {
        word for word, value in found.items()
        if any("sort" in callee_of(node) for node in ast.walk(value))
    }  # fmt: skip


def _draws(statement: Statement) -> int:
    return sum(callee_of(part) in _DRAWS for part in statement.parts())


def _is_sorted(before: ast.expr, after: ast.expr) -> bool:
    is_order = isinstance(after, ast.Call) and callee_of(after) in _ORDERS
    if isinstance(after, ast.Call) and isinstance(after.func, ast.Attribute) and after.args:
        is_order &= not isinstance(literal(after.args[0]), str)  # whole rows by a column
    names = [node.id for node in ast.walk(after) if isinstance(node, ast.Name)]
    return is_order and isinstance(before, ast.Name) and before.id in names
