"""What a model has learned, asked of the pipeline or the search that holds the model."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, missing_attribute
from jupyter_codeintel.namespace import Path, Step

_SEARCHES = ("GridSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV", "RandomizedSearchCV")
_LEARNED = re.compile(r"[a-z]\w*[a-z0-9]_")
_MOST = 8


async def attributes_of_held(case: Case) -> AsyncIterator[Repair]:
    """Yield ``pipe[-1].coef_`` for ``pipe.coef_``, and the like of the best model of a search."""
    missing = missing_attribute(case)
    if missing is None or not _LEARNED.fullmatch(missing[1]):
        return
    kind, name = missing
    for site in case.sites[:1]:
        for node in attributes_at(site, name)[:1]:
            held = await _held(case, site, node, kind)
            if held is None:
                continue
            shown = site.code.text(node.value)
            changes = [
                ((site.code.span(one.value)[1],) * 2, held)
                for one in site.code.nodes(ast.Attribute, site.inside)
                if one.attr == name and site.code.text(one.value) == shown
            ]
            says = f'"{name}" is learned by the model in "{shown}", not by what holds it'
            yield repaired(site.cell, site.code, changes, says, "attribute_of_held")


async def _held(case: Case, site: Site, node: ast.Attribute, kind: str) -> str | None:
    """Return the way from a pipeline, or a search, to the model that has an attribute."""
    path = case.path(site, node.value)
    if path is None:
        return None
    before = ""
    if kind in _SEARCHES:
        before = ".best_estimator_"
        path = Path(path.root, (*path.steps, ("attr", "best_estimator_")))
        found = await case.resolve(path)
        if not (found.type or "").endswith(".Pipeline"):
            return before if node.attr in found.members.names else None
    elif kind != "Pipeline":
        return None
    having, last = await steps_with(case, path, node.attr)
    if not having or (len(having) > 1 and last not in having):
        return None
    place = last if last in having else having[0]
    named = _names(case, site, node.value) if not before else []
    if place < len(named):
        return f".named_steps[{named[place]}]"
    return f"{before}[{-1 if place == last else place}]"


async def steps_with(case: Case, path: Path, name: str) -> tuple[list[int], int]:
    """Return the places of a live pipeline's steps that have an attribute, and the last place."""
    having: list[int] = []
    last = -1
    for place in range(_MOST):
        steps: tuple[Step, ...] = (("attr", "steps"), ("key", place), ("key", 1))
        found = await case.resolve(Path(path.root, (*path.steps, *steps)))
        if not found.exists:
            break
        last = place
        if name in found.members.names:
            having.append(place)
    return having, last


def _names(case: Case, site: Site, node: ast.expr) -> list[str]:
    """Return the names of the steps of a pipeline as they are written."""
    bound = case.binding(site, node)
    for call in bound.code.nodes(ast.Call, bound.value) if bound is not None else ():
        if callee(call) == "Pipeline" and call.args and isinstance(call.args[0], ast.List):
            pairs = [one.elts[0] for one in call.args[0].elts if isinstance(one, ast.Tuple)]
            return [bound.code.text(one) for one in pairs] if bound is not None else []
    return []
