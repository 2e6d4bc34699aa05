"""Fields of objects: asked for as items are, set where they are fixed, or without a setter."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.classes.dataclass_fields import name_of_member, with_import
from jupyter_codeintel.fix.repairs.live_kinds import kind_of, way_to
from jupyter_codeintel.namespace import Path

_NO_ITEMS = re.compile(
    r"'(?P<kind>\w+)' object is not subscriptable"
    r"|tuple indices must be integers or slices, not str"
)
_OTHERWISE = ("NoneType", "Response", "type")
"""What has attributes that are not what is asked for by a name."""
_READ_ONLY = re.compile(
    r"read[- ]?only|immutable|(?:can|may|must)(?: ?not|n't) (?:be )?(?:change|set)"
)
FIXED = re.compile(r"^(?:cannot assign to field '(?P<field>\w+)'|can't set attribute)$")
_NO_SETTER = re.compile(r"property '(?P<name>\w+)' of '(?P<kind>\w+)' object has no setter")


async def fields_by_name(case: Case) -> AsyncIterator[Repair]:
    """Yield ``item.price`` for ``item["price"]`` of an object that has such a field."""
    match = _NO_ITEMS.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        changes: list[Change] = []
        for node in site.nodes(ast.Subscript):
            key = getattr(node.slice, "value", None)
            if isinstance(key, str) and await _is_field(case, site, node.value, key):
                place = site.code.span(node.value)[1], site.code.span(node)[1]
                changes.append((place, f".{key}"))
        if changes:
            says = "the object has fields, which are asked for with a point"
            yield repaired(site.cell, site.code, changes, says, "field_by_name")


async def _is_field(case: Case, site: Site, node: ast.expr, key: str) -> bool:
    """Whether an object has a field, as its class in the notebook or it itself tells."""
    kind = await kind_of(case, site, node)
    if hasattr(tuple, key) or kind in _OTHERWISE:
        return False
    path = way_to(case, site, node)
    found = await case.resolve(path)
    if path is not None and key in found.members.names:
        field = await case.resolve(Path(path.root, (*path.steps, ("attr", key))))
        return "method" not in (field.type or "")
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    return bool(kind) and any(key in _written(case.code(cell), kind) for cell in cells)


def _written(text: Code, kind: str) -> set[str]:
    """Return the fields that a class is written with."""
    names: set[str] = set()
    for node in text.nodes(ast.ClassDef):
        if node.name != kind:
            continue
        for inner in ast.walk(node):
            match inner:
                case ast.AnnAssign(target=ast.Name(id=name)) if inner in node.body:
                    names.add(name)
                case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                    names.add(name)
    for call in text.nodes(ast.Call):
        is_tuple = callee_of(call) == "namedtuple" and len(call.args) == 2
        if is_tuple and getattr(call.args[0], "value", None) == kind:
            names |= set(re.findall(r"\w+", ast.unparse(call.args[1])))
    return names


async def replaced_fields(case: Case) -> AsyncIterator[Repair]:
    """Yield ``item = replace(item, price=3)`` for ``item.price = 3`` of what never changes."""
    match = FIXED.match(case.error.value)
    if match is None:
        return
    says = "the object never changes; another one takes its place"
    for site in case.sites[:1]:
        target = set_field(site.statement)
        bound = case.binding(site, target.value) if target is not None else None
        is_made = bound is not None and isinstance(bound.value, ast.Call)
        if bound is not None and isinstance(bound.value, ast.Subscript):
            continue  # what it was taken from has the old one still
        if target is None or not _stays(site, target) or (site.inside is None and not is_made):
            continue
        assert site.statement is not None  # noqa: S101 - it sets a field
        name, new = ast.unparse(target.value), f"{target.attr}={new_value(site)}"
        place = site.code.span(site.statement)
        if match["field"] is None:
            if "_replace" in (await case.resolve(case.path(site, target.value))).members.names:
                change = place, f"{name} = {name}._replace({new})"
                yield repaired(site.cell, site.code, [change], says, "replaced_field")
        else:
            replace, imported = name_of_member(case, site.cell, "replace")
            change = place, f"{name} = {replace}({name}, {new})"
            yield with_import(case, site.cell, [change], imported, says, "replaced_field")


def set_field(statement: ast.stmt | None) -> ast.Attribute | None:
    """Return the field of a variable's that a statement sets."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name()) as target]):
            return target
        case ast.AugAssign(target=ast.Attribute(value=ast.Name()) as target):
            return target
    return None


