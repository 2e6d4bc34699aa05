"""Attributes and methods that an object does not have."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.knowledge.accessor_members import BY_CLASS
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.namespace import Path

_MISSING = (
    re.compile(r"'(?P<type>[\w.]+)' object has no attribute '(?P<name>\w+)'"),
    re.compile(r"type object '(?P<type>[\w.]+)' has no attribute '(?P<name>\w+)'"),
    re.compile(r"module '(?P<type>[\w.]+)' has no attribute '(?P<name>\w+)'"),
)
_HOMES = {
    "DataFrame": ("pandas", "DataFrame"),
    "Series": ("pandas", "Series"),
    "Index": ("pandas", "Index"),
    "DatetimeIndex": ("pandas", "DatetimeIndex"),
    "Timestamp": ("pandas", "Timestamp"),
    "DataFrameGroupBy": ("pandas", "core", "groupby", "DataFrameGroupBy"),
    "SeriesGroupBy": ("pandas", "core", "groupby", "SeriesGroupBy"),
    "ndarray": ("numpy", "ndarray"),
    "Axes": ("matplotlib.pyplot", "Axes"),
    "Figure": ("matplotlib.pyplot", "Figure"),
}
"""Where a class is found from a module that notebooks import."""

OF_COLUMNS = frozenset(
    {"between", "cat", "dt", "factorize", "is_unique", "item", "name", "str", "to_frame", "to_list",
     "tolist", "unique"}
)  # fmt: skip
"""What a column of a frame has, and the frame itself has not."""
_DRAWN_ON = ("Axes", "Axes3D", "Figure")
_DEEPEST = 8


def missing_attribute(case: Case) -> tuple[str, str] | None:
    """Return the type and the attribute that an AttributeError is about."""
    if not case.is_a("AttributeError"):
        return None
    for phrase in _MISSING:
        if match := phrase.search(case.error.value):
            return match["type"].rpartition(".")[2], match["name"]
    name = case.error.attributes.get("name")
    return None if name is None else (case.error.attributes.get("type", ""), name)


def attributes_at(site: Site, name: str) -> list[ast.Attribute]:
    """Return the places of a failing statement where an attribute is taken."""
    return [node for node in site.nodes(ast.Attribute) if node.attr == name]


async def is_numpy_function(case: Case, name: str) -> bool:
    """Whether numpy, as the notebook imports it, has a function of that name."""
    module = case.name_of("numpy")
    return module is not None and name in (await case.resolve(Path(module))).members.names


async def misspelt_attributes(case: Case) -> AsyncIterator[Repair]:
    """Yield the attribute that is nearest to one that is not there."""
    missing = missing_attribute(case)
    if missing is None:
        return
    kind, name = missing
    if kind == "ndarray" and await is_numpy_function(case, name):
        return  # it is spelt well, and no method
    if kind == "DataFrame" and name in OF_COLUMNS:
        return  # it is spelt well too
    if kind == "Axes" and name.startswith("set_z"):
        return  # of a panel in space, and not like those of a flat one
    for site in case.sites[:1]:
        for node in attributes_at(site, name):
            members = await _members(case, site, node, kind)
            real = meant(name, members) or _accessor(name, members)
            if real is not None:
                says = f'"{name}" is a misspelling of "{real}"'
                same = _same(site, node)
                changes = [(name_span(site, one), real) for one in same]
                if kind in _DRAWN_ON or case.target(site, site.code.text(node.value)):
                    changes += _others(site, node, members)
                yield repaired(site.cell, site.code, changes, says, "misspelt_attribute")


def _others(site: Site, node: ast.Attribute, members: set[str]) -> Iterator[Change]:
    """Yield what else is spelt wrong that is taken from the same: ``ylabel`` beside ``xlabel``."""
    for other in site.code.nodes(ast.Attribute, site.inside):
        is_same = site.code.text(other.value) == site.code.text(node.value)
        if is_same and other.attr != node.attr and other.lineno >= node.lineno:
            real = meant(other.attr, members) or _accessor(other.attr, members)
            if other.attr not in members and real is not None:
                yield name_span(site, other), real


async def keys_as_attributes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``d["a"]`` for ``d.a`` of a dict that has such a key."""
    missing = missing_attribute(case)
    if missing is None or missing[0] not in ("dict", "defaultdict", "OrderedDict", "Counter"):
        return
    for site in case.sites[:1]:
        for node in attributes_at(site, missing[1]):
            found = await case.resolve(case.path(site, node.value))
            if node.attr in found.keys.names:
                place = site.code.span(node.value)[1], site.code.span(node)[1]
                says = f'"{node.attr}" is a key of the dict'
                change = place, f'["{node.attr}"]'
                yield repaired(site.cell, site.code, [change], says, "key_as_attribute")


