"""Operators that join values of another kind: sets, dicts, paths and the items of lists."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.live_kinds import kind_of

_ADDED = re.compile(
    r"unsupported operand type\(s\) for \+=?: '(?P<kind>set|frozenset|dict|defaultdict)' and "
    r"'(?:set|frozenset|dict|defaultdict)'"
)
_PARTS = re.compile(r"unsupported operand type\(s\) for /: 'str' and 'str'")
_OF_PATHS = re.compile(
    r"(?<![a-z])(?:base|dirs?|directory|folders?|home|paths?|out|output|root)(?![a-z])"
)
_FILE = re.compile(r"[\w. -]+\.[a-z]\w{1,4}")
_NOT_ITERABLE = re.compile(r"'(?:int|float|numpy\.\w+)' object is not iterable")


async def united(case: Case) -> AsyncIterator[Repair]:
    """Yield ``a | b`` for ``a + b`` of two sets, or of two dicts."""
    if not _ADDED.search(case.error.value):
        return
    says = 'sets and dicts are put together with "|"'
    for site in case.sites[:1]:
        sums = [node for node in site.nodes(ast.BinOp) if isinstance(node.op, ast.Add)]
        changes = [_sign(site, node.left, node.right, "+", "|") for node in sums]
        match site.statement:
            case ast.AugAssign(target=target, op=ast.Add(), value=value) if not sums:
                changes = [_sign(site, target, value, "+=", "|=")]
        if changes and await _are_all(case, site, sums):
            yield repaired(site.cell, site.code, changes, says, "united")


async def _are_all(case: Case, site: Site, sums: list[ast.BinOp]) -> bool:
    """Whether nothing in some sums is known to be neither a set nor a dict."""
    sides = [side for node in sums for side in (node.left, node.right)]
    kinds = {await kind_of(case, site, side) for side in sides if not isinstance(side, ast.BinOp)}
    return kinds <= {"", "set", "frozenset"} or kinds <= {"", "dict", "defaultdict"}


def _sign(site: Site, left: ast.expr, right: ast.expr, old: str, new: str) -> Change:
    """Return the change of the operator between two sides."""
    start, end = site.code.span(left)[1], site.code.span(right)[0]
    return (start, end), site.code.source[start:end].replace(old, new, 1)


async def paths_of_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Path(base) / "report.txt"`` for ``base / "report.txt"``."""
    if not _PARTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        parts = [node for node in site.nodes(ast.BinOp) if isinstance(node.op, ast.Div)]
        first = [node for node in parts if not isinstance(node.left, ast.BinOp)]
        if len(first) != 1 or not any(_is_path(site, node) for node in parts):
            continue
        name, module = case.name_of("pathlib.Path"), case.name_of("pathlib")
        shown = name or (f"{module}.Path" if module else "Path")
        left = first[0].left
        changes = [(site.code.span(left), f"{shown}({site.code.text(left)})")]
        if not name and not module:
            changes.append(inserted_import(site.code, "from pathlib import Path"))
        says = f'"{site.code.text(left)}" is a text, and used as a path'
        yield repaired(site.cell, site.code, changes, says, "path_of_text")


def _is_path(site: Site, node: ast.BinOp) -> bool:
    """Whether a quotient is surely a path: by the name of a file, or of a folder."""
    right = getattr(node.right, "value", None)
    if isinstance(node.right, ast.JoinedStr):
        right = ast.unparse(node.right.values[-1]).strip("'")
    is_file = isinstance(right, str) and _FILE.fullmatch(right) is not None
    return is_file or (
        isinstance(node.left, ast.Name)
        and _OF_PATHS.search(node.left.id.lower()) is not None
        and isinstance(node.right, ast.Constant | ast.JoinedStr)
    )


async def appended_for_added(case: Case) -> AsyncIterator[Repair]:
    """Yield ``squares.append(n)`` for ``squares += n`` of a list and a number."""
    if not _NOT_ITERABLE.search(case.error.value):
        return
    for site in case.sites[:1]:
        match site.statement:
            case ast.AugAssign(op=ast.Add(), target=target, value=value) if (
                await kind_of(case, site, target) == "list" and not site.loops
            ):
                new = f"{site.code.text(target)}.append({site.code.text(value)})"
                says = "a number is appended to a list"
                change = site.code.span(site.statement), new
                yield repaired(site.cell, site.code, [change], says, "appended_for_added")
