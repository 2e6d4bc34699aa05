"""Letters of a formula for which the notebook has a value under its whole name."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.missing_names import missing_name
from jupyter_codeintel.fix.repairs.case import Case, Repair
from jupyter_codeintel.fix.repairs.names.undefined import local_names, renamed

_NUMBERS = ("float", "float64", "int", "int64")
_SHORTEST = 4
_OTHERS = "eijkxy"
"""Letters that count, or stand for Euler's number or an unknown."""


async def whole_names(case: Case) -> AsyncIterator[Repair]:
    """Yield ``inertia`` for ``I`` where that is the only number beginning so, and not used yet."""
    letter = missing_name(case.error)
    namespace = case.failure.namespace
    if letter is None or not re.fullmatch(rf"(?![{_OTHERS}])[A-Za-z]", letter) or namespace is None:
        return
    facts = [case.failure.flow.facts(cell.id) for cell in case.failure.document.cells]
    if any(letter in one.defines for one in facts):
        return
    cells = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    used = {node.id for text in cells for node in text.nodes(ast.Name)
            if isinstance(node.ctx, ast.Load)}  # fmt: skip
    like = [
        live.name
        for live in namespace.variables.values()
        if live.name[0].lower() == letter.lower() and live.module is None
    ]
    numbers = [
        name
        for name in like
        if namespace.variables[name].type.rpartition(".")[2] in _NUMBERS and len(name) >= _SHORTEST
    ]
    for site in case.sites[:1] if len(like) == 1 == len(numbers) else ():
        name = numbers[0]
        if name not in used and letter not in local_names(site):
            yield renamed(site, letter, name, f'"{letter}" stands for "{name}" here')
