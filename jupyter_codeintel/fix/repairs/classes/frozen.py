"""Objects of a dataclass in a set, or as keys of a dict, for which they must not change."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_UNHASHABLE = re.compile(r"unhashable type: '(?:[\w.]+\.)?(?P<name>\w+)'")
_MARK = re.compile(r"(?:\w+\.)?dataclass(?:\(\))?")
_UNHASHABLE_FIELDS = re.compile(r"\b(?:list|List|dict|Dict|set|Set|ndarray|DataFrame|Series)\b")


async def frozen_in_sets(case: Case) -> AsyncIterator[Repair]:
    """Yield ``@dataclass(frozen=True)`` where no field of such an object is ever set."""
    match = _UNHASHABLE.search(case.error.value)
    if match is None:
        return
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    for cell in cells:
        text = case.code(cell)
        for node in text.nodes(ast.ClassDef):
            marks = [one for one in node.decorator_list if _MARK.fullmatch(ast.unparse(one))]
            fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
            if node.name != match["name"] or not marks or node.bases or not fields:
                continue
            names = {ast.unparse(one.target) for one in fields}
            kinds = " ".join(ast.unparse(one.annotation) for one in fields)
            has_own = any(getattr(one, "name", "") in ("__eq__", "__hash__") for one in node.body)
            if has_own or _UNHASHABLE_FIELDS.search(kinds) or _are_set(case, cells, names):
                continue
            start, end = text.span(marks[0])
            mark = text.text(marks[0]).removesuffix("()")
            says = f'a "{node.name}" that never changes can be in a set'
            change = (start, end), f"{mark}(frozen=True)"
            yield repaired(cell, text, [change], says, "frozen_in_set")


def _are_set(case: Case, cells: list[str], names: set[str]) -> bool:
    """Whether an attribute of such a name is set somewhere."""
    return any(
        isinstance(node.ctx, ast.Store | ast.Del) and node.attr in names
        for cell in cells
        for node in case.code(cell).nodes(ast.Attribute)
    )
