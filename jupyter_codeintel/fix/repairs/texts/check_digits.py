"""Check digits of the numbers of books and journals, as the standards have them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.words import all_words

_IS_X = re.compile(r"invalid literal for int\(\) with base 10: '(?P<sign>[Xx])'")
_ELEVEN = 11
_OF_ELEVEN = re.compile(r"\b(?:isbn|issn)", re.IGNORECASE)
_OF_13 = re.compile(r"\b(?:isbn[- ]?13|ean[- ]?13)\b", re.IGNORECASE)
_OTHERWISE = re.compile(r"::-1|reversed\(|enumerate\([^()]*, (?:start=)?1\)|range\(1,|\b8\b|\b11\b")
"""Counted from one or from behind, and of numbers of other lengths."""
_OTHERS = re.compile(r"\b(?:isbn[- ]?10|ean[- ]?8|upc|issn)\b", re.IGNORECASE)


async def tens_of_check_digits(case: Case) -> AsyncIterator[Repair]:
    """Yield ``10 if ch == "X" else int(ch)`` for ``int(ch)`` of the sign of a check digit."""
    match = _IS_X.search(case.error.value) if case.is_a("ValueError") else None
    for site in case.sites[:1] if match is not None else ():
        assert match is not None  # noqa: S101 - there is a site only then
        is_eleven = any(node.value == _ELEVEN for node in site.code.nodes(ast.Constant))
        if not is_eleven or not _OF_ELEVEN.search(f"{_words(case)} {site.code.source}"):
            continue
        changes = [_as_ten(site.code, call, match["sign"]) for call in _read(site)]
        if len(changes) == 1:
            says = "X is the check digit ten"
            yield repaired(site.cell, site.code, changes, says, "check_digit")


async def weights_of_check_digits(case: Case) -> AsyncIterator[Repair]:
    """Yield ``1 if i % 2 == 0 else 3`` for the weights of an ISBN-13 the other way round."""
    words = _words(case)
    if not case.is_a("AssertionError") or not _OF_13.search(words) or _OTHERS.search(words):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [(cell, changes) for cell in cells if (changes := list(_turned(case.code(cell))))]
    if len(found) == 1:
        cell, changes = found[0]
        says = "the weights of an ISBN-13 are 1, 3, 1, 3, and so on"
        yield repaired(cell, case.code(cell), changes, says, "check_digit")


def _words(case: Case) -> str:
    return " ".join(all_words(case))


def _read(site: Site) -> Iterator[ast.Call]:
    """Yield where a sign is read as a number."""
    for call in site.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Name(id="int"), args=[ast.Name() | ast.Subscript()]):
                yield call
            case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="int"), _]):
                yield call


def _as_ten(text: Code, call: ast.Call, sign: str) -> Change:
    """Return the change that reads a sign as ten."""
    way = "" if sign == "X" else ".upper()"
    shown = quoted(text, "X")
    if callee(call) == "map":
        several = text.text(call.args[1])
        return text.span(call), f"(10 if ch{way} == {shown} else int(ch) for ch in {several})"
    one = text.text(call.args[0])
    new = f"10 if {one}{way} == {shown} else int({one})"
    is_alone = any(
        getattr(node, "elt", None) is call or getattr(node, "value", None) is call
        for node in text.nodes(ast.AST)
        if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.Assign | ast.Return)
    )
    return text.span(call), new if is_alone else f"({new})"


def _turned(text: Code) -> Iterator[Change]:
    """Yield the changes of weights that begin with three."""
    for function in text.nodes(ast.FunctionDef):
        if _OTHERWISE.search(ast.unparse(function)):
            continue
        for node in text.nodes(ast.expr, function):
            match node:
                case ast.IfExp(body=body, test=test, orelse=other):
                    weights = (literal(body), literal(other))
                    if ast.unparse(test) in _evens(test) and weights == (3, 1):
                        yield text.span(body), text.text(other)
                        yield text.span(other), text.text(body)
                case ast.List(elts=[first, second]) | ast.Tuple(elts=[first, second]):
                    if (literal(first), literal(second)) == (3, 1):
                        yield text.span(first), text.text(second)
                        yield text.span(second), text.text(first)


def _evens(test: ast.expr) -> tuple[str, ...]:
    """Return how it is asked whether the index in a test is even."""
    names = [node.id for node in ast.walk(test) if isinstance(node, ast.Name)]
    return (f"{names[0]} % 2 == 0", f"not {names[0]} % 2") if len(names) == 1 else ()
