"""New data that is given to a model as it is, where the model learned from what was made of it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.estimators import ASKS
from jupyter_codeintel.fix.repairs.learning.made_of import asked_about, learned_from

_COUNTS = re.compile(r"X has \d+ features?, but \w+ is expecting \d+ features?")
_TEXTS = re.compile(
    r"Expected 2D array, got (?:1D|scalar) array instead:\s*array=\[?['\"]"
    r"|could not convert string to float"
    r"|dtype='numeric' is not compatible with arrays of bytes/strings"
)
_OF_TEXTS = ("CountVectorizer", "HashingVectorizer", "TfidfVectorizer")
_TRANSFORMS = ("fit_transform", "transform")


async def transformed_like_before(case: Case) -> AsyncIterator[Repair]:
    """Yield ``model.predict(poly.transform(x))`` where the model was fitted on such."""
    is_counted = _COUNTS.search(case.error.value) is not None
    if not is_counted and not _TEXTS.search(case.error.value):
        return
    owner = _transformer(case, must_be_of_texts=not is_counted)
    for site in case.sites[:1] if owner is not None else ():
        asking = [
            call
            for call in site.nodes(ast.Call)
            if callee(call) in ASKS and isinstance(call.func, ast.Attribute) and call.args
        ]
        if len(asking) == 1 and owner is not None:
            changes = _changes(site, asking[0], owner)
            says = f'the model was fitted on what "{owner}" makes of the data'
            yield repaired(site.cell, site.code, changes, says, "transformed_like_before")


def _transformer(case: Case, *, must_be_of_texts: bool) -> str | None:
    """Return the one live transformer of what a model learned from, and of nothing it is asked."""
    if any(callee(one.call) in _TRANSFORMS for one in asked_about(case)):
        return None
    owners: set[str] = set()
    for one in learned_from(case):
        if callee(one.call) not in _TRANSFORMS or not isinstance(one.call.func, ast.Attribute):
            continue
        owner = one.call.func.value
        if isinstance(owner, ast.Call) and callee(owner) == "fit":
            return None
        owners.add(ast.unparse(owner))
    live = case.variable(next(iter(owners))) if len(owners) == 1 else None
    if live is None:
        return None
    is_of_texts = live.type.rpartition(".")[2] in _OF_TEXTS
    return None if must_be_of_texts and not is_of_texts else live.name


def _changes(site: Site, asking: ast.Call, owner: str) -> list[Change]:
    """Return the changes of all calls that ask the same model about the same data."""
    text, given = site.code, asking.args[0]
    asked = text.text(asking.func.value) if isinstance(asking.func, ast.Attribute) else ""
    return [
        change
        for call in text.nodes(ast.Call, site.inside)
        if callee(call) in ASKS and call.args and call.lineno >= asking.lineno
        if isinstance(call.func, ast.Attribute) and text.text(call.func.value) == asked
        if text.text(call.args[0]) == text.text(given)
        for change in _around(site, call.args[0], owner)
    ]


def _around(site: Site, node: ast.expr, owner: str) -> list[Change]:
    start, end = site.code.span(node)
    is_text = isinstance(node, ast.Constant | ast.JoinedStr)
    opened, closed = ("[", "]") if is_text else ("", "")
    return [((start, start), f"{owner}.transform({opened}"), ((end, end), f"{closed})")]
