"""Texts of numbers that are no whole ones, or have commas between thousands."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_FRACTION = re.compile(
    r"invalid literal for int\(\) with base 10: '\s*[+-]?\d*\.(?P<behind>\d+)\s*'"
)
_WHOLE = re.compile(
    r"\b(?:ages?|counts?|floor|integers?|int|nearest|rounds?|rounded|truncated?|whole|years?)\b"
)
_THREE = 3
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_PLAIN = re.compile(r"\s*[+-]?\d+(?:\.\d*)?\s*")


async def fractions_of_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``float(text)`` for ``int(text)`` of ``"4.5"``."""
    match = _FRACTION.search(case.error.value)
    if match is None or not match["behind"].strip("0") or len(match["behind"]) == _THREE:
        return  # of 4.0 the whole number may be meant, and the point of 1.204 may part thousands
    for site in case.sites[:1]:
        calls = [
            call
            for call in site.nodes(ast.Call)
            if callee_of(call) == "int" and len(call.args) == 1 and not call.keywords
        ]
        words = " ".join(told_near(case, site)).lower()
        if len(calls) != 1 or _is_place(site) or _WHOLE.search(f"{words} {_target(site)}"):
            continue
        change = site.code.span(calls[0].func), "float"
        says = "the text is that of a number with a decimal point"
        yield repaired(site.cell, site.code, [change], says, "fraction_of_text")


def _target(site: Site) -> str:
    names = [node.id for node in site.nodes(ast.Name) if isinstance(node.ctx, ast.Store)]
    return " ".join(names).lower().replace("_", " ")


def _is_place(site: Site) -> bool:
    """Whether a number is a place or counts something, and has to be a whole one."""
    counted = any(callee_of(call) in ("range", "randint", "chr") for call in site.nodes(ast.Call))
    return counted or any(
        callee_of(part) == "int"
        for node in site.nodes(ast.Subscript)
        for part in ast.walk(node.slice)
    )


async def thousands_of_decimals(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Decimal(text.replace(",", ""))`` for ``Decimal(text)`` of ``"1,200.50"``."""
    if not case.is_a("InvalidOperation") or "ConversionSyntax" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            is_named = len(call.args) == 1 and isinstance(call.args[0], ast.Name | ast.Subscript)
            if callee_of(call) != "Decimal" or not is_named or not _has_thousands(case, site):
                continue
            end = site.code.span(call.args[0])[1]
            says = "there are commas between the thousands"
            change = (end, end), '.replace(",", "")'
            yield repaired(site.cell, site.code, [change], says, "thousands_of_decimals")


def _has_thousands(case: Case, site: Site) -> bool:
    """Whether the texts that a statement reads are numbers, some with commas of thousands."""
    found = [
        node.value
        for name in site.nodes(ast.Name)
        if (bound := case.binding(site, name)) is not None
        for node in bound.code.nodes(ast.Constant, bound.value)
        if isinstance(node.value, str)
    ]
    has_some = any(_THOUSANDS.fullmatch(text) for text in found)
    return has_some and all(_THOUSANDS.fullmatch(one) or _PLAIN.fullmatch(one) for one in found)
