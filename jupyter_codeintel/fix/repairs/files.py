"""Files that are not there, where one with a like name is."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.spelling import meant


async def misplaced_files(case: Case) -> AsyncIterator[Repair]:
    """Yield the one file that has the name in another folder, or the nearest name in this one."""
    path = case.error.attributes.get("file", "")
    near = case.error.attributes.get("near_files", "").split("\n")
    real = _meant(path, near)
    if real is None:
        return
    names = {node.id for site in case.sites for node in site.nodes(ast.Name)}
    earlier = case.failure.flow.slice(names, before=case.failure.cell)
    cells = dict.fromkeys([*(site.cell for site in case.sites), *reversed(earlier)])
    for cell in cells:
        text = case.code(cell)
        changes = _changes(text, path, real)
        if changes:
            says = f'there is no file "{path}", but "{real}"'
            yield repaired(cell, text, changes, says, "misplaced_file")
            return


def _meant(path: str, near: list[str]) -> str | None:
    folder, _, name = path.rpartition("/")
    namesakes = [other for other in near if other.rpartition("/")[2] == name]
    if namesakes:
        return namesakes[0] if len(namesakes) == 1 else None
    beside = {other for other in near if other.rpartition("/")[0] == folder}
    return meant(path, beside)


def _changes(text: Code, path: str, real: str) -> list[Change]:
    """Return the changes of the whole path, else of its last part where only that differs."""
    whole = [(text.span(node), repr(real)) for node in _strings(text, path)]
    folder, _, name = path.rpartition("/")
    new_folder, _, new_name = real.rpartition("/")
    if whole or folder != new_folder:
        return whole
    return [(text.span(node), repr(new_name)) for node in _strings(text, name)]


def _strings(text: Code, value: str) -> list[ast.Constant]:
    return [node for node in text.nodes(ast.Constant) if node.value == value]
