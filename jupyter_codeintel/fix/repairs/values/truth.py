"""``and``, ``or`` and ``not`` of columns and arrays."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from itertools import pairwise

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_OF_ELEMENTS = re.compile(
    r"truth value of an? |Cannot perform 'r?(?:and|or|xor)_'|'bitwise_(?:and|or)' not supported"
    r"|unsupported operand type\(s\) for [&|]: 'float'|operation '(?:and|or)_' not supported"
)
_PLAIN = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)

_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


async def element_wise(case: Case) -> AsyncIterator[Repair]:
    """Yield the operators that work element by element."""
    if not _OF_ELEMENTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.BoolOp):
            sign = " & " if isinstance(node.op, ast.And) else " | "
            new = sign.join(operand(site.code, value) for value in node.values)
            says = "columns are combined element by element, with & and |"
            yield repaired(
                site.cell, site.code, [(site.code.span(node), new)], says, "element_wise"
            )
        for negation in site.nodes(ast.UnaryOp):
            if isinstance(negation.op, ast.Not):
                new = f"~{operand(site.code, negation.operand)}"
                says = "columns are negated element by element, with ~"
                change = (site.code.span(negation), new)
                yield repaired(site.cell, site.code, [change], says, "element_wise")
        for comparison in site.nodes(ast.Compare):
            bitwise = [one for one in comparison.comparators if _is_combination(one)]
            if bitwise:
                change = (site.code.span(comparison), _apart(site.code, comparison))
                says = "& and | bind before comparisons, which need parentheses"
                yield repaired(site.cell, site.code, [change], says, "element_wise")
            elif len(comparison.ops) > 1 and not _decides(site.statement, comparison):
                change = (site.code.span(comparison), together(site.code, comparison))
                says = "a value between two others is compared with each of them"
                yield repaired(site.cell, site.code, [change], says, "element_wise")


def _decides(statement: ast.stmt | None, node: ast.expr) -> bool:
    """Whether a statement goes one way or the other by an expression."""
    return isinstance(statement, ast.Assert | ast.If | ast.While) and statement.test is node


def together(text: Code, node: ast.expr) -> str:
    """Return a condition as it is of each element: ``(0 < x) & (x < 1)`` of ``0 < x < 1``."""
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        shown = [_compared(text, one) for one in (node.left, *node.comparators)]
        sides = zip(pairwise(shown), node.ops, strict=True)
        return " & ".join(f"({left} {_SIGNS[type(op)]} {right})" for (left, right), op in sides)
    if isinstance(node, ast.BoolOp):
        return operand(text, node)[1:-1]
    return operand(text, node) if isinstance(node, ast.UnaryOp) else text.text(node)


def _compared(text: Code, node: ast.expr) -> str:
    shown = text.text(node)
    return shown if isinstance(node, (*_PLAIN, ast.BinOp, ast.UnaryOp)) else f"({shown})"


def operand(text: Code, node: ast.expr) -> str:
    """Return an operand with parentheses where it needs them."""
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        return f"({together(text, node)})"
    if isinstance(node, ast.BoolOp):
        sign = " & " if isinstance(node.op, ast.And) else " | "
        return f"({sign.join(operand(text, value) for value in node.values)})"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return f"~{operand(text, node.operand)}"
    shown = text.text(node)
    return shown if isinstance(node, _PLAIN) else f"({shown})"


def _is_combination(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr)


def _apart(text: Code, node: ast.Compare) -> str:
    """Return ``(a > 1) & (b < 2)`` of ``a > 1 & b < 2``."""
    start, end = text.span(node)
    signs: list[int] = []
    for comparator in node.comparators:
        if isinstance(comparator, ast.BinOp) and _is_combination(comparator):
            after = text.span(comparator.left)[1]
            before = text.span(comparator.right)[0]
            between = text.source[after:before]
            signs += [after + at for at, sign in enumerate(between) if sign in "&|"]
    parts: list[str] = []
    for at in (*signs, end):
        parts.append(f"({text.source[start:at].strip()})")
        start = at + 1
    joined = parts[0]
    for sign, part in zip(signs, parts[1:], strict=True):
        joined += f" {text.source[sign]} {part}"
    return joined
