"""Names of files without the folder that they are in: listed ones, and members of archives."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_NO_MEMBER = re.compile(r"There is no item named '(?P<name>[^'/]+)' in the archive")
_READERS = frozenset(
    ("Path", "copy", "copyfile", "getctime", "getmtime", "getsize", "imread", "isdir", "isfile",
     "load", "loadtxt", "open", "read_csv", "read_excel", "read_json", "read_parquet", "remove",
     "stat", "unlink")
)  # fmt: skip


async def names_within_folders(case: Case) -> AsyncIterator[Repair]:
    """Yield ``open(os.path.join(folder, name))`` for a name of ``os.listdir(folder)``."""
    if not case.is_a("FileNotFoundError", "NotADirectoryError"):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            given = call.args[0] if callee(call) in _READERS and call.args else None
            if not isinstance(given, ast.Name):
                continue
            listing = _listing(case, site, given.id)
            if listing is None or not listing.args:
                continue
            folder, module = listing.args[0], root(listing.func)
            is_named = isinstance(folder, ast.Name | ast.Attribute | ast.Subscript)
            shown = ast.unparse(folder) if is_named else _text(site.code, folder)
            if shown and case.name_of("os") == module:
                says = "a folder lists the names of its files without itself"
                joined = f"{module}.path.join({shown}, {given.id})"
                changes = _same_uses(site, given, joined)
                yield repaired(site.cell, site.code, changes, says, "name_within_folder")


def _text(text: Code, node: ast.expr) -> str:
    """Return a text as the cell would write it."""
    value = literal(node)
    quote = "'" if text.source.count("'") > text.source.count('"') else '"'
    return f"{quote}{value}{quote}" if isinstance(value, str) else ""


def _same_uses(site: Site, given: ast.Name, joined: str) -> list[Change]:
    """Return the changes of all that reads the same file: in a loop, often further ones."""
    loops: list[ast.For | ast.comprehension] = [*site.nodes(ast.comprehension)]
    loops += site.code.nodes(ast.For)
    own = [loop for loop in loops if ast.unparse(loop.target) == given.id]
    within = {node for loop in own for node in ast.walk(loop)} | set(site.nodes(ast.Name))
    calls = [call for call in site.code.nodes(ast.Call) if callee(call) in _READERS and call.args]
    same = [call.args[0] for call in calls if ast.unparse(call.args[0]) == given.id]
    return [(site.code.span(one), joined) for one in same if one in within]


def _listing(case: Case, site: Site, name: str) -> ast.Call | None:
    """Return the call that lists the names that a loop goes through."""
    for loop in site.loops_around:
        if ast.unparse(loop.target) != name:
            continue
        bound = case.binding(site, loop.iter)
        made = loop.iter if bound is None else bound.value
        if callee_of(made) == "sorted" and isinstance(made, ast.Call) and made.args:
            made = made.args[0]
        if isinstance(made, ast.ListComp) and ast.unparse(made.elt) == ast.unparse(
            made.generators[0].target
        ):
            made = made.generators[0].iter
        if isinstance(made, ast.Call) and callee(made) == "listdir":
            return made
    return None


async def members_within_folders(case: Case) -> AsyncIterator[Repair]:
    """Yield ``z.read("export/data.csv")`` where an archive has that name in one folder alone."""
    match = _NO_MEMBER.search(case.error.value)
    if match is None:
        return
    full = {
        node.value
        for cell in case.failure.document.cells
        for node in (case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ())
        if isinstance(node.value, str) and node.value.endswith(f"/{match['name']}")
    }
    for site in case.sites[:1] if len(full) == 1 else ():
        for node in site.nodes(ast.Constant):
            if literal(node) == match["name"]:
                quote = site.code.text(node)[-1]
                says = f'"{match["name"]}" is in a folder of the archive'
                change = site.code.span(node), f"{quote}{next(iter(full))}{quote}"
                yield repaired(site.cell, site.code, [change], says, "member_within_folder")
