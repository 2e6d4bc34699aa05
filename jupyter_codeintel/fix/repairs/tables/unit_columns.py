"""Columns of numbers that are written with their units, or with a comma before decimals."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from fractions import Fraction

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, strings
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, line_above, quoted
from jupyter_codeintel.fix.repairs.tables.number_texts import OF_TEXT
from jupyter_codeintel.fix.repairs.texts.signs_and_units import UNITS
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.fix.repairs.written import free_name, written

_READS = re.compile(
    rf"{OF_TEXT.pattern}|unsupported operand type|sequence by non-int|between instances of 'str'"
)
_WITH_UNIT = re.compile(r"-?(?P<number>\d+(?:\.\d+)?)(?P<gap>\s*)(?P<unit>[^\W\d_]+(?:/[a-z]+)?)")
_DECIMAL = re.compile(r"(?P<sign>[€£$]?)\s?-?\d+(?:,(?:\d{1,2}|\d{4,}))?(?P<last>\s?[€£$]?)")
_FACTORS = re.compile(r"""['"](?P<unit>\w+)['"]: 1[,}]""")
_TEXTS = ("object", "str", "string")
_CONVERTED = ("astype", "float", "int", "to_numeric")
_DEEPEST = 3


async def columns_with_units(case: Case) -> AsyncIterator[Repair]:
    """Yield lines that make numbers of a column whose texts all have a unit."""
    if not _READS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for frame, columns in quantities(case, site):
            place = _first_use(case, site, frame)
            if place is None:
                continue
            lines = [_lines(case, site, place, frame, *one) for one in columns]
            known = [line for several in lines for line in several or ()]
            if known and None not in lines:
                says = f'{_named(columns)} of "{frame}" {_are(columns)} no numbers yet'
                change = line_above(place, *known)
                yield repaired(place.cell, place.code, [change], says, "column_with_units")
                for apart in _in_own_column(place, frame, columns, known):
                    says = f"{says}; what they are is kept beside them"
                    yield repaired(place.cell, place.code, apart, says, "column_with_units")


def _in_own_column(
    place: Site, frame: str, columns: list[tuple[str, list[str]]], lines: list[str]
) -> Iterator[list[Change]]:
    """Yield the same with a column of its own that is called after the unit."""
    base = _FACTORS.search(lines[-1])
    nodes = [node for node in place.nodes(ast.Constant) if node.value == columns[0][0]]
    if len(columns) != 1 or base is None or len(nodes) != 1 or place.statement is None:
        return
    new = quoted(place.code, base["unit"])
    head, _, tail = lines[-1].partition(" = ")
    if f"[{new}]" not in place.code.source and head.startswith(f"{frame}["):
        above = line_above(place, *lines[:-1], f"{frame}[{new}] = {tail}")
        yield [above, (place.code.span(nodes[0]), new)]


def _named(columns: list[tuple[str, list[str]]]) -> str:
    return " and ".join(f'"{column}"' for column, _ in columns)


def _are(columns: list[tuple[str, list[str]]]) -> str:
    return "is" if len(columns) == 1 else "are"


