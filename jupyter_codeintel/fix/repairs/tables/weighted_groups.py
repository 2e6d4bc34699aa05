"""Means of groups that the words want weighted with another column."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.words import all_words

_WEIGHTED = r"\bweight(?:ed|s|ing)?\b[^.;]{{0,20}}?\b(?:with|by)\b (?:the |its |their )?{name}\b"
_BEFORE = r"\b{name}[- ]weighted\b"


async def means_of_weighted_groups(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(t["x"] * t["w"]).groupby(t["k"]).sum() / t.groupby("k")["w"].sum()``.

    That is for the mean of groups, where a check fails and the words tell the weights.
    """
    words = " ".join(" ".join(all_words(case)).lower().split())
    if not case.is_a("AssertionError") or "weight" not in words:
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [
        (cell, call, parts, weight)
        for cell in cells
        for call, parts in _means(Site(cell, case.code(cell), 0))
        if (weight := _weight(case, parts, words)) is not None
    ]
    if len(found) == 1:
        cell, call, (table, key, column), weight = found[0]
        text = case.code(cell)
        key, column, weight = (quoted(text, one) for one in (key, column, weight))
        whole = f"({table}[{column}] * {table}[{weight}]).groupby({table}[{key}]).sum()"
        new = f"{whole} / {table}.groupby({key})[{weight}].sum()"
        if not _is_alone(text.tree, call):
            new = f"({new})"
        says = f"the means of the groups are weighted with {weight}"
        yield repaired(cell, text, [(text.span(call), new)], says, "weighted_groups")


def _means(site: Site) -> Iterator[tuple[ast.Call, tuple[str, str, str]]]:
    """Yield the means of one column of groups: the table, the key, the column."""
    for call in site.code.nodes(ast.Call):
        match call:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Subscript(
                        value=ast.Call(
                            func=ast.Attribute(value=ast.Name(id=table)), args=[by]
                        ) as grouped,
                        slice=ast.Constant(value=str(column)),
                    ),
                    attr="mean",
                ),
                args=[],
                keywords=[],
            ) if callee_of(grouped) == "groupby" and not grouped.keywords:
                key = literal(by)
                if isinstance(key, str):
                    yield call, (table, key, column)


def _weight(case: Case, parts: tuple[str, str, str], words: str) -> str | None:
    """Return the one other column that the words name for weights."""
    table, key, column = parts
    live = case.variable(table)
    columns = live.columns if live is not None else ()
    others = [name for name, kind in columns
              if name not in (key, column) and kind.startswith(("int", "float"))]  # fmt: skip
    ways = (_WEIGHTED, _BEFORE)
    found = [
        name
        for name in others
        if any(re.search(way.format(name=_words(name)), words) for way in ways)
    ]
    return found[0] if len(found) == 1 else None


def _words(name: str) -> str:
    """Return a pattern of the words for a column, with its unit and without."""
    whole = re.escape(name.lower()).replace("_", "[ _]?")
    first = re.escape(name.lower().split("_")[0].removesuffix("s"))
    return rf"(?:{whole}|{first}s?)"


def _is_alone(tree: ast.AST, call: ast.Call) -> bool:
    """Whether a value is all that a name is set to."""
    return any(node.value is call for node in ast.walk(tree) if isinstance(node, ast.Assign))
