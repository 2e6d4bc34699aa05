"""Averages that words say are weighted, and that are not."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near

_WEIGHTED = re.compile(r"\bweight(?:ed|s)?\b[ ,]*(?:by|with)\b(?: (?:the|their|its))? (\w+)")


async def told_weights(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.average(x, weights=n)`` where words say that it is weighted with n."""
    statement = case.sites[0].statement if case.sites and case.is_a("AssertionError") else None
    numpy = case.name_of("numpy")
    if not isinstance(statement, ast.Assert) or numpy is None:
        return
    cells = case.failure.flow.slice(names_in(statement), before=case.failure.cell)
    for cell in (*cells, case.failure.cell):
        text = case.code(cell)
        for call, of in _averages(text, numpy):
            words = words_near(case, Site(cell, text, call.lineno))
            weights = _told(case, words, of)
            if weights is not None:
                change = text.span(call), f"{numpy}.average({of}, weights={weights})"
                says = f"the average is to be weighted with {weights}"
                yield repaired(cell, text, [change], says, "told_weights")
                return


def _averages(text: Code, numpy: str) -> Iterator[tuple[ast.Call, str]]:
    """Yield plain averages of all values of a variable: ``np.mean(x)``, ``x.mean()``."""
    for call in text.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner)), args=[ast.Name(id=of)]):
                is_average = owner == numpy and callee(call) in ("average", "mean")
            case ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr="mean"), args=[]):
                is_average = True
            case _:
                continue
        if is_average and not call.keywords:
            yield call, of


def _told(case: Case, words: str, of: str) -> str | None:
    """Return the one variable of as many values that words name as the weights."""
    names = case.failure.namespace.variables if case.failure.namespace is not None else {}
    size = names[of].shape if of in names else ()
    said = set(_WEIGHTED.findall(words))
    found = [name for name, one in names.items()
             if name.lower() in said and name != of and one.shape == size and size]  # fmt: skip
    return found[0] if len(found) == 1 else None
