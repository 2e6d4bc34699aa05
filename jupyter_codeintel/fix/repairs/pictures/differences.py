"""Differences of neighbours beside what they are drawn over: there is one less of them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, strings
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.pictures.bin_middles import (
    Pair,
    may_be_one_too_many,
    origins,
    pairs,
)
from jupyter_codeintel.fix.repairs.words import told_near

_MIDDLES = re.compile(r"\b(?:cent(?:er|re)s?|halfway|middles?|mid-?points?|midway)\b")
_LATER = re.compile(
    r"\b(?:backward|(?:from|since|than|on|against|over) (?:the |its )?\w+ before"
    r"|(?:from|since|against|over) (?:the |its )?(?:last|previous|preceding|prior)"
    r"|end of (?:the |each |every )?(?:interval|period|step)|previous)\b"
)
_EARLIER = re.compile(
    r"\b(?:forward difference|(?:to|until) the next|following (?:day|hour|month|week|year)"
    r"|start of (?:the |each |every )?(?:interval|period|step))\b"
)
_STEP = re.compile(r"(?:d|delta_?)(?:t|x|time)|h|(?:time_?)?steps?|interval")
_DRAWING = (
    "bar", "errorbar", "fill_between", "loglog", "plot", "scatter", "semilogx", "semilogy", "stem",
)  # fmt: skip


async def places_of_differences(case: Case) -> AsyncIterator[Repair]:
    """Yield the middles or the ends of the steps that differences of neighbours belong to."""
    for site in case.sites[:1]:
        for pair in pairs(site):
            if not isinstance(pair.whole, ast.Call) or callee(pair.whole) not in _DRAWING:
                continue
            if not isinstance(pair.x, ast.Attribute | ast.Name | ast.Subscript):
                continue
            if may_be_one_too_many(case, site, pair) and _is_of_neighbours(case, site, pair.y):
                for new in await _places(case, site, pair):
                    says = "there is one difference less than there are places"
                    change = site.code.span(pair.x), new
                    yield repaired(site.cell, site.code, [change], says, "places_of_differences")
                return


def _is_of_neighbours(case: Case, site: Site, y: ast.expr) -> bool:
    """Whether a value is worked out from neighbours alone, each less the one before."""
    found = [one for origin in origins(case, site, y, 2) for one in ast.walk(origin)]
    calls = [one for one in found if isinstance(one, ast.Call) and callee(one) == "diff"]
    if any(isinstance(call.func, ast.Attribute) and not call.args for call in calls):
        return False  # a column's own method, which keeps its length
    if any(len(call.args) > 1 or call.keywords for call in calls):
        return False
    return bool(calls) or any(_is_of_slices(one) for one in found if isinstance(one, ast.BinOp))


def _is_of_slices(node: ast.BinOp) -> bool:
    """Whether an operation takes each item with the one before it: ``x[1:] - x[:-1]``."""
    left, right = ast.unparse(node.left), ast.unparse(node.right)
    is_step = isinstance(node.op, ast.Div | ast.Sub)
    return is_step and left.endswith("[1:]") and right == f"{left[:-4]}[:-1]"


async def _places(case: Case, site: Site, pair: Pair) -> list[str]:
    """Return where differences belong, the most likely first."""
    x = site.code.text(pair.x)
    middle, later, earlier = f"({x}[:-1] + {x}[1:]) / 2", f"{x}[1:]", f"{x}[:-1]"
    labels = strings(site.code.nodes(ast.Constant))
    words = " ".join([*told_near(case, site), *sorted(labels)]).lower()
    if _EARLIER.search(words):
        return [] if _LATER.search(words) else [earlier]
    if _LATER.search(words) or not await _can_be_halved(case, site, pair.x):
        return [later]
    if _MIDDLES.search(words):
        return [middle]
    # A rate is that of its whole step; a bare difference is what came to be by its end.
    return [middle, later] if _is_rate(case, site, pair.y) else [later, middle]


def _is_rate(case: Case, site: Site, y: ast.expr) -> bool:
    """Whether differences are divided by the lengths of their steps."""
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and (
            any(isinstance(one, ast.Call) and callee(one) == "diff" for one in ast.walk(node.right))
            or _STEP.fullmatch(ast.unparse(node.right).lower()) is not None
            or (isinstance(node.right, ast.BinOp) and _is_of_slices(node.right))
        )
        for origin in origins(case, site, y, 2)
        for node in ast.walk(origin)
    )


async def _can_be_halved(case: Case, site: Site, x: ast.expr) -> bool:
    """Whether the middles of neighbours can be worked out: of an array of numbers."""
    live = case.variable(x.id) if isinstance(x, ast.Name) and case.path(site, x) else None
    if live is None:
        found = [one for one in origins(case, site, x, 1) if isinstance(one, ast.Call)]
        return any(callee(call) in ("arange", "array", "linspace") for call in found)
    is_array = live.type.rpartition(".")[2] == "ndarray"
    return is_array and (live.dtype or "float").startswith(("float", "int"))
