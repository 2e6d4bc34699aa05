"""Labels that are words on the one side of a score, and 0 and 1 on the other."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_at
from jupyter_codeintel.fix.repairs.words import words_near
from jupyter_codeintel.fix.repairs.written import free_name

_MIXED = re.compile(
    r"(?:Mix of label input types|should be of the same type).*"
    r"Got (?:y_true=)?\[(?P<true>[^\]]*)\] and (?:y_pred=)?\[(?P<predicted>[^\]]*)\]",
    re.DOTALL,
)
_LATER = ({"no", "yes"}, {"negative", "positive"}, {"false", "true"}, {"n", "y"})
"""Labels of which the later one is what is looked for."""
_METRICS = re.compile(r"(?:_score|_loss|_matrix|_report|_support|_corrcoef)$")


async def mixed_labels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(truth == "spam").astype(int)`` where the words say which label is looked for."""
    match = _MIXED.search(case.error.value)
    if match is None:
        return
    sides = [re.findall(r"'([^']*)'", match[side]) for side in ("true", "predicted")]
    numbers = [set(match[side].split()) for side in ("true", "predicted")]
    at = 0 if sides[0] else 1
    if len(sides[at]) != 2 or sides[1 - at] or not numbers[1 - at] <= {"0", "1"}:
        return
    for site in case.sites[:1]:
        label = _looked_for(case, site, sides[at])
        changes = list(_changes(case, site, at, label)) if label is not None else []
        if changes:
            says = f'1 stands for "{label}"'
            yield repaired(site.cell, site.code, changes, says, "mixed_labels")


def _looked_for(case: Case, site: Site, labels: list[str]) -> str | None:
    """Return the only one of two labels that the words speak of."""
    if {label.lower() for label in labels} in _LATER:
        return max(labels, key=str.lower)
    said = words_near(case, site)
    found = [label for label in labels if re.search(rf"\b{re.escape(label.lower())}\b", said)]
    return found[0] if len(found) == 1 and len(found[0]) > 2 else None


def _changes(case: Case, site: Site, at: int, label: str) -> Iterator[Change]:
    """Yield words as 0 and 1 in all scores of the same labels around a place."""
    failing = [call for call in site.nodes(ast.Call) if _METRICS.search(callee(call))]
    given = [_side(call, at) for call in failing]
    name = next((one.id for one in given if isinstance(one, ast.Name)), None)
    quote = "'" if "'" in site.code.source and '"' not in site.code.source else '"'
    shown = f"{quote}{label}{quote}"
    for call in site.code.nodes(ast.Call, site.inside):
        node = _side(call, at) if _METRICS.search(callee(call)) else None
        if not isinstance(node, ast.Name) or node.id != name:
            continue
        kind = kind_at(case, site, node)
        one = free_name(case, "label", "one", "word")
        if kind in ("ndarray", "Series"):
            yield site.code.span(node), f"({name} == {shown}).astype(int)"
        elif kind in ("list", "tuple") and one is not None:
            yield site.code.span(node), f"[int({one} == {shown}) for {one} in {name}]"


def _side(call: ast.Call, at: int) -> ast.expr | None:
    named = [word.value for word in call.keywords if word.arg == ("y_true", "y_pred")[at]]
    return next(iter([*named, *call.args[at : at + 1]]), None)
