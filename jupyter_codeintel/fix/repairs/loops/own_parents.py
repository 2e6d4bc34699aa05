"""Recursions up a tree whose root is its own parent, so that they never end."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near

_ZERO = re.compile(
    r"\b(?:below|beneath|above|away|steps?|hops?|edges|links|how far|distance|depths?"
    r"|(?:level|generation|rank|(?:is|at|has|as|being)) (?:0|zero)|= ?0"
    r"|(?:0|zero) (?:at|for|is|means)(?: an?| the)? (?:boss|ceo|chief|founder|head|origin|root"
    r"|start|top))\b"
)
_ONE = re.compile(r"\b(?:(?:level|generation|rank|depth|is|at|has|as|being) (?:1|one)|includ\w+)\b")
_SAYS = "what is its own parent has none above it, and the recursion ends there"


class _Climb(NamedTuple):
    """A function, the one call of itself, the way to what is above, and what it is given."""

    function: ast.FunctionDef
    call: ast.Call
    up: ast.expr
    name: str


async def own_parents(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if parent[x] == x: return 0`` for a recursion that goes past the root."""
    for site in case.sites if case.is_a("RecursionError") else ():
        climb = _climb(site)
        if climb is None or not _is_own_parent(case, site, climb):
            continue
        changes = _ended(case, site, climb)
        if changes:
            yield repaired(site.cell, site.code, changes, _SAYS, "own_parent")
        return


def _climb(site: Site) -> _Climb | None:
    function = site.inside
    if not isinstance(function, ast.FunctionDef):
        return None
    calls = [one for one in site.code.nodes(ast.Call, function) if callee(one) == function.name]
    if len(calls) != 1 or calls[0].keywords or not isinstance(calls[0].func, ast.Name):
        return None
    names = [one.arg for one in function.args.args]
    for name, given in zip(names, calls[0].args, strict=False):
        up = _named(function, given)
        if _is_way_up(up, name):
            return _Climb(function, calls[0], up, name)
    return None


def _named(function: ast.FunctionDef, given: ast.expr) -> ast.expr:
    """Return what a name of a function's own stands for."""
    for node in function.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if getattr(given, "id", None) == name:
                    return value
    return given


def _is_way_up(node: ast.expr, name: str) -> bool:
    """Whether an expression asks a table for what a name stands for: ``parent[x]``."""
    match node:
        case ast.Subscript(value=owner, slice=ast.Name(id=key)):
            return key == name and name not in ast.unparse(owner).split(".")
        case ast.Subscript(value=inner, slice=ast.Constant(value=str())):
            return _is_way_up(inner, name)
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Name(id=key)], keywords=[]):
            return key == name
    return False


def _is_own_parent(case: Case, site: Site, climb: _Climb) -> bool:
    """Whether something in the table is above itself, and nothing else goes round."""
    table = climb.up.func if isinstance(climb.up, ast.Call) else climb.up
    bound = case.binding(site, getattr(table, "value", table))
    written = literal(bound.value) if bound is not None else None
    if isinstance(written, list):
        written = dict(enumerate(written))
    if isinstance(written, dict) and not any(isinstance(one, dict) for one in written.values()):
        return _ends_in_itself(written)
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    pairs = [pair for cell in dict.fromkeys(cells) for pair in _pairs(case.code(cell))]
    return _ends_in_itself(dict(pairs))


def _ends_in_itself(table: dict[object, object]) -> bool:
    """Whether each way up ends at something that is its own parent."""
    ends = {key for key, value in table.items() if key == value}
    for first in table.values():
        key, seen = first, set[object]()
        while key in table and key not in ends and key not in seen:
            seen.add(key)
            key = table[key]
        if key in seen:
            return False
    return bool(ends)


def _pairs(text: Code) -> Iterator[tuple[object, object]]:
    """Yield the pairs of a child and its parent, as they are written in rows or in columns."""
    for node in text.nodes(ast.expr):
        written = literal(node) if isinstance(node, ast.Dict | ast.List | ast.Tuple) else None
        match written:
            case (str() | int() as one, str() | int() as other, *_):
                if isinstance(node, ast.Tuple) or len(written) == 2:
                    yield one, other
            case dict():
                yield from _of_rows(written)


def _of_rows(table: dict[object, object]) -> Iterator[tuple[object, object]]:
    values = list(table.values())
    if values and all(isinstance(one, dict) for one in values):
        for key, row in table.items():
            yield from ((key, one) for one in row.values() if one == key or one in table)  # type: ignore[attr-defined]
    elif len(values) > 1 and isinstance(values[0], list) and isinstance(values[1], list):
        yield from zip(values[0], values[1], strict=False)
    elif len(values) > 1 and all(isinstance(one, str | int) for one in values[:2]):
        yield values[0], values[1]


