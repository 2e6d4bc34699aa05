"""``and``, ``or`` and ``not`` of columns and arrays."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_OF_ELEMENTS = re.compile(
    r"truth value of an? |Cannot perform 'r?(?:and|or|xor)_'|'bitwise_(?:and|or)' not supported"
    r"|unsupported operand type\(s\) for [&|]: 'float'|operation '(?:and|or)_' not supported"
)
_PLAIN = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)


async def element_wise(case: Case) -> AsyncIterator[Repair]:
    """Yield the operators that work element by element."""
    if not _OF_ELEMENTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.BoolOp):
            sign = " & " if isinstance(node.op, ast.And) else " | "
            new = sign.join(_operand(site.code, value) for value in node.values)
            says = "columns are combined element by element, with & and |"
            yield repaired(
                site.cell, site.code, [(site.code.span(node), new)], says, "element_wise"
            )
        for negation in site.nodes(ast.UnaryOp):
            if isinstance(negation.op, ast.Not):
                new = f"~{_operand(site.code, negation.operand)}"
                says = "columns are negated element by element, with ~"
                change = (site.code.span(negation), new)
                yield repaired(site.cell, site.code, [change], says, "element_wise")
        for comparison in site.nodes(ast.Compare):
            bitwise = [one for one in comparison.comparators if _is_combination(one)]
            if bitwise:
                change = (site.code.span(comparison), _apart(site.code, comparison))
                says = "& and | bind before comparisons, which need parentheses"
                yield repaired(site.cell, site.code, [change], says, "element_wise")


def element_wise_text(text: Code, node: ast.expr) -> str:
    """Return a condition with the operators that work element by element."""
    is_joined = isinstance(node, ast.BoolOp)
    shown = _operand(text, node) if is_joined or isinstance(node, ast.UnaryOp) else text.text(node)
    return shown[1:-1] if is_joined else shown


def _operand(text: Code, node: ast.expr) -> str:
    """Return an operand with parentheses where it needs them."""
    if isinstance(node, ast.BoolOp):
        sign = " & " if isinstance(node.op, ast.And) else " | "
        return f"({sign.join(_operand(text, value) for value in node.values)})"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return f"~{_operand(text, node.operand)}"
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
