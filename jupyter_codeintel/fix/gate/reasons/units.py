"""Factors of units, which are what they are by definition."""

from __future__ import annotations

import ast
import math
import re
from fractions import Fraction

from jupyter_codeintel.fix.gate.reading.trees import bound_names, callee_of, literal, value_of
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS, are_equal, unit_in

_LUMA = ({"0.299", "0.587", "0.114"}, {"0.2126", "0.7152", "0.0722"})
"""How bright red, green and blue are, by ITU-R BT.601 and BT.709."""
_PER_CENT = re.compile(r"(?:\b|_)(?:pct|percent(?:age)?|per_cent)(?:\b|_)", re.IGNORECASE)
_RATE = re.compile(r"(?:^|_)(?:rate|interest|apr|inflation|growth)(?:_|$)", re.IGNORECASE)
_PER = re.compile(r"([a-z]+)_per_([a-z]+)")


def is_fraction_of_per_cent(item: Item, balance: Balance) -> bool:
    """Whether a rate, or what a function of the notebook is given, is 0.045 that was 4.5."""
    had = (float(old.word) for old in balance.lost if old.kind == "number")
    is_given = any(callee_of(node) in balance.functions for node in item.above[:1])
    is_rate = any(map(_RATE.search, bound_names(item.statement.node)))
    is_rate &= value_of(item.statement.node) is item.node
    return (is_given or is_rate) and any(math.isclose(n, float(item.word) * 100) for n in had)


def is_exact_factor(item: Item) -> bool:
    """Whether it is part of a table of units that is right, or a factor that its name tells.

    ``{"mg": 1, "g": 1000}``, ``HPA_PER_KPA = 10`` and ``rain_mm = [r * 10 for r in rain_cm]``.
    """
    if _is_of_names(item) or _is_of_luma(item) or _is_of_per_cents(item) or _is_of_powers(item):
        return True
    match item.statement.node:
        case ast.Assign(
            targets=[ast.Name(id=name)], value=ast.Constant(value=int() | float() as n)
        ):
            told = _PER.fullmatch(name.casefold())
            return told is not None and any(
                units[many] * Fraction(str(n)) == units[one]
                for units in map(_folded, DIMENSIONS)
                for many, one in [told.groups()]
                if many in units and one in units
            )
    return any(is_right_table(node) for node in item.above if isinstance(node, ast.Dict))


def is_sign_of_a_kind(item: Item, balance: Balance) -> bool:
    """Whether it is in a table that tells which kinds add and which take away.

    The kinds are those of the data: ``{"deposit": 1, "withdrawal": -1}``.
    """
    for node in item.above if balance.is_of("AssertionError") else ():
        match node:
            case ast.Dict(keys=keys, values=values):
                kinds = {key.value for key in keys if isinstance(key, ast.Constant)}
                signs = sorted({repr(literal(value)) for value in values})
                return signs == ["-1", "1"] and kinds <= balance.evidence.existing
    return False


def _is_of_per_cents(item: Item) -> bool:
    """Whether what is called a percentage is divided by 100."""
    match item.above[:1]:
        case [ast.BinOp(left=value, op=ast.Div(), right=ast.Constant(value=100))]:
            plain = ast.Name | ast.Attribute | ast.Subscript
            return isinstance(value, plain) and _PER_CENT.search(ast.unparse(value)) is not None
    return False


def _is_of_powers(item: Item) -> bool:
    """Whether it makes metres of what is raised to a power: ``10_000 * kg / height_cm**2``."""
    for node in item.statement.parts() if item.kind == "number" else ():
        match node:
            case ast.BinOp(left=ast.Name() | ast.Subscript() as size, op=ast.Pow(),
                           right=ast.Constant(value=int(power))):  # fmt: skip
                name = size.id if isinstance(size, ast.Name) else str(literal(size.slice))
                lengths = next(units for units in DIMENSIONS if "cm" in units)
                unit = lengths.get(unit_in(name))
                if unit and (lengths["m"] / unit) ** power == Fraction(item.word):
                    return True
    return False


def _is_of_luma(item: Item) -> bool:
    """Whether it is one of the three weights that make a picture grey."""
    numbers = {str(literal(part)) for part in item.statement.parts()}
    return item.kind == "number" and any(
        item.word in weights and numbers >= weights for weights in _LUMA
    )


def _is_of_names(item: Item) -> bool:
    """Whether it turns what a name has in one unit into what the new name is in."""
    if item.kind != "number":
        return False
    match item.statement.node, item.above:
        case (
            ast.Assign(targets=[ast.Name(id=name)]),
            (ast.BinOp(op=ast.Mult() | ast.Div() as op), *_),
        ):
            factor, wanted = Fraction(item.word), unit_in(name)
            for units in DIMENSIONS:
                had = {u for given in item.statement.loads if (u := unit_in(given)) in units}
                if wanted in units and len(had) == 1:
                    ratio = units[had.pop()] / units[wanted]
                    return factor == (ratio if isinstance(op, ast.Mult) else 1 / ratio)
    return False


def _folded(units: dict[str, Fraction]) -> dict[str, Fraction]:
    """Return units by their names in small letters, those left out that are no more told apart."""
    names = [unit.casefold() for unit in units]
    return {unit.casefold(): units[unit] for unit in units if names.count(unit.casefold()) == 1}


def is_right_table(table: ast.Dict) -> bool:
    """Whether all factors of a table are right, to the unit whose own is 1 or from it."""
    factors = {literal(key): literal(n) for key, n in zip(table.keys, table.values, strict=True)}
    known = next((units for units in DIMENSIONS if factors.keys() <= units.keys()), None)
    numbers = [n for n in factors.values() if isinstance(n, int | float) and n > 0]
    if known is None or len(numbers) != len(factors) or len(factors) < 2 or 1 not in numbers:
        return False
    pairs = [(Fraction(str(n)), known[str(unit)]) for unit, n in factors.items()]
    return are_equal(n / unit for n, unit in pairs) or are_equal(n * unit for n, unit in pairs)
