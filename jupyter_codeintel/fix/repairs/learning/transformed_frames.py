"""Tables that a transformer gives back as arrays, and that are used as tables all the same."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.splits import split_of
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute

_NO_KEY = re.compile(r"^only integers, slices .* are valid indices")
_OF_FRAMES = frozenset(
    {"agg", "apply", "assign", "boxplot", "columns", "corr", "describe", "drop", "dtypes", "head",
     "hist", "iloc", "info", "insert", "isna", "isnull", "iterrows", "items", "join", "loc", "plot",
     "query", "sample", "select_dtypes", "set_index", "sort_values", "tail", "to_csv"}
)  # fmt: skip
_KEEPING = (
    "Binarizer", "IterativeImputer", "KNNImputer", "MaxAbsScaler", "MinMaxScaler", "Normalizer",
    "OrdinalEncoder", "PowerTransformer", "QuantileTransformer", "RobustScaler", "SimpleImputer",
    "StandardScaler",
)  # fmt: skip
"""What gives back a column for each column, in the same order."""
_FRAME = "pandas.core.frame.DataFrame"


class _Made(NamedTuple):
    """Where an array is made of a table, and by which transformer."""

    cell: str
    code: Code
    call: ast.Call


async def frames_of_transformed(case: Case) -> AsyncIterator[Repair]:
    """Yield the table of what a scaler or an imputer makes of one, with its columns."""
    missing, pandas = missing_attribute(case), case.name_of("pandas")
    is_used = missing is not None and missing[0] == "ndarray" and missing[1] in _OF_FRAMES
    if pandas is None or not (is_used or _NO_KEY.search(case.error.value)):
        return
    for site in case.sites[:1]:
        for node in _used(site, missing[1] if missing is not None else None):
            made = _made(case, site, node)
            if made is None or _is_used_as_array(case, node.id):
                continue
            changes = [
                change for call in _same(case, made) for change in _framed(made.code, call, pandas)
            ]
            says = "a transformer gives back an array, without the columns of the table"
            yield repaired(made.cell, made.code, changes, says, "frame_of_transformed")
            return


def _used(site: Site, attribute: str | None) -> Iterator[ast.Name]:
    """Yield the names that are used as tables in a failing statement."""
    for node in site.nodes(ast.Attribute if attribute is not None else ast.Subscript):
        owner = getattr(node, "value", None)
        is_meant = getattr(node, "attr", None) == attribute
        if isinstance(node, ast.Subscript):
            key = node.slice.elts[0] if isinstance(node.slice, ast.List) else node.slice
            is_meant = isinstance(getattr(key, "value", None), str)
        if is_meant and isinstance(owner, ast.Name):
            yield owner


def _made(case: Case, site: Site, node: ast.Name) -> _Made | None:
    """Return how a name came by its array, also as a part of what was split."""
    bound = case.binding(site, node)
    if bound is None:
        split = split_of(case, site, node)
        if split is None or not isinstance(split[3], ast.Name):
            return None
        cell, text, _, given = split
        bound = case.binding(Site(cell, text, given.lineno), given)
    if bound is None or not isinstance(bound.value, ast.Call):
        return None
    found = _Made(bound.cell, bound.code, bound.value)
    return found if _is_of_table(case, found.code, found.cell, found.call) else None


def _is_of_table(case: Case, text: Code, cell: str, call: ast.Call) -> bool:
    """Whether a call transforms a live table into one with the same columns."""
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="fit_transform" | "transform")):
            kind = callee_of(owner) or callee_of(getattr(owner, "value", None))
            if isinstance(owner, ast.Name):
                live = case.variable(owner.id)
                bound = case.binding(Site(cell, text, call.lineno), owner)
                kind = live.type.rpartition(".")[2] if live is not None else ""
                kind = kind if bound is None else callee_of(bound.value)
            return kind in _KEEPING and len(call.args) > 0 and _is_frame(case, call.args[0])
    return False


def _is_frame(case: Case, node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            live = case.variable(name)
            return live is not None and live.type == _FRAME
        case ast.Subscript(value=ast.Name() as owner, slice=ast.List()):
            return _is_frame(case, owner)
        case ast.Subscript(value=ast.Name() as owner, slice=ast.Name(id=name)):
            live = case.variable(name)
            is_listed = live is not None and live.type in ("list", "pandas.core.indexes.base.Index")
            return is_listed and _is_frame(case, owner)
    return False


def _same(case: Case, made: _Made) -> Iterator[ast.Call]:
    """Yield the calls of a cell by which the same transformer makes arrays of tables."""
    for node in made.code.nodes(ast.Assign):
        match node.value:
            case ast.Call(func=ast.Attribute(value=owner)) as call:
                own = getattr(made.call.func, "value", None)
                is_own = isinstance(own, ast.Name) and ast.unparse(owner) == ast.unparse(own)
                if call is made.call or is_own:
                    names = [one.id for one in node.targets if isinstance(one, ast.Name)]
                    is_fine = len(names) == len(node.targets) == 1
                    if not is_fine or _is_used_as_array(case, names[0]):
                        continue
                    if _is_of_table(case, made.code, made.cell, call):
                        yield call


def _framed(text: Code, call: ast.Call, pandas: str) -> Iterator[Change]:
    """Yield the pieces around a call that make a table of its array."""
    table, (start, end) = call.args[0], text.span(call)
    columns, rows = f"{text.text(table)}.columns", text.text(table)
    if isinstance(table, ast.Subscript):
        columns, rows = text.text(table.slice), text.text(table.value)
    yield (start, start), f"{pandas}.DataFrame("
    yield (end, end), f", columns={columns}, index={rows}.index)"


def _is_used_as_array(case: Case, name: str) -> bool:
    """Whether a name is indexed somewhere as only an array can be."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Subscript) if cell.type == "code" else ():
            if isinstance(node.value, ast.Name) and node.value.id == name:
                key = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
                is_word = isinstance(getattr(key, "value", ""), str)
                if isinstance(node.slice, ast.Tuple) or (
                    isinstance(key, ast.Constant) and not is_word
                ):
                    return True
    return False
