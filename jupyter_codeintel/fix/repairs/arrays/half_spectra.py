"""Frequencies of a whole spectrum beside the half of one that a real signal has."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_LENGTHS = re.compile(r"\d+")
_NAMES = {"fftfreq": "rfftfreq"}
_WHOLE = ("fft", "fft2", "fftn", "fftshift", "ifft")


async def frequencies_of_halves(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.fft.rfftfreq(n, d)`` for ``fftfreq`` beside what ``rfft`` gives."""
    if not case.is_a("IndexError", "ValueError"):
        return
    lengths = {int(one) for one in _LENGTHS.findall(case.error.value)}
    if not any(length // 2 + 1 in lengths for length in lengths if length > 2):
        return
    cells = [case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))]
    called = {callee(call) for cell in cells for call in case.code(cell).nodes(ast.Call)}
    if "rfft" not in called or not called.isdisjoint(_WHOLE):
        return
    for cell in cells:
        text = case.code(cell)
        changes = [
            (place, _NAMES[callee(call)])
            for call in text.nodes(ast.Call)
            if callee(call) in _NAMES and isinstance(call.func, ast.Attribute)
            for place in [_name(text, call.func)]
        ]
        if changes:
            says = "rfft gives the half of a spectrum, whose frequencies are those of rfftfreq"
            yield repaired(cell, text, changes, says, "frequencies_of_half")
            return


def _name(text: Code, node: ast.Attribute) -> tuple[int, int]:
    end = text.span(node)[1]
    return end - len(node.attr), end
