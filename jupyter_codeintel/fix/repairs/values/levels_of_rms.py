"""Levels in decibels of the swings of a signal, and not of its effective value or magnitude."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_at
from jupyter_codeintel.fix.repairs.words import all_words

_OUTSIDE = re.compile(
    r"math domain error|expected a positive input|invalid value encountered in log10"
    r"|divide by zero encountered in log10"
)
_RMS = re.compile(r"\brms\b|\broot[- ]mean[- ]square|\beffective (?:value|pressure|voltage)")
_PEAK = re.compile(r"\bpeak|\bmaxim|\brectif|\babsolute")
_ARRAYS = ("np", "numpy")
_SAYS = "the level is that of the root of the mean square, which has no sign"


async def levels_of_rms(case: Case) -> AsyncIterator[Repair]:
    """Yield ``20 * np.log10(np.sqrt(np.mean(p**2)) / p0)`` for ``20 * np.log10(p / p0)``."""
    words = " ".join(all_words(case)).lower()
    if not _OUTSIDE.search(case.error.value) or not _RMS.search(words) or _PEAK.search(words):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            match call:
                case ast.Call(args=[ast.BinOp(left=ast.Name() as one, op=ast.Div())]):
                    change = _rms(case, site, call, one) if callee(call) == "log10" else None
                    if change is not None:
                        yield repaired(site.cell, site.code, [change], _SAYS, "level_of_rms")
                        return


async def levels_of_magnitudes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``20 * np.log10(np.abs(signal))`` for a signal that is below zero at times."""
    words = " ".join(all_words(case)).lower()
    if "invalid value encountered in log10" not in case.error.value or _RMS.search(words):
        return
    for site in case.sites[:1]:
        logs = [call for call in site.nodes(ast.Call) if callee(call) == "log10" and call.args]
        module = root(logs[0].func) if len(logs) == 1 else None
        inner = logs[0].args[0] if len(logs) == 1 else None
        one = inner.left if isinstance(inner, ast.BinOp) else inner
        if module in _ARRAYS and isinstance(one, ast.Name) and _is_of_20(site, logs[0]):
            change = site.code.span(one), f"{module}.abs({one.id})"
            says = "the level is that of the magnitude, which has no sign"
            yield repaired(site.cell, site.code, [change], says, "level_of_magnitude")


def _is_of_20(site: Site, log: ast.Call) -> bool:
    """Whether a logarithm is that of a swing, of which the square is an energy."""
    return any(
        literal(node.left) == 20 and node.right is log
        for node in site.nodes(ast.BinOp)
        if isinstance(node.op, ast.Mult)
    )


def _rms(case: Case, site: Site, log: ast.Call, one: ast.Name) -> Change | None:
    """Return the change to the effective value: of an array, or of what a list goes through."""
    text, module = site.code, root(log.func)
    if not _is_of_20(site, log):
        return None
    if module in _ARRAYS and kind_at(case, site, one) == "ndarray":
        return text.span(one), f"{module}.sqrt({module}.mean({one.id}**2))"
    for loop in site.nodes(ast.comprehension):
        if ast.unparse(loop.target) == one.id and isinstance(loop.iter, ast.Name) and not loop.ifs:
            several = loop.iter.id
            mean = f"sum({one.id}**2 for {one.id} in {several}) / len({several})"
            return text.span(
                loop.iter
            ), f"[{module}.sqrt({mean})]" if module else f"[({mean})**0.5]"
    return None
