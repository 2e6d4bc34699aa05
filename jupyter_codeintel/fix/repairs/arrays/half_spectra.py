"""A whole spectrum beside the half of one that a real signal has."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_LENGTHS = re.compile(r"\d+")
_FREQUENCIES = ("fftfreq", "rfftfreq", "rfft gives the half of a spectrum, as rfftfreq does")
_SPECTRUM = (
    "fft",
    "rfft",
    "rfftfreq gives the half of the frequencies, as rfft does of a spectrum",
)
_WHOLE = {"fft", "fft2", "fftn", "fftshift", "ifft"}
_OTHERS = _WHOLE - {"fft"} | {"fftfreq", "irfft", "rfft"}


async def frequencies_of_halves(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.fft.rfftfreq(n, d)`` for ``fftfreq`` beside what ``rfft`` gives.

    And ``rfft(x)`` for ``fft`` beside ``rfftfreq``.
    """
    if not case.is_a("IndexError", "ValueError"):
        return
    lengths = {int(one) for one in _LENGTHS.findall(case.error.value)}
    if not any(length // 2 + 1 in lengths for length in lengths if length > 2):
        return
    cells = [case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))]
    called = {callee(call) for cell in cells for call in case.code(cell).nodes(ast.Call)}
    if "rfft" in called and called.isdisjoint(_WHOLE):
        wrong, right, says = _FREQUENCIES
    elif {"fft", "rfftfreq"} <= called and called.isdisjoint(_OTHERS):
        wrong, right, says = _SPECTRUM
    else:
        return
    for cell in cells:
        text = case.code(cell)
        changes = [
            (_name(text, call.func), right)
            for call in text.nodes(ast.Call)
            if callee(call) == wrong and isinstance(call.func, ast.Attribute)
        ]
        if changes:
            yield repaired(cell, text, changes, says, "frequencies_of_half")
            return


def _name(text: Code, node: ast.Attribute) -> tuple[int, int]:
    end = text.span(node)[1]
    return end - len(node.attr), end