def _ended(case: Case, site: Site, climb: _Climb) -> list[Change]:
    """Return the changes after which a recursion ends at the root."""
    body = climb.function.body
    holder = next((one for one in body if climb.call in ast.walk(one)), None)
    ends = [one for one in ast.walk(climb.function) if isinstance(one, ast.If | ast.IfExp)]
    if len(ends) == 1:
        change = _tested(site, climb, ends[0])
        return [change] if change is not None else []
    if ends or holder is None or any(
        isinstance(one, ast.For | ast.While | ast.Try) for one in ast.walk(climb.function)
    ):  # fmt: skip
        return []
    value = _at_root(case, site, climb, holder)
    if value is None:
        return []
    text = site.code
    start = text.span(holder)[0]
    pad = " " * holder.col_offset
    if holder.lineno == climb.function.lineno:  # all in one line
        pad = " " * (climb.function.col_offset + 4)
        before = f"\n{pad}"
    else:
        before = ""
    test = f"if {_up_text(text, climb)} == {climb.name}:"
    new = f"{before}{test}\n{pad}    {f'return {value}'.rstrip()}\n{pad}"
    return [((start, start), new)]


def _up_text(text: Code, climb: _Climb) -> str:
    """Return what is above as it can be said before the call: its name, or the way to it."""
    given = climb.call.args[[one.arg for one in climb.function.args.args].index(climb.name)]
    return text.text(given)


def _tested(site: Site, climb: _Climb, end: ast.If | ast.IfExp) -> Change | None:
    """Return the change of an end that the root never comes to."""
    start, stop = site.code.span(end.test)
    up = site.code.text(climb.up)
    is_first = climb.call not in ast.walk(end) or isinstance(end, ast.IfExp)
    if not is_first or (isinstance(end, ast.IfExp) and climb.call in ast.walk(end.body)):
        return None
    match end.test:
        case (
            ast.Compare(
                left=left, ops=[ast.Is() | ast.Eq()],
                comparators=[ast.Constant(value=None | "" | -1)],
            )
            | ast.UnaryOp(op=ast.Not(), operand=left)
        ):  # fmt: skip
            is_up = ast.dump(_named(climb.function, left)) == ast.dump(climb.up)
            shown = site.code.text(left)
            return ((start, stop), f"{shown} == {climb.name}") if is_up else None
        case ast.Compare(left=ast.Name(id=name), ops=[ast.NotIn()]) if name == climb.name:
            return (stop, stop), f" or {up} == {climb.name}"
    return None


def _at_root(case: Case, site: Site, climb: _Climb, holder: ast.stmt) -> str | None:
    """Return what the root's own value is; None if that is open."""
    match holder:
        case ast.Expr(value=ast.YieldFrom(value=value) | value) if value is climb.call:
            return ""
        case ast.Return(value=value) if value is climb.call:
            return climb.name
        case ast.Return(value=ast.BinOp(op=ast.Add()) as value):
            return _without_call(case, site, climb, list(_terms(value)))
        case ast.Return(value=ast.JoinedStr(values=values)):
            parts = [one.value if isinstance(one, ast.FormattedValue) else one for one in values]
            return _without_call(case, site, climb, parts)
    return None


def _without_call(case: Case, site: Site, climb: _Climb, parts: list[ast.expr]) -> str | None:
    """Return what is left of a sum where there is nothing above."""
    rest = [one for one in parts if one is not climb.call]
    rest = [one for one in rest if not isinstance(getattr(one, "value", None), str)]
    if len(rest) != 1 or climb.call in ast.walk(rest[0]):
        return None
    if isinstance(rest[0], ast.Constant):
        return _counted(case, site, climb) if rest[0].value == 1 else None
    names = {ast.dump(one) for one in ast.walk(rest[0])}
    given = climb.call.args[0]
    if ast.dump(climb.up) in names or ast.dump(given) in names:
        return "[]" if isinstance(rest[0], ast.List) and len(rest[0].elts) == 1 else None
    return site.code.text(rest[0]) if climb.name in ast.unparse(rest[0]) else None


def _terms(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        yield from _terms(value.left)
        yield from _terms(value.right)
    else:
        yield value


def _counted(case: Case, site: Site, climb: _Climb) -> str | None:
    """Return what the root counts, by the words and the name of the function."""
    words = f"{words_near(case, site)} {climb.function.name.replace('_', ' ')}"
    is_zero, is_one = (pattern.search(words) is not None for pattern in (_ZERO, _ONE))
    if is_zero and is_one and re.search(r"\b(?:level|depth|is|at|has|as) (?:0|zero)\b", words):
        return "0"
    strict = re.search(r"\b(?:level|depth|rank|generation|is|at|as) (?:1|one)\b", words)
    if strict and not re.search(r"\b(?:0|zero)\b", words):
        return "1"
    return "0" if is_zero and not is_one else None
