"""Rows that are predicted from, to which no constant was added as they look like one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.ways import option

_TOO_FEW = re.compile(
    r"shapes \(\d+,(?P<has>\d+)\) and \((?P<needs>\d+),\) not aligned"
    r"|size (?P<more>\d+) is different from (?P<less>\d+)"
)


_NO_OPTION = literal(None)


async def added_constants(case: Case) -> AsyncIterator[Repair]:
    """Yield ``add_constant(new, has_constant="add")`` for rows to predict from.

    ``add_constant`` leaves out a constant where a column has one value alone, as in one row.
    """
    match = _TOO_FEW.search(case.error.value)
    if match is None or not case.is_a("ValueError"):
        return
    has, needs = match["has"] or match["less"], match["needs"] or match["more"]
    if abs(int(needs) - int(has)) != 1:
        return
    for site in case.sites[:1]:
        for predicting in site.nodes(ast.Call):
            if callee(predicting) not in ("predict", "get_prediction"):
                continue
            for at, call in _made(case, site, predicting):
                change = with_option(at.code, call, "has_constant", quoted(at.code, "add"))
                says = "a column of one value is taken for the constant, which has to be added"
                yield repaired(at.cell, at.code, [change], says, "added_constant")
                return


def _made(case: Case, site: Site, predicting: ast.Call) -> Iterator[tuple[Site, ast.Call]]:
    """Yield what adds a constant to what is predicted from."""
    for given in (*predicting.args, *(word.value for word in predicting.keywords)):
        bound = case.binding(site, given)
        at, value = (site, given) if bound is None else (bound.site, bound.value)
        for call in at.code.nodes(ast.Call, value):
            told = literal(option(call, "has_constant", 2))
            if callee(call) == "add_constant" and told in ("skip", _NO_OPTION):
                yield at, call
