"""Fields that have one name in some records and another one in the rest."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_ALIKE = 3
"""Letters that begin both names of one field."""


async def renamed_fields(case: Case) -> AsyncIterator[Repair]:
    """Yield ``r["temp"] if "temp" in r else r["temperature"]`` where each record has one of both.

    That both are one field is told by a sentence that has the two names, or by their first
    letters.
    """
    missing = missing_keys(case.error) if case.is_a("KeyError") else ()
    for site in case.sites[:1] if len(missing) == 1 else ():
        key = missing[0]
        asked = [
            node
            for node in site.nodes(ast.Subscript)
            if literal(node.slice) == key
            and isinstance(node.value, ast.Name)
            and isinstance(node.ctx, ast.Load)
        ]
        others = {other for records in _records(case) for other in _others(case, records, key)}
        if asked and len(others) == 1:
            other = others.pop()
            changes = [_either(site, node, other) for node in asked]
            says = f'some records have "{other}" in place of "{key}"'
            yield repaired(site.cell, site.code, changes, says, "renamed_field")


def _records(case: Case) -> Iterator[list[frozenset[object]]]:
    """Yield the keys of the records in each list that a cell writes out."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.List) if cell.type == "code" else ():
            rows = [frozenset(map(literal, filter(None, one.keys)))
                    for one in node.elts if isinstance(one, ast.Dict)]  # fmt: skip
            if len(rows) == len(node.elts) > 1:
                yield rows


def _others(case: Case, records: list[frozenset[object]], key: object) -> Iterator[str]:
    """Yield what all records without a key have, and none of those with it."""
    having = [keys for keys in records if key in keys]
    lacking = [keys for keys in records if key not in keys]
    if not having or not lacking:
        return
    for other in frozenset.intersection(*lacking) - frozenset[object]().union(*having):
        if isinstance(other, str) and _are_one(case, str(key), other):
            yield other


def _are_one(case: Case, one: str, other: str) -> bool:
    if one[:_ALIKE].casefold() == other[:_ALIKE].casefold() and min(len(one), len(other)) >= _ALIKE:
        return True
    sentences = (part for text in all_words(case) for part in re.split(r"[.;\n]", text))
    return any(
        all(re.search(rf"\b{re.escape(name)}\b", said) for name in (one, other))
        for said in sentences
    )


def _either(site: Site, node: ast.Subscript, other: str) -> Change:
    record, key = site.code.text(node.value), site.code.text(node.slice)
    new = f"{record}[{key}] if {key} in {record} else {record}[{key[0]}{other}{key[0]}]"
    alone = (getattr(one, "elt", getattr(one, "value", None)) for one in site.nodes(ast.AST))
    return site.code.span(node), new if node in alone else f"({new})"
