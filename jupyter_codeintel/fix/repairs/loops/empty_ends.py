"""Recursions over ever shorter lists or texts, which have no end at the empty one."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top

_EMPTY = {
    "list index out of range": "[]",
    "pop from empty list": "[]",
    "string index out of range": '""',
}


async def ends_at_nothing(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if not xs: return []`` for a recursion that puts lists together."""
    nothing = next((new for sign, new in _EMPTY.items() if sign in case.error.value), None)
    if nothing is None or not case.is_a("IndexError"):
        return
    for site in case.sites[:1]:
        function = site.inside
        if not isinstance(function, ast.FunctionDef) or not function.args.args:
            continue
        name = function.args.args[0].arg
        has_end = any(isinstance(one, ast.If | ast.IfExp | ast.While) for one in ast.walk(function))
        is_first = _takes_first(function, name)
        if has_end or not is_first or not _joins(function, is_text=nothing == '""'):
            continue
        lines = [f"if not {name}:", f"    return {nothing}"]
        says = f'"{function.name}" calls itself without an end; of nothing, nothing is made'
        change = at_the_top(site.code, function, lines)
        yield repaired(site.cell, site.code, [change], says, "end_at_nothing")


def _takes_first(function: ast.FunctionDef, name: str) -> bool:
    """Whether a function asks for the first or the last item of what it is given."""
    firsts = (f"{name}[0]", f"{name}[-1]", f"{name}[len({name}) // 2]", f"{name}.pop(0)",
              f"{name}.pop()")  # fmt: skip
    return any(
        ast.unparse(one) in firsts for one in ast.walk(function) if isinstance(one, ast.expr)
    )


def _joins(function: ast.FunctionDef, *, is_text: bool) -> bool:
    """Whether all that a function returns is put together of lists, or of texts."""
    ends = [one.value for one in ast.walk(function) if isinstance(one, ast.Return)]
    if len(ends) != 1 or not isinstance(ends[0], ast.BinOp):
        return False
    parts = list(_parts(ends[0]))
    own = [one for one in parts if _is_own(one, function.name)]
    is_list = any(isinstance(one, ast.List | ast.ListComp) for one in parts)
    return bool(own) and (is_list or (is_text and all(_is_item(one) for one in parts)))


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node


def _is_own(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == name


def _is_item(node: ast.expr) -> bool:
    return isinstance(node, ast.Call | ast.Subscript)
