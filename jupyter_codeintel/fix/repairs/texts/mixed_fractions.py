"""Amounts that are written as cooks and carpenters write them: ``3/4`` and ``2 1/4``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.words import words_near

_UNREAD = re.compile(
    r"(?:could not convert string to float: |Invalid literal for Fraction: "
    r"|invalid literal for int\(\) with base 10: |Unable to parse string )"
    r"(?P<quote>['\"])(?P<text>\s*\d+(?:[ -]\d+)?/\d+\s*)(?P=quote)"
)
_MIXED = re.compile(r"\s*\d+ \d+/\d+\s*")
_MIXED_WITHIN = re.compile(r"(?<![\d/.-])\d+ \d+/\d+(?![\d/])")
_NEGATIVE = re.compile(r"-\d+ \d+/\d")
_OF_FRACTIONS = re.compile(
    r"\b(?:cups?|fractions?|inch(?:es)?|ingredients?|quarts?|recipes?|spoons?|tbsp|tsp)\b"
)
_READERS = ("float", "Fraction")


async def amounts_in_fractions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``float(sum(Fraction(part) for part in text.split()))`` for ``float("2 1/4")``."""
    match = _UNREAD.search(case.error.value)
    if match is None or "-" in match["text"]:
        return
    texts = list(_written(case))
    is_mixed = _MIXED.fullmatch(match["text"]) or any(map(_MIXED_WITHIN.search, texts))
    for site in case.sites[:1]:
        told = f"{words_near(case, site)} {' '.join(texts).lower()}"
        is_fraction = "Fraction" in case.error.value or _OF_FRACTIONS.search(told)
        if not (is_mixed or is_fraction) or any(map(_NEGATIVE.search, texts)):
            continue
        changes, needs_import = _changes(case, site, is_mixed=bool(is_mixed))
        if changes:
            if needs_import:
                changes.append(inserted_import(site.code, "from fractions import Fraction"))
            says = f'"{match["text"].strip()}" is an amount in whole ones and fractions'
            yield repaired(site.cell, site.code, changes, says, "amount_in_fractions")


def _written(case: Case) -> Iterator[str]:
    """Yield the texts that are written in the notebook."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ():
            if isinstance(node.value, str):
                yield node.value


def _changes(case: Case, site: Site, *, is_mixed: bool) -> tuple[list[Change], bool]:
    """Return the changes of what reads the texts, and whether fractions are to be imported."""
    fraction, needs_import = _fraction(case)
    if fraction is None:
        return [], False
    for call in site.nodes(ast.Call):
        name = callee(call)
        if name in _READERS and len(call.args) == 1 and not call.keywords:
            given = site.code.text(call.args[0])
            if isinstance(call.args[0], ast.Name | ast.Subscript | ast.Attribute | ast.Call):
                new = _read(given, fraction, is_mixed=is_mixed, is_float=name == "float")
                return [(site.code.span(call), new)], needs_import
        reader = _handed(call)
        if reader is not None:
            new = _read("text", fraction, is_mixed=is_mixed, is_float=_ending(reader) == "float")
            return [(site.code.span(reader), f"lambda text: {new}")], needs_import
        column = _column(call)
        if column is not None:
            shown = site.code.text(column)
            new = _read("text", fraction, is_mixed=is_mixed, is_float=True)
            return [(site.code.span(call), f"{shown}.map(lambda text: {new})")], needs_import
    return [], False


def _fraction(case: Case) -> tuple[str | None, bool]:
    """Return how the notebook calls ``Fraction``, and whether that is still to be imported."""
    name = case.name_of("fractions.Fraction")
    module = case.name_of("fractions")
    if name is not None or module is not None:
        return name or f"{module}.Fraction", False
    return (None, False) if case.variable("Fraction") is not None else ("Fraction", True)


def _read(text: str, fraction: str, *, is_mixed: bool, is_float: bool) -> str:
    shown = f"{fraction}({text})"
    if is_mixed:
        part = "part" if text != "part" else "one"
        shown = f"sum({fraction}({part}) for {part} in {text}.split())"
    return f"float({shown})" if is_float else shown


def _ending(node: ast.expr) -> str:
    """Return the name that an expression ends in."""
    return ast.unparse(node).rpartition(".")[2]


def _handed(call: ast.Call) -> ast.expr | None:
    """Return the function that a call does to each of many: ``float`` of ``map(float, texts)``."""
    is_given = callee(call) in ("map", "apply") and call.args
    return call.args[0] if is_given and _ending(call.args[0]) in _READERS else None


def _column(call: ast.Call) -> ast.expr | None:
    """Return the column of texts that a call takes for numbers."""
    match call:
        case ast.Call(
            func=ast.Attribute(attr="astype", value=column),
            args=[ast.Name(id="float") | ast.Constant(value="float" | "float64")],
        ):
            return column
        case ast.Call(args=[column]) if callee_of(call) == "to_numeric" and not call.keywords:
            return column
    return None
