"""Whole columns where one value is looked for: in a list, in a dict, or by a condition."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.tables.kinds import is_column
from jupyter_codeintel.fix.repairs.values.truth import together

_AMBIGUOUS = "truth value of a Series is ambiguous"
_UNHASHABLE = "unhashable type: 'Series'"
_DICTS = ("dict", "Counter", "defaultdict", "OrderedDict")
_NOT_BY_ELEMENT = (ast.Is, ast.IsNot, ast.In, ast.NotIn)
_NO_NUMBER = re.compile(r"cannot convert the series to <class '(?P<kind>int|float)'>")


async def columns_in_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["a"].isin(list)`` for ``df["a"] in list``, ``~...`` for ``not in``."""
    if _AMBIGUOUS not in case.error.value and _UNHASHABLE not in case.error.value:
        return
    for place, site in enumerate(case.sites[:1]):
        changes: list[Change] = []
        for node in site.nodes(ast.Compare):
            match node:
                case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as sign], comparators=[r]):
                    if not isinstance(r, ast.Constant) and await is_column(case, place, left):
                        no = "~" if isinstance(sign, ast.NotIn) else ""
                        shown = f"{no}{_operand(site.code, left)}.isin({site.code.text(r)})"
                        changes.append((site.code.span(node), shown))
        if changes:
            says = "each value of a column is looked for in the list"
            yield repaired(site.cell, site.code, changes, says, "column_in_list")


async def columns_as_keys(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["a"].map(d)`` for ``d[df["a"]]`` and ``d.get(df["a"])`` of a dict."""
    if _UNHASHABLE not in case.error.value:
        return
    for place, site in enumerate(case.sites[:1]):
        for node in site.nodes(ast.expr):
            default: list[ast.expr] = []
            match node:
                case ast.Subscript(value=named, slice=key, ctx=ast.Load()):
                    pass
                case ast.Call(func=ast.Attribute(value=named, attr="get"), args=[key, *default]):
                    pass
                case _:
                    continue
            kind = (await case.resolve(case.path(site, named))).type or ""
            if kind.rpartition(".")[2] in _DICTS and await is_column(case, place, key):
                new = f"{_operand(site.code, key)}.map({site.code.text(named)})"
                new += f".fillna({site.code.text(default[0])})" if default else ""
                says = "each value of a column is looked up in the dict"
                change = site.code.span(node), new
                yield repaired(site.cell, site.code, [change], says, "column_as_key")


async def columns_as_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["a"].astype(int)`` for ``int(df["a"])`` that becomes a column."""
    match = _NO_NUMBER.search(case.error.value)
    if match is None:
        return
    for place, site in enumerate(case.sites[:1]):
        for call in site.nodes(ast.Call):
            is_of_kind = isinstance(call.func, ast.Name) and call.func.id == match["kind"]
            if not is_of_kind or len(call.args) != 1 or not _makes_a_column(site):
                continue
            if await is_column(case, place, call.args[0]):
                new = f"{_operand(site.code, call.args[0])}.astype({match['kind']})"
                says = "all values of a column become numbers by astype"
                change = site.code.span(call), new
                yield repaired(site.cell, site.code, [change], says, "column_as_number")


async def columns_by_conditions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.where(...)`` for ``"a" if df["x"] > 1 else "b"``, and for such an ``if``."""
    if _AMBIGUOUS not in case.error.value:
        return
    for place, site in enumerate(case.sites[:1]):
        imported = case.name_of("numpy")
        numpy = imported or "np"
        for node, shown in _chosen(site, numpy):
            tests = [one.test for one in ast.walk(node) if isinstance(one, ast.IfExp | ast.If)]
            if not all([await _is_of_columns(case, place, test) for test in tests]):
                continue
            changes: list[Change] = [(site.code.span(node), shown)]
            if imported is None and f"{numpy}." in shown:
                changes.append(inserted_import(site.code, "import numpy as np"))
            says = "each value of a column is chosen by its own condition"
            yield repaired(site.cell, site.code, changes, says, "column_by_condition")
            return


def _chosen(site: Site, numpy: str) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Yield what chooses by a condition, and how it reads for each value."""
    statement = site.statement
    if isinstance(statement, ast.If) and site.inside is None:
        yield from _of_statement(site.code, statement, numpy)
    elif _makes_a_column(site) or isinstance(statement, ast.Return):
        for node in site.nodes(ast.IfExp):
            yield node, _where(site.code, node, numpy)
            return


def _of_statement(text: Code, node: ast.If, numpy: str) -> Iterator[tuple[ast.stmt, str]]:
    """Yield an ``if`` whose branches each set the same column, and that in one line."""
    places: set[str] = set()
    ends: list[ast.expr] = []
    tests: list[str] = []
    rest: list[ast.stmt] = [node]
    while rest:
        inner: list[ast.stmt] = []
        match rest:
            case [ast.If(test=test, body=[ast.Assign(targets=[place], value=value)])]:
                inner = rest[0].orelse  # type: ignore[attr-defined]
                tests.append(together(text, test))
            case [ast.Assign(targets=[place], value=value)]:
                pass
            case _:
                return
        if not isinstance(place, ast.Subscript):
            return
        places.add(text.text(place))
        ends.append(value)
        rest = inner
    if len(places) == 1 and len(ends) > len(tests):
        shown = text.text(ends[-1])
        for test_text, value in zip(reversed(tests), reversed(ends[:-1]), strict=True):
            shown = f"{numpy}.where({test_text}, {text.text(value)}, {shown})"
        yield node, f"{places.pop()} = {shown}"


def _where(text: Code, node: ast.expr, numpy: str) -> str:
    """Return a conditional expression as one for all values at once."""
    if not isinstance(node, ast.IfExp):
        return text.text(node)
    parts = _where(text, node.body, numpy), _where(text, node.orelse, numpy)
    return f"{numpy}.where({together(text, node.test)}, {', '.join(parts)})"


async def _is_of_columns(case: Case, place: int, test: ast.expr) -> bool:
    """Whether a condition compares columns."""
    compared = [
        side
        for node in ast.walk(test)
        if isinstance(node, ast.Compare) and not isinstance(node.ops[0], _NOT_BY_ELEMENT)
        for side in (node.left, *node.comparators)
    ]
    return any([await is_column(case, place, side) for side in compared])


def _makes_a_column(site: Site) -> bool:
    """Whether a statement sets a column of a frame."""
    statement = site.statement
    return isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript)


def _operand(text: Code, node: ast.expr) -> str:
    """Return an expression of which a method can be taken."""
    shown = text.text(node)
    is_plain = isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
    return shown if is_plain else f"({shown})"
