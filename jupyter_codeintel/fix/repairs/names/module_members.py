"""Modules and what is imported from them under the same name: ``datetime``, ``time``, ``glob``."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import

_NAMESAKES = ("copy", "datetime", "glob", "pprint", "random", "time")
"""Modules of Python's own that have a class or a function of their own name."""
_OF_MODULE = re.compile(r"module 'datetime' has no attribute '(?P<name>\w+)'")
_OF_MEMBER = re.compile(
    r"(?:type object '(?P<type>[\w.]+)'|'(?:builtin_function_or_method|function|method)' object)"
    r" has no attribute '(?P<name>\w+)'"
    r"|descriptor '(?P<method>date|time)' for 'datetime\.datetime' objects doesn't apply"
)


async def members_of_namesakes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``datetime.datetime.now()`` for ``datetime.now()`` where ``datetime`` is the module."""
    match = _OF_MODULE.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for name in _names(site, match["name"]):
            has = _members("datetime", "datetime") - _members("datetime")
            if case.target(site, name) != "datetime" or match["name"] not in has:
                continue
            changes: list[Change] = []
            for node in _attributes(site.code, name):
                if node.attr in has:
                    end = site.code.span(node.value)[1]
                    changes.append(((end, end), ".datetime"))
            says = f'"{name}" is the module; "{match["name"]}" belongs to the class in it'
            yield repaired(site.cell, site.code, changes, says, "member_of_namesake")


async def members_beside_namesakes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``timedelta`` for ``datetime.timedelta`` where ``datetime`` is the class alone.

    It is imported beside the class; ``datetime.datetime`` is the class itself.
    """
    match = _OF_MEMBER.search(case.error.value)
    if match is None:
        return
    missing = match["name"] or match["method"]
    for site in case.sites[:1]:
        for name in _names(site, missing):
            target = case.target(site, name) or ""
            module, _, own = target.rpartition(".")
            if module != own or module not in _NAMESAKES or missing not in _members(module):
                continue
            repair = _beside(case, site, name, module)
            if repair is not None:
                yield repair


def _beside(case: Case, site: Site, name: str, module: str) -> Repair | None:
    """Return the repair that takes what the module has by its own name."""
    text, changes, new = site.code, [], dict[str, None]()
    reached = _members(module) - _members(module, module) | {"date", "time"}
    for node in _attributes(text, name):
        if node.attr == module:
            changes.append((text.span(node), name))
        elif node.attr in reached and node.attr in _members(module):
            changes.append((text.span(node), node.attr))
            new[node.attr] = None
    imported = {one: case.target(site, one) for one in new}
    lacking = [one for one, target in imported.items() if target != f"{module}.{one}"]
    if any(_is_taken(case, site, one) for one in lacking):
        return None
    says = f'"{name}" is what the module has under its name, not the module'
    if not lacking:
        return repaired(site.cell, text, changes, says, "member_beside_namesake")
    cell, added = _import(case, site, module, lacking)
    if cell == site.cell:
        return repaired(cell, text, [*changes, added], says, "member_beside_namesake")
    edits = {cell: case.code(cell).replaced(added), site.cell: text.replaced(*changes)}
    return Candidate(edits, "rule", says, "member_beside_namesake")


def _import(case: Case, site: Site, module: str, names: list[str]) -> tuple[str, Change]:
    """Return the change that imports more from a module, where something is already."""
    shown = ", ".join(names)
    for cell in (site.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        for node in text.nodes(ast.ImportFrom):
            if node.module == module and node.level == 0:
                end = text.span(node.names[-1])[1]
                return cell, ((end, end), f", {shown}")
    return site.cell, inserted_import(site.code, f"from {module} import {shown}")


def _is_taken(case: Case, site: Site, name: str) -> bool:
    """Whether a name stands for something else in the notebook."""
    stored = (node.id for node in site.code.nodes(ast.Name) if isinstance(node.ctx, ast.Store))
    parameters = (node.arg for node in site.code.nodes(ast.arg))
    return case.variable(name) is not None or name in {*stored, *parameters}


def _names(site: Site, attribute: str) -> dict[str, None]:
    """Return the names of which a failing statement takes an attribute."""
    return {
        node.value.id: None
        for node in site.nodes(ast.Attribute)
        if node.attr == attribute and isinstance(node.value, ast.Name)
    }


def _attributes(text: Code, name: str) -> list[ast.Attribute]:
    """Return the attributes of a name that a cell takes; in old Pythons not those in f-strings."""
    return [
        node
        for node in text.nodes(ast.Attribute)
        if isinstance(node.value, ast.Name)
        and node.value.id == name
        and text.text(node.value) == name
    ]


def _members(module: str, member: str = "") -> set[str]:
    found = importlib.import_module(module)
    return set(dir(getattr(found, member) if member else found))
