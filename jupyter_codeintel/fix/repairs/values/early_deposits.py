"""Deposits that are paid in before or after the interest of a period, as the words tell."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_PERIOD = r"(?:of )?(?:each|every|the|a)? ?(?:month|year|quarter|week|period|term)"
_EARLY = re.compile(
    rf"\b(?:at|from|on) the (?:start|beginning|first day) {_PERIOD}|\bannuity due\b"
)
_LATE = re.compile(rf"\b(?:at|on) the (?:end|last day) {_PERIOD}|\bordinary annuity\b")
_MONEY = re.compile(
    r"\b(?:pa(?:y|id|ying|yments?)|deposit\w*|sav(?:e|ed|ings?)|contribut\w+|annuity)\b"
)
_GROWN = re.compile(r"rate|interest|growth|yield|\br\b|\bi\b|zins")


async def early_deposits(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(balance + paid) * (1 + r)`` where what is paid in first earns interest as well.

    And the other way round where it is paid in at the end; a check has to have failed.
    """
    if not case.is_a("AssertionError"):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    for cell in cells:
        text = case.code(cell)
        for function in text.nodes(ast.FunctionDef):
            said = " ".join((ast.get_docstring(function) or "").lower().split())
            words = f"{said} {' '.join(case.failure.goal.lower().split())}"
            is_early, is_late = (one.search(words) is not None for one in (_EARLY, _LATE))
            if is_early == is_late or not _MONEY.search(f"{words} {function.name}"):
                continue
            found = [*_turned(text, function, is_early=is_early)]
            if len(found) == 1:
                when = "before" if is_early else "after"
                says = f"the words say that it is paid in {when} the interest"
                yield repaired(cell, text, found, says, "early_deposit")
                return


def _turned(text: Code, function: ast.FunctionDef, *, is_early: bool) -> Iterator[Change]:
    """Yield the changes of the steps in which a balance grows and is paid into."""
    loops: list[ast.For | ast.While] = list(text.nodes(ast.For, function))
    loops += text.nodes(ast.While, function)
    for loop in loops:
        for step in loop.body:
            match step:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    new = _early(text, name, value) if is_early else _late(text, name, value)
                    if new:
                        yield text.span(value), new
        pairs = zip(loop.body, loop.body[1:], strict=False)
        for first, second in pairs:
            grown, paid = (first, second) if is_early else (second, first)
            if _is_step(grown, ast.Mult) and _is_step(paid, ast.Add) and _of(grown) == _of(paid):
                start, end = text.span(first)[0], text.span(second)[1]
                between = text.source[text.span(first)[1] : text.span(second)[0]]
                yield (start, end), f"{text.text(second)}{between}{text.text(first)}"


def _is_step(node: ast.stmt, sign: type[ast.operator]) -> bool:
    is_one = isinstance(node, ast.AugAssign) and isinstance(node.op, sign)
    return is_one and (sign is ast.Add or _is_growth(node.value))  # type: ignore[attr-defined]


def _of(node: ast.stmt) -> str:
    return ast.unparse(node.target) if isinstance(node, ast.AugAssign) else ""


def _is_growth(node: ast.expr) -> bool:
    """Whether an expression is one and a rate."""
    match node:
        case ast.BinOp(left=one, op=ast.Add(), right=rate):
            return literal(one) == 1 and _GROWN.search(ast.unparse(rate).lower()) is not None
    return False


def _early(text: Code, name: str, value: ast.expr) -> str:
    """Return ``(balance + paid) * (1 + r)`` for ``balance * (1 + r) + paid``."""
    match value:
        case ast.BinOp(
            left=ast.BinOp(left=ast.Name(id=of), op=ast.Mult(), right=growth),
            op=ast.Add(),
            right=paid,
        ) if of == name and _is_growth(growth):
            return f"({name} + {text.text(paid)}) * ({text.text(growth)})"
    return ""


def _late(text: Code, name: str, value: ast.expr) -> str:
    """Return ``balance * (1 + r) + paid`` for ``(balance + paid) * (1 + r)``."""
    match value:
        case ast.BinOp(
            left=ast.BinOp(left=ast.Name(id=of), op=ast.Add(), right=paid),
            op=ast.Mult(),
            right=growth,
        ) if of == name and _is_growth(growth):
            return f"{name} * ({text.text(growth)}) + {text.text(paid)}"
    return ""
