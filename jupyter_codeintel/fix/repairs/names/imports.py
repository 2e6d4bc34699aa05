"""Modules and names that cannot be imported."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.knowledge.changed import changed_names
from jupyter_codeintel.fix.knowledge.imports import (
    distribution,
    homes,
    known_modules,
    members,
    own_homes,
)
from jupyter_codeintel.fix.repairs.advice import Advice
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.spelling import meant

_NO_MODULE = re.compile(r"No module named '(?P<module>[\w.]+)'")
_NO_NAME = re.compile(r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'")


async def missing_modules(case: Case) -> AsyncIterator[Repair]:
    """Yield the module that is meant, else the command that installs the one that is named."""
    match = _NO_MODULE.search(case.error.value)
    if match is None:
        return
    module = match["module"]
    for site in case.sites[:1]:
        moved = list(_moved(site.code, module))
        if moved:
            says = f'"{module}" is gone; its parts have other places now'
            yield repaired(site.cell, site.code, moved, says, "renamed_api")
            return
        real = meant(module, known_modules())
        changes = list(_renamed(site.code, module, real)) if real else []
        if changes:
            says = f'"{module}" is a misspelling of "{real}"'
            yield repaired(site.cell, site.code, changes, says, "misspelt_module")
    # Of a part that is missing, the package is there.
    package = module if "." not in module else None
    name = distribution(package) if package else None
    if name is not None:
        yield Advice(f'the module "{module}" is not installed', f"%pip install {name}")


async def misplaced_names(case: Case) -> AsyncIterator[Repair]:
    """Yield the import of a name from where it is."""
    match = _NO_NAME.search(case.error.value)
    if match is None:
        return
    name, module = match["name"], match["module"]
    for site in case.sites[:1]:
        for statement, alias in _imports_of(site.code, module, name):
            for new_module, new_name in _places(name, module):
                of = f'"{new_name}" of {new_module}' if new_name != name else f"in {new_module}"
                says = f'"{name}" is {of}'
                changes = _moved_name(site, statement, alias, new_module, new_name)
                yield repaired(site.cell, site.code, changes, says, "misplaced_import")


def _places(name: str, module: str) -> Iterator[tuple[str, str]]:
    """Yield where a name may be found now, as module and name."""
    new = changed_names().get(f"{module}.{name}")
    if new is not None and "{" not in new:
        new_module, _, new_name = new.rpartition(".")
        yield new_module, new_name
    package = module.partition(".")[0]
    own = own_homes(name) if package in sys.stdlib_module_names else ()
    others = sorted(homes(name), key=lambda home: home.partition(".")[0] != package)
    for home in dict.fromkeys((*own, *others)):
        if home != module:
            yield home, name
    known = members(package)
    like = meant(name, known)
    if like is not None:
        yield known[like], like


def _moved_name(
    site: Site, statement: ast.ImportFrom, alias: ast.alias, module: str, name: str
) -> list[Change]:
    """Return the changes that import one name of a statement from elsewhere."""
    text = site.code
    owner, _, attribute = module.rpartition(".")
    used = alias.asname or alias.name
    uses: list[Change] = []
    imported = name if used == name else f"{name} as {used}"
    if attribute[:1].isupper():  # a method of a class: the class is imported
        module, imported = owner, attribute
        uses = [
            (text.span(node), f"{attribute}.{name}")
            for node in text.nodes(ast.Name)
            if node.id == used
        ]
    line = f"from {module} import {imported}" if module else f"import {imported}"
    if module == "builtins":
        line = f"{used} = {name}" if used != name else ""
    moved, line = _with_others(text, statement, alias, module, line)
    left = [text.text(other) for other in statement.names if other not in moved]
    if not left:
        return [*uses, (text.span(statement), line)]
    whole = f"from {'.' * statement.level}{statement.module or ''} import {', '.join(left)}"
    return [*uses, (text.span(statement), f"{whole}{_between(text, statement)}{line}")]


def _with_others(
    text: Code, statement: ast.ImportFrom, alias: ast.alias, module: str, line: str
) -> tuple[list[ast.alias], str]:
    """Return which names are moved, and the import with those that are nowhere else either."""
    others = [
        other
        for other in statement.names
        if other is not alias
        and statement.module not in own_homes(other.name)
        and module in own_homes(other.name)
    ]
    return [alias, *others], ", ".join([line, *(text.text(other) for other in others)])


def _between(text: Code, statement: ast.ImportFrom) -> str:
    """Return what stands between a statement and one that is put after it."""
    before = text.line(statement.lineno)[: statement.col_offset]
    return "; " if before.strip() else f"\n{before}"


def _imports_of(text: Code, module: str, name: str) -> Iterator[tuple[ast.ImportFrom, ast.alias]]:
    for statement in text.nodes(ast.ImportFrom):
        for alias in statement.names:
            if alias.name == name and statement.module == module:
                yield statement, alias


def _moved(text: Code, module: str) -> Iterator[Change]:
    """Yield the changes of imports from a module that is called otherwise now."""
    table = changed_names()
    for statement in text.nodes(ast.ImportFrom):
        if statement.module is None or not _is_in(statement.module, module):
            continue
        single = [table.get(f"{statement.module}.{alias.name}") for alias in statement.names]
        new = table.get(statement.module)
        if len(single) == 1 and single[0] is not None:
            new_module, _, new_name = single[0].rpartition(".")
            used = statement.names[0].asname or statement.names[0].name
            shown = new_name if new_name == used else f"{new_name} as {used}"
            yield text.span(statement), f"from {new_module} import {shown}"
        elif new is not None:
            start = text.source.index(statement.module, text.span(statement)[0])
            yield (start, start + len(statement.module)), new
    for imported in text.nodes(ast.Import):
        for alias in imported.names:
            new = table.get(alias.name) if _is_in(alias.name, module) else None
            if new is not None:
                used = alias.asname or ("" if "." in alias.name else alias.name)
                yield text.span(alias), f"{new} as {used}" if used else new


def _is_in(name: str, module: str) -> bool:
    return name == module or name.startswith(f"{module}.") or module.startswith(f"{name}.")


def _renamed(text: Code, module: str, new: str) -> Iterator[Change]:
    for statement in text.nodes(ast.ImportFrom):
        if statement.module is not None and _is_in(statement.module, module):
            start = text.source.index(module, text.span(statement)[0])
            yield (start, start + len(module)), new
    for alias in text.nodes(ast.alias):
        if alias.name == module or alias.name.startswith(f"{module}."):
            start = text.span(alias)[0]
            yield (start, start + len(module)), new
