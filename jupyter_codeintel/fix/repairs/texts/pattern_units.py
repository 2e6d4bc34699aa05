"""Patterns of numbers with one unit, where some of the texts have another one of its kind."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from fractions import Fraction
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.texts.used_patterns import (
    Reader,
    Used,
    pattern_that_misses,
    readers_of,
)
from jupyter_codeintel.fix.repairs.written import free_name

_WITH_UNIT = re.compile(
    r"(?P<open>\((?:\?P<(?P<name>\w+)>)?)"
    r"(?P<number>(?:\[[^\]]+\]|[^()\\\[]|\\\D|\(\?:(?:[^()\\]|\\.)*\)\??)+)\)"
    r"(?P<gap>(?: |\\s)?[*+?]?)(?P<unit>[A-Za-zµ]+)(?![A-Za-zµ?*+{|])(?P<rest>.*)$"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FORMS = ("", r"\d+(?:\.\d+)?", r"-?\d+(?:\.\d+)?")
_GROUP = re.compile(r"(?<!\\)\((?!\?(?!P<))")


class _Wider(NamedTuple):
    """A pattern with a group for the unit, and what it finds."""

    pattern: str
    group: int
    name: str
    units: tuple[str, ...]
    numbers: tuple[str, ...]
    are_whole: bool


async def patterns_of_all_units(case: Case) -> AsyncIterator[Repair]:
    r"""Yield ``float(m[1]) * {"kg": 1, "g": 0.001}[m[2]]`` with a group for the unit."""
    used = pattern_that_misses(case)
    wider = _with_units(used) if used is not None and used.way != "findall" else None
    if used is None or wider is None:
        return
    readers = readers_of(case, wider.name or wider.group, wider.group)
    is_int = len(readers) == 1 and getattr(readers[0].call.func, "id", "") == "int"
    is_int = is_int and wider.are_whole
    says = f"some of the numbers are in {' and '.join(wider.units[1:])}, not in {wider.units[0]}"
    for rounded in (False, True) if is_int else (False,):
        read = _read(case, wider, readers[0], rounded=rounded) if len(readers) == 1 else None
        if read is None:
            return
        changes = {used.cell: [(used.code.span(used.node), used.written(wider.pattern))]}
        changes.setdefault(readers[0].cell, []).extend(read)
        edits = {cell: case.code(cell).replaced(*several) for cell, several in changes.items()}
        more = "; they stay whole" if rounded else ""
        yield Candidate(edits, "rule", f"{says}{more}", "pattern_of_units")


def _with_units(used: Used) -> _Wider | None:
    """Return the pattern that takes the units of all texts; None where one is unknown."""
    parts = next(_parts(used.pattern), None)
    if parts is None or _GROUP.search(parts["rest"]):
        return None
    before = used.pattern[: parts.start()]
    known = next((units for units in DIMENSIONS if parts["unit"] in units), None)
    rest = parts["rest"].removeprefix(r"\b")
    group = len(_GROUP.findall(before)) + 1
    for number, gap in _ways(parts["number"], parts["gap"]) if known is not None else ():
        head = f"{before}{parts['open']}{number}){gap}"
        found = [used.found(one, rf"{head}([A-Za-zµ]+)(?![A-Za-zµ]){rest}") for one in used.texts]
        matches = [one for one in found if one is not None]
        units = tuple(dict.fromkeys((parts["unit"], *(one[group + 1] for one in matches))))
        numbers = tuple(one[group] for one in matches)
        is_whole = all(map(_is_whole, matches, [group] * len(matches)))
        if len(matches) < len(found) or not is_whole or not set(units) <= set(known or ()):
            continue
        name = "?P<unit>" if parts["name"] else ""
        end = "" if rest.startswith(("$", " ")) else r"\b"
        pattern = f"{head}({name}{'|'.join(units)}){end}{rest}"
        base = (known or {})[parts["unit"]]
        values = [Fraction(one[group]) * (known or {})[one[group + 1]] / base for one in matches]
        are_whole = all(value.denominator == 1 for value in values)
        return _Wider(pattern, group, parts["name"] or "", units, numbers, are_whole)
    return None


def _parts(pattern: str) -> Iterator[re.Match[str]]:
    """Yield where a group of digits stands before a word."""
    for place in range(len(pattern)):
        found = _WITH_UNIT.match(pattern, place)
        if found is not None and re.fullmatch(found["number"], "12"):
            yield from () if re.fullmatch(found["number"], "ab") else (found,)


def _ways(number: str, gap: str) -> Iterator[tuple[str, str]]:
    """Yield how a number may be written, and what stands between it and its unit."""
    for form in _FORMS:
        for between in (gap, r"\s*"):
            yield form or number, between


def _is_whole(match: re.Match[str], group: int) -> bool:
    """Whether a group is a number that goes on at neither side."""
    start, end = match.span(group)
    before, after = match.string[:start], match.string[end:]
    is_cut = re.search(r"[\d.,]$|(?:^|[^\w)])-$", before) or re.match(r"[.,]?\d", after)
    return _NUMBER.fullmatch(match[group]) is not None and is_cut is None


def _read(case: Case, wider: _Wider, reader: Reader, *, rounded: bool) -> list[Change] | None:
    """Return the changes that multiply what is read with the factor of its unit."""
    text, call = reader.code, reader.call
    kind = getattr(call.func, "id", "")
    found = _unit_read(case, wider, reader)
    if found is None or kind not in ("float", "int"):
        return None
    shown, changes = found
    table = ", ".join(f"{quoted(text, unit)}: {factor}" for unit, factor in _factors(wider))
    start, end = text.span(call)
    is_whole = all("." not in one for one in wider.numbers) and "." not in table
    if rounded and is_whole:
        return None  # nothing is to be rounded
    if kind == "int" and not is_whole:
        changes.append((text.span(call.func), "float"))
    opened, closed = ("(", ")") if _is_within(text, call) else ("", "")
    opened, closed = ("round(", ")") if rounded else (opened, closed)
    if opened:
        changes.append(((start, start), opened))
    return [*changes, ((end, end), f" * {{{table}}}[{shown}]{closed}")]


def _factors(wider: _Wider) -> Iterator[tuple[str, str]]:
    known = next(units for units in DIMENSIONS if wider.units[0] in units)
    for unit in wider.units:
        factor = known[unit] / known[wider.units[0]]
        yield unit, _shown(factor)


def _shown(factor: Fraction) -> str:
    if factor.denominator == 1:
        return str(factor.numerator)
    exact = factor.denominator in (10, 100, 1000, 1000000)
    return repr(float(factor)) if exact else f"{factor.numerator} / {factor.denominator}"


def _unit_read(case: Case, wider: _Wider, reader: Reader) -> tuple[str, list[Change]] | None:
    """Return what the unit is read as beside the number, and what this needs."""
    text, group = reader.code, reader.group
    if isinstance(group, ast.Name):
        unpacked = _unpacked(text, group.id)
        if unpacked is not None:
            last = unpacked.elts[-1]
            is_last = getattr(last, "id", "") == group.id and len(unpacked.elts) == wider.group
            name = free_name(case, "unit", "in_unit")
            place = text.span(last)[1]
            return (name, [((place, place), f", {name}")]) if name and is_last else None
        made = [one.value for one in text.nodes(ast.Assign)
                if getattr(one.targets[0], "id", "") == group.id]  # fmt: skip
        if len(made) != 1 or _owner(made[0]) is None:
            return None
        group = made[0]
    owner = _owner(group)
    if owner is None or any(callee_of(one) == "groups" for one in text.nodes(ast.Call)):
        return None
    key = quoted(text, "unit") if wider.name else str(wider.group + 1)
    is_method = isinstance(group, ast.Call)
    if isinstance(owner, ast.Name):
        return (f"{owner.id}.group({key})" if is_method else f"{owner.id}[{key}]"), []
    name = free_name(case, "m", "found")
    if name is None or group is not reader.group:
        return None
    start, end = text.span(owner)
    kept: list[Change] = [((start, start), f"({name} := "), ((end, end), ")")]
    return (f"{name}.group({key})" if is_method else f"{name}[{key}]"), kept


def _owner(group: ast.expr) -> ast.expr | None:
    """Return what a group is asked of."""
    match group:
        case ast.Call(func=ast.Attribute(value=owner, attr="group")):
            return owner
        case ast.Subscript(value=owner):
            return owner
    return None


def _unpacked(text: Code, name: str) -> ast.Tuple | None:
    """Return the names that all groups are bound to at once."""
    for one in text.nodes(ast.Assign):
        target = one.targets[0]
        if callee_of(one.value) != "groups" or not isinstance(target, ast.Tuple):
            continue
        if any(getattr(part, "id", "") == name for part in target.elts):
            return target
    return None


def _is_within(text: Code, call: ast.Call) -> bool:
    """Whether a product in the place of a call has to stand in brackets."""
    return any(
        call in (node.left, node.right) and not isinstance(node.op, ast.Add)
        for node in text.nodes(ast.BinOp)
    ) or any(node.operand is call for node in text.nodes(ast.UnaryOp))
