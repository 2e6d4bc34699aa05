"""Floats that are reckoned with beside decimals."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.values.written_numbers import Place, written_at

_MIXED = re.compile(
    r"unsupported operand type\(s\) for (?P<sign>\S+)(?: or pow\(\))?: "
    r"'(?:(?P<left>float)' and 'decimal\.Decimal|decimal\.Decimal' and 'float)'"
)
_SIGNS = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv,
          "%": ast.Mod, "**": ast.Pow}  # fmt: skip
_SAYS = "a decimal is not reckoned with floats"


async def floats_beside_decimals(case: Case) -> AsyncIterator[Repair]:
    """Yield decimals for the floats that decimals are reckoned with, where they are written."""
    match = _MIXED.search(case.error.value)
    if match is None or not _has_decimals(case):
        return
    for site in case.sites[:1]:
        sides = _sides(site, match["sign"].rstrip("="), is_left=match["left"] is not None)
        found = [node for node in dict.fromkeys(sides) if _may_be_float(case, site, node)]
        if len(found) != 1:
            continue
        node = found[0]
        places = written_at(case, site, node)
        if places:
            cells = {place.cell for place in places}
            if len(cells) == 1:
                yield _as_decimals(case, places)
        if not isinstance(node, ast.Constant | ast.BinOp) or not places:
            yield _converted(case, site, node)


def _sides(site: Site, sign: str, *, is_left: bool) -> Iterator[ast.expr]:
    """Yield what stands on the side of an operation on which the error says that a float is."""
    kind = _SIGNS.get(sign, ast.Add)
    for node in site.nodes(ast.BinOp):
        if isinstance(node.op, kind):
            yield node.left if is_left else node.right
    statement = site.statement
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, kind):
        yield statement.target if is_left else statement.value
    for call in site.nodes(ast.Call):
        if sign == "+" and is_left and ast.unparse(call.func) == "sum":
            yield from call.args[1:]
            yield from (word.value for word in call.keywords)


def _may_be_float(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression may be a float, as far as its kind is known."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, float)
        case ast.BinOp(op=op, left=left, right=right):
            sides = [_may_be_float(case, site, one) for one in (left, right)]
            return any(sides) or (isinstance(op, ast.Div) and _kind(case, site, left) == "int")
        case ast.Name():
            kind = _kind(case, site, node)
            return kind == "float" or (kind is None and bool(written_at(case, site, node)))
        case ast.Attribute() | ast.Subscript():
            return bool(written_at(case, site, node))
        case ast.Call(func=ast.Name(id="float")):
            return True
    return False


def _kind(case: Case, site: Site, node: ast.expr) -> str | None:
    if not isinstance(node, ast.Name):
        return None
    told = told_of(case.failure, site, node.id)
    live = case.variable(node.id) if case.path(site, node) is not None else None
    kind = live.type if live is not None else None
    return told.partition(" ")[0] if told is not None else kind


def _as_decimals(case: Case, places: list[Place]) -> Repair:
    """Return the repair that writes numbers as decimals."""
    cell, text = places[0].cell, places[0].code
    name, changes = _name(case, cell, text, min(place.node.lineno for place in places))
    for place in places:
        is_start = len(places) == 1 and not place.node.value
        shown = "0" if is_start else text.text(place.node)
        changes.append((text.span(place.node), f"{name}({_quoted(case, text, shown)})"))
    return repaired(cell, text, changes, _SAYS, "decimal")


def _converted(case: Case, site: Site, node: ast.expr) -> Repair:
    """Return the repair that makes a decimal of a value where it is used."""
    statement = site.statement
    name, changes = _name(case, site.cell, site.code, None)
    shown = site.code.text(node)
    if isinstance(statement, ast.AugAssign) and node is statement.target:
        start = site.code.span(statement)[0], site.code.span(statement.value)[0]
        sign = site.code.source[site.code.span(node)[1] : start[1]].replace("=", "")
        changes.append((start, f"{shown} = {name}(str({shown})){sign.rstrip()} "))
    else:
        changes.append((site.code.span(node), f"{name}(str({shown}))"))
    return repaired(site.cell, site.code, changes, _SAYS, "decimal")


def _has_decimals(case: Case) -> bool:
    """Whether a notebook itself asks for decimals."""
    return case.name_of("decimal.Decimal") is not None or case.name_of("decimal") is not None


def _name(case: Case, cell: str, text: Code, line: int | None) -> tuple[str, list[Change]]:
    """Return how a cell names the class, and the change that imports it where it does not."""
    document = case.failure.document
    found: dict[str, str] = {}
    for above in document.cells[: document.index(cell) or 0]:
        found |= {one.target: one.name for one in case.failure.flow.facts(above.id).imports}
    for node in text.tree.body:
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        if is_import and (line is None or node.lineno < line):
            own = case.failure.flow.facts(cell).imports
            found |= {one.target: one.name for one in own}
    if "decimal.Decimal" in found:
        return found["decimal.Decimal"], []
    if "decimal" in found:
        return f"{found['decimal']}.Decimal", []
    return "Decimal", [inserted_import(text, "from decimal import Decimal")]


def _quoted(case: Case, text: Code, shown: str) -> str:
    """Return a number in the quotes that the notebook has for decimals."""
    single = any("Decimal('" in case.failure.source(one.id) for one in case.failure.document.cells)
    return f"'{shown}'" if single else f'"{shown}"'
