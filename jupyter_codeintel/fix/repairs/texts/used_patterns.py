"""Patterns of a notebook, the texts that they are for, and where their groups are read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.words import all_words

_NO_MATCH = re.compile(
    r"'NoneType' object (?:has no attribute '(?:end|group|groupdict|groups|span|start)'"
    r"|is not subscriptable)"
)
_LEFT_OUT = re.compile(
    r"\b(?:ignor|skip|drop|discard|filter|only (?:the )?(?:lines|entries|rows)|malformed|corrupt"
    r"|garbage|broken|invalid|noise|comments?\b|leav\w+ out|left out)",
    re.IGNORECASE,
)
_WAYS = ("findall", "fullmatch", "match", "search")
_FUNCTIONS = (*_WAYS, "compile")


class Used(NamedTuple):
    """A pattern that misses some of the texts of a notebook.

    Parameters
    ----------
    cell, code, node
        Where it is written.
    pattern, way : str
        What it is, and how it is looked for: ``match``.
    texts : tuple of str
        All texts that it is for.
    """

    cell: str
    code: Code
    node: ast.Constant
    pattern: str
    way: str
    texts: tuple[str, ...]

    def found(self, text: str, pattern: str = "") -> re.Match[str] | None:
        """Return what it, or another pattern in its place, finds in a text."""
        try:
            way = self.way if self.way != "findall" else "search"
            match: re.Match[str] | None = getattr(re, way)(pattern or self.pattern, text)
        except re.error:
            return None
        return match

    def written(self, pattern: str) -> str:
        """Return another pattern as it is written in its place."""
        shown = self.code.text(self.node)
        start = shown.index(shown[-1])
        return f"{shown[: start + 1]}{pattern}{shown[-1]}"


class Reader(NamedTuple):
    """A call that makes a number of a group, and what stands for the group in it."""

    cell: str
    code: Code
    call: ast.Call
    group: ast.expr


def pattern_that_misses(case: Case) -> Used | None:
    """Return the one pattern that matches some of the texts written down, and not all.

    None also where a failure is of another kind, or where the words leave some texts out.
    """
    is_without = any(_is_without_match(case, site) for site in case.sites[:1])
    if not is_without or any(map(_LEFT_OUT.search, all_words(case))):
        return None
    cells = [*case.failure.flow.order(case.failure.cell), case.failure.cell]
    texts = [one for cell in cells for one in _texts(case.code(cell))]
    used = [
        Used(cell, case.code(cell), node, str(node.value), way, one)
        for cell in dict.fromkeys(cells)
        for node, way in _patterns(case, cells, case.code(cell))
        for one in dict.fromkeys(texts)
    ]
    missed = [one for one in used if _is_missed(one)]
    return missed[0] if len(missed) == 1 else None


def _is_without_match(case: Case, site: Site) -> bool:
    """Whether a place fails for want of a match, or asserts that there is one."""
    if case.is_a("AssertionError") and isinstance(site.statement, ast.Assert):
        bound = [case.binding(site, node) for node in site.nodes(ast.Name)]
        return any(one is not None and callee_of(one.value) in _WAYS for one in bound)
    if "list index out of range" in case.error.value:
        return any(
            callee_of(node.value) == "findall" and literal(node.slice) == 0
            for node in site.nodes(ast.Subscript)
        )
    return _NO_MATCH.search(case.error.value) is not None


def _is_missed(used: Used) -> bool:
    shown = used.code.text(used.node)
    is_plain = shown in (f"r'{used.pattern}'", f'r"{used.pattern}"')
    if not is_plain and shown not in (f"'{used.pattern}'", f'"{used.pattern}"'):
        return False
    hits = [used.found(one) is not None for one in used.texts]
    return any(hits) and not all(hits)


def _patterns(case: Case, cells: list[str], text: Code) -> Iterator[tuple[ast.Constant, str]]:
    """Yield the patterns that are written in a cell, and how each is looked for."""
    for call in text.nodes(ast.Call):
        node = call.args[0] if _is_of_re(call) and call.args else None
        options = len(call.args) - (1 if callee(call) == "compile" else 2)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and options <= 0:
            way = callee(call)
            ways = {way} if way != "compile" else _ways_of(case, cells, _name_of(text, call))
            if len(ways) == 1 and not call.keywords:
                yield node, ways.pop()
    for statement in text.nodes(ast.Assign):
        node, name = statement.value, getattr(statement.targets[0], "id", "")
        if name and isinstance(node, ast.Constant) and isinstance(node.value, str):
            ways = _ways_of(case, cells, name)
            if len(ways) == 1:
                yield node, ways.pop()


def _is_of_re(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id="re" | "regex"), attr=name):
            return name in _FUNCTIONS
    return False


def _name_of(text: Code, call: ast.Call) -> str:
    """Return the name that a compiled pattern is bound to."""
    return next(
        (getattr(one.targets[0], "attr", getattr(one.targets[0], "id", ""))
         for one in text.nodes(ast.Assign) if one.value is call), ""
    )  # fmt: skip


def _ways_of(case: Case, cells: list[str], name: str) -> set[str]:
    """Return how a pattern of a name is looked for: by its methods, or by functions."""
    found = set()
    for call in (one for cell in cells for one in case.code(cell).nodes(ast.Call) if name):
        if not isinstance(call.func, ast.Attribute):
            continue
        if _is_of_re(call):
            given = call.args[0] if call.args else None
            if getattr(given, "id", "") == name:
                found.add("flags" if len(call.args) > 2 or call.keywords else call.func.attr)
        elif name in (getattr(call.func.value, "id", ""), getattr(call.func.value, "attr", "")):
            found.add(call.func.attr)
    return found if found <= set(_WAYS) else set()


def _texts(text: Code) -> Iterator[tuple[str, ...]]:
    """Yield texts that stand together: items, fields of rows, and lines of a long text."""
    lists = list(text.nodes(ast.List)) + list(text.nodes(ast.Tuple)) + list(text.nodes(ast.Set))
    rows = {one for node in lists if len(node.elts) > 1 for one in node.elts}
    for node in lists:
        if node not in rows:
            yield from _together([literal(one) for one in node.elts])
    for table in text.nodes(ast.Dict):
        if table not in rows:
            yield from _of_one_kind([literal(one) for one in table.values])
    for long in text.nodes(ast.Constant):
        if isinstance(long.value, str):
            yield from _of_one_kind([one.strip() for one in long.value.splitlines() if one.strip()])


def _together(values: list[object]) -> Iterator[tuple[str, ...]]:
    """Yield the items of a list that are texts, or the texts at each place of its rows."""
    yield from _of_one_kind(values)
    rows = [[*one.values()] if isinstance(one, dict) else one for one in values]
    of_rows = [one for one in rows if isinstance(one, list | tuple)]
    if len(of_rows) == len(values) and len({len(one) for one in of_rows}) == 1:
        for column in zip(*of_rows, strict=True):
            yield from _of_one_kind(list(column))


def _of_one_kind(values: Sequence[object]) -> Iterator[tuple[str, ...]]:
    texts = tuple(one for one in values if isinstance(one, str))
    if len(texts) > 1 and len(texts) == len(values):
        yield texts


def readers_of(case: Case, key: int | str, number: int) -> list[Reader]:
    """Return the calls that make a number of a group, by its name or number."""
    found = []
    for cell in dict.fromkeys([*case.failure.flow.order(case.failure.cell), case.failure.cell]):
        text = case.code(cell)
        names = {name for name, value in _bound(text) if _is_group(value, key, number)}
        for call in text.nodes(ast.Call):
            is_reading = getattr(call.func, "id", "") in ("Decimal", "float", "int")
            if not is_reading or len(call.args) != 1:
                continue
            given = call.args[0]
            if _is_group(given, key, number) or getattr(given, "id", "") in names:
                found.append(Reader(cell, text, call, given))
    return found


def _bound(text: Code) -> Iterator[tuple[str, ast.expr]]:
    for statement in text.nodes(ast.Assign):
        target, value = statement.targets[0], statement.value
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        values = value.elts if isinstance(value, ast.Tuple) else [value]
        if len(names) > 1 and _are_groups(value):
            values = [
                ast.Subscript(value=value, slice=ast.Constant(place + 1), ctx=ast.Load())
                for place in range(len(names))
            ]
        for name, one in zip(names, values, strict=False):
            if isinstance(name, ast.Name):
                yield name.id, one


def _are_groups(node: ast.expr) -> bool:
    """Whether all groups of a match are asked for at once."""
    return isinstance(node, ast.Call) and callee(node) == "groups"


def _is_group(node: ast.expr, key: int | str, number: int) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="group"), args=[ast.Constant(value=asked)]):
            return asked in (key, number)
        case ast.Call(func=ast.Attribute(attr="group"), args=[]):
            return number == 0
        case ast.Subscript(value=of, slice=ast.Constant(value=asked)):
            if callee_of(of) == "findall":
                return number in (0, 1) and asked == 0
            return asked in (key, number)
    return False
