"""Recursions that step past their end, or not at all."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_LOW = {(ast.Eq, 0), (ast.Eq, 1), (ast.LtE, 0), (ast.LtE, 1), (ast.Lt, 1), (ast.Lt, 2)}

_MANY = 1000
_OTHER_STEPS = re.compile(r"double|even|every|half|halv|odd|second|step|twice")


class _Recursion(NamedTuple):
    """A function with one end and one call of itself."""

    function: ast.FunctionDef
    end: ast.If
    call: ast.Call
    statement: ast.stmt


async def ends_stepped_over(case: Case) -> AsyncIterator[Repair]:
    """Yield ``n <= 0`` for ``n == 0`` where the steps go past it for what is given."""
    for site in case.sites[:1] if case.is_a("RecursionError") else ():
        found = _recursion(site)
        change = _at_or_past(case, site, found) if found is not None else None
        if change is not None:
            says = "the steps go past the end"
            yield repaired(site.cell, site.code, [change], says, "end_stepped_over")


async def missing_steps(case: Case) -> AsyncIterator[Repair]:
    """Yield ``f(n - 1)`` for ``f(n)`` within ``f(n)``."""
    for site in case.sites[:1] if case.is_a("RecursionError") else ():
        found = _recursion(site)
        change = _stepped(site.code, found) if found is not None else None
        if change is not None:
            says = f'"{found.function.name}" calls itself with just what it was given'  # type: ignore[union-attr]
            yield repaired(site.cell, site.code, [change], says, "missing_step")


def _recursion(site: Site) -> _Recursion | None:
    function = site.inside
    if not isinstance(function, ast.FunctionDef):
        return None
    calls = [node for node in ast.walk(function)
             if isinstance(node, ast.Call) and callee(node) == function.name]  # fmt: skip
    ends = [node for node in function.body if isinstance(node, ast.If)]
    others = [
        node for node in ast.walk(function) if isinstance(node, ast.For | ast.While | ast.Try)
    ]
    if len(calls) != 1 or len(ends) != 1 or others or not isinstance(calls[0].func, ast.Name):
        return None
    if not isinstance(ends[0].body[-1], ast.Return) or calls[0].keywords:
        return None
    after = [*function.body[function.body.index(ends[0]) + 1 :], *ends[0].orelse]
    holding = [one for one in after if calls[0] in ast.walk(one)]
    if len(holding) != 1 or not isinstance(holding[0], ast.Return | ast.Expr):
        return None
    return _Recursion(function, ends[0], calls[0], holding[0])


def _at_or_past(case: Case, site: Site, found: _Recursion) -> Change | None:
    """Return the change of ``==`` to ``<=``, where the end adds nothing to what is made."""
    match found.end.test:
        case ast.Compare(
            left=ast.Name(id=name) as left,
            ops=[ast.Eq()],
            comparators=[ast.Constant(value=int() as last) as right],
        ):
            step = _step(found, name)
            given = _given(case, found.function, name)
            if step < 2 or not given or not _adds_nothing(found):
                return None
            if any(one > last and (one - last) % step for one in given):
                return (site.code.span(left)[1], site.code.span(right)[0]), " <= "
    return None


def _place(function: ast.FunctionDef, name: str) -> int:
    names = [one.arg for one in function.args.args]
    return names.index(name) if name in names else -1


def _step(found: _Recursion, name: str) -> int:
    """Return by how much a call of itself counts down."""
    place = _place(found.function, name)
    if not 0 <= place < len(found.call.args):
        return 0
    match found.call.args[place]:
        case ast.BinOp(left=ast.Name(id=of), op=ast.Sub(), right=ast.Constant(value=int() as step)):
            return step if of == name else 0
    return 0


def _given(case: Case, function: ast.FunctionDef, name: str) -> list[int]:
    """Return the numbers that the notebook calls a function with where it failed."""
    place = _place(function, name)
    return [
        number
        for site in case.sites[-1:]
        for call in site.nodes(ast.Call)
        if callee(call) == function.name and 0 <= place < len(call.args)
        for number in _numbers(case, site, call.args[place])
    ]


def _numbers(case: Case, site: Site, given: ast.expr) -> list[int]:
    """Return the whole numbers that an argument is: written out, live, or those of a loop."""
    if not isinstance(given, ast.Name):
        value = literal(given)
        return [value] if isinstance(value, int) else []
    loops: list[ast.For | ast.comprehension] = [*site.nodes(ast.comprehension)]
    loops += site.code.nodes(ast.For)
    for loop in loops:
        if getattr(loop.target, "id", None) == given.id:
            return _items(loop.iter)
    live = case.variable(given.id)
    return [int(live.value)] if live is not None and (live.value or "").isdecimal() else []  # type: ignore[arg-type]


def _items(iterated: ast.expr) -> list[int]:
    """Return the whole numbers of a list that is written out, or of a range."""
    if isinstance(iterated, ast.Call) and callee(iterated) == "range":
        ends = [literal(one) for one in iterated.args]
        whole = [one for one in ends if isinstance(one, int)]
        return list(range(*whole[:2])[:_MANY]) if whole and len(whole) == len(ends) else []
    items = literal(iterated)
    return [one for one in items if isinstance(one, int)] if isinstance(items, list | tuple) else []


def _adds_nothing(found: _Recursion) -> bool:
    """Whether the value at the end is the one that changes no sum, product or list."""
    end = found.end.body[-1]
    value = getattr(end, "value", None)
    whole = getattr(found.statement, "value", None)
    if whole is found.call:  # what is done on the way is all
        return value is None and isinstance(found.statement, ast.Expr)
    if not isinstance(whole, ast.BinOp) or found.call not in (whole.left, whole.right):
        return False
    match value:
        case ast.List(elts=[]) | ast.Constant(value=""):
            return isinstance(whole.op, ast.Add)
        case ast.Constant(value=int() as number):
            return (type(whole.op), number) in {(ast.Add, 0), (ast.Mult, 1)}
    return False


def _stepped(text: Code, found: _Recursion) -> Change | None:
    """Return the change that makes the one way on to the end of what is called alike."""
    names = [one.arg for one in found.function.args.args]
    if [getattr(one, "id", "") for one in found.call.args] != names:
        return None
    step = _way_to(found) if _makes_of(found, names) else None
    if step is None:
        return None
    name, way = step
    return text.span(found.call.args[names.index(name)]), way


def _makes_of(found: _Recursion, names: list[str]) -> bool:
    """Whether something is made of the parameters on the way, which tells what the steps are."""
    if getattr(found.statement, "value", None) is found.call:
        return isinstance(found.statement, ast.Expr) and len(names) == 1
    told = f"{found.function.name} {ast.get_docstring(found.function) or ''}".lower()
    own = {id(node) for node in ast.walk(found.call)}
    used = [node for node in ast.walk(found.statement) if id(node) not in own]
    is_made = any(isinstance(node, ast.Name) and node.id in names for node in used)
    return is_made and _OTHER_STEPS.search(told) is None


def _way_to(found: _Recursion) -> tuple[str, str] | None:
    """Return which parameter gets nearer to the end, and how: ``n - 1``, ``xs[1:]``."""
    match found.end.test:
        case ast.Compare(
            left=ast.Name(id=name), ops=[sign], comparators=[ast.Constant(value=int() as last)]
        ):
            return _number_down(found, name, is_low=(type(sign), last) in _LOW)
        case (
            ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name))
            | ast.Compare(
                left=ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]),
                comparators=[ast.Constant(value=0 | 1)],
            )
            | ast.Compare(
                left=ast.Name(id=name),
                ops=[ast.Eq()],
                comparators=[ast.List(elts=[]) | ast.Constant(value="")],
            )
        ):
            items = [node for node in ast.walk(found.statement) if isinstance(node, ast.Subscript)]
            taken = {ast.unparse(one.slice) for one in items if ast.unparse(one.value) == name}
            rest = {"0": f"{name}[1:]", "-1": f"{name}[:-1]"}
            return (name, rest[taken.pop()]) if len(taken) == 1 and taken <= {*rest} else None
    return None


def _number_down(found: _Recursion, name: str, *, is_low: bool) -> tuple[str, str] | None:
    """Return how a number gets smaller: by the digit that is taken off, or by one."""
    sums = [node for node in ast.walk(found.function) if isinstance(node, ast.BinOp)]
    digits: set[int] = {
        node.right.value
        for node in sums
        if isinstance(node.op, ast.Mod)
        and getattr(node.left, "id", "") == name
        and isinstance(node.right, ast.Constant)
        and isinstance(node.right.value, int)
    }
    if digits:
        is_digits = len(digits) == 1 and not any(isinstance(one.op, ast.FloorDiv) for one in sums)
        return (name, f"{name} // {digits.pop()}") if is_digits else None
    divides = ast.FloorDiv | ast.Pow | ast.RShift
    if not is_low or any(isinstance(one.op, divides) for one in sums):
        return None
    return name, f"{name} - 1"
