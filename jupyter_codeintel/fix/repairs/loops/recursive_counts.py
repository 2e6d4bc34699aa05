"""Recursions that count ways, and go on below nothing."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired


async def no_way_below_zero(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if n < 0: return 0`` where there is one way for 0 and a sum of ways for others.

    Of ``choose(n - 1, k - 1) + choose(n - 1, k)``, there is none if k is larger than n.
    """
    for site in case.sites[:1] if case.is_a("RecursionError") else ():
        function = site.inside
        if not isinstance(function, ast.FunctionDef):
            continue
        ends = [node for node in function.body if isinstance(node, ast.If)]
        values = [node for node in function.body if isinstance(node, ast.Return)]
        if len(ends) != 1 or len(values) != 1 or not _is_one_way(ends[0]):
            continue
        calls = _summed(values[0].value, function.name)
        is_sum = len(calls) > 1 or callee_of(values[0].value) == "sum"
        test = _test(function, _zeros(ends[0].test), calls) if calls and is_sum else None
        if test is not None:
            start = site.code.span(ends[0])[0]
            margin = " " * ends[0].col_offset
            line = f"if {test}:\n{margin}    return 0\n{margin}"
            says = f"there is no way if {test}"
            yield repaired(site.cell, site.code, [((start, start), line)], says, "no_way_below")


def _is_one_way(end: ast.If) -> bool:
    match end:
        case ast.If(body=[ast.Return(value=ast.Constant(value=1))], orelse=[]):
            return True
    return False


def _summed(value: ast.expr | None, name: str) -> list[ast.Call]:
    """Return the calls of a function that are added up, and nothing else with them."""
    match value:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            found = [_summed(side, name) for side in (left, right)]
            return [*found[0], *found[1]] if all(found) else []
        case ast.Call(func=ast.Name(id="sum"), args=[ast.GeneratorExp(elt=ast.Call() as call)]):
            return [call] if callee(call) == name else []
        case ast.Call(keywords=[]):
            return [value] if callee(value) == name else []
    return []


def _zeros(test: ast.expr) -> list[str]:
    """Return the names that are all to be 0; none if something else is asked."""
    tests = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    names = [
        one.left.id
        for one in tests
        if isinstance(one, ast.Compare)
        and isinstance(one.left, ast.Name)
        and isinstance(one.ops[0], ast.Eq)
        and literal(one.comparators[0]) == 0
    ]
    return names if len(names) == len(tests) else []


def _test(function: ast.FunctionDef, asked: list[str], calls: list[ast.Call]) -> str | None:
    """Return when there is no way."""
    names = [one.arg for one in function.args.args]
    if any(len(call.args) != len(names) for call in calls) or not asked:
        return None
    given = [{n: ast.unparse(v) for n, v in zip(names, c.args, strict=True)} for c in calls]
    if len(names) == 2 and len(asked) == 1:
        (chosen,) = asked
        (whole,) = set(names) - {chosen}
        steps = [(one[whole], one[chosen]) for one in given]
        if sorted(steps) == sorted([(f"{whole} - 1", f"{chosen} - 1"), (f"{whole} - 1", chosen)]):
            return f"{chosen} > {whole}"
    smaller = [any(one[name].startswith(f"{name} - ") for name in asked) for one in given]
    return " or ".join(f"{name} < 0" for name in asked) if all(smaller) else None
