"""Rates of a signal that are written into a call, beside a name that has another one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal, loads
from jupyter_codeintel.fix.repairs.calls.solver_parameters import RATES
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.ways import argument, option

_AXES = ("fftfreq", "rfftfreq")
_TAKING_A_RATE = ("butter", "cheby1", "coherence", "csd", "find_peaks_cwt", "firwin", "freqz",
                  "iirnotch", "iirpeak", "periodogram", "psd", "sosfreqz", "specgram",
                  "spectrogram", "stft", "welch")  # fmt: skip
_FEWER = re.compile(r"decimate|resample|downsample|upsample|\[::")
_NAMES = ("fs", "Fs", "sr")


async def told_rates(case: Case) -> AsyncIterator[Repair]:
    """Yield ``rfftfreq(n, d=1 / fs)`` for ``d=1 / 250`` where the signal is of the rate ``fs``."""
    if not case.is_a("AssertionError"):
        return
    names = [name for name in RATES if _number(case, name) is not None]
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    rate = _number(case, names[0]) if len(names) == 1 else None
    if any(_FEWER.search(case.failure.source(cell)) for cell in cells):
        return  # another signal, of another rate, is made of it
    if rate is None or not any(_is_sampled(case.code(cell), names[0]) for cell in cells):
        return
    found = [(cell, one) for cell in cells for one in _written(case.code(cell), names[0], rate)]
    if len(found) == 1:
        cell, change = found[0]
        says = f'the signal has the rate "{names[0]}"'
        yield repaired(cell, case.code(cell), [change], says, "told_rate")


def _number(case: Case, name: str) -> float | None:
    live = case.variable(name)
    if live is None or live.type not in ("int", "float") or live.value is None:
        return None
    try:
        return float(live.value)
    except ValueError:
        return None


def _is_sampled(text: Code, name: str) -> bool:
    """Whether the times or the signal are made by a rate: ``np.arange(0, 2, 1 / fs)``."""
    times = [node for node in text.nodes(ast.BinOp) if isinstance(node.op, ast.Div)
             and callee_of(node.left) == "arange"]  # fmt: skip
    made = [call for call in text.nodes(ast.Call) if callee(call) in ("arange", "linspace")]
    return any(name in loads(node) for node in (*times, *made))


def _written(text: Code, name: str, rate: float) -> Iterator[Change]:
    """Yield the changes of rates that are written as other numbers."""
    for call in text.nodes(ast.Call):
        if callee(call) in _AXES:
            step = argument(call, 1, "d")
            match step:
                case ast.BinOp(left=ast.Constant(value=1 | 1.0), op=ast.Div(), right=by):
                    value = literal(by)
                    if isinstance(value, int | float) and value != rate:
                        yield text.span(by), name
                case ast.Constant(value=float(value)) if value and abs(1 / value - rate) > 1e-6:
                    yield text.span(step), f"1 / {name}"
        elif callee(call) in _TAKING_A_RATE:
            for word in _NAMES:
                given = option(call, word)
                value = literal(given)
                if given is not None and isinstance(value, int | float) and value != rate:
                    yield text.span(given), name