def quantities(case: Case, site: Site) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Yield the frames that a statement comes from, with their columns of such texts."""
    uses = list(_uses(case, site, 0))
    said = strings(node for use in uses for node in ast.walk(use.statement or ast.Pass()))
    names = {name: None for use in uses for name in names_in(use.statement or ast.Pass())}
    for frame in names:
        if _is_part(case, site, frame, {*names}):
            continue
        live = case.variable(frame)
        found = []
        for column, kind in live.columns if live is not None else ():
            values = written(case, site, frame, column).values if kind in _TEXTS else []
            texts = [one for one in values if isinstance(one, str)]
            if texts and len(texts) == len(values) and _is_number(texts):
                found.append((column, texts))
        named = [one for one in found if one[0] in said]
        if named or found:
            yield frame, named or found


def _is_part(case: Case, site: Site, frame: str, names: set[str]) -> bool:
    """Whether a frame is made of another one of these, as a part of it."""
    bound = case.binding(site, ast.Name(frame))
    if bound is None:
        return False
    others = {name for name in names & {*names_in(bound.value)} if name != frame}
    return any(live.columns for name in others if (live := case.variable(name)) is not None)


def _is_number(texts: list[str]) -> bool:
    """Whether all texts are numbers with a unit, or with a comma before decimals."""
    if all(map(_WITH_UNIT.fullmatch, texts)):
        return True
    return all(map(_DECIMAL.fullmatch, texts)) and any("," in one for one in texts)


def _uses(case: Case, site: Site, depth: int) -> Iterator[Site]:
    """Yield the places that a value comes from, from the failing one backwards."""
    if site.statement is None or depth > _DEEPEST:
        return
    yield site
    for name in names_in(site.statement):
        bound = case.binding(site, ast.Name(name))
        if bound is not None and bound.statement is not site.statement:
            yield from _uses(case, bound.site, depth + 1)


def _first_use(case: Case, site: Site, frame: str) -> Site | None:
    """Return the first of these places that a frame is used at, where a line can stand."""
    uses = [use for use in _uses(case, site, 0) if _loads(use, frame)]
    order = [*case.failure.flow.order(case.failure.cell), case.failure.cell]
    uses.sort(key=lambda use: (order.index(use.cell) if use.cell in order else 0, use.line))
    is_top = bool(uses) and uses[0].statement in uses[0].code.tree.body
    return uses[0] if is_top and can_take_lines(uses[0]) else None


def _loads(use: Site, frame: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == frame and isinstance(node.ctx, ast.Load)
        for node in ast.walk(use.statement or ast.Pass())
    )


def _lines(
    case: Case, site: Site, place: Site, frame: str, column: str, texts: list[str]
) -> list[str] | None:
    """Return the lines that make numbers of a column; None where two readings are possible."""
    shown = f"{frame}[{quoted(place.code, column)}]"
    found = [one for text in texts if (one := _WITH_UNIT.fullmatch(text))]
    if not found:
        return [f"{shown} = {shown}{_with_point(place, texts)}.astype(float)"]
    units = list(dict.fromkeys(one["unit"] for one in found))
    if len(units) > 1:
        return _of_several(case, site, place, shown, units)
    if units[0] not in UNITS or any(callee(one) in _CONVERTED for one in site.nodes(ast.Call)):
        return None
    gaps = {one["gap"] for one in found}
    end = f".str.removesuffix({quoted(place.code, gaps.pop() + units[0])})"
    if gaps:
        end = f".str.removesuffix({quoted(place.code, units[0])}).str.strip()"
    return [f"{shown} = {shown}{end}.astype(float)"]


def _with_point(place: Site, texts: list[str]) -> str:
    """Return the methods that take a currency away and put a point for the comma."""
    found = [one for text in texts if (one := _DECIMAL.fullmatch(text))]
    signs = {one[part].strip() for one in found for part in ("sign", "last")} - {""}
    taken = "".join(
        f".str.replace({quoted(place.code, sign)}, {quoted(place.code, '')}, regex=False)"
        for sign in sorted(signs)
    )
    comma, point = quoted(place.code, ","), quoted(place.code, ".")
    return f"{taken}.str.replace({comma}, {point}, regex=False)"


def _of_several(
    case: Case, site: Site, place: Site, shown: str, units: list[str]
) -> list[str] | None:
    """Return the lines that read numbers of several units in the one that is asked for."""
    known = next((one for one in DIMENSIONS if set(units) <= set(one)), None)
    base = _base(case, site, shown, units)
    name = free_name(case, "parts", "pieces")
    if known is None or base is None or name is None:
        return None
    quote = quoted(place.code, "")[0]
    either = "|".join(sorted(units, key=len, reverse=True))
    factors = ", ".join(f"{quote}{unit}{quote}: {_shown(known[unit] / known[base])}"
                        for unit in units)  # fmt: skip
    extract = rf".str.extract(r{quote}(-?[\d.]+)\s*({either})${quote})"
    return [
        f"{name} = {shown}{extract}",
        f"{shown} = {name}[0].astype(float) * {name}[1].map({{{factors}}})",
    ]


def _base(case: Case, site: Site, shown: str, units: list[str]) -> str | None:
    """Return the unit that the words, the names or the column ask for."""
    words = " ".join(told_near(case, site))
    asked = {unit for unit in units if re.search(rf"\b(?:in|as|per|to|into) {unit}\b", words)}
    if not asked:
        names = [node.id for node in site.code.nodes(ast.Name)] + [shown]
        names += [str(literal(node)) for node in site.code.nodes(ast.Constant)]
        pieces = {piece for one in names for piece in re.split(r"[\W_]+", one)[1:]}
        asked = pieces & set(units)
    return asked.pop() if len(asked) == 1 else None


def _shown(factor: Fraction) -> str:
    if factor.denominator == 1:
        return str(factor.numerator)
    exact = factor.denominator in (10, 100, 1000, 1000000)
    return repr(float(factor)) if exact else f"{factor.numerator} / {factor.denominator}"
