"""Functions of a row that are given the columns of a frame, or the values of one column."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute
from jupyter_codeintel.fix.repairs.tables.kinds import frame_columns, frame_of

_NO_KEYS = re.compile(
    r"'(?:\w+\.)?(?:bool|float|int|Timestamp|NoneType)\d*' object is not subscriptable"
    r"|string indices must be integers|invalid index to scalar variable"
)
_AXIS = re.compile(r"(?:got an unexpected keyword argument 'axis'|takes no keyword arguments)")
_ROWS = (1, "columns")


class _Applied(NamedTuple):
    """A call of ``apply``, at which site, and the parts of a row that its function reads."""

    place: int
    site: Site
    call: ast.Call
    frame: ast.expr
    parts: frozenset[str]


async def functions_of_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df.apply(f, axis=1)`` where ``f`` reads columns of a row, and is given others.

    It is given each column in turn where there is no axis, and each value of ``df["a"]``.
    """
    missing = set(missing_keys(case.error)) | _missing_attributes(case)
    is_value = _NO_KEYS.search(case.error.value) is not None or bool(_missing_attributes(case))
    if not missing and not is_value and not _AXIS.search(case.error.value):
        return
    for one in _applied(case):
        columns = await frame_columns(case, one.place, one.frame)
        alone = await frame_of(case, one.place, one.frame)
        changes: list[Change] = []
        if alone is None and missing and missing <= columns and not _has_axis(one.call):
            changes = [with_option(one.site.code, one.call, "axis", "1")]
        elif alone is not None:
            rows = await frame_columns(case, one.place, alone[0])
            is_of_rows = bool(one.parts) and one.parts <= rows
            changes = list(_of_one_column(one, alone[0], is_value, is_of_rows))
        if changes:
            says = "the function takes a row, and is given something else"
            yield repaired(one.site.cell, one.site.code, changes, says, "function_of_rows")
            return


async def frames_for_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``row["a"]`` for ``df["a"]`` in a function that is applied to the rows of ``df``."""
    if "truth value of a Series is ambiguous" not in case.error.value:
        return
    for one in _applied(case):
        if not _has_axis(one.call) or not isinstance(one.frame, ast.Name):
            continue
        function, inner = _function(case, one.call.args[0]), case.sites[0]
        row = [*function.args.posonlyargs, *function.args.args] if function is not None else []
        columns = await frame_columns(case, one.place, one.frame)
        is_there = any(node is function for node in inner.code.nodes(ast.AST))
        if function is None or len(row) != 1 or not columns or not is_there:
            continue
        whole = set(_of_whole_columns(inner, function))
        changes = [
            (inner.code.span(node.value), row[0].arg)
            for node in inner.code.nodes(ast.Subscript, function)
            if _is_of(node, one.frame.id, columns) and node not in whole
        ]
        used = [n for n in inner.code.nodes(ast.Name, function) if n.id == one.frame.id]
        if changes and len(changes) == len(used) and row[0].arg != one.frame.id:
            says = f'the function takes a row, and reads the columns of "{one.frame.id}"'
            yield repaired(inner.cell, inner.code, changes, says, "frame_for_row")
            return


def _of_whole_columns(site: Site, function: ast.AST) -> Iterator[ast.AST]:
    """Yield what methods are taken of, and what other functions are given."""
    for node in site.code.nodes(ast.Attribute, function):
        yield node.value
    for call in site.code.nodes(ast.Call, function):
        yield from call.args


def _is_of(node: ast.Subscript, frame: str, columns: frozenset[str]) -> bool:
    is_of_frame = isinstance(node.value, ast.Name) and node.value.id == frame
    return is_of_frame and getattr(node.slice, "value", None) in columns


def _of_one_column(
    one: _Applied, frame: ast.expr, is_value: bool, is_of_rows: bool
) -> Iterator[Change]:
    """Yield the changes of ``df["a"].apply(f)``: the frame's rows, or no axis."""
    text = one.site.code
    if is_of_rows and (is_value or _has_axis(one.call)):
        yield (text.span(frame)[1], text.span(one.frame)[1]), ""
        if not _has_axis(one.call):
            yield with_option(text, one.call, "axis", "1")
    elif _has_axis(one.call) and not is_value:
        axis = next(word for word in one.call.keywords if word.arg == "axis")
        before = [node for node in (*one.call.args, *one.call.keywords)
                  if text.span(node) < text.span(axis)]  # fmt: skip
        yield (max(text.span(node)[1] for node in before), text.span(axis)[1]), ""


def _has_axis(call: ast.Call) -> bool:
    return len(call.args) > 1 or any(word.arg == "axis" for word in call.keywords)


def _missing_attributes(case: Case) -> set[str]:
    """Return the column that is taken as an attribute of a row which is none."""
    missing = missing_attribute(case)
    kinds = ("Series", "float", "int", "str", "Timestamp", "bool", "NoneType")
    return {missing[1]} if missing is not None and missing[0] in kinds else set()


def _applied(case: Case) -> Iterator[_Applied]:
    """Yield the calls of ``apply`` that an error came through, with what their rows have."""
    for place, site in enumerate(case.sites):
        for call in site.nodes(ast.Call):
            match call:
                case ast.Call(func=ast.Attribute(value=frame, attr="apply"), args=[given, *_]):
                    parts = frozenset(_parts(case, given))
                    yield _Applied(place, site, call, frame, parts)


def _parts(case: Case, given: ast.expr) -> Iterator[str]:
    """Yield the keys and attributes that a function takes of its first argument."""
    function = _function(case, given)
    row = [*function.args.posonlyargs, *function.args.args][:1] if function is not None else []
    if function is None or not row:
        return
    called = {node.func for node in ast.walk(function) if isinstance(node, ast.Call)}
    for node in ast.walk(function):
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))):
                found = key
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if node not in called:
                found = attribute
            case _:
                continue
        if name == row[0].arg:
            yield found


def _function(case: Case, given: ast.expr) -> ast.FunctionDef | ast.Lambda | None:
    """Return the function that ``apply`` is given."""
    if isinstance(given, ast.Lambda):
        return given
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    found = [
        node
        for cell in cells
        for node in case.code(cell).nodes(ast.FunctionDef)
        if isinstance(given, ast.Name) and node.name == given.id
    ]
    return found[-1] if found else None
