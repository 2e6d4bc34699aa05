"""Rows drawn at random by a function that draws single values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.live_kinds import kind_at
from jupyter_codeintel.fix.repairs.ways import Way, argument, of_calls, rule_of
from jupyter_codeintel.fix.repairs.words import words_near
from jupyter_codeintel.fix.repairs.written import free_name

_OF_ROWS = re.compile(
    r"\b(?:bootstrap\w*|colou?rs?|coordinates?|customers?|pairs?|patients?|persons?|people|points?"
    r"|positions?|records?|rows?|samples?|starting (?:points?|centres?|centers?)|students?)\b"
)
_OF_VALUES = re.compile(r"\b(?:cells?|elements?|entr(?:y|ies)|pixels?|single values?)\b")


def _by_place(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield places that are drawn, and the rows there, where whole rows are meant."""
    table = argument(call, 0, "a")
    if not isinstance(table, ast.Name | ast.Attribute) or not _are_rows_meant(case, site, call):
        return
    kind = _kind(case, site, table)
    shown, (first, last) = site.code.text(table), site.code.span(call)
    yield site.code.span(table), f"len({shown})"
    if kind in ("list", "tuple"):
        name = free_name(case, "i", "place", "at")
        has_size = len(call.args) > 1 or any(word.arg == "size" for word in call.keywords)
        several = f"[{shown}[{name}] for {name} in ", "]"
        before, behind = several if has_size else (f"{shown}[", "]")
    else:
        before, behind = f"{shown}{'.iloc' if kind == 'DataFrame' else ''}[", "]"
    yield (first, first), before
    yield (last, last), behind


def _kind(case: Case, site: Site, table: ast.expr) -> str:
    told = told_of(case.failure, site, table.id) if isinstance(table, ast.Name) else None
    kind = told.split(" ")[0].strip(",").rpartition(".")[2] if told else kind_at(case, site, table)
    return kind or "ndarray"


def _are_rows_meant(case: Case, site: Site, call: ast.Call) -> bool:
    """Whether columns are taken of what is drawn, it is taken apart, or the words say rows."""
    names: set[str] = set()
    match site.statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if value is call:
            names = {name}
        case ast.Assign(targets=[ast.Tuple() | ast.List()], value=value) if value is call:
            return True
    for node in site.code.nodes(ast.Subscript, site.inside):
        is_column = isinstance(node.slice, ast.Tuple) and isinstance(node.slice.elts[0], ast.Slice)
        if is_column and isinstance(node.value, ast.Name) and node.value.id in names:
            return True
    told = words_near(case, site)
    return _OF_ROWS.search(told) is not None and _OF_VALUES.search(told) is None


drawn_rows = rule_of(
    Way(
        r"^ValueError: '?a'? must be 1-dimensional",
        of_calls(("choice",), _by_place),
        "a row is drawn by its place",
        "drawn_rows",
    )
)
"""Yields ``people[np.random.choice(len(people), size=n)]``."""
