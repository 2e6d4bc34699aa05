"""Recursions that keep what they have found out, and go too deep for the first thing asked."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_ENOUGH = 300
_MOST = 10**6


async def cached_from_below(case: Case) -> AsyncIterator[Repair]:
    """Yield ``for k in range(2, 20000): ways(k)`` before ``ways(20000)`` of a cached function."""
    if not case.is_a("RecursionError") or not case.sites:
        return
    function, outer = case.sites[0].inside, case.sites[-1]
    start = _first(function) if isinstance(function, ast.FunctionDef) else None
    if start is None or outer.inside is not None or outer.statement is None:
        return
    assert function is not None  # noqa: S101 - it has a first step
    calls = [
        call for call in outer.nodes(ast.Call) if getattr(call.func, "id", "") == function.name
    ]
    names = {node.id for node in outer.code.nodes(ast.Name)}
    name = next((one for one in ("k", "step", "below") if one not in names), None)
    if len(calls) != 1 or len(calls[0].args) != 1 or name is None:
        return
    asked, indent = calls[0].args[0], outer.code.line(outer.statement.lineno)
    indent, begun = indent[: outer.statement.col_offset], indent[outer.statement.col_offset :]
    if indent.strip() or begun.startswith("elif"):
        return
    if start < _ENOUGH < _number(case, outer, asked) < _MOST:
        place = outer.code.span(outer.statement)[0]
        shown = outer.code.text(asked)
        new = (
            f"for {name} in range({start}, {shown}):\n{indent}    {function.name}({name})\n{indent}"
        )
        says = f'"{function.name}" keeps its results; from below, none of them is deep'
        yield repaired(outer.cell, outer.code, [((place, place), new)], says, "cached_from_below")


def _number(case: Case, site: Site, node: ast.expr) -> int:
    bound = case.binding(site, node)
    value = literal(node if bound is None else bound.value)
    return value if isinstance(value, int) else 0


def _first(function: ast.FunctionDef) -> int | None:
    """Return what comes after the ends of a cached function that counts down; None of others."""
    given = function.args.args
    if len(given) != 1 or not _is_cached(function):
        return None
    name = given[0].arg
    for call in Code(ast.unparse(function)).nodes(ast.Call):
        if getattr(call.func, "id", "") == function.name:
            match call.args:
                case [ast.BinOp(left=ast.Name(id=of), op=ast.Sub(), right=ast.Constant())]:
                    if of != name:
                        return None
                case _:
                    return None
    ends = [
        end for node in function.body if isinstance(node, ast.If) for end in _ends(node.test, name)
    ]
    return max(ends) + 1 if ends else None


def _is_cached(function: ast.FunctionDef) -> bool:
    return any("cache" in ast.unparse(one) for one in function.decorator_list)


def _ends(test: ast.expr, name: str) -> Iterator[int]:
    """Yield the numbers that a condition is true of, the highest at least."""
    match test:
        case ast.BoolOp(op=ast.Or(), values=several):
            for one in several:
                yield from _ends(one, name)
        case ast.Compare(
            left=ast.Name(id=of), ops=[sign], comparators=[ast.Constant(value=int(to))]
        ):
            if of == name and isinstance(sign, ast.Eq | ast.LtE):
                yield to
            elif of == name and isinstance(sign, ast.Lt):
                yield to - 1
        case ast.Compare(left=ast.Name(id=of), ops=[ast.In()], comparators=[several]):
            numbers = literal(several)
            if of == name and isinstance(numbers, list | tuple | set):
                yield from (one for one in numbers if isinstance(one, int))
