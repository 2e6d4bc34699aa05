"""Members of enumerations: asked for by name or by value, reckoned with and put in order."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of
from jupyter_codeintel.namespace import Path

_NO_VALUE = re.compile(r"^(?P<value>.+) is not a valid (?:\w+\.)*(?P<name>\w+)$", re.DOTALL)
_OPERANDS = re.compile(r"for (\S+?)(?: or pow\(\))?: '(?P<left>\w+)' and '(?P<right>\w+)'")
_ORDERED = re.compile(r"not supported between instances of '(?P<left>\w+)' and '(?P<right>\w+)'")
_NUMBERS = ("float", "int")


class Enumeration(NamedTuple):
    """A class of members, where it is, and the values of those that are written out."""

    cell: str
    code: Code
    node: ast.ClassDef
    values: dict[str, object]


def enumeration(case: Case, name: str) -> Enumeration | None:
    """Return the enumeration of a name, if the notebook has it."""
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        for node in text.nodes(ast.ClassDef):
            is_one = any("Enum" in ast.unparse(base) for base in node.bases)
            if node.name == name and is_one:
                values = {
                    target.id: literal(one.value)
                    for one in node.body
                    if isinstance(one, ast.Assign)
                    for target in one.targets
                    if isinstance(target, ast.Name)
                }
                return Enumeration(cell, text, node, values)
    return None


async def members_by_name(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Color["RED"]`` for ``Color("RED")``, and ``Level(2)`` for ``Level[2]``."""
    match = _NO_VALUE.match(case.error.value) if case.is_a("ValueError") else None
    if match is not None:
        found = enumeration(case, match["name"])
        asked = _read(match["value"])
        for site in case.sites[:1] if found is not None else ():
            assert found is not None  # noqa: S101 - there are no sites otherwise
            for call in site.nodes(ast.Call):
                if callee(call) != found.node.name or len(call.args) != 1:
                    continue
                change = _by_name(site.code, call, found, asked)
                if change is not None:
                    says = "a member is asked for by its name in square brackets"
                    yield repaired(site.cell, site.code, [change], says, "member_by_name")
    elif case.is_a("KeyError"):
        asked = _read(case.error.value)
        for site in case.sites[:1]:
            for node in site.nodes(ast.Subscript):
                found = enumeration(case, ast.unparse(node.value))
                if found is not None and _is_among(asked, found):
                    place = site.code.span(node.value)[1], site.code.span(node)[1]
                    says = "a member is asked for by its value in parentheses"
                    change = place, f"({site.code.text(node.slice)})"
                    yield repaired(site.cell, site.code, [change], says, "member_by_name")


def _read(shown: str) -> object:
    try:
        return ast.literal_eval(shown)
    except (ValueError, SyntaxError):
        return None


def _is_among(asked: object, found: Enumeration) -> bool:
    same = [one for one in found.values.values() if type(one) is type(asked)]
    return asked is not None and asked in same


def _by_name(text: Code, call: ast.Call, found: Enumeration, asked: object) -> Change | None:
    """Return the change of a call that is given a name, or the text of a number."""
    shown = text.text(call.args[0])
    place = text.span(call.func)[1], text.span(call)[1]
    if asked in found.values:
        return place, f"[{shown}]"
    if not isinstance(asked, str):
        return None
    if asked.upper() in found.values:
        return place, f"[{shown}.upper()]"
    if asked.strip().isdecimal() and _is_among(int(asked), found):
        return text.span(call.args[0]), f"int({shown})"
    return None


async def values_of_members(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sum(card.value for card in hand)`` for ``sum(hand)`` of members with numbers."""
    match = _OPERANDS.search(case.error.value) or _ORDERED.search(case.error.value)
    names = {match["left"], match["right"]} if match is not None else set()
    others = names - set(_NUMBERS)
    found = enumeration(case, others.pop()) if len(others) == 1 else None
    is_order = _ORDERED.search(case.error.value) is not None and len(names) == 1
    if found is None or is_order or not _has_numbers(found):
        return
    for site in case.sites[:1]:
        changes = [change async for change in _valued(case, site, found.node.name)]
        if changes:
            says = "a member is no number; its value is"
            yield repaired(site.cell, site.code, changes, says, "value_of_member")


def _has_numbers(found: Enumeration) -> bool:
    return bool(found.values) and all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in found.values.values()
    )


async def _valued(case: Case, site: Site, name: str) -> AsyncIterator[Change]:
    """Yield the changes that take the values of what is reckoned with."""
    text = site.code
    sides: list[ast.expr] = []
    for node in site.nodes(ast.expr):
        match node:
            case ast.Call(func=ast.Name(id="sum"), args=[ast.Name() as several, *more]):
                first = await _first(case, site, several)
                if first in ("", name):
                    one = name.lower() if name.lower() != several.id else "member"
                    new = f"{one}.value for {one} in {several.id}"
                    yield text.span(several), f"({new})" if more else new
            case ast.Call(
                func=ast.Name(id="sum"), args=[ast.GeneratorExp(elt=one) | ast.ListComp(elt=one)]
            ):
                sides.append(one)
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                sides += [left, right]
    if isinstance(site.statement, ast.AugAssign):
        sides.append(site.statement.value)
    for side in dict.fromkeys(sides):
        if await kind_of(case, site, side) == name:
            end = text.span(side)[1]
            yield (end, end), ".value"


async def _first(case: Case, site: Site, several: ast.Name) -> str:
    """Return the kind of the first of several."""
    path = case.path(site, several)
    first = Path(path.root, (*path.steps, ("key", 0))) if path is not None else None
    return ((await case.resolve(first)).type or "").rpartition(".")[2]


async def ordered_members(case: Case) -> AsyncIterator[Repair]:
    """Yield ``IntEnum`` for ``Enum`` where members with numbers are put in an order."""
    match = _ORDERED.search(case.error.value)
    if match is None or match["left"] != match["right"]:
        return
    found = enumeration(case, match["left"])
    if found is None or not all(_is_whole(one) for one in found.node.body):
        return
    for base in found.node.bases:
        shown = ast.unparse(base)
        changes: list[Change] = []
        if shown == "enum.Enum":
            changes = [(found.code.span(base), "enum.IntEnum")]
        elif shown == "Enum":
            changes = _imported(case, found, base)
        if changes:
            says = f'the members of "{found.node.name}" have an order as numbers only'
            yield repaired(found.cell, found.code, changes, says, "ordered_member")


def _is_whole(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(value=ast.Constant(value=value)):
            return type(value) is int
        case ast.Assign(value=value):
            return ast.unparse(value) in ("auto()", "enum.auto()")
    return isinstance(node, ast.Expr | ast.FunctionDef)


def _imported(case: Case, found: Enumeration, base: ast.expr) -> list[Change]:
    """Return the changes to the class for whole numbers, which has to be imported."""
    change = found.code.span(base), "IntEnum"
    if case.name_of("enum.IntEnum") is not None:
        return [change]
    uses = [node for node in found.code.nodes(ast.Name) if node.id == "Enum"]
    for node in found.code.nodes(ast.ImportFrom):
        for alias in node.names if node.module == "enum" else ():
            if alias.name == "Enum" and alias.asname is None:
                span = found.code.span(alias)
                others = "IntEnum" if len(uses) == 1 and _is_used_here(case) else "Enum, IntEnum"
                return [change, (span, others)]
    return []


def _is_used_here(case: Case) -> bool:
    """Whether no more than one class of the notebook derives from the general one."""
    cells = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    uses = [node for text in cells for node in text.nodes(ast.Name) if node.id == "Enum"]
    return len(uses) == 1
