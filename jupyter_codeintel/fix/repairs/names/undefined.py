"""Names that are not defined: misspelt, or not imported."""

from __future__ import annotations

import ast
import builtins
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.missing_names import (
    import_cell,
    misnamed,
    missing_name,
    unabbreviated,
)
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.knowledge.imports import import_statements, module_of_alias
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.spelling import meant

_OF_OTHER_LANGUAGES = {
    "true": "True", "false": "False", "none": "None", "null": "None", "nil": "None",
    "NULL": "None", "nan": "float('nan')", "NaN": "float('nan')", "unicode": "str",
    "xrange": "range", "raw_input": "input", "unichr": "chr", "basestring": "str",
    "long": "int", "reload": "importlib.reload",
}  # fmt: skip


_SHORT = 2
"""Letters of an abbreviation at least."""


async def missing_imports(case: Case) -> AsyncIterator[Repair]:
    """Yield the import that a name lacks."""
    name = missing_name(case.error)
    if name is None:
        return
    cell = unabbreviated(case.failure, name)
    module = module_of_alias(name)
    if cell is not None and module is not None:
        text = case.code(cell)
        for alias in text.nodes(ast.alias):
            if alias.name == module and alias.asname is None:
                change = (text.span(alias), f"{module} as {name}")
                says = f'{module} is imported without its usual name "{name}"'
                yield repaired(cell, text, [change], says, "import_alias")
    place = import_cell(case.failure)
    for known in import_statements(name)[:2]:
        text = case.code(place)
        statement = _with_others(case, known, name)
        says = f'"{statement}" is missing'
        yield repaired(place, text, [inserted_import(text, statement)], says, "missing_import")


def _with_others(case: Case, statement: str, name: str) -> str:
    """Return an import with the other names of its module that a cell has not either."""
    home = statement.removesuffix(name)
    if not home.startswith("from "):
        return statement
    found: dict[str, None] = {}
    for site in case.sites[:1]:
        text = site.code
        known = visible_names(case) | {node.arg for node in text.nodes(ast.arg)}
        known |= {node.id for node in text.nodes(ast.Name) if isinstance(node.ctx, ast.Store)}
        for node in sorted(text.nodes(ast.Name), key=text.span):
            if node.id == name or (
                node.id not in known and import_statements(node.id)[:1] == (home + node.id,)
            ):
                found[node.id] = None
    return home + ", ".join(found or [name])


async def misspelt_names(case: Case) -> AsyncIterator[Repair]:
    """Yield the names that may be meant, and the assignments that may have meant this one."""
    name = missing_name(case.error)
    if name is None:
        return
    for site in case.sites[:1]:
        if name in _OF_OTHER_LANGUAGES:
            other = _OF_OTHER_LANGUAGES[name]
            yield renamed(site, name, other, f'"{name}" is "{other}" in Python')
        local = meant(name, local_names(site)) or _cut_off(name, site) or _shortened(name, site)
        misnamed_there = misnamed(case.failure, name) if local is None else []
        for cell, bound in misnamed_there:
            if _is_meant(case, name, bound):
                yield _renamed_at_definition(case, cell, bound, name)
        for like in dict.fromkeys((local, meant(name, visible_names(case)))):
            if like is not None:
                says = f'"{name}" is a misspelling of "{like}"'
                yield renamed(site, name, like, says)
        for cell, bound in misnamed_there:
            yield _renamed_at_definition(case, cell, bound, name)


def renamed(site: Site, name: str, new: str, says: str) -> Repair:
    """Return the cell with another name wherever it reads one."""
    changes = [
        (site.code.span(node), new)
        for node in site.code.nodes(ast.Name)
        if node.id == name and isinstance(node.ctx, ast.Load)
    ]
    return repaired(site.cell, site.code, changes, says, "misspelt_name")


def _renamed_at_definition(case: Case, cell: str, bound: str, name: str) -> Repair:
    text = case.code(cell)
    changes = [(text.span(node), name) for node in text.nodes(ast.Name) if node.id == bound]
    for node in text.nodes(ast.FunctionDef | ast.ClassDef):  # type: ignore[arg-type]
        if node.name == bound:
            start = text.source.index(bound, text.span(node)[0])
            changes.append(((start, start + len(bound)), name))
    says = f'"{name}" was set under the name "{bound}", which nothing uses'
    return repaired(cell, text, changes, says, "renamed_definition")


def local_names(site: Site) -> set[str]:
    """Return the names that the function around a site binds."""
    if site.inside is None:
        return set()
    return {node.arg for node in site.code.nodes(ast.arg, site.inside)} | {
        node.id
        for node in site.code.nodes(ast.Name, site.inside)
        if isinstance(node.ctx, ast.Store)
    }


def _cut_off(name: str, site: Site) -> str | None:
    """Return the one parameter that is a short name and one letter more, or less."""
    parameters = site.code.nodes(ast.arg, site.inside) if site.inside is not None else ()
    names = {node.arg for node in parameters}
    like = [p for p in names if name in (p[:-1], p[1:]) or p in (name[:-1], name[1:])]
    return like[0] if len(like) == 1 else None


def _shortened(name: str, site: Site) -> str | None:
    """Return the one parameter that a function does not read: ``weight`` for ``wt``."""
    inside = site.inside
    if inside is None or len(name) < _SHORT:
        return None
    read = {node.id for node in site.code.nodes(ast.Name, inside)}
    unread = [node.arg for node in site.code.nodes(ast.arg, inside) if node.arg not in read]
    if len(unread) != 1 or unread[0] == "self":
        return None
    letters = iter(unread[0])
    is_short = unread[0][0] == name[0] and all(letter in letters for letter in name)
    return unread[0] if is_short else None


def visible_names(case: Case) -> set[str]:
    """Return the names that a failing cell sees or binds, those of Python's own among them."""
    names = set(case.failure.flow.visible_names(case.failure.cell))
    names |= case.failure.flow.facts(case.failure.cell).defines
    if case.failure.namespace is not None:
        names |= case.failure.namespace.variables.keys()
    return names | {name for name in dir(builtins) if not name.startswith("_")}


def _is_meant(case: Case, name: str, bound: str) -> bool:
    """Whether the missing name is rather the right one: other cells use it, or it is used twice.

    Twice is enough where neither is a misspelling of the other, as with ``data2`` and ``data``.
    """
    reads = [
        cell.id
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Name)
        if node.id == name and isinstance(node.ctx, ast.Load)
    ]
    elsewhere = any(cell != case.failure.cell for cell in reads)
    return elsewhere or (len(reads) > 1 and (bound in name or name in bound))
