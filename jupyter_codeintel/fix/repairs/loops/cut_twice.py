"""Lists without their head, of which one is made without the first row after it as well."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding, names_in
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_LENGTHS = re.compile(
    r"zip\(\) argument \d is (?:shorter|longer) than|[Aa]ll arrays must be of the same length"
    r"|x and y must have same first dimension|Length of values \(\d+\) does not match"
    r"|inconsistent numbers of samples|shape mismatch: objects cannot be broadcast"
)


async def heads_cut_once(case: Case) -> AsyncIterator[Repair]:
    """Yield ``for row in body`` for ``for row in body[1:]``, where ``body`` has no head any more.

    Another list that stands beside it is made of the whole ``body``.
    """
    for site in case.sites[:1] if _LENGTHS.search(case.error.value) else ():
        names = names_in(site.statement) if site.statement is not None else {}
        made = [bound for name in names if (bound := case.binding(site, ast.Name(name)))]
        whole = {name for bound in made for name, cut in _gone_through(bound) if cut is None}
        again = [
            (bound, cut)
            for bound in made
            for name, cut in _gone_through(bound)
            if cut is not None and name in whole and _is_cut(case, bound, name, cut)
        ]
        if len(again) == 1:
            bound, cut = again[0]
            start, end = bound.code.span(cut.value)[1], bound.code.span(cut)[1]
            says = f"{ast.unparse(cut.value)} has no head any more"
            yield repaired(bound.cell, bound.code, [((start, end), "")], says, "cut_twice")


def _gone_through(bound: Binding) -> Iterator[tuple[str, ast.Subscript | None]]:
    """Yield the lists that an expression goes through, with how their head is cut."""
    for loop in bound.code.nodes(ast.comprehension, bound.value):
        match loop.iter:
            case ast.Name(id=name):
                yield name, None
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Slice(upper=None, step=None)):
                yield name, loop.iter


def _is_cut(case: Case, bound: Binding, name: str, cut: ast.Subscript) -> bool:
    """Whether a list is what is left of another one after as many rows as are cut again."""
    above = case.binding(bound.site, ast.Name(name))
    value = above.value if above is not None else None
    for node in ast.walk(value) if value is not None else ():
        match node, cut.slice:
            case (
                ast.Subscript(slice=ast.Slice(lower=first, upper=None, step=None)),
                ast.Slice(lower=second),
            ) if first is not None and second is not None:
                return literal(first) == literal(second) != 0
    return False
