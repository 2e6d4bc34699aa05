"""Texts that decimals and fractions do not read: with a comma, or points between thousands."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import texts_of

_POINTED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?P<decimals>,\d+)?")
_COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})")
_WHOLE = re.compile(r"[+-]?\d+")


async def decimals_of_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Decimal(text.replace(".", "").replace(",", "."))`` where all texts are so."""
    if "ConversionSyntax" not in case.error.value and "for Fraction" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) not in ("Decimal", "Fraction") or len(call.args) != 1:
                continue
            texts = _texts(case, site, call.args[0])
            cleaning = _cleaning(texts)
            if cleaning:
                end = site.code.span(call.args[0])[1]
                change = (end, end), cleaning
                says = "the numbers are written with other signs than a decimal point"
                yield repaired(site.cell, site.code, [change], says, "decimal_text")
                return


def _texts(case: Case, site: Site, node: ast.expr) -> list[str]:
    if not isinstance(node, ast.Name | ast.Subscript | ast.Attribute):
        return []
    return [one.strip() for one in texts_of(case, site, node)]


def _cleaning(texts: list[str]) -> str:
    """Return the methods after which all texts are read; nothing where they can be two things."""
    are_pointed = any((one := _POINTED.fullmatch(text)) and one["decimals"] for text in texts)
    if are_pointed and all(_is_one(one, _POINTED, _COMMA) for one in texts):
        return '.replace(".", "").replace(",", ".")'
    are_decimal = any(_COMMA.fullmatch(one) for one in texts)
    if are_decimal and all(_is_one(one, _COMMA) for one in texts):
        return '.replace(",", ".")'
    return ""


def _is_one(text: str, *forms: re.Pattern[str]) -> bool:
    return any(form.fullmatch(text) for form in (*forms, _WHOLE))
