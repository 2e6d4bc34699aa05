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
_OF_13 = re.compile(
    r"(?<![a-z])(?:isbn|ean|gtin)(?:[- _]?13(?!\d)|(?![a-z])(?=.*\b13\b))",
    re.IGNORECASE | re.DOTALL,
)
_DIGITS = 13
_THREE = 3
_EACH_OTHER = 2
_NUMBER = re.compile(r"(?<!\d)(?:\d[- ]?){12}(?:['\"]\s*[:,]\s*['\"]?)?\d(?!\d)")
_STEM = re.compile(r"['\"]97[89]\d{9}['\"]\s*[:,]\s*['\"]?\d\b")
"""An ISBN-13 without its check digit, and the digit beside it."""
_OTHERWISE = re.compile(r"::-1|reversed\(|range\(1,|\b8\b|\b11\b")
"""Counted from behind, and of numbers of other lengths."""
_FROM_ONE = re.compile(r"enumerate\([^()]*, (?:start=)?1\)")
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
    is_check = case.is_a("AssertionError") or any(
        isinstance(site.statement, ast.Raise) for site in case.sites[:1]
    )
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    words = " ".join([*all_words(case), *(case.failure.source(cell) for cell in cells)])
    is_told = _OF_13.search(words) or _STEM.search(words)
    if not is_check or not is_told or _OTHERS.search(words) or _are_wrong(words):
        return
    found = [(cell, changes) for cell in cells if (changes := list(_turned(case.code(cell))))]
    if len(found) == 1:
        cell, changes = found[0]
        says = "the weights of an ISBN-13 are 1, 3, 1, 3, and so on"
        yield repaired(cell, case.code(cell), changes, says, "check_digit")


def _are_wrong(words: str) -> bool:
    """Whether there are numbers of books, and none of them has a right check digit."""
    numbers = [re.sub(r"\D", "", found[0]) for found in _NUMBER.finditer(words)]
    whole = [[int(digit) for digit in one] for one in numbers if len(one) == _DIGITS]
    return bool(whole) and all((sum(one[::2]) + 3 * sum(one[1::2])) % 10 for one in whole)


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
        shown = ast.unparse(function)
        if _OTHERWISE.search(shown):
            continue
        starts_at_zero = _FROM_ONE.search(shown) is None
        for node in text.nodes(ast.expr, function):
            match node:
                case ast.IfExp(body=body, test=test, orelse=other):
                    weights = (literal(body), literal(other))
                    is_of_first = ast.unparse(test) in _evens(test, is_even=starts_at_zero)
                    is_of_next = ast.unparse(test) in _evens(test, is_even=not starts_at_zero)
                    if (is_of_first and weights == (3, 1)) or (is_of_next and weights == (1, 3)):
                        yield from _swapped(text, body, other)
                case ast.List(elts=[first, second]) | ast.Tuple(elts=[first, second]):
                    if starts_at_zero and (literal(first), literal(second)) == (3, 1):
                        yield from _swapped(text, first, second)
                case ast.BinOp(left=left, op=ast.Mult(), right=right) if _THREE in (
                    literal(left),
                    literal(right),
                ):
                    yield from _other_places(text, function, node)


def _swapped(text: Code, first: ast.expr, second: ast.expr) -> Iterator[Change]:
    yield text.span(first), text.text(second)
    yield text.span(second), text.text(first)


def _other_places(text: Code, function: ast.FunctionDef, product: ast.BinOp) -> Iterator[Change]:
    """Yield ``[::2]`` and ``[1::2]`` one for the other, where three times the first is taken."""
    slices = [node for node in text.nodes(ast.Slice, function) if literal(node.step) == _EACH_OTHER]
    inner = list(text.nodes(ast.Slice, product))
    starts = [0 if node.lower is None else literal(node.lower) for node in slices]
    if sorted(map(str, starts)) == ["0", "1"] and inner == [slices[starts.index(0)]]:
        yield from _swapped(text, *slices)


def _evens(test: ast.expr, *, is_even: bool) -> tuple[str, ...]:
    """Return how it is asked whether the index in a test is even, or is odd."""
    names = [node.id for node in ast.walk(test) if isinstance(node, ast.Name)]
    if len(names) != 1:
        return ()
    rest = f"{names[0]} % 2"
    return (f"{rest} == 0", f"not {rest}") if is_even else (rest, f"{rest} == 1", f"{rest} != 0")
