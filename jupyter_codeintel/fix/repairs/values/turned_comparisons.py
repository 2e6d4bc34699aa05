"""Conditions the other way round, of which a check tells what they are to leave."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.origins import Origin, origin
from jupyter_codeintel.fix.gate.reading.trees import is_literal, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_TURNED = {ast.Lt: ">", ast.LtE: ">=", ast.Gt: "<", ast.GtE: "<="}


async def turned_comparisons(case: Case) -> AsyncIterator[Repair]:
    """Yield ``stock[k] < least[k]`` for ``>``, where a check writes out which ones are left."""
    for site in case.sites[:1] if case.is_a("AssertionError") else ():
        test = site.statement.test if isinstance(site.statement, ast.Assert) else None
        match test:
            case ast.Compare(ast.Name() as name, [ast.Eq()], [expected]) if is_literal(expected):
                found = origin(case.failure, site, name)
                is_several = isinstance(literal(expected), list | set | dict | tuple)
                signs = list(_signs(found)) if is_several and literal(expected) else []
                if len(signs) == 1:
                    text, node = found.code, signs[0]
                    start, end = text.span(node.left)[1], text.span(node.comparators[0])[0]
                    change = (start, end), f" {_TURNED[type(node.ops[0])]} "
                    says = "the condition is the other way round: the others are expected"
                    yield repaired(found.cell, text, [change], says, "turned_comparison")


def _signs(found: Origin) -> Iterator[ast.Compare]:
    """Yield the comparisons by which some are taken of what is gone through."""
    for node in ast.walk(found.value):
        for test in node.ifs if isinstance(node, ast.comprehension) else ():
            for inner in ast.walk(test):
                if isinstance(inner, ast.Compare) and type(inner.ops[0]) in _TURNED:
                    yield inner
