"""Values that are drawn over other places than those they were worked out for."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of, number_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal, strings
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.pictures.bin_middles import Pair, origins, pairs
from jupyter_codeintel.fix.repairs.ways import argument
from jupyter_codeintel.fix.repairs.words import told_near

_UNEQUAL = re.compile(
    r"must have same first dimension|x and y must (?:be|have) the same (?:size|length)"
    r"|shape mismatch: objects cannot be broadcast|has an unequal size of",
    re.IGNORECASE,
)
_AXES = ("arange", "bdate_range", "date_range", "geomspace", "linspace", "logspace", "range",
         "sort", "sorted", "unique")  # fmt: skip
_TRAILING = re.compile(
    r"\btrailing\b|\b(?:last|past|preceding|previous) (?:\d+|\w+|full) (?:\w+ )?(?:days?|hours?"
    r"|minutes?|months?|points?|readings?|samples?|steps?|values?|weeks?|years?)\b"
    r"|\b(?:up to|ending (?:at|on|with)) (?:and including |each |every |that |the )"
)
_CENTRED = re.compile(r"\bcent(?:re|er)(?:ed|d)?\b|\b(?:on )?(?:both|either) sides?\b|\bsymmetric")


async def places_of_values(case: Case) -> AsyncIterator[Repair]:
    """Yield ``plot(t, height)`` for ``plot(hours, height)`` where ``height`` is made of ``t``."""
    for site, pair in _drawn(case):
        first, second = site.code.text(pair.x), site.code.text(pair.y)
        found = _made_for(case, site, pair)
        if found is None or not isinstance(pair.x, ast.Name):
            continue
        changes = [
            (site.code.span(call.args[0]), found)
            for call in site.code.nodes(ast.Call, site.inside)
            if [site.code.text(one) for one in call.args[:2]] == [first, second]
        ]
        says = f'"{second}" is worked out for the values of "{found}"'
        yield repaired(site.cell, site.code, changes, says, "places_of_values")
        return


def _drawn(case: Case) -> Iterator[tuple[Site, Pair]]:
    """Yield what is drawn over what, if it is of another length."""
    for site in case.sites[:1] if _UNEQUAL.search(case.error.value) else ():
        for pair in pairs(site):
            if isinstance(pair.whole, ast.Call) and pair.x in pair.whole.args:
                yield site, pair


def _made_for(case: Case, site: Site, pair: Pair) -> str | None:
    """Return the only axis of just as many places that values are worked out from."""
    if not isinstance(pair.x, ast.Name) or not isinstance(pair.y, ast.Name):
        return None
    size, other = (length_of(case.failure, site, one.id) for one in (pair.y, pair.x))
    bound = case.binding(site, pair.y)
    if bound is None or size is None or other is None or size == other:
        return None
    names = [name for name in names_in(bound.value) if name not in (pair.x.id, pair.y.id)]
    same = [name for name in names if length_of(case.failure, site, name) == size]
    axes = [name for name in same if _is_axis(case, bound.site, name)]
    is_of_x = pair.x.id in names_in(bound.value)
    return axes[0] if len(axes) == 1 and not is_of_x else None


def _is_axis(case: Case, site: Site, name: str) -> bool:
    bound = case.binding(site, ast.Name(name))
    return bound is not None and callee_of(bound.value) in _AXES


async def places_of_windows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``plot(days[k - 1:], mean)`` for the means of ``k`` days up to each one.

    The words have to say which day of a window its mean belongs to.
    """
    for site, pair in _drawn(case):
        if not isinstance(pair.x, ast.Name) or not isinstance(pair.y, ast.Name):
            continue
        window = _window(case, site, pair.y)
        sizes = [length_of(case.failure, site, one.id) for one in (pair.x, pair.y)]
        if window is None or sizes[0] is None or sizes[1] is None:
            continue
        shown, number = window
        labels = strings(site.code.nodes(ast.Constant))
        words = " ".join([*told_near(case, site), *sorted(labels), case.failure.goal]).lower()
        is_trailing, is_centred = _TRAILING.search(words), _CENTRED.search(words)
        if sizes[0] - sizes[1] + 1 != number or bool(is_trailing) == bool(is_centred):
            continue
        if is_centred and number % 2 == 0:
            continue
        new = f"{pair.x.id}[{shown} - 1:]"
        if is_centred:
            new = f"{pair.x.id}[{shown} // 2:-({shown} // 2)]"
        change = site.code.span(pair.x), new
        says = "the first windows are not full, and have no value"
        yield repaired(site.cell, site.code, [change], says, "places_of_windows")
        return


def _window(case: Case, site: Site, y: ast.Name) -> tuple[str, int] | None:
    """Return how many values are taken together, as it is written and as a number."""
    for origin in origins(case, site, y):
        for call in ast.walk(origin):
            if not isinstance(call, ast.Call):
                continue
            is_valid = literal(argument(call, 2, "mode")) == "valid"
            given: ast.expr | None = None
            if callee(call) == "convolve" and is_valid and len(call.args) > 1:
                inner = next((one for one in ast.walk(call.args[1]) if callee_of(one) == "ones"
                              and isinstance(one, ast.Call) and one.args), None)  # fmt: skip
                given = inner.args[0] if isinstance(inner, ast.Call) else None
            elif callee(call) == "sliding_window_view":
                given = argument(call, 1, "window_shape")
            number = _number(case, site, given)
            if given is not None and number is not None:
                return ast.unparse(given), number
    return None


def _number(case: Case, site: Site, node: ast.expr | None) -> int | None:
    value = literal(node)
    if isinstance(node, ast.Name):
        return number_of(case.failure, site, node.id)
    return value if isinstance(value, int) else None
