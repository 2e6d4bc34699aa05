"""Fractions that are to be equal, and are but for rounding."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.values.worked_out import number_of
from jupyter_codeintel.fix.repairs.words import told_near

_NEAR = 1e-9
"""As near are two that `math.isclose` takes for equal."""
_TOLD = re.compile(
    r"(?:to|within|up to) (?P<number>\d+|\w+) (?:significant )?(?P<kind>decimals?|digits|places)",
    re.IGNORECASE,
)
_SPELLED = {
    word: number
    for number, word in enumerate(
        ["three", "four", "five", "six", "seven", "eight", "nine", "ten"], 3
    )
}


async def nearly_equal(case: Case) -> AsyncIterator[Repair]:
    """Yield ``math.isclose(value, 2)`` for ``value == 2`` of one that nearly is."""
    for site in case.sites[:1]:
        for test, is_not in _tests(case, site):
            left, right = test.left, test.comparators[0]
            values = [number_of(case, site, side) for side in (left, right)]
            if None in values or float not in map(type, values) or not _are_near(*values):
                continue
            isclose, added = _isclose(case, site)
            one, other = site.code.text(left), site.code.text(right)
            shown = f"{isclose}({one}, {other}{_digits(case, site, values)})"
            change = site.code.span(test), f"not {shown}" if is_not else shown
            says = f'"{one}" and "{other}" are equal but for rounding'
            yield repaired(site.cell, site.code, [*added, change], says, "nearly_equal")
            break


def _tests(case: Case, site: Site) -> Iterator[tuple[ast.Compare, bool]]:
    """Yield the comparisons that raise, and whether it is for what is not equal that they do."""
    statement = site.statement
    if isinstance(statement, ast.Assert) and case.is_a("AssertionError"):
        whole = statement.test
        is_all = isinstance(whole, ast.BoolOp) and isinstance(whole.op, ast.And)
        for one in whole.values if is_all else [whole]:  # type: ignore[attr-defined]
            if isinstance(one, ast.Compare) and [type(sign) for sign in one.ops] == [ast.Eq]:
                yield one, False
    for held in site.code.nodes(ast.If) if isinstance(statement, ast.Raise) else ():
        test = held.test if held.body[0] is statement else None
        if isinstance(test, ast.Compare) and [type(sign) for sign in test.ops] == [ast.NotEq]:
            yield test, True


def _are_near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and math.isclose(one, other, rel_tol=_NEAR)


def _digits(case: Case, site: Site, values: list[float | None]) -> str:
    """Return how near the words want them to be, if they say so and they are."""
    for words in told_near(case, site):
        match = _TOLD.search(words)
        if match is not None:
            told = match["number"].lower()
            count = int(told) if told.isdecimal() else _SPELLED.get(told, 0)
            name = "rel_tol" if match["kind"].lower() == "digits" else "abs_tol"
            one, other = values
            if count and one is not None and other is not None and abs(one - other) < 10**-count:
                return f", {name}=1e-{count}"
    return ""


def _isclose(case: Case, site: Site) -> tuple[str, list[Change]]:
    """Return how a notebook calls ``isclose``, and the import that this needs."""
    own, module = case.name_of("math.isclose"), case.name_of("math")
    if own is not None or module is not None:
        return own or f"{module}.isclose", []
    return "math.isclose", [inserted_import(site.code, "import math")]
