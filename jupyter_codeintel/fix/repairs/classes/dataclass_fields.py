"""Dataclasses: fields that begin as lists of their own, and the decorator that makes them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.inserting import inserted_import

_MUTABLE = re.compile(r"mutable default <class '(?:list|dict|set)'> for field \w+ is not allowed")
_TAKES_NONE = re.compile(r"^(?P<name>\w+)\(\) takes no arguments$")
_KINDS = {ast.List: "list", ast.Dict: "dict", ast.Set: "set"}
_MODULE = "dataclasses"


async def defaults_made_anew(case: Case) -> AsyncIterator[Repair]:
    """Yield ``field(default_factory=list)`` for ``[]`` in a dataclass."""
    if not _MUTABLE.search(case.error.value):
        return
    for site in case.sites[:1]:
        name, imported = name_of_member(case, site.cell, "field")
        for node in site.code.nodes(ast.ClassDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            if not first <= site.line <= (node.end_lineno or node.lineno):
                continue
            changes = [
                (site.code.span(one.value), f"{name}(default_factory={made})")
                for one in node.body
                if isinstance(one, ast.AnnAssign) and one.value is not None
                if (made := _maker(site.code, one.value))
            ]
            if changes:
                says = "each object is to have a list of its own"
                yield with_import(case, site.cell, changes, imported, says, "default_factory")


async def undecorated_fields(case: Case) -> AsyncIterator[Repair]:
    """Yield ``@dataclass`` above a class that names its fields, and is made with them."""
    match = _TAKES_NONE.match(case.error.value)
    if match is None:
        return
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        found = [node for node in text.nodes(ast.ClassDef) if node.name == match["name"]]
        for node in found[:1]:
            if _names_its_fields(node):
                name, imported = name_of_member(case, cell, "dataclass")
                start, indent = text.span(node)[0], " " * node.col_offset
                change = (start, start), f"@{name}\n{indent}"
                says = f'"{node.name}" names its fields, and is not made a dataclass'
                yield with_import(case, cell, [change], imported, says, "undecorated")
        if found:
            return


def _maker(text: Code, value: ast.expr) -> str:
    """Return what makes a default anew; nothing for one that never changes."""
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return _KINDS[type(value)]
        case ast.List() | ast.Dict() | ast.Set():
            return f"lambda: {text.text(value)}"
        case ast.Call(func=ast.Name(id="list" | "dict" | "set" as name), args=[], keywords=[]):
            return name
        case ast.Call(func=ast.Name(id="list" | "dict" | "set")):
            return f"lambda: {text.text(value)}"
    return ""


def _names_its_fields(node: ast.ClassDef) -> bool:
    methods = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    is_plain = not (node.decorator_list or node.bases or node.keywords)
    return is_plain and bool(fields) and not any("init" in name.lower() for name in methods)


def name_of_member(case: Case, cell: str, member: str) -> tuple[str, tuple[str, Change] | None]:
    """Return how a notebook calls something of dataclasses, and the import that this needs."""
    cells = (cell, *reversed(case.failure.flow.order(case.failure.cell)))
    beside: tuple[str, Change] | None = None
    for one in cells:
        text = case.code(one)
        for node in text.nodes(ast.ImportFrom):
            if node.module != _MODULE:
                continue
            for alias in node.names:
                if alias.name == member:
                    return alias.asname or member, None
            end = text.span(node.names[-1])[1]
            beside = beside or (one, ((end, end), f", {member}"))
    module = case.name_of(_MODULE)
    if module is not None and beside is None:
        return f"{module}.{member}", None
    new = inserted_import(case.code(cell), f"from {_MODULE} import {member}")
    return member, beside or (cell, new)


def with_import(
    case: Case,
    cell: str,
    changes: list[Change],
    imported: tuple[str, Change] | None,
    says: str,
    kind: str,
) -> Repair:
    """Return the repair of a cell, and of the one that imports what it needs."""
    gathered = {cell: changes}
    if imported is not None:
        place, added = imported
        same = [one for one in changes if one[0] == added[0]]
        if place == cell and same:
            gathered[cell] = [(added[0], added[1] + same[0][1])]
        else:
            gathered.setdefault(place, [])
            gathered[place] = [*gathered[place], added]
    edits = {one: case.code(one).replaced(*new) for one, new in gathered.items()}
    return Candidate(edits, "rule", says, kind)