def _accessor(name: str, members: set[str]) -> str | None:
    """Return the setter or getter of that name, or what it is without ``set_`` or ``get_``."""
    plain = re.sub(r"^[gs]et_", "", name)
    forms = {f"set_{name}", f"get_{name}"} if plain == name else {plain}
    found = sorted(forms & members, reverse=True)  # a setter first
    return found[0] if found else None


def name_span(site: Site, node: ast.Attribute) -> tuple[int, int]:
    """Return the place of an attribute's name, after the dot."""
    end = site.code.span(node)[1]
    return end - len(node.attr), end


def _same(site: Site, node: ast.Attribute) -> list[ast.Attribute]:
    """Return the places in the cell where the same is taken from the same, written alike."""
    text = site.code.text(node.value)
    start = site.code.span(site.statement)[0] if site.statement is not None else 0
    within: ast.AST | None = None
    if site.inside is not None:  # what stands above it in a function or class need not have run
        inside = site.inside
        within = next(one for one in site.code.tree.body if inside in ast.walk(one))
        start = 0
    return [
        other
        for other in site.code.nodes(ast.Attribute, within)
        if other.attr == node.attr
        and site.code.span(other)[0] >= start
        and site.code.text(other.value) == text
    ]


async def _members(case: Case, site: Site, node: ast.Attribute, kind: str) -> set[str]:
    """Return what the object has, else what objects of its type have."""
    if kind in BY_CLASS:
        return set(BY_CLASS[kind])
    found = await case.resolve(case.path(site, node.value))
    names = set(found.members.names)
    if names:
        return names
    if isinstance(known := getattr(builtins, kind, None), type):
        return set(dir(known))
    if names := set(_of_class(case, site, kind)):
        live = await case.resolve(Path(kind))  # what it has from other classes
        return names | set(live.members.names)
    if kind in _HOMES:
        module, *attributes = _HOMES[kind]
        name = case.name_of(module)
        if name is not None:
            path = Path(name, tuple(("attr", one) for one in attributes))
            return set((await case.resolve(path)).members.names)
    return set()


def _of_class(case: Case, site: Site, kind: str, depth: int = 0) -> Iterator[str]:
    """Yield the attributes and methods of a class of the notebook, and of those it is made of."""
    defined = case.failure.flow.definitions(before=case.failure.cell).get(kind)
    cells = [case.failure.cell, site.cell, *([defined[0]] if defined is not None else [])]
    classes = [node for cell in cells for node in case.code(cell).nodes(ast.ClassDef)]
    found = next((node for node in classes if node.name == kind), None)
    if found is None or depth > _DEEPEST:
        return
    for base in found.bases:
        if isinstance(base, ast.Name):
            yield from _of_class(case, site, base.id, depth + 1)
    yield from _set_in_body(found)
    yield from _set_on_self(found)


def _set_in_body(owner: ast.ClassDef) -> Iterator[str]:
    for node in owner.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _set_on_self(owner: ast.ClassDef) -> Iterator[str]:
    # What a statement only adds to has to be there before.
    updated = {node.target for node in ast.walk(owner) if isinstance(node, ast.AugAssign)}
    for node in ast.walk(owner):
        if not isinstance(node, ast.Attribute) or node in updated:
            continue
        of = node.value
        if isinstance(node.ctx, ast.Store) and isinstance(of, ast.Name) and of.id == "self":
            yield node.attr
