"""Columns that are named one after the other, and not as a list."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.kinds import frame_columns

_SIGNS = re.compile(
    r"^No axis named |positional arguments?\b.* (?:was|were) given|multiple values for argument"
    r"|^level name \w+ is not the name of the index|^keep must be either"
    r"|^Cannot subset columns with a tuple"
)
_OF_COLUMNS = frozenset(
    {"drop", "drop_duplicates", "duplicated", "groupby", "set_index", "sort_values", "value_counts"}
)
_PIVOTED = ("index", "columns", "values")
_WITH_AXIS = frozenset({"concat", "drop", "dropna", "sort_index"})


async def columns_as_a_list(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df[["a", "b"]]`` for ``df["a", "b"]``, ``groupby(["a", "b"])`` likewise."""
    is_key = case.is_a("KeyError") and case.error.value.startswith("(")
    if not is_key and not _SIGNS.search(case.error.value):
        return
    for place, site in enumerate(case.sites):
        for node in site.nodes(ast.expr):
            frame, names = _given(node)
            if len(names) < 2 or (is_key and isinstance(node, ast.Call)):
                continue
            columns = await frame_columns(case, place, _before_groups(frame))
            if {getattr(one, "value", None) for one in names} <= columns:
                start, end = site.code.span(names[0])[0], site.code.span(names[-1])[1]
                option = "columns=" if isinstance(node, ast.Call) and _drops_rows(node) else ""
                change = (start, end), f"{option}[{site.code.source[start:end]}]"
                says = "several columns are named in a list"
                yield repaired(site.cell, site.code, [change], says, "columns_as_a_list")
                return


async def arguments_by_name(case: Case) -> AsyncIterator[Repair]:
    """Yield ``pivot(index="a", columns="b")`` for ``pivot("a", "b")``, ``axis=1`` for ``1``."""
    if not case.is_a("TypeError") or not re.search(
        r"\b(?:pivot|concat|drop|dropna|sort_index)\(\) takes .*positional", case.error.value
    ):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            changes = [
                ((place := site.code.span(node)[0], place), f"{name}=")
                for name, node in _named(call)
            ]
            if changes:
                says = "what follows the first argument is given by its name"
                yield repaired(site.cell, site.code, changes, says, "argument_by_name")
                return


def _given(node: ast.expr) -> tuple[ast.expr, list[ast.expr]]:
    """Return a frame, and what of it is named one after the other."""
    match node:
        case ast.Subscript(value=frame, slice=ast.Tuple(elts=names), ctx=ast.Load()):
            return frame, names
        case ast.Call(func=ast.Attribute(value=frame, attr=name), args=names):
            return frame, names if name in _OF_COLUMNS else []
    return node, []


def _drops_rows(call: ast.Call) -> bool:
    """Whether a call drops rows, as nothing says that it drops columns."""
    is_told = any(word.arg == "axis" for word in call.keywords)
    return isinstance(call.func, ast.Attribute) and call.func.attr == "drop" and not is_told


def _before_groups(node: ast.expr) -> ast.expr:
    """Return the frame that is grouped, where it is."""
    match node:
        case ast.Call(func=ast.Attribute(value=frame, attr="groupby")):
            return frame
    return node


def _named(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield the arguments that have to be given by name, with their names."""
    taken = {word.arg for word in call.keywords}
    match call:
        case ast.Call(func=ast.Attribute(attr="pivot")) if not taken & set(_PIVOTED):
            if len(call.args) <= len(_PIVOTED):
                yield from zip(_PIVOTED, call.args, strict=False)
        case ast.Call(func=ast.Attribute(attr=name), args=[*_, ast.Constant(value=0 | 1) as axis]):
            own = 0 if name in ("dropna", "sort_index") else 1
            if name in _WITH_AXIS and len(call.args) == own + 1 and "axis" not in taken:
                yield "axis", axis
