"""Dicts of an object that are called otherwise than the only one that it has."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.classes import attributes_set, line_of_bases
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute

_DICTS = ("Counter", "OrderedDict", "defaultdict", "dict")
_OF_DICTS = {"items", "keys", "values"}


async def only_attributes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``self.items.values()`` for ``self.stock.values()``, where objects have one dict alone.

    Nothing of the notebook may give them the other one.
    """
    missing = missing_attribute(case)
    owners = list(line_of_bases(case.failure, missing[0])) if missing is not None else []
    if missing is None or len(owners) != 1 or owners[0].node.bases:
        return
    cell, text, node = owners[0].cell, owners[0].code, owners[0].node
    known = attributes_set(node)
    own = [n for n in text.nodes(ast.Attribute, node) if n.attr == missing[1] and _is_own(n)]
    is_given = any(
        one.attr == missing[1] and isinstance(one.ctx, ast.Store)
        for other in case.failure.document.cells
        if other.type == "code"
        for one in case.code(other.id).nodes(ast.Attribute)
    )
    asked = {n.attr for n in text.nodes(ast.Attribute, node) if n.value in own}
    dicts = [n for n in text.nodes(ast.Assign, node) if callee_of(n.value) in _DICTS
             or isinstance(n.value, ast.Dict)]  # fmt: skip
    is_dict = bool(asked & _OF_DICTS) and len(dicts) == 1
    if len(known) == 1 and is_dict and not is_given:
        name = next(iter(known))
        changes = [(text.span(one), f"self.{name}") for one in own]
        says = f'"{node.name}" has "{name}", and no "{missing[1]}"'
        yield repaired(cell, text, changes, says, "only_attribute")


def _is_own(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"
