"""Tables with columns of words that a regression is given, whose coefficients are looked at."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.base_uses import below_of
from jupyter_codeintel.fix.repairs.learning.base_words import told_base
from jupyter_codeintel.fix.repairs.learning.categories import categories_of
from jupyter_codeintel.fix.repairs.learning.splits import split_of
from jupyter_codeintel.fix.repairs.written import written

_TEXTS = re.compile(
    r"could not convert string to float: (?:np\.str_\()?['\"][^\W\d_]"
    r"|Pandas data cast to numpy dtype of object"
)
_MODELS = ("GLM", "GLS", "Logit", "OLS", "Poisson", "Probit", "RLM", "WLS")
_DEEPEST = 4


class _Table(NamedTuple):
    """Where a table is written, and the names of what it becomes."""

    site: Site
    node: ast.expr
    names: frozenset[str]


async def columns_for_levels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``pd.get_dummies(table, drop_first=True, dtype=float)`` for a table with words.

    It is for regressions with an intercept, which stands for the level that is left out.
    """
    pandas = case.name_of("pandas")
    if not _TEXTS.search(case.error.value) or pandas is None:
        return
    for site in case.sites[:1]:
        given = _given(case, site)
        table = _table(case, _Table(site, given, frozenset()), 0) if given is not None else None
        columns = _columns(case, table) if table is not None else []
        if table is None or not columns or not _is_asked_alike(case, table.names):
            continue
        if not _names_its_results(site) and _are_named_otherwise(case, table, columns):
            continue
        text, base = table.site.code, _base(case, site, table, columns)
        shown = f"{pandas}.get_dummies({text.text(table.node)}"
        new = f"{shown}, drop_first=True, dtype=float)"
        if base is not None:
            quote = "'" if "'" in text.source and '"' not in text.source else '"'
            new = f"{shown}, dtype=float).drop(columns={quote}{columns[0]}_{base}{quote})"
        says = f'"{columns[0]}" holds words, which a regression takes as columns of 0 and 1'
        change = text.span(table.node), new
        yield repaired(table.site.cell, text, [change], says, "columns_for_levels")


def _given(case: Case, site: Site) -> ast.expr | None:
    """Return the table that a regression is given."""
    for call in site.nodes(ast.Call):
        if callee(call) in _MODELS:
            named = [word.value for word in call.keywords if word.arg == "exog"]
            return next(iter([*call.args[1:2], *named]), None)
        if callee(call) == "fit" and isinstance(call.func, ast.Attribute) and call.args:
            owner = call.func.value
            bound = case.binding(site, owner)
            made = bound.value if bound is not None else owner
            if isinstance(made, ast.Call) and callee(made) == "LinearRegression":
                return call.args[0] if not made.args and not made.keywords else None
    return None


def _table(case: Case, found: _Table, depth: int) -> _Table | None:
    """Return where the table is written that something is made of."""
    site, node = found.site, found.node
    if depth > _DEEPEST:
        return None
    match node:
        case ast.Call(args=[inner, *_]) if callee(node) == "add_constant":
            return _table(case, found._replace(node=inner), depth + 1)
        case ast.Call(func=ast.Attribute(attr="drop")) | ast.Subscript():
            return found
        case ast.Name(id=name):
            names = found.names | {name}
            split = split_of(case, site, node)
            if split is not None:
                cell, text, parts, given = split
                above = Site(cell, text, given.lineno)
                return _table(case, _Table(above, given, names | parts), depth + 1)
            bound = case.binding(site, node)
            if bound is not None:
                return _table(case, _Table(bound.site, bound.value, names), depth + 1)
    return None


def _columns(case: Case, table: _Table) -> list[str]:
    """Return the columns of words of a table as it is written."""
    match table.node:
        case ast.Call(func=ast.Attribute(value=whole, attr="drop"), keywords=words):
            given = [literal(word.value) for word in words if word.arg == "columns"]
            left = [one for some in given for one in (some if isinstance(some, list) else [some])]
            return [one for one in _of(case, table.site, whole) if one not in left] if left else []
        case ast.Subscript(value=whole, slice=key):
            place, frame = handed(case, 0, whole)
            at = case.sites[place] if frame is not whole else table.site
            node = ast.copy_location(ast.Subscript(frame, key, ast.Load()), table.node)
            return _of(case, at, node)
    return []


def _of(case: Case, site: Site, node: ast.expr) -> list[str]:
    place, given = handed(case, 0, node)
    return categories_of(case, case.sites[place] if given is not node else site, given)


def _base(case: Case, site: Site, table: _Table, columns: list[str]) -> str | None:
    """Return the level that the words compare others with, where another one would be left out."""
    if len(columns) > 1:
        return None
    values = written(case, table.site, root(table.node), columns[0]).values
    levels = sorted({value for value in values if isinstance(value, str)})
    base = told_base(case, site, levels)
    return base if base in levels[1:] else None


def _names_its_results(site: Site) -> bool:
    """Whether coefficients come with the names of their columns, as those of statsmodels do."""
    return any(callee(call) in _MODELS for call in site.nodes(ast.Call))


def _are_named_otherwise(case: Case, table: _Table, columns: list[str]) -> bool:
    """Whether coefficients are taken by their places, or named by other than the table."""
    below = [case.code(cell) for cell in below_of(case)]
    own = set(ast.walk(table.node))
    key = table.node.slice if isinstance(table.node, ast.Subscript) else None
    listed = key.id if isinstance(key, ast.Name) else None
    for node in (node for text in below for node in text.nodes(ast.expr)):
        match node:
            case ast.Subscript(value=ast.Attribute(attr="coef_")):
                return True
            case ast.Name(id=name) if name == listed and node not in own:
                return True
            case ast.Constant(value=str(name)) if name in columns and node not in own:
                return True
    return not table.names


def _is_asked_alike(case: Case, names: frozenset[str]) -> bool:
    """Whether a model is asked about nothing but the parts of the table."""
    cells = [
        case.code(cell.id) if cell.type == "code" else Code("")
        for cell in case.failure.document.cells
    ]
    asked = [
        call.args[0]
        for text in cells
        for call in text.nodes(ast.Call)
        if callee(call) in ("predict", "get_prediction") and call.args
    ]
    return all(root(one) in names for one in asked)
