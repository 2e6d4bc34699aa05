"""Arguments that a call leaves out, and that the notebook has a variable for."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_MISSING = re.compile(
    r"^(?P<function>\w+(?:\.__init__)?)\(\) missing 1 required "
    r"(?:positional|keyword-only) argument: '(?P<name>\w+)'$"
)
_SHORTEST = 3
"""Letters of a name that says what it is; ``x`` is that of many things."""
_UNITS = (
    "c", "cm", "d", "day", "days", "eur", "g", "h", "hour", "hours", "hr", "hrs", "k", "kg", "km",
    "kwh", "m", "mg", "min", "minutes", "mm", "months", "ms", "pct", "percent", "s", "sec",
    "seconds", "usd", "weeks", "y", "year", "years", "yr", "yrs",
)  # fmt: skip
"""Endings that tell in what something is measured: ``half_life_days``."""
_NO_VALUES = ("module", "function", "type", "builtin_function_or_method", "method", "NoneType")


async def arguments_left_out(case: Case) -> AsyncIterator[Repair]:
    """Yield the call with the variable that has the name of what it leaves out."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("TypeError") or len(match["name"]) < _SHORTEST:
        return
    name = match["name"]
    function = match["function"].removesuffix(".__init__")
    for site in case.sites[:1]:
        if site.inside is not None or function not in _defined(case):
            continue
        calls = [call for call in site.nodes(ast.Call) if _is_of(call, function)]
        candidates = _candidates(case, site, name)
        if not calls or len(candidates) != 1:
            continue
        changes = [_added(site, call, name, candidates[0], match[0]) for call in calls]
        is_same = len({(len(call.args), len(call.keywords)) for call in calls}) == 1
        if is_same and not any(_gives(call, name, candidates[0]) for call in calls):
            says = f'"{function}" also takes "{name}": "{candidates[0]}"'
            yield repaired(site.cell, site.code, changes, says, "argument_left_out")


def _defined(case: Case) -> set[str]:
    """Return the functions and classes of the notebook."""
    own = {one.name for one in case.failure.flow.facts(case.failure.cell).definitions}
    return own | case.failure.flow.definitions(before=case.failure.cell).keys()


def _is_of(call: ast.Call, function: str) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == function


def _candidates(case: Case, site: Site, name: str) -> list[str]:
    """Return the live variables with a name, or with one that also tells its unit."""
    namespace = case.failure.namespace
    if namespace is None:
        return []
    set_here = {
        node.id
        for node in site.code.nodes(ast.Name)
        if isinstance(node.ctx, ast.Store) and node.lineno < site.line
    }
    known = (
        set_here
        | case.failure.flow.defining_cells(namespace.variables, before=case.failure.cell).keys()
    )
    names = {name, *(f"{name}_{unit}" for unit in _UNITS)}
    return [
        one
        for one, live in namespace.variables.items()
        if one in known and one in names and live.type not in _NO_VALUES
    ]


def _gives(call: ast.Call, name: str, variable: str) -> bool:
    """Whether a call has an argument already, or gives what cannot be told from it."""
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return True
    if any(word.arg in (name, None) for word in call.keywords):
        return True
    given = [*call.args, *(word.value for word in call.keywords)]
    return any(
        isinstance(node, ast.Name) and node.id == variable
        for one in given
        for node in ast.walk(one)
    )


def _added(site: Site, call: ast.Call, name: str, variable: str, said: str) -> Change:
    """Return the change that adds an argument after the others, by name where it has to be."""
    parts = [*call.args, *(word.value for word in call.keywords)]
    by_name = bool(call.keywords) or "keyword-only" in said
    new = f"{name}={variable}" if by_name else variable
    if not parts:
        place = site.code.span(call)[1] - 1
        return (place, place), new
    place = max(site.code.span(part)[1] for part in parts)
    return (place, place), f", {new}"
