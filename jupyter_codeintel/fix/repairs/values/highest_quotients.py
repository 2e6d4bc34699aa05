"""Seats by the highest quotients, which are divided by as many seats as there are, from zero."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_BY_ONE = re.compile(r"d[' _\u2019]?hondt|\bjefferson|\bdivisors? (?:are |of )?\(?1, ?2, ?3\b")
_BY_TWO = re.compile(r"sainte?[-_ ]?lagu|\bwebster\b|\bdivisors? (?:are |of )?\(?1, ?3, ?5\b")


async def divisors_of_quotients(case: Case) -> AsyncIterator[Repair]:
    """Yield ``votes / (seats + 1)`` of d'Hondt, and ``votes / (2 * seats + 1)`` of the others."""
    for site in case.sites[:1] if case.is_a("ZeroDivisionError") else ():
        function = site.inside.name if site.inside is not None else ""
        words = " ".join([*all_words(case), function]).lower()
        ways = [bool(pattern.search(words)) for pattern in (_BY_ONE, _BY_TWO)]
        counts = [
            node.right
            for node in site.nodes(ast.BinOp)
            if isinstance(node.op, ast.Div)
            and isinstance(node.right, ast.Name | ast.Subscript)
            and _is_counted(case, ast.unparse(node.right))
        ]
        if sum(ways) == 1 and len(counts) == 1:
            factor = "" if ways[0] else "2 * "
            shown = site.code.text(counts[0])
            change = site.code.span(counts[0]), f"({factor}{shown} + 1)"
            says = "the first divisor is 1, where there is no seat yet"
            yield repaired(site.cell, site.code, [change], says, "highest_quotient")


def _is_counted(case: Case, shown: str) -> bool:
    """Whether something starts at zero, and one is added to it in each turn."""
    owner = shown.partition("[")[0]
    is_added = starts = False
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        for node in case.code(cell).nodes(ast.stmt):
            match node:
                case ast.AugAssign(target=target, op=ast.Add(), value=value):
                    same = ast.unparse(target).partition("[")[0] == owner
                    is_added = is_added or (same and literal(value) == 1)
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == owner:
                    starts = starts or _is_zero(value)
    return is_added and starts


def _is_zero(node: ast.expr) -> bool:
    match node:
        case ast.DictComp(value=value) | ast.BinOp(left=ast.List(elts=[value])):
            return literal(value) == 0
        case ast.Call(args=[_, value]) if callee(node) == "fromkeys":
            return literal(value) == 0
        case ast.Dict(values=values) | ast.List(elts=values):
            return bool(values) and all(literal(one) == 0 for one in values)
        case ast.Call():
            return callee(node) in ("Counter", "zeros") or ast.unparse(node) == "defaultdict(int)"
    return literal(node) == 0
