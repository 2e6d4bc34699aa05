"""Ends of recursions that have none, where what they do tells what nothing comes to."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_OF_NUMBERS: tuple[tuple[str, str, str], ...] = (
    (r"N \* F\(N - 1\)|F\(N - 1\) \* N", "{n} <= 1", "1"),
    (r"N(?: \*\* \d)? \+ F\(N - 1\)|F\(N - 1\) \+ N(?: \*\* \d)?", "{n} <= 0", "0"),
    (r"N % 10 \+ F\(N // 10\)|F\(N // 10\) \+ N % 10", "{n} == 0", "0"),
    (r"(\w+) \* F\(\1, N - 1\)|F\((\w+), N - 1\) \* \2", "{n} == 0", "1"),
)
"""What a function F of N returns, when it is to end, and with what."""
_OF_LISTS: tuple[tuple[str, str, str], ...] = (
    (r"1 \+ F\(N\[1:\]\)|F\(N\[1:\]\) \+ 1", "not {n}", "0"),
    (r"N\[0\] \+ F\(N\[1:\]\)", "not {n}", "0"),
    (r"N\[0\] \* F\(N\[1:\]\)", "not {n}", "1"),
    (r"F\(N\[1:\]\) \+ N\[0\]", "not {n}", "''"),
    (r"(?:max|min)\(N\[0\], F\(N\[1:\]\)\)", "len({n}) == 1", "{n}[0]"),
)
"""The same of lists and texts."""
_FIBONACCI = r"F\(N - 1\) \+ F\(N - 2\)|F\(N - 2\) \+ F\(N - 1\)"


async def bases_of_operations(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if n <= 1: return 1`` of ``n * factorial(n - 1)`` and others of that kind."""
    if not case.is_a("RecursionError", "IndexError"):
        return
    for site in case.sites[:1]:
        function = site.inside
        if not isinstance(function, ast.FunctionDef) or not function.args.args:
            continue
        body = function.body[ast.get_docstring(function) is not None :]
        match body:
            case [ast.Return(value=ast.expr() as value)]:
                pass
            case _:
                continue
        name = function.args.args[-1].arg
        end = _end(function.name, name, value, is_a_list=case.is_a("IndexError"))
        end = end or _after_no_steps(function, value)
        words = " ".join(told_near(case, site))
        told = re.search(rf"\b{re.escape(function.name)}\s*\(\s*[01]\s*\)", words)
        if end is not None and told is None:
            start = site.code.span(body[0])[0]
            margin = " " * body[0].col_offset
            line = f"if {end[0]}:\n{margin}    return {end[1]}\n{margin}"
            says = f'"{function.name}" calls itself without end; {end[1]} is what it ends with'
            yield repaired(site.cell, site.code, [((start, start), line)], says, "base_case")


def _end(function: str, name: str, value: ast.expr, *, is_a_list: bool) -> tuple[str, str] | None:
    """Return when a recursion is to end, and with what."""
    if any(isinstance(node, ast.IfExp | ast.BoolOp) for node in ast.walk(value)):
        return None
    shown = re.sub(rf"\b{re.escape(function)}\(", "F(", ast.unparse(value))
    shown = re.sub(rf"\b{re.escape(name)}\b", "N", shown)
    if "fib" in function.lower() and re.fullmatch(_FIBONACCI, shown):
        return f"{name} < 2", name
    for pattern, test, end in (*(() if is_a_list else _OF_NUMBERS), *_OF_LISTS):
        if re.fullmatch(pattern, shown):
            return test.format(n=name), end.format(n=name)
    return None


def _after_no_steps(function: ast.FunctionDef, value: ast.expr) -> tuple[str, str] | None:
    """Return the end of steps that are counted down: what is there before the first of them.

    It is the one parameter that is handed on and used for nothing else, ``start`` of
    ``f(start, rate, n - 1) * (1 + rate)``; else the 1 of a product of the same factor, which is
    made of parameters alone.
    """
    match value:
        case ast.BinOp(left=ast.Call() as call, op=ast.Mult() | ast.Add(), right=step):
            pass
        case ast.BinOp(left=step, op=ast.Mult() | ast.Add(), right=ast.Call() as call):
            pass
        case _:
            return None
    names = [one.arg for one in function.args.args]
    if call.keywords or ast.unparse(call.func) != function.name or len(call.args) != len(names):
        return None
    given = dict(zip(names, map(ast.unparse, call.args), strict=True))
    counted = [name for name in names if given[name] == f"{name} - 1"]
    used = {one.id for one in ast.walk(step) if isinstance(one, ast.Name)}
    others = [name for name in names if name not in counted]
    is_plain = all(given[name] == name for name in others) and len(counted) == 1
    if (
        not is_plain
        or counted[0] in used
        or any(isinstance(one, ast.Call) for one in ast.walk(step))
    ):
        return None
    rest = [name for name in others if name not in used]
    if len(rest) == 1 and others[1:]:
        return f"{counted[0]} == 0", rest[0]
    is_factor = isinstance(value.op, ast.Mult) and bool(used) and used <= set(others)
    return (f"{counted[0]} == 0", "1") if is_factor and not rest else None
