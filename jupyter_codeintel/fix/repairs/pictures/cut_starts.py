"""Lists that begin too late, or end too early, beside one for the same places."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_UNEQUAL = re.compile(
    r"must have same first dimension|x and y must (?:be|have) the same (?:size|length)"
    r"|shape mismatch: objects cannot be broadcast|arrays must (?:all )?be (?:of )?the same length"
    r"|Length of values \(\d+\) does not match",
    re.IGNORECASE,
)


async def cut_starts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``words[1:]`` for ``words[2:]`` where one value less is left than there are places."""
    for site in case.sites[:1] if _UNEQUAL.search(case.error.value) else ():
        names = names_in(site.statement) if site.statement is not None else ()
        sizes = {name: length_of(case.failure, site, name) for name in names}
        known = {name: size for name, size in sizes.items() if size is not None}
        if len(set(known.values())) != 2:
            continue
        fewer, more = sorted(set(known.values()))
        for name in sorted(name for name, size in known.items() if size == fewer):
            bound = case.binding(site, ast.Name(name))
            for change in _longer(bound.site.code, bound.value, more - fewer) if bound else ():
                assert bound is not None  # noqa: S101 - for the type checker
                says = f'"{name}" begins, or ends, {more - fewer} too early or too late'
                yield repaired(bound.site.cell, bound.site.code, [change], says, "cut_start")
                return


def _longer(text: Code, value: ast.expr, lacking: int) -> Iterator[Change]:
    """Yield the change of a slice that leaves so many more of what is cut."""
    for node in ast.walk(value):
        match node:
            case ast.Subscript(
                of, ast.Slice(lower=ast.Constant(int(start)), upper=None, step=None)
            ):
                if start >= lacking:
                    left = f"[{start - lacking}:]" if start > lacking else ""
                    yield text.span(node), f"{text.text(of)}{left}"
            case ast.Subscript(of, ast.Slice(lower=None, upper=ast.UnaryOp() as end, step=None)):
                last = literal(end)
                if isinstance(last, int) and -last >= lacking:
                    left = f"[:{last + lacking}]" if -last > lacking else ""
                    yield text.span(node), f"{text.text(of)}{left}"
