"""Samples that are a part of what they are drawn from."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_NEARLY = 1e-9
_NO_FRACTION = re.compile(r"can't multiply sequence by non-int of type 'float'")


async def samples_of_a_part(case: Case) -> AsyncIterator[Repair]:
    """Yield ``random.sample(ids, round(0.2 * len(ids)))`` for a part that is no whole number."""
    if not _NO_FRACTION.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            named = [word.value for word in call.keywords if word.arg == "k"]
            size = next(iter([*named, *call.args[1:2]]), None)
            if callee(call) not in ("choices", "sample") or not isinstance(size, ast.BinOp):
                continue
            if _is_agreed(case, site, size):
                says = "a sample has a whole number of values"
                change = site.code.span(size), f"round({site.code.text(size)})"
                yield repaired(site.cell, site.code, [change], says, "sample_of_a_part")


def _is_agreed(case: Case, site: Site, size: ast.BinOp) -> bool:
    """Whether a part of a known length is the same however it is rounded."""
    for part, count in ((size.left, size.right), (size.right, size.left)):
        share = literal(part)
        match count:
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
                length = length_of(case.failure, site, name)
                if isinstance(size.op, ast.Mult) and isinstance(share, float) and length:
                    whole = share * length
                    is_whole = abs(whole - round(whole)) < _NEARLY
                    return is_whole or round(whole) == int(whole)
    return False
