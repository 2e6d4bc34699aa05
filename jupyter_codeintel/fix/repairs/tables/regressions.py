"""What a regression calls its constant, and tables whose rows are in another order."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after
from jupyter_codeintel.fix.repairs.live_kinds import kind_at
from jupyter_codeintel.fix.repairs.ways import Way, of_calls, rule_of

_OF_RESULTS = ("bse", "params", "pvalues", "tvalues")
_CONSTANTS = {"const": "Intercept", "Intercept": "const", "intercept": ""}
_MODELS = ("GLM", "GLS", "Logit", "OLS", "Poisson", "Probit", "WLS")
_UNALIGNED = re.compile("The indices for endog and exog are not aligned")


async def constants_by_name(case: Case) -> AsyncIterator[Repair]:
    """Yield the name that the constant has: ``Intercept`` by a formula, else ``const``."""
    wrong = case.error.value.strip("'\"")
    if not case.is_a("KeyError") or wrong not in _CONSTANTS:
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            owner = node.value
            if not isinstance(owner, ast.Attribute) or owner.attr not in _OF_RESULTS:
                continue
            bound = case.binding(site, owner.value)
            right = _name(bound.value) if bound is not None else ""
            if literal(node.slice) != wrong or not right or right == wrong:
                continue
            changes = [
                ((start + 1, end - 1), right)
                for one in site.code.nodes(ast.Subscript, site.inside)
                if literal(one.slice) == wrong
                and ast.unparse(one.value).startswith(
                    tuple(f"{ast.unparse(owner.value)}.{part}" for part in _OF_RESULTS)
                )
                for start, end in [site.code.span(one.slice)]
            ]
            says = f'the constant is called "{right}" there'
            yield repaired(site.cell, site.code, changes, says, "constant_by_name")
            return


def _name(value: ast.expr) -> str:
    """Return what a regression calls its constant, by how it is made."""
    calls = [one for one in ast.walk(value) if isinstance(one, ast.Call)]
    if any(callee(one) in ("glm", "logit", "ols", "poisson", "wls") for one in calls):
        return "Intercept"
    return "const" if any(callee(one) in _MODELS for one in calls) else ""


def _ordered(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    if len(call.args) != 2 or not isinstance(call.args[0], ast.Name):
        return
    y, x = call.args
    if isinstance(x, ast.Call) and callee_of(x) == "add_constant" and x.args:
        x = x.args[0]
    kinds = ("DataFrame", "Series")
    if kind_at(case, site, y) == "Series" and kind_at(case, site, x) in kinds:
        yield after(site, x, f".reindex({site.code.text(y)}.index)")


rows_in_one_order = rule_of(
    Way(
        _UNALIGNED,
        of_calls(_MODELS, _ordered),
        "both tables have their rows in one order",
        "rows_in_one_order",
    ),
)
"""Yields the values of one table in the order of the rows of the other."""
