"""Columns of categories that a linear model is given as texts."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.learning.estimators import ASKS
from jupyter_codeintel.fix.repairs.learning.splits import split_of
from jupyter_codeintel.fix.repairs.written import written

_NO_NUMBER = re.compile(r"could not convert string to float: (?:np\.str_\()?['\"](?P<text>.*)['\"]")
_WORD = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)?")
_TEXTS = ("object", "str", "string", "category")
_FRAME = "pandas.core.frame.DataFrame"
_MODELS = ("LinearRegression",)
"""For these all ways to tell categories apart by numbers of 0 and 1 come to the same."""
_IN_ORDER = frozenset(
    {"bad", "poor", "basic", "beginner", "big", "cold", "easy", "expert", "fair", "good", "great",
     "high", "hot", "junior", "large", "low", "medium", "mild", "moderate", "never", "often",
     "hard", "premium", "primary", "senior", "severe", "small", "sometimes", "strong", "weak"}
)  # fmt: skip
_PARTS = {"make_column_transformer": "sklearn.compose", "make_pipeline": "sklearn.pipeline",
          "OneHotEncoder": "sklearn.preprocessing"}  # fmt: skip


async def encoded_categories(case: Case) -> AsyncIterator[Repair]:
    """Yield a pipeline that encodes the columns of words, for a model that is given them as such.

    Each column has to be written in the notebook, and a word in it to be there more than once.
    """
    match = _NO_NUMBER.search(case.error.value)
    if match is None or not _WORD.fullmatch(match["text"]):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "fit" or not isinstance(call.func, ast.Attribute) or not call.args:
                continue
            owner = call.func.value
            bound = case.binding(site, owner)
            cell, text, made = site.cell, site.code, owner
            if bound is not None:
                cell, text, made = bound.cell, bound.code, bound.value
            columns = categories_of(case, site, call.args[0])
            if columns and _is_model(made) and _is_only_asked(case, _name(owner, site)):
                changes = [(text.span(made), _pipeline(text, made, columns))]
                if lines := "\n".join(_imports(case, text)):
                    changes.append(inserted_import(text, lines))
                says = f'"{columns[0]}" holds words, which a model can only learn from as columns'
                yield repaired(cell, text, changes, says, "encoded_categories")


def _pipeline(text: Code, made: ast.expr, columns: list[str]) -> str:
    """Return the text of a model that encodes some columns first."""
    quote = "'" if "'" in text.source and '"' not in text.source else '"'
    listed = ", ".join(f"{quote}{name}{quote}" for name in columns)
    encoder = f"OneHotEncoder(handle_unknown={quote}ignore{quote})"
    rest = f"remainder={quote}passthrough{quote}"
    encoded = f"make_column_transformer(({encoder}, [{listed}]), {rest})"
    return f"make_pipeline({encoded}, {text.text(made)})"


def _is_model(made: ast.expr) -> bool:
    return isinstance(made, ast.Call) and callee(made) in _MODELS


def _imports(case: Case, text: Code) -> Iterator[str]:
    """Yield the imports that a cell lacks."""
    known = {
        alias.asname or alias.name for node in text.nodes(ast.ImportFrom) for alias in node.names
    }
    for name, module in _PARTS.items():
        if name not in known and case.variable(name) is None:
            yield f"from {module} import {name}"


def categories_of(case: Case, site: Site, table: ast.expr) -> list[str]:
    """Return the columns of words of a table, if it has such and no other texts."""
    chosen: list[str] | None = None
    if isinstance(table, ast.Subscript):
        names = literal(table.slice)
        bound = case.binding(site, table.slice)
        names = literal(bound.value) if bound is not None else names
        if not isinstance(names, list):
            return []
        chosen, table = names, table.value
    live = case.variable(table.id) if isinstance(table, ast.Name) else None
    if live is None or live.type != _FRAME or not live.all_keys or not isinstance(table, ast.Name):
        return []
    kinds = dict(live.columns)
    found = [name for name in chosen or kinds if kinds.get(name) in _TEXTS]
    return found if all(_are_words(case, site, table, name) for name in found) else []


def _are_words(case: Case, site: Site, table: ast.Name, column: str) -> bool:
    """Whether a column is written with words, of which one at least comes again.

    Words with an order, ``low`` and ``high``, may be meant to be numbers.
    """
    values = written(case, site, table.id, column).values
    split = split_of(case, site, table) if not values else None
    for name in names_in(split[3]) if split is not None else ():
        above = Site(split[0], split[1], site.line) if split is not None else site
        values = values or written(case, above, name, column).values
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) != len(values) or len(set(texts)) == len(texts):
        return False
    has_order = len(set(texts)) > 2 and any(text.lower() in _IN_ORDER for text in texts)
    return not has_order and all(map(_WORD.fullmatch, texts))


def _name(owner: ast.expr, site: Site) -> str:
    """Return the name of a model, also of one that is fitted where it is made."""
    match (owner, site.statement):
        case (ast.Name(id=name), _) | (_, ast.Assign(targets=[ast.Name(id=name)])):
            return name
    return ""


def _is_only_asked(case: Case, name: str) -> bool:
    """Whether nothing is done with a model but to fit it and to ask it about tables."""
    cells = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    uses = [
        node
        for text in cells
        for node in text.nodes(ast.Name)
        if node.id == name and isinstance(node.ctx, ast.Load)
    ]
    asked = [
        call.func.value
        for text in cells
        for call in text.nodes(ast.Call)
        if isinstance(call.func, ast.Attribute)
        and callee(call) in (*ASKS, "fit")
        and call.args
        and _may_be_frame(case, call.args[0])
    ]
    return name != "" and set(uses) <= set(asked)


def _may_be_frame(case: Case, node: ast.expr) -> bool:
    """Whether an expression is a table with names of columns, as far as it is known."""
    match node:
        case ast.Name(id=name):
            live = case.variable(name)
            return live is None or live.type == _FRAME
        case ast.Subscript(value=inner) | ast.Attribute(value=inner, attr="loc" | "iloc"):
            return _may_be_frame(case, inner)
        case ast.Call():
            return callee(node) == "DataFrame"
    return False
