"""Tables of the factors of units that lack one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from fractions import Fraction
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS, are_equal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_KEY = re.compile(r"""^(['"])(?P<unit>[^'"]+)\1$""")
_INTO = re.compile(r"(?:^|_)(?:to|in|into|as)_(?P<unit>\w+)$", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(?:unknown|unsupported|invalid|other|wrong)\b[^.]{0,20}\bunits?\b|\bunits?\b[^.]{0,40}"
    r"\b(?:are|is|get) (?:an error|dropped|ignored|left out|refused|rejected|removed|skipped)\b",
    re.IGNORECASE,
)
_OF_MORE = re.compile(r"price|cost|fee|tariff|limit|max|min|weight|amount|total", re.IGNORECASE)
"""Words of tables that have something else for each unit."""
_LONGEST = 12


class _Table(NamedTuple):
    """A dict of factors, with its name and where it is written."""

    cell: str
    code: Code
    name: str
    node: ast.Dict


async def missing_factors(case: Case) -> AsyncIterator[Repair]:
    """Yield the exact factor of a unit in a table of factors that agree with the known ones."""
    match = _KEY.match(case.error.value)
    if not case.is_a("KeyError") or match is None:
        return
    unit = match["unit"]
    for site in case.sites[:1]:
        if any(_REFUSED.search(" ".join(words.split())) for words in told_near(case, site)):
            continue
        tables = [one for node in site.nodes(ast.Subscript) for one in _tables(case, site, node)]
        found = {(one, value) for one in dict.fromkeys(tables)
                 if (value := _factor(one, unit)) is not None}  # fmt: skip
        if len(found) == 1:
            table, value = found.pop()
            says = f'the table has no factor of "{unit}"'
            change = _added(table, unit, value)
            yield repaired(table.cell, table.code, [change], says, "unit_factor")


async def wrong_factors(case: Case) -> AsyncIterator[Repair]:
    """Yield the exact factor for the one of a table that does not agree with the others."""
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    found: set[tuple[_Table, str, Fraction]] = set()
    for cell in dict.fromkeys(cells) if case.is_a("AssertionError") else ():
        text = case.code(cell)
        for made in text.nodes(ast.Assign):
            name = ast.unparse(made.targets[0]).rpartition(".")[2]
            if isinstance(made.value, ast.Dict) and not _OF_MORE.search(name):
                table = _Table(cell, text, name, made.value)
                found |= {(table, unit, value) for unit, value in _wrong(table)}
    if len(found) == 1:
        table, unit, value = found.pop()
        keys = map(literal, (key for key in table.node.keys if key is not None))
        place = table.code.span(table.node.values[[*keys].index(unit)])
        says = f'the factor of "{unit}" is another one'
        yield repaired(table.cell, table.code, [(place, _shown(value, table.node))], says,
                       "wrong_factor")  # fmt: skip


def _wrong(table: _Table) -> Iterator[tuple[str, Fraction]]:
    """Yield the unit whose factor does not agree with those of the others, which do."""
    pairs = [(literal(key), _number(value)) for key, value
             in zip(table.node.keys, table.node.values, strict=True)]  # fmt: skip
    units = {str(name): value for name, value in pairs if isinstance(name, str) and value}
    ends = {name.partition("/")[2] for name in units}  # "kg/h" is as "kg"
    plain = {name: name.partition("/")[0] for name in units}
    known = next((one for one in DIMENSIONS if {*plain.values()} <= one.keys()), None)
    is_whole = len(units) == len(pairs) > 2 and len(ends) == 1 and 1 in units.values()
    if known is None or not is_whole:
        return
    for unit, factor in units.items():
        others = {name: value for name, value in units.items() if name != unit}
        for power in (1, -1):
            ratios = {value / known[plain[name]] ** power for name, value in others.items()}
            right = next(iter(ratios)) * known[plain[unit]] ** power
            is_sure = len({known[plain[name]] for name in others}) > 1
            if is_sure and are_equal(ratios) and not are_equal({right, factor}):
                yield unit, right


def _tables(case: Case, site: Site, node: ast.Subscript) -> Iterator[_Table]:
    """Yield the written dicts that a value may be looked up in."""
    owner = node.value
    while isinstance(owner, ast.Subscript):
        owner = owner.value
    bound = case.binding(site, owner)
    if bound is not None and isinstance(owner, ast.Name):
        for inner in _dicts(bound.code, bound.value):
            yield _Table(bound.cell, bound.code, owner.id, inner)
    elif isinstance(owner, ast.Attribute):
        for cell in case.failure.document.cells:
            text = case.code(cell.id)
            for one in text.nodes(ast.Assign) if cell.type == "code" else ():
                named = one.targets[0]
                if owner.attr in (getattr(named, "attr", ""), getattr(named, "id", "")):
                    for inner in _dicts(text, one.value):
                        yield _Table(cell.id, text, owner.attr, inner)
    elif isinstance(owner, ast.Dict):
        yield _Table(site.cell, site.code, "", owner)


def _dicts(text: Code, value: ast.expr) -> Iterator[ast.Dict]:
    """Yield a dict, or those in one."""
    return text.nodes(ast.Dict, value) if isinstance(value, ast.Dict) else iter(())


def _factor(table: _Table, unit: str) -> Fraction | None:
    """Return the factor of a unit, if those of the others are such factors."""
    known = next((units for units in DIMENSIONS if unit in units), {})
    entries: dict[str, Fraction] = {}
    for key, node in zip(table.node.keys, table.node.values, strict=True):
        name, value = literal(key), _number(node)
        if not isinstance(name, str) or name not in known or value is None or value <= 0:
            return None
        entries[name] = value
    if not entries or unit in entries:
        return None
    to_base = {value / known[name] for name, value in entries.items()}
    from_base = {value * known[name] for name, value in entries.items()}
    ways = [power for power, found in ((1, to_base), (-1, from_base)) if are_equal(found)]
    into = _INTO.search(table.name)
    if len(entries) == 1 or len(ways) == 2:
        # One factor alone tells nothing: the name has to say what the units are turned into.
        base = _base(known, into["unit"]) if into is not None else None
        if base is None or not are_equal({*to_base, 1 / base}):
            return None
        return known[unit] / base
    if len(ways) != 1:
        return None
    return _by_base(known, unit, entries, ways[0])


def _by_base(
    known: dict[str, Fraction], unit: str, entries: dict[str, Fraction], power: int
) -> Fraction | None:
    """Return a factor to, or from, the unit whose own factor is 1."""
    name, value = next(iter(entries.items()))
    own = [known[one] for one, factor in entries.items() if factor == 1]
    ratio = known[name] / value if power == 1 else known[name] * value
    bases = own or [base for base in known.values() if are_equal({base, ratio})]
    if len(set(bases)) != 1:
        return None
    return (known[unit] / bases[0]) ** power


def _base(known: dict[str, Fraction], name: str) -> Fraction | None:
    return known.get(name, known.get(name.lower()))


def _number(node: ast.expr) -> Fraction | None:
    """Return the value of a number, or of numbers that are multiplied or divided."""
    if isinstance(node, ast.Constant):
        is_number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return Fraction(str(node.value)) if is_number else None
    if not isinstance(node, ast.BinOp):
        return None
    left, right = _number(node.left), _number(node.right)
    return None if left is None or right is None else _result(left, node.op, right)


def _result(left: Fraction, op: ast.operator, right: Fraction) -> Fraction | None:
    match op:
        case ast.Mult():
            return left * right
        case ast.Div() if right:
            return left / right
        case ast.Pow() if left and right.denominator == 1 and abs(right) < 20:
            return left ** int(right)
    return None


def _added(table: _Table, unit: str, value: Fraction) -> Change:
    """Return the change that adds an entry in the way that the others are written."""
    text, node = table.code, table.node
    last_key, last = node.keys[-1], node.values[-1]
    assert last_key is not None  # noqa: S101 - each one has been read
    quote = text.text(last_key)[0]
    quote = quote if quote in "'\"" else '"'
    entry = f"{quote}{unit}{quote}: {_shown(value, node)}"
    end = text.span(last)[1]
    is_apart = len({key.lineno for key in node.keys if key is not None}) == len(node.keys)
    if is_apart and len(node.keys) > 1:
        return (end, end), f",\n{' ' * last_key.col_offset}{entry}"
    return (end, end), f", {entry}"


def _shown(value: Fraction, table: ast.Dict) -> str:
    """Return a number as it is written: whole, to its last place, or as near as can be."""
    values = [literal(one) for one in table.values]
    if value.denominator == 1 and value.numerator < 10**_LONGEST:
        is_float = all(isinstance(one, float) for one in values)
        return f"{value.numerator}.0" if is_float else str(value.numerator)
    return repr(float(value))
