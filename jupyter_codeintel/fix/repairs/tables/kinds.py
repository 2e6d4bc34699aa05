"""What an expression is: a frame with some columns, or a column."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case

_SAME_COLUMNS = frozenset(
    {"copy", "drop_duplicates", "dropna", "fillna", "head", "query", "reset_index", "sample",
     "sort_index", "sort_values", "tail"}
)  # fmt: skip
_OF_ONE_VALUE = frozenset(
    {"all", "any", "count", "first", "idxmax", "idxmin", "item", "max", "mean", "median", "min",
     "nunique", "quantile", "std", "sum", "tolist", "to_list", "unique", "var"}
)  # fmt: skip
_TOLD = re.compile(r"^DataFrame\b.*, columns (?P<columns>\[.*\])$")
_DEEPEST = 4


async def frame_columns(case: Case, place: int, node: ast.expr, depth: int = 0) -> frozenset[str]:
    """Return the columns of the frame that an expression is; nothing for all else.

    Parameters
    ----------
    case : Case
        A failure.
    place : int
        The site that the expression is at.
    node : expr
        The expression; rows of a frame have its columns too.
    depth : int
        Through how many names it was found.
    """
    place, root = handed(case, place, _whole(node))
    if place >= len(case.sites):
        return frozenset()
    site = case.sites[place]
    told = told_of(case.failure, site, root.id) if isinstance(root, ast.Name) else None
    if told is not None:
        return _columns(told)
    found = await case.resolve(case.path(site, root))
    if (found.type or "").endswith("DataFrame"):
        return found.keys.names
    bound = case.binding(site, root)
    if bound is None or depth == _DEEPEST or found.type is not None:
        return frozenset()
    return await frame_columns(case, place, bound.value, depth + 1)


async def is_column(case: Case, place: int, node: ast.expr) -> bool:
    """Whether an expression is a column of a frame, or worked out from some.

    Parameters
    ----------
    case : Case
        A failure.
    place : int
        The site that the expression is at.
    node : expr
        The expression.
    """
    match node:
        case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
            parts = [left, right]
        case ast.UnaryOp(operand=inner) | ast.Attribute(value=inner, attr="str" | "dt"):
            parts = [inner]
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name not in _OF_ONE_VALUE:
            parts = [inner]
        case ast.Name():
            return await _is_series(case, place, node)
        case _:
            return await frame_of(case, place, node) is not None
    return any([await is_column(case, place, part) for part in parts])


async def _is_series(case: Case, place: int, node: ast.Name) -> bool:
    """Whether a name stands for a column."""
    told = told_of(case.failure, case.sites[place], node.id)
    if told is not None:
        return told.startswith("Series")
    place, given = handed(case, place, node)
    if not isinstance(given, ast.Name):
        return await is_column(case, place, given)
    found = await case.resolve(case.path(case.sites[place], given))
    return (found.type or "").endswith("Series")


async def frame_of(case: Case, place: int, node: ast.expr) -> tuple[ast.expr, str] | None:
    """Return the frame and the name of the column that is taken of it: ``df["a"]``, ``df.a``."""
    match node:
        case ast.Subscript(value=frame, slice=ast.Constant(value=str(column))):
            pass
        case ast.Attribute(value=frame, attr=column):
            pass
        case _:
            return None
    return (frame, column) if column in await frame_columns(case, place, frame) else None


def _columns(told: str) -> frozenset[str]:
    """Return the columns that the line about a variable names."""
    match = _TOLD.match(told)
    names = literal(ast.parse(match["columns"], mode="eval").body) if match is not None else None
    return frozenset(str(name) for name in names) if isinstance(names, list) else frozenset()


def _whole(node: ast.expr) -> ast.expr:
    """Return the frame that rows or several columns are taken of."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _SAME_COLUMNS:
                node = inner
            case ast.Subscript(slice=ast.Constant()):
                return node
            case ast.Subscript(value=ast.Attribute(value=inner, attr="loc" | "iloc")):
                node = inner
            case ast.Subscript(value=inner):
                node = inner
            case _:
                return node
