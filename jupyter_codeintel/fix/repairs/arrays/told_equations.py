"""Matrices of linear equations that do not say what the words beside them say."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from fractions import Fraction
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words, prose_of

_SINGULAR = re.compile(r"singular", re.IGNORECASE)
_NUMBER = r"\d+(?:\.\d+)?"
_UNKNOWN = r"[A-Za-z](?:_?\d+)?"
_TERM = rf"(?:(?:{_NUMBER}\s?\*?\s?)?{_UNKNOWN}|{_NUMBER})(?![\w.])"
_SIDE = rf"(?:[+-]\s*)?{_TERM}(?:\s*[+-]\s*{_TERM})*"
_EQUATION = re.compile(rf"(?<![\w.])(?P<left>{_SIDE})\s*=\s*(?P<right>{_SIDE})(?!\s*[*/^(=])")
_PARTS = re.compile(rf"(?P<sign>[+-]?)\s*(?:(?P<many>{_NUMBER})\s*\*?\s*)?(?P<unknown>{_UNKNOWN})?")
_BEFORE = re.compile(r"(?:^|[:;,.)#>]|\b[A-Za-z]{3,}(?: \d)?)\s*$")
"""What an equation may come after; a sign of another kind would make it a part of one."""
_APART = re.compile(r"[\n;]|(?<!\d)[.,](?!\d)|[.,](?:\s|$)|\band\b")
_ARRAYS = ("array", "asarray", "matrix", "Matrix")
_SAYS = "this row is to be the equation that the words tell and no row is"

_Terms = dict[str, Fraction]


class _Equation(NamedTuple):
    """How many of each unknown there are, and what they sum to."""

    terms: _Terms
    total: Fraction


class _Numbers(NamedTuple):
    """A list of numbers, or of rows of them, as it is written."""

    cell: str
    code: Code
    node: ast.List | ast.Tuple


async def told_equations(case: Case) -> AsyncIterator[Repair]:
    """Yield the row of a matrix that a comment tells as ``4 x - 6 y = 0``, for one that is not.

    All other rows are the equations told, so that the words are about this matrix.
    """
    if not case.is_a("LinAlgError", "AssertionError", "ZeroDivisionError"):
        return
    if case.is_a("LinAlgError") and not _SINGULAR.search(case.error.value):
        return
    matrices = list(_matrices(case))
    if len(matrices) != 1:
        return
    matrix, size = matrices[0], len(matrices[0].node.elts)
    sides = [one for one in _lists(case) if _is_side(one, size) and one.cell == matrix.cell]
    for words in (prose_of(case, matrix.cell), [case.failure.goal], all_words(case)):
        told = _told(words)
        for order in _orders(told) if len(told) == size else ():
            changes = _changes(matrix, sides, told, order)
            if changes:
                yield repaired(matrix.cell, matrix.code, changes, _SAYS, "told_equation")
                return


def _told(texts: list[str]) -> list[_Equation]:
    """Return the equations that are told in words, each of them once."""
    found: list[_Equation] = []
    for words in texts:
        for line in _APART.split(words.replace("\u2212", "-")):
            match = _EQUATION.search(line)
            one = _equation(match["left"], match["right"]) if match is not None else None
            if one is not None and match is not None and _BEFORE.search(line[: match.start()]):
                found += [one] if not any(_factor(one, other) for other in found) else []
    return found


def _equation(left: str, right: str) -> _Equation | None:
    terms: _Terms = {}
    total = Fraction(0)
    for side, way in ((left, 1), (right, -1)):
        for part in _PARTS.finditer(side):
            if not part[0].strip():
                continue
            number = Fraction(part["many"] or 1) * (-1 if part["sign"] == "-" else 1) * way
            if part["unknown"]:
                terms[part["unknown"]] = terms.get(part["unknown"], Fraction(0)) + number
            else:
                total -= number
    return _Equation(terms, total) if any(terms.values()) else None


def _factor(one: _Equation, other: _Equation) -> Fraction | None:
    """Return by what one equation is to be multiplied to be another one."""
    names = [name for name, many in one.terms.items() if many]
    factor = other.terms.get(names[0], Fraction(0)) / one.terms[names[0]]
    alike = all(
        one.terms.get(name, 0) * factor == other.terms.get(name, 0)
        for name in {*one.terms, *other.terms}
    )
    return factor if factor and alike and one.total * factor == other.total else None


def _orders(told: list[_Equation]) -> Iterator[list[str]]:
    """Yield the orders of the unknowns: by their names, and as they come."""
    names = list(dict.fromkeys(name for one in told for name in one.terms))
    if len(names) == len(told):
        yield sorted(names, key=lambda name: (name[0], len(name), name))
        yield names


def _lists(case: Case) -> Iterator[_Numbers]:
    """Yield the lists that the notebook gives a name, also within ``np.array``."""
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        for made in text.nodes(ast.Assign):
            value = made.value
            if isinstance(value, ast.Call) and value.args:
                name = ast.unparse(value.func).rpartition(".")[2]
                value = value.args[0] if name in _ARRAYS else value
            if isinstance(value, ast.List | ast.Tuple):
                yield _Numbers(cell, text, value)


def _matrices(case: Case) -> Iterator[_Numbers]:
    """Yield those of as many rows as columns."""
    for one in _lists(case):
        rows = literal(one.node)
        size = len(rows) if isinstance(rows, list | tuple) else 0
        if size > 1 and all(isinstance(row, list | tuple) and len(row) == size for row in rows):  # type: ignore[attr-defined]
            yield one


def _is_side(one: _Numbers, size: int) -> bool:
    values = literal(one.node)
    return isinstance(values, list | tuple) and len(values) == size and all(
        isinstance(value, int | float) for value in values
    )  # fmt: skip


def _changes(
    matrix: _Numbers, sides: list[_Numbers], told: list[_Equation], order: list[str]
) -> list[Change]:
    """Return the changes of the one row that is none of the equations."""
    if len(sides) != 1:
        return []
    side = sides[0].node.elts
    rows = [row for row in matrix.node.elts if isinstance(row, ast.List | ast.Tuple)]
    free = dict(enumerate(told))
    wrong: list[int] = []
    for at, row in enumerate(rows):
        equation = _row(row, side[at], order)
        same = [n for n, one in free.items() if equation and _factor(one, equation)]
        if same:
            free.pop(same[0])
        else:
            wrong.append(at)
    if len(wrong) != 1 or len(free) != 1:
        return []
    at, meant = wrong[0], next(iter(free.values()))
    at = _twin(rows, side, at, next(iter(free)))
    pairs = zip(rows[at].elts, (meant.terms.get(name, Fraction(0)) for name in order), strict=True)
    pairs_of_side = [(side[at], meant.total)]
    return [
        (matrix.code.span(node), _shown(matrix.code.text(node), value))
        for node, value in (*pairs, *pairs_of_side)
        if _exact(node) != value
    ]


def _twin(rows: list[ast.List | ast.Tuple], side: list[ast.expr], at: int, place: int) -> int:
    """Return the row that is twice there and stands where the equation does, or the second."""
    shown = [(ast.unparse(row), ast.unparse(value)) for row, value in zip(rows, side, strict=True)]
    return place if shown[place] == shown[at] else at


def _row(row: ast.List | ast.Tuple, value: ast.expr, order: list[str]) -> _Equation | None:
    numbers = [_exact(node) for node in (*row.elts, value)]
    if any(number is None for number in numbers) or not any(numbers[:-1]):
        return None
    known = [number for number in numbers if number is not None]
    return _Equation(dict(zip(order, known, strict=False)), known[-1])


def _exact(node: ast.expr) -> Fraction | None:
    value = literal(node)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Fraction(str(value)) if is_number else None


def _shown(old: str, value: Fraction) -> str:
    """Return a number in the way in which another one is written."""
    places = len(old.partition(".")[2])
    as_before = f"{float(value):.{places}f}"
    if "." in old and Fraction(as_before) == value:
        return as_before
    return str(value.numerator) if value.denominator == 1 and "." not in old else repr(float(value))
