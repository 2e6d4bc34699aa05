"""Columns of frames whose rows have other labels, and conditions of any or all rows."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from functools import partial

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.kinds import frame_columns, frame_of, is_column
from jupyter_codeintel.fix.repairs.words import told_near

_OTHER_LABELS = "Can only compare identically-labeled Series objects"
_OTHER_ROWS = "Unalignable boolean Series provided as indexer"
_AMBIGUOUS = "The truth value of a Series is ambiguous"
_IF = r"\b(?:if|whether|when)\s+(?:there (?:are|is)\s+)?"
_ANY = re.compile(rf"{_IF}(?:any|an? \w{{3,}}|at least one|one|some)\b", re.IGNORECASE)
_ALL = re.compile(rf"{_IF}(?:all|each|every)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|every)\b", re.IGNORECASE)
_MIXED = ("groupby", "merge", "pivot", "pivot_table", "sample", "set_index", "sort_index",
          "sort_values", "value_counts")  # fmt: skip


async def columns_by_place(case: Case) -> AsyncIterator[Repair]:
    """Yield ``a["x"] != b["x"].values`` for columns of two frames with as many rows each.

    Where the rows of one were put in another order or have names, it is not clear which
    belong together, and nothing is proposed.
    """
    if _OTHER_LABELS not in case.error.value:
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Compare):
            if len(node.comparators) != 1:
                continue
            parts = [await frame_of(case, 0, one) for one in (node.left, node.comparators[0])]
            frames = [part[0] for part in parts if part is not None]
            names = [one.id for one in frames if isinstance(one, ast.Name)]
            live = [case.variable(name) for name in names]
            sizes = {one.shape[0] if one and one.shape else -1 for one in live}
            is_other = len(names) == len(set(names)) == 2 and len(sizes) == 1 and -1 not in sizes
            if is_other and not any(_is_mixed(case, site, frame) for frame in frames):
                end = site.code.span(node)[1]
                says = "the rows are compared by their place, as their labels are not the same"
                yield repaired(site.cell, site.code, [((end, end), ".values")], says, "by_place")
                return


def _is_mixed(case: Case, site: Site, frame: ast.expr) -> bool:
    """Whether the rows of a frame have names, or are not in the order they were made in."""
    bound = case.binding(site, frame)
    calls = list(bound.code.nodes(ast.Call, bound.value)) if bound is not None else []
    for cell in case.failure.document.cells:
        if cell.type == "code":
            calls += filter(partial(_is_in_place, frame), case.code(cell.id).nodes(ast.Call))
    return any(callee(call) in _MIXED or _has_names(call) for call in calls)


def _is_in_place(frame: ast.expr, call: ast.Call) -> bool:
    """Whether a call changes a frame itself."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    is_own = isinstance(owner, ast.Name) and ast.dump(owner) == ast.dump(frame)
    return is_own and any(word.arg == "inplace" for word in call.keywords)


def _has_names(call: ast.Call) -> bool:
    """Whether rows are made with labels that are no numbers."""
    given = [word.value for word in call.keywords if word.arg in ("index", "index_col")]
    labels = [literal(node) for node in given]
    return any(
        not isinstance(label, list) or not all(isinstance(one, int) for one in label)
        for label in labels
    )


async def rows_of_the_condition(case: Case) -> AsyncIterator[Repair]:
    """Yield ``tea[tea["n"] > 1]`` for ``sales[tea["n"] > 1]``, where "tea" is a part of "sales"."""
    if _OTHER_ROWS not in case.error.value:
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            of = node.value.value if isinstance(node.value, ast.Attribute) else node.value
            mask = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            if not isinstance(of, ast.Name) or not isinstance(node.ctx, ast.Load):
                continue
            frames = [name for name in names_in(mask) if await _is_frame(case, name)]
            bound = case.binding(site, ast.Name(frames[0], ast.Load())) if frames else None
            if len(frames) == 1 and bound is not None and of.id in names_in(bound.value):
                says = f'the condition is of the rows of "{frames[0]}"'
                change = site.code.span(of), frames[0]
                yield repaired(site.cell, site.code, [change], says, "rows_of_condition")
                return


async def _is_frame(case: Case, name: str) -> bool:
    return bool(await frame_columns(case, 0, ast.Name(name, ast.Load())))


async def told_quantifiers(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if (df["a"] == 0).any():`` where the words say "if one is", ``all`` likewise."""
    if _AMBIGUOUS not in case.error.value:
        return
    for site in case.sites[:1]:
        test = site.statement.test if isinstance(site.statement, ast.If) else None
        match test:
            case ast.Compare(left=column, ops=[_], comparators=[_]):
                shown = f"({site.code.text(test)})"
            case ast.Call(func=ast.Attribute(value=column)):
                shown = site.code.text(test)
            case _:
                continue
        name = _quantifier(case, site)
        if name and isinstance(column, ast.Subscript) and await is_column(case, 0, column):
            says = f'the words say that it is so if "{name}" of the values are'
            change = site.code.span(test), f"{shown}.{name}()"
            yield repaired(site.cell, site.code, [change], says, "told_quantifier")


def _quantifier(case: Case, site: Site) -> str:
    """Return what the nearest words say: any, or all; nothing if both or none."""
    for words in told_near(case, site):
        found = [name for name, said in (("any", _ANY), ("all", _ALL)) if said.search(words)]
        if found:
            is_each = found[0] == "any" and _EACH.search(words)
            return found[0] if len(found) == 1 and not is_each else ""
    return ""
