"""Functions of one value that are given a whole column."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.kinds import frame_of, is_column

_OF_ONE = re.compile(
    r"truth value of a Series is ambiguous|unhashable type: 'Series'"
    r"|cannot convert the series to <class|strptime\(\) argument 1 must be str, not Series"
)
_OF_MANY = frozenset({"len", "list", "max", "min", "sorted", "sum", "zip"})


async def functions_of_values(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["a"].apply(f)`` for ``f(df["a"])``, where ``f`` decides by one value.

    With several columns, or other arguments, it is applied to each row or value in turn.
    """
    if not _OF_ONE.search(case.error.value) or len(case.sites) < 2:
        return
    function, caller = case.sites[0].inside, case.sites[1]
    if function is None or not _is_of_one_value(function, case.sites[0]):
        return
    start = caller.statement.lineno if caller.statement is not None else caller.line
    changes: list[Change] = []
    for call in caller.code.nodes(ast.Call, caller.inside):
        is_named = getattr(call.func, "id", None) == function.name and call.lineno >= start
        if is_named and all(word.arg for word in call.keywords):
            columns = [one for one in call.args if await is_column(case, 1, one)]
            new = await _applied(case, caller, call, columns) if columns else ""
            changes += [(caller.code.span(call), new)] if new else []
    if changes:
        says = f'"{function.name}" takes one value, and is given a whole column'
        yield repaired(caller.cell, caller.code, changes, says, "function_of_values")


async def _applied(case: Case, site: Site, call: ast.Call, columns: list[ast.expr]) -> str:
    """Return how a function is called for each value of a column, or for each row."""
    text, name = site.code, site.code.text(call.func)
    shown = [text.text(one) for one in columns]
    words = [text.source[slice(*text.span(word))] for word in call.keywords]
    if len(call.args) == 1:
        if not isinstance(columns[0], ast.Name | ast.Attribute | ast.Subscript | ast.Call):
            shown[0] = f"({shown[0]})"
        return f"{shown[0]}.apply({', '.join([name, *words])})"
    parts = [await frame_of(case, 1, one) for one in columns]
    frames = {text.text(part[0]) for part in parts if part is not None}
    if None in parts or len(frames) != 1:
        return ""
    if len(columns) == 1:
        given = ["value" if one in columns else text.text(one) for one in call.args] + words
        return f"{shown[0]}.apply(lambda value: {name}({', '.join(given)}))"
    quote = "'" if "'" in text.text(call) else '"'
    keys = {id(one): part[1] for one, part in zip(columns, parts, strict=True) if part is not None}
    given = [f"row[{quote}{keys[id(one)]}{quote}]" if id(one) in keys else text.text(one)
             for one in call.args] + words  # fmt: skip
    return f"{frames.pop()}.apply(lambda row: {name}({', '.join(given)}), axis=1)"


def _is_of_one_value(function: ast.FunctionDef | ast.AsyncFunctionDef, site: Site) -> bool:
    """Whether a function returns something for one value, and takes no whole column.

    One that raises where a condition holds may mean any of the values, or all.
    """
    names = {one.arg for one in function.args.args}
    nodes = list(ast.walk(function))
    statement = site.statement
    raises = isinstance(statement, ast.If) and any(isinstance(n, ast.Raise) for n in statement.body)
    if (
        raises
        or isinstance(statement, ast.Assert)
        or not any(isinstance(node, ast.Return) and node.value is not None for node in nodes)
    ):
        return False
    return not any(_is_of_a_column(node, names) for node in nodes)


def _is_of_a_column(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression takes something of an argument that a column has, not a value."""
    match node:
        case ast.Subscript(value=ast.Name(id=name)) | ast.For(iter=ast.Name(id=name)):
            return name in names
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return name in names and attribute not in dir(str)
        case ast.Call(func=ast.Name(id=function), args=[ast.Name(id=name)]):
            return name in names and function in _OF_MANY
    return False
