"""Texts that are joined to numbers: all the numbers of a chain, and of those below it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_JOINED = re.compile(
    r"can only concatenate str \(not \"[\w.]+\"\) to str|for \+=?: '[\w.]+' and 'str'"
    r"|ufunc 'add' did not contain a loop"
)
_NUMBER = re.compile(r"\s*[-+]?[\d.,]+\s*")
_NUMBERS = frozenset(
    {"Decimal", "Fraction", "PosixPath", "Timestamp", "UUID", "WindowsPath", "bool", "complex",
     "date", "datetime", "float", "float32", "float64", "int", "int32", "int64", "time",
     "timedelta"}
)  # fmt: skip
"""Numbers, and what else is written as a text in one way."""
_TEXTS = ("object", "str", "string")


async def numbers_in_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``str(n)`` for the numbers that are joined to texts with ``+``."""
    if not case.is_a("TypeError") or not _JOINED.search(case.error.value):
        return
    for site in case.sites[:1]:
        chains = list(_chains(site.nodes(ast.BinOp)))
        changes = [change for chain in chains for change in await _changes(case, site, chain)]
        if changes and site.inside is None:  # those below would fail next
            below = (node for node in site.code.nodes(ast.BinOp) if node.lineno > site.line)
            for chain in _chains(below):
                changes += await _changes(case, site, chain)
        changes += await _added(case, site)
        if changes:
            says = "what is joined to a text is no text itself"
            yield repaired(site.cell, site.code, changes, says, "number_for_string")


def _chains(nodes: list[ast.BinOp] | Iterator[ast.BinOp]) -> Iterator[list[ast.expr]]:
    """Yield the parts of sums of which one is written as a text that is no number."""
    found = [node for node in nodes if isinstance(node.op, ast.Add)]
    inner = {id(side) for node in found for side in (node.left, node.right)}
    for node in found:
        parts = list(_parts(node)) if id(node) not in inner else []
        if any(is_wording(part) for part in parts):
            yield parts


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _parts(node.left)
        node = node.right
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
            yield node
            return
    yield node


def is_wording(node: ast.expr) -> bool:
    """Whether an expression is a text as it is written, and no number in quotes."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_wording(node.left) or is_wording(node.right)
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(node, ast.JoinedStr) or (
        isinstance(value, str) and not _NUMBER.fullmatch(value)
    )


async def _changes(case: Case, site: Site, parts: list[ast.expr]) -> list[Change]:
    """Return the changes of the parts of a sum that are numbers, or columns of numbers."""
    changes: list[Change] = []
    for part in parts:
        shown = site.code.text(part)
        if _is_number_column(case, part):
            changes.append((site.code.span(part), f"{shown}.astype(str)"))
        elif await _is_number(case, site, part):
            changes.append((site.code.span(part), f"str({shown})"))
    return changes


def _is_number_column(case: Case, node: ast.expr) -> bool:
    """Whether an expression is a column of a live frame that holds no texts."""
    match node:
        case ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(value=str() as column)):
            live = case.variable(frame)
            kind = dict(live.columns).get(column) if live is not None else None
            return kind is not None and kind not in _TEXTS
    return False


async def _is_number(case: Case, site: Site, node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int() | float()):
            return True
        case ast.BinOp(op=ast.Sub() | ast.Div() | ast.FloorDiv() | ast.Pow()):
            return True
        case ast.Call(func=ast.Name(id=name)) if name in ("len", "round", "int", "float"):
            return True
        case ast.Name() | ast.Subscript() | ast.Attribute():
            found = await case.resolve(case.path(site, node))
            return (found.type or "").rpartition(".")[2] in _NUMBERS
    return False


async def _added(case: Case, site: Site) -> list[Change]:
    """Return the change of a number that is added to a live text: ``text += n``."""
    match site.statement:
        case ast.AugAssign(target=ast.Name() as target, op=ast.Add(), value=added):
            live = case.variable(target.id) if case.path(site, target) is not None else None
            if (
                live is None
                or live.type != "str"
                or _NUMBER.fullmatch((live.value or "").strip("'\""))
            ):
                return []
            return await _changes(case, site, [added])
    return []
