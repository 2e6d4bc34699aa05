"""Entries of a dict that are asked for by ``get``, and added to before they are there."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_NONE_AND = re.compile(
    r"unsupported operand type\(s\) for (?P<op>\+|-|\|)=?: "
    r"(?:'NoneType' and '(?P<right>\w+)'|'(?P<left>\w+)' and 'NoneType')"
)
_STARTS = {
    "int": "0", "float": "0", "complex": "0", "str": "''", "list": "[]", "tuple": "()",
    "set": "set()",
}  # fmt: skip


async def first_counts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``d[k] = d.get(k, 0) + 1`` for ``d[k] = d.get(k) + 1``."""
    match = _NONE_AND.search(case.error.value)
    start = _STARTS.get(match["right"] or match["left"]) if match is not None else None
    if start is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not _is_own_entry(site, call):
                continue
            end = site.code.span(call.args[0])[1]
            shown = '""' if start == "''" and '"' in site.code.source else start
            says = "an entry that is not there yet has no value to begin with"
            change = (end, end), f", {shown}"
            yield repaired(site.cell, site.code, [change], says, "first_count")


def _is_own_entry(site: Site, call: ast.Call) -> bool:
    """Whether a call gets the entry of a dict that the statement sets."""
    match site.statement, call:
        case (
            ast.Assign(targets=[ast.Subscript(value=owner, slice=key)]),
            ast.Call(func=ast.Attribute(value=asked, attr="get"), args=[given], keywords=[]),
        ):
            return ast.unparse(owner) == ast.unparse(asked) and (
                ast.unparse(key) == ast.unparse(given)
            )
    return False
