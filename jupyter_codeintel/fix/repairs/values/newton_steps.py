"""Steps of Newton's method that go away from the root."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_SLOPE = re.compile(r"(?:^|_)(?:d(?:f|g|y)?|deriv\w*|f?prime|slope|\w*_prime|d\w?dx)(?:_|$)")
_CONVERGES = re.compile(r"converge|iteration|newton|too many steps|no root", re.IGNORECASE)
_ERRORS = ("AssertionError", "OverflowError", "RuntimeError", "ValueError")


async def newton_steps(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x = x - step`` for ``x = x + step`` where the step is ``f(x) / slope(x)``."""
    if not case.is_a(*_ERRORS):
        return
    for site in case.sites[:1]:
        function = site.inside
        around = f"{case.error.value} {function.name if function is not None else ''}"
        if not _CONVERGES.search(around) or not isinstance(function, ast.FunctionDef):
            continue
        changes = list(_turned(site.code, function))
        if len(changes) == 1:
            says = "Newton's method takes the step away; with a plus it leads away from the root"
            yield repaired(site.cell, site.code, changes, says, "newton_step")


def _turned(text: Code, function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the changes of the signs of steps that are added in a loop."""
    steps = {
        node.targets[0].id: node.value
        for node in text.nodes(ast.Assign, function)
        if isinstance(node.targets[0], ast.Name)
    }
    loops = [one for one in ast.walk(function) if isinstance(one, ast.For | ast.While)]
    for loop in loops[:1]:
        for node in ast.walk(loop):
            match node:
                case ast.Assign(
                    targets=[ast.Name(id=name)],
                    value=ast.BinOp(left=ast.Name(id=same) as left, op=ast.Add(), right=right),
                ) if name == same and _is_step(steps, right, name):
                    yield _minus(text, text.span(left)[1], text.span(right)[0])
                case ast.AugAssign(
                    target=ast.Name(id=name) as target, op=ast.Add(), value=right
                ) if _is_step(steps, right, name):
                    yield _minus(text, text.span(target)[1], text.span(right)[0])


def _minus(text: Code, start: int, end: int) -> Change:
    return (start, end), text.source[start:end].replace("+", "-", 1)


def _is_step(steps: dict[str, ast.expr], node: ast.expr, name: str) -> bool:
    """Whether something is a quotient of two values at a place, the lower one a slope."""
    value = steps.get(node.id) if isinstance(node, ast.Name) else node
    if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Div):
        return False
    sides = [value.left, value.right]
    sides = [steps.get(one.id, one) if isinstance(one, ast.Name) else one for one in sides]
    are_at_place = all(
        any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(side))
        for side in sides
    )
    is_turned = isinstance(value.left, ast.UnaryOp)
    return are_at_place and not is_turned and _is_slope(value.right, sides[1])


def _is_slope(node: ast.expr, meant: ast.expr) -> bool:
    """Whether a name says that it is a slope, or a formula is written out."""
    for one in (node, meant):
        name = getattr(one, "id", "") or getattr(getattr(one, "func", None), "id", "")
        if name and _SLOPE.search(name.lower()):
            return True
    return isinstance(meant, ast.BinOp)
