"""Counted values beside others, that are one too few or one too many."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of, number_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_LENGTHS = re.compile(
    r"must have same first dimension, but have shapes \((\d+),\) and \((\d+),\)"
    r"|Mismatch is between '\w+' with shape \((\d+),\) and '\w+' with shape \((\d+),\)"
    r"|Length of values \((\d+)\) does not match length of index \((\d+)\)"
    r"|'x' has size (\d+), but 'y1' has an unequal size of (\d+)"
    r"|'?x'? and '?y'? must (?:be|have) the same size|arrays must be of the same length",
    re.IGNORECASE,
)


class _Range(NamedTuple):
    """Numbers from 0 or 1 up to a count, and what is added to the count."""

    cell: str
    code: Code
    start: int
    end: ast.expr
    length: ast.expr
    more: int


async def counted_to_the_length(case: Case) -> AsyncIterator[Repair]:
    """Yield ``range(1, len(y) + 1)`` for ``range(1, len(y))`` that is drawn beside ``y``."""
    match = _LENGTHS.search(case.error.value)
    if match is None:
        return
    sizes = sorted(int(size) for size in match.groups() if size is not None)
    for site in case.sites[:1]:
        told = sizes or _seen(case, site)
        if told and told[1] - told[0] != 1:
            return
        for one in dict.fromkeys(_ranges(case, site)):
            step = _step(case, site, one, told)
            if step is not None:
                change = one.code.span(one.end), _end(one, one.more + step)
                says = f"it counts one too {'few' if step > 0 else 'many'}"
                yield repaired(one.cell, one.code, [change], says, "counted_to_the_length")


def _seen(case: Case, site: Site) -> list[int]:
    """Return the two lengths of what a statement uses, where an error does not tell them."""
    lengths = {length_of(case.failure, site, name) for name in _names(site)}
    for one in _ranges(case, site):
        size = _size(case, site, one.length)
        lengths.add(None if size is None else size + one.more - one.start)
    found = sorted(length for length in lengths if length is not None)
    return found if len(found) == 2 else []


def _ranges(case: Case, site: Site) -> Iterator[_Range]:
    """Yield the ranges that a statement has in it, or under a name."""
    for call in site.nodes(ast.Call):
        yield from _read(case, site, site.cell, site.code, call)
    for name in _names(site):
        bound = case.binding(site, ast.Name(name))
        value = bound.value if bound is not None else None
        if isinstance(value, ast.Call) and len(value.args) == 1 and _is_of_all(value):
            value = value.args[0]
        elif isinstance(value, ast.ListComp) and len(value.generators) == 1:
            loop = value.generators[0]
            value = None if loop.ifs else loop.iter
        if bound is not None and isinstance(value, ast.Call):
            yield from _read(case, site, bound.cell, bound.code, value)


async def counted_like_the_loop(case: Case) -> AsyncIterator[Repair]:
    """Yield the range of the loop that filled a list, for another one that is drawn beside it."""
    match = _LENGTHS.search(case.error.value)
    told = {int(size) for size in match.groups() if size is not None} if match else set()
    for site in case.sites[:1] if told else ():
        loops = [loop for name in _names(site) for loop in _filling(case, site, name)]
        wanted = {_size_of(loop): loop for loop in loops if _size_of(loop) in told}
        drawn = [one for one in _written(case, site) if _size_of(one[2]) in told - set(wanted)]
        if len(wanted) == len(drawn) == 1:
            (cell, text, call), loop = drawn[0], next(iter(wanted.values()))
            change = text.span(call), ast.unparse(loop)
            says = f'the values beside it were made for "{ast.unparse(loop)}"'
            yield repaired(cell, text, [change], says, "counted_like_the_loop")


def _names(site: Site) -> list[str]:
    return list(names_in(site.statement)) if site.statement is not None else []


def _filling(case: Case, site: Site, name: str) -> Iterator[ast.expr]:
    """Yield what the loop goes through in which a list gets its items."""
    bound = case.binding(site, ast.Name(name))
    if bound is None:
        return
    if isinstance(bound.value, ast.ListComp) and len(bound.value.generators) == 1:
        yield bound.value.generators[0].iter
    for cell in dict.fromkeys((bound.cell, site.cell)):
        for loop in case.code(cell).nodes(ast.For):
            calls = [node.value for node in loop.body if isinstance(node, ast.Expr)]
            if f"{name}.append" in {ast.unparse(c.func) for c in calls if isinstance(c, ast.Call)}:
                yield loop.iter


def _written(case: Case, site: Site) -> Iterator[tuple[str, Code, ast.Call]]:
    """Yield the ranges of a statement, in itself or by a name."""
    for call in site.nodes(ast.Call):
        yield site.cell, site.code, call
    for name in _names(site):
        bound = case.binding(site, ast.Name(name))
        if bound is not None and isinstance(bound.value, ast.Call):
            yield bound.cell, bound.code, bound.value


def _size_of(node: ast.expr) -> int | None:
    """Return how many numbers are in a range that is written with numbers alone."""
    is_range = isinstance(node, ast.Call) and ast.unparse(node.func) == "range"
    given = [getattr(one, "value", None) for one in node.args] if is_range else []  # type: ignore[attr-defined]
    whole = [one for one in given if isinstance(one, int)]
    if not whole or len(whole) != len(given) or (len(whole) == 3 and not whole[2]):
        return None
    return len(range(*whole))


def _is_of_all(call: ast.Call) -> bool:
    is_made = callee(call) in ("array", "asarray", "list", "tuple")
    return is_made and isinstance(call.args[0], ast.Call)


def _read(case: Case, site: Site, cell: str, text: Code, call: ast.Call) -> Iterator[_Range]:
    """Yield what a call counts, one by one."""
    function = call.func.id if isinstance(call.func, ast.Name) else ""
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        is_numpy = case.target(site, call.func.value.id) == "numpy"
        function = call.func.attr if is_numpy else ""
    if function not in ("range", "arange") or call.keywords or len(call.args) not in (1, 2):
        return
    start = getattr(call.args[0], "value", None) if len(call.args) == 2 else 0
    end, more = call.args[-1], 0
    count = end
    if isinstance(end, ast.BinOp) and isinstance(end.op, ast.Add | ast.Sub):
        number = getattr(end.right, "value", None)
        if not isinstance(number, int):
            return
        count, more = end.left, number if isinstance(end.op, ast.Add) else -number
    if start in (0, 1) and (isinstance(count, ast.Name) or _counted(count) is not None):
        yield _Range(cell, text, int(start), end, count, more)


def _counted(node: ast.expr) -> ast.expr | None:
    """Return what a length is taken of."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[owner]):
            return owner
        case ast.Subscript(value=ast.Attribute(value=owner, attr="shape"), slice=ast.Constant(0)):
            return owner
    return None