def new_value(site: Site) -> str:
    """Return what a statement sets a field to."""
    statement, text = site.statement, site.code
    assert isinstance(statement, ast.Assign | ast.AugAssign)  # noqa: S101 - it sets a field
    value = text.text(statement.value)
    if isinstance(statement, ast.Assign):
        return value
    is_long = isinstance(statement.value, ast.BinOp | ast.IfExp | ast.BoolOp | ast.Compare)
    start, end = text.span(statement.target)[1], text.span(statement.value)[0]
    sign = text.source[start:end].strip().rstrip("(").strip().removesuffix("=")
    return f"{text.text(statement.target)} {sign} {f'({value})' if is_long else value}"


def _stays(site: Site, target: ast.Attribute) -> bool:
    """Whether another object in a variable is there afterwards: no loop or caller has the old."""
    name = ast.unparse(target.value)
    for loop in site.code.nodes(ast.For):
        inner = {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}
        if name in inner and loop.lineno <= site.line <= (loop.end_lineno or 0):
            return False
    if site.inside is None:
        return True
    ends = (node for node in ast.walk(site.inside) if isinstance(node, ast.Return))
    return any(isinstance(one.value, ast.Name) and one.value.id == name for one in ends)


async def settable_properties(case: Case) -> AsyncIterator[Repair]:
    """Yield the setter of a property that hands out an attribute."""
    match = _NO_SETTER.search(case.error.value)
    if match is None:
        return
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        if _READ_ONLY.search(text.source.lower()):
            continue
        for owner in [one for one in text.nodes(ast.ClassDef) if one.name == match["kind"]][:1]:
            for method in owner.body:
                kept = _handed_out(method, match["name"])
                if kept is not None and isinstance(method, ast.FunctionDef):
                    change, says = _settable(case, cell, method, kept)
                    yield repaired(cell, text, [change], says, "settable_property")
            return


def _handed_out(method: ast.stmt, name: str) -> str | None:
    """Return the attribute that a property is of."""
    if not isinstance(method, ast.FunctionDef) or method.name != name:
        return None
    body = method.body[1:] if ast.get_docstring(method) is not None else method.body
    match body:
        case [ast.Return(value=ast.Attribute(value=ast.Name(id="self"), attr=kept))]:
            return kept if kept != name else None
    return None


def _settable(case: Case, cell: str, method: ast.FunctionDef, kept: str) -> tuple[Change, str]:
    """Return the change for a property: its setter, or the attribute where it starts as such."""
    text, site = case.code(cell), case.sites[0] if case.sites else None
    target = set_field(site.statement) if site is not None else None
    is_start = site is not None and site.inside is not None and site.inside.name == "__init__"
    if target is not None and is_start and ast.unparse(target.value) == "self":
        says = f'"{method.name}" is a property, and hands out "{kept}"'
        return (text.span(target), f"self.{kept}"), says
    end, indent = text.span(method.body[-1])[1], " " * method.col_offset
    inner = " " * method.body[-1].col_offset if method.body[-1].lineno != method.lineno else "    "
    lines = f"\n\n{indent}@{method.name}.setter\n{indent}def {method.name}(self, value):"
    says = f'the property "{method.name}" can be read, and not set'
    return ((end, end), f"{lines}\n{inner}self.{kept} = value"), says
