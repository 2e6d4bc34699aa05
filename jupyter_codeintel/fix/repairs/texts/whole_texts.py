"""Texts of whole numbers that are written with a point: ``"12.0"``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.texts.signs_and_units import numbers_written

_WITH_POINT = re.compile(r"invalid literal for int\(\) with base 10: '(?P<text>\s*-?\d+\.0+\s*)'")
_WHOLE = re.compile(r"[^.]*|.*\.0*\D*")
_INTEGERS = ("int", "'int'", "'int64'", "np.int64")


async def whole_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``int(float(t))`` for ``int("12.0")``, where no number has another fraction."""
    match = _WITH_POINT.search(case.error.value)
    if match is None or not all(map(_WHOLE.fullmatch, numbers_written(case))):
        return
    for site in case.sites[:1]:
        for change in _read_before(site):
            says = f'"{match["text"]}" is read as a number with a point, and then made whole'
            yield repaired(site.cell, site.code, [change], says, "whole_text")
            return


def _read_before(site: Site) -> Iterator[Change]:
    """Yield where texts become whole numbers, with what reads them before."""
    for call in site.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Name(id="int"), args=[text], keywords=[]):
                yield site.code.span(text), f"float({site.code.text(text)})"
            case ast.Call(func=ast.Attribute(value=column), args=[kind]) if (
                callee(call) in ("apply", "astype", "map") and ast.unparse(kind) in _INTEGERS
            ):
                end = site.code.span(column)[1]
                new = ".astype(float)"
                if callee(call) != "astype":
                    yield site.code.span(call), f"{site.code.text(column)}{new}.astype(int)"
                else:
                    yield (end, end), new
            case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="int"), texts]):
                yield site.code.span(texts), f"map(float, {site.code.text(texts)})"