def _step(case: Case, site: Site, one: _Range, told: list[int]) -> int | None:
    """Return by how much the end of a range has to move, if that is certain."""
    step = one.start - one.more  # then there are as many numbers as are counted
    size = _size(case, site, one.length)
    if told and isinstance(one.length, ast.Name) and size is None:
        return None
    if step in (-1, 1) and (not told or size in (None, told[1] if step > 0 else told[0])):
        return step if _is_beside(site, one) or (told and size is not None) else None
    # From 0 up to a count that is a step more: a first value and one after each step.
    is_first_step = step == 0 == one.start and isinstance(one.length, ast.Name)
    return 1 if is_first_step and told == [size, (size or 0) + 1] else None


def _size(case: Case, site: Site, count: ast.expr) -> int | None:
    owner = _counted(count)
    if isinstance(owner, ast.Name):
        return length_of(case.failure, site, owner.id)
    return number_of(case.failure, site, count.id) if isinstance(count, ast.Name) else None


def _is_beside(site: Site, one: _Range) -> bool:
    """Whether the statement also uses what is counted, itself."""
    owner = _counted(one.length)
    if owner is None or site.statement is None:
        return False
    lengths = [_counted(node) for node in site.nodes(ast.expr)]
    inside = sum(_is_same(node, owner) for node in lengths if node is not None)
    return sum(_is_same(node, owner) for node in site.nodes(ast.expr)) > inside


def _is_same(node: ast.expr, other: ast.expr) -> bool:
    return ast.dump(node) == ast.dump(other)


def _end(one: _Range, more: int) -> str:
    text = one.code.text(one.length)
    sign = "+" if more > 0 else "-"
    return f"{text} {sign} {abs(more)}" if more else text
