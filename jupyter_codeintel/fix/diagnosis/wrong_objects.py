"""Which cell is to blame for an object that is not what it is taken for."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterator, Sequence

from jupyter_codeintel.context.nearest import nearest
from jupyter_codeintel.fix.diagnosis.bindings import Binding, binding, names_in, root_name
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.suspect import Suspect
from jupyter_codeintel.fix.failure import Failure

NO_ATTRIBUTE = re.compile(r"'(?P<type>[\w.]+)' object has no attribute '(?P<name>\w+)'")
UNCALLED = ("builtin_function_or_method", "method", "function", "method-wrapper")
_NOT_CALLABLE = re.compile(r"'[\w.]+' object is not callable")
_IN_PLACE = ("add", "append", "clear", "discard", "extend", "insert", "remove", "reverse", "sort",
             "update")  # fmt: skip
_SETS_ON_COPY = ("SettingWithCopyError", "SettingWithCopyWarning")


def wrong_object_suspects(failure: Failure, places: Sequence[Site]) -> Iterator[Suspect]:
    """Yield the cells that made an object with which something cannot be done."""
    error = failure.error
    for site in places:
        if _NOT_CALLABLE.search(error.value):
            for name, cell in shadowed_builtins(failure, site):
                yield Suspect(cell, f'it gives the name "{name}" of Python\'s own another meaning')
        if "NoneType" in error.value:
            yield from _made_by(failure, site, _gives_none, "what a call in place returns: None")
        if any(f"'{kind}' object" in error.value for kind in UNCALLED):
            yield from _made_by(failure, site, _is_uncalled, "a method that is not called")
        if error.name in _SETS_ON_COPY:
            yield from _made_by(failure, site, _is_selection, "a part of another frame")
        yield from _of_wrong_type(failure, site)


def shadowed_builtins(failure: Failure, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the names of Python's own that a site calls, with the cells that bind them."""
    for call in site.nodes(ast.Call):
        if isinstance(call.func, ast.Name) and hasattr(builtins, call.func.id):
            name = call.func.id
            cell = failure.flow.defining_cells([name], before=failure.cell).get(name)
            if cell is None and name in failure.flow.facts(failure.cell).defines:
                cell = failure.cell
            if cell is not None:
                yield name, cell


def in_place_argument(value: ast.expr) -> ast.keyword | None:
    """Return ``inplace=True`` of a call."""
    if not isinstance(value, ast.Call):
        return None
    for keyword in value.keywords:
        if keyword.arg == "inplace" and getattr(keyword.value, "value", False) is True:
            return keyword
    return None


def none_method(value: ast.expr) -> str | None:
    """Return the method of a call that is known to change its object and return None."""
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return None
    name = value.func.attr
    return name if name in _IN_PLACE else None


def _made_by(
    failure: Failure, site: Site, is_meant: Callable[[ast.expr], bool], what: str
) -> Iterator[Suspect]:
    for name, bound in bindings_at(failure, site):
        if is_meant(bound.value):
            yield Suspect(bound.cell, f'it sets "{name}" to {what}')


def bindings_at(failure: Failure, site: Site) -> Iterator[tuple[str, Binding]]:
    """Yield the assignments of the names that a failing statement uses."""
    statement = site.statement
    for name in names_in(statement) if statement is not None else ():
        bound = binding(failure, site, name)
        if bound is not None:
            yield name, bound


def _gives_none(value: ast.expr) -> bool:
    return in_place_argument(value) is not None or none_method(value) is not None


def _is_uncalled(value: ast.expr) -> bool:
    return isinstance(value, ast.Attribute)


def _is_selection(value: ast.expr) -> bool:
    return isinstance(value, ast.Subscript) and root_name(value) is not None


def _of_wrong_type(failure: Failure, site: Site) -> Iterator[Suspect]:
    """Blame the maker of an object that lacks an attribute like none of its builtin type's."""
    match = NO_ATTRIBUTE.search(failure.error.value)
    kind = getattr(builtins, match["type"], None) if match else None
    if match is None or not isinstance(kind, type) or nearest(match["name"], dir(kind)):
        return
    for node in site.nodes(ast.Attribute):
        if node.attr == match["name"] and isinstance(node.value, ast.Name):
            bound = binding(failure, site, node.value.id)
            if bound is not None:
                reason = f'it sets "{node.value.id}" to a {match["type"]}'
                yield Suspect(bound.cell, reason)
