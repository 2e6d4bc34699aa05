"""Parameters that are tried out, under names that their estimator does not know."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.held_estimators import steps_with
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.namespace import Path

_INVALID = re.compile(
    r"Invalid parameter '(?P<name>\w+)' for estimator (?P<kind>\w+)\(.*"
    r"Valid parameters are: \[(?P<valid>[^\]]*)\]",
    re.DOTALL,
)
_STEP = re.compile(r"\('([\w-]+)',\s*\w+\(")
_NO_LIST = re.compile(r"Parameter grid for parameter '(?P<name>\w+)' needs to be a list")
_BETWEEN = "__"


class _Key(NamedTuple):
    """Where the name of a parameter is written, and what it is set to."""

    cell: str
    code: Code
    node: ast.Constant | ast.keyword
    name: str
    value: ast.expr
    grid: ast.expr

    def renamed(self, new: str) -> Change:
        """Return the change to another name."""
        start, end = self.code.span(self.node)
        if isinstance(self.node, ast.keyword):
            return (start, start + len(self.name)), new
        return (start + 1, end - 1), new


async def parameters_of_steps(case: Case) -> AsyncIterator[Repair]:
    """Yield the names of parameters with the step of a pipeline that they are of."""
    match = _INVALID.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        keys = list(_keys(case, site))
        valid = re.findall(r"'(\w+)'", match["valid"])
        own = [key for key in keys if match["name"] in key.name.split(_BETWEEN)]
        found: dict[_Key, str] = {}
        for key in keys if own else ():
            new = None
            if match["kind"] == "Pipeline":
                new = await _of_step(case, site, key, _STEP.findall(case.error.value))
            elif key in own:
                new = _spelt(key, match["name"], valid)
            if new is not None and new != key.name:
                found[key] = new
        cells = {key.cell for key in found}
        if own and set(own) <= set(found) and len(cells) == 1:
            key = own[0]
            says = f'"{key.name}" is "{found[key]}" of what is tried out'
            changes = [one.renamed(new) for one, new in found.items()]
            yield repaired(key.cell, key.code, changes, says, "parameter_of_step")


async def listed_parameters(case: Case) -> AsyncIterator[Repair]:
    """Yield the list of the only value of a parameter that is tried out."""
    match = _NO_LIST.search(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        keys = list(_keys(case, site))
        alone = [key for key in keys if isinstance(key.value, ast.Constant)]
        named = [key for key in alone if match is not None and key.name == match["name"]]
        for key in named[:1]:
            changes = [
                (one.code.span(one.value), f"[{one.code.text(one.value)}]")
                for one in alone
                if one.grid is key.grid
            ]
            says = "each parameter of a grid has a list of values"
            yield repaired(key.cell, key.code, changes, says, "listed_parameter")


async def _of_step(case: Case, site: Site, key: _Key, steps: list[str]) -> str | None:
    """Return the name of a parameter with the one step that has it."""
    first, _, rest = key.name.partition(_BETWEEN)
    if first in steps or not steps:
        return None
    name = rest or first
    for path in _pipelines(case, site):
        having, last = await steps_with(case, path, name.split(_BETWEEN)[0])
        if last + 1 == len(steps) and len(having) == 1:
            return f"{steps[having[0]]}{_BETWEEN}{name}"
    return None


def _pipelines(case: Case, site: Site) -> Iterator[Path]:
    """Yield the live pipelines that a failing statement is about."""
    for call in site.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute):
            owner = case.path(site, call.func.value)
            if owner is not None:
                yield Path(owner.root, (*owner.steps, ("attr", "estimator")))
                yield owner
        given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "estimator")]
        for node in given:
            if (path := case.path(site, node)) is not None:
                yield path


def _spelt(key: _Key, wrong: str, valid: list[str]) -> str | None:
    """Return the name of a parameter as an estimator spells it, without a step it has not."""
    *before, last = key.name.split(_BETWEEN)
    if last in valid and wrong in before and wrong == before[0]:
        return last
    real = meant(wrong, valid) if last == wrong else None
    if last == wrong and real is None:
        same = [name for name in valid if name.casefold() == wrong.casefold()]
        real = same[0] if len(same) == 1 else None
    return _BETWEEN.join([*before, real]) if real is not None else None


def _keys(case: Case, site: Site) -> Iterator[_Key]:
    """Yield the names of parameters that a failing statement tries out or sets."""
    for cell, text, node in _grids(case, site):
        for inner in text.nodes(ast.Dict, node):
            for name, value in zip(inner.keys, inner.values, strict=True):
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    yield _Key(cell, text, name, name.value, value, inner)
    for call in site.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "set_params":
            for word in call.keywords:
                if word.arg is not None:
                    yield _Key(site.cell, site.code, word, word.arg, word.value, call)


def _grids(case: Case, site: Site) -> Iterator[tuple[str, Code, ast.expr]]:
    """Yield where grids of parameters are written, also those of a search that is made above."""
    waiting = [(site.cell, site.code, call) for call in site.nodes(ast.Call)]
    seen: set[ast.expr] = set()
    for cell, text, call in waiting:
        owner = getattr(call.func, "value", None)
        above = case.binding(site, owner) if isinstance(owner, ast.Name) else None
        if above is not None and isinstance(above.value, ast.Call) and len(waiting) < 10:
            waiting.append((above.cell, above.code, above.value))
        for given in (*call.args, *(word.value for word in call.keywords)):
            place = Site(cell, text, call.lineno)
            bound = case.binding(place, given)
            found = (cell, text, given) if bound is None else (bound.cell, bound.code, bound.value)
            if isinstance(found[2], ast.Dict | ast.List) and found[2] not in seen:
                seen.add(found[2])
                yield found
