"""Samples that are larger than what they are drawn from, or a part of it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.words import told_near

_LARGER = re.compile(
    r"[Ss]ample larger than population|larger sample than population when '?replace=False'?"
)
_AGAIN = re.compile(r"(?<!not )\b(?:bootstrap\w*|resampl\w+|with replacement|with repetitions?)\b")
_NEARLY = 1e-9
_NO_FRACTION = re.compile(r"can't multiply sequence by non-int of type 'float'")


async def samples_with_replacement(case: Case) -> AsyncIterator[Repair]:
    """Yield ``random.choices(values, k=10)`` for ``random.sample(values, 10)`` of fewer values."""
    if not _LARGER.search(case.error.value):
        return
    for site in case.sites[:1]:
        told = " ".join([*told_near(case, site), site.code.source]).lower().replace("_", " ")
        if not _AGAIN.search(told) or "without replacement" in told:
            continue
        says = "the words want values that may be drawn more than once"
        for call in site.nodes(ast.Call):
            named = {word.arg: word.value for word in call.keywords}
            is_plain = "population" in case.error.value and "replace" not in case.error.value
            if is_plain and callee(call) == "sample" and isinstance(call.func, ast.Attribute):
                end = site.code.span(call.func)[1]
                changes: list[Change] = [((end - len("sample"), end), "choices")]
                if len(call.args) == 2:
                    start = site.code.span(call.args[1])[0]
                    changes.append(((start, start), "k="))
                if "counts" not in named:
                    yield repaired(site.cell, site.code, changes, says, "with_replacement")
            elif not is_plain and callee(call) in ("choice", "sample"):
                change = with_option(site.code, call, "replace", "True")
                yield repaired(site.cell, site.code, [change], says, "with_replacement")


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
