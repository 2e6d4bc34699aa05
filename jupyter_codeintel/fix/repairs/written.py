"""The values that a frame's column is written with in the notebook."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import binding
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case

_DEEPEST = 4
_ZEROS = re.compile(r"0(\d+)d?")


class Written(NamedTuple):
    """The values of a column, or the width that its numbers are filled up to with zeros."""

    values: list[object]
    width: int | None


def written(case: Case, site: Site, frame: str, column: str) -> Written:
    """Return what a frame's column is written with; nothing if it is made otherwise."""
    widths: set[int | None] = set()
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Assign) if cell.type == "code" else ():
            if any(_is_column(target, frame, column) for target in node.targets):
                widths.add(_width(node.value))
    if widths:
        width = widths.pop() if len(widths) == 1 else None
        return Written([], width) if width is not None else Written([None], None)
    found = list(_values(case, site, frame, column, 0))
    widths = {_width(node) for node in found if isinstance(node, ast.expr)}
    if len(widths) == 1 and (width := widths.pop()) is not None:
        return Written([], width)
    values = [literal(one) if isinstance(one, ast.expr) else one for one in found]
    return Written(values, None)


def in_written_order(case: Case, site: Site, frame: str, column: str) -> list[object]:
    """Return the values of a column as they are written, also those that are read as dates."""
    found: list[object] = []
    for one in _values(case, site, frame, column, 0):
        match one:
            case ast.Call(args=[ast.List() as several, *_]):
                found += (literal(part) for part in several.elts)
            case ast.Call(args=[ast.Constant(value=value)]):
                found.append(value)
            case ast.expr():
                found.append(literal(one))
            case _:
                found.append(one)
    return found


def _is_column(node: ast.expr, frame: str, column: str) -> bool:
    match node:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=key)):
            return (name, key) == (frame, column)
    return False


def _width(node: ast.expr) -> int | None:
    """Return the width that a text is filled up to with zeros: of ``f"{n:03d}"`` it is 3."""
    match node:
        case ast.ListComp(elt=one):
            return _width(one)
        case ast.Call(func=ast.Attribute(attr="zfill"), args=[ast.Constant(value=int(width))]):
            return width
        case ast.JoinedStr(
            values=[
                ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=spec)]))
            ]
        ):
            match = _ZEROS.fullmatch(str(spec))
            return int(match[1]) if match is not None else None
    return None


def _values(
    case: Case, site: Site, name: str, column: str, depth: int
) -> Iterator[ast.expr | str | int]:
    """Yield what stands under a column's name in the literals that a variable is made of."""
    bound = binding(case.failure, site, name)
    if bound is None or depth == _DEEPEST:
        return
    above = bound.site
    options = {
        inner
        for word in bound.code.nodes(ast.keyword, bound.value)
        if word.arg != "data"
        for inner in ast.walk(word.value)
    }
    for node in ast.walk(bound.value):
        if node in options:
            continue
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if literal(key) == column:
                    whole = _unchanged(case, above, value)
                    yield from whole.elts if isinstance(whole, ast.List | ast.Tuple) else [whole]
        elif isinstance(node, ast.Call):
            yield from _of_a_call(case, above, node, column)
        elif isinstance(node, ast.Name):
            yield from _values(case, above, node.id, column, depth + 1)


def _of_a_call(
    case: Case, site: Site, call: ast.Call, column: str
) -> Iterator[ast.expr | str | int]:
    """Yield the values of a column of rows, or of a text that is read as a table."""
    given = {word.arg: word.value for word in call.keywords}
    names = literal(given.get("columns"))
    if callee_of(call) == "DataFrame" and isinstance(names, list) and call.args:
        rows = _meant(case, site, call.args[0])
        for row in rows.elts if isinstance(rows, ast.List | ast.Tuple) else ():
            if isinstance(row, ast.List | ast.Tuple) and column in names[: len(row.elts)]:
                yield row.elts[names.index(column)]
    elif callee_of(call) == "read_csv" and not given.keys() - {"dtype", "index_col"}:
        for source in ast.walk(call.args[0]) if call.args else ():
            text = literal(_meant(case, site, source)) if isinstance(source, ast.expr) else None
            if isinstance(text, str) and "\n" in text:
                is_text = _is_read_as_text(given.get("dtype"), column)
                yield from _fields(text, column, is_text=is_text)
                return


def _meant(case: Case, site: Site, node: ast.expr) -> ast.expr:
    bound = case.binding(site, node)
    return node if bound is None else bound.value


def _unchanged(case: Case, site: Site, node: ast.expr) -> ast.expr:
    """Return the list that a name stands for, if nothing is done to it afterwards."""
    if not isinstance(node, ast.Name):
        return node
    for cell in case.failure.document.cells:
        for part in case.code(cell.id).nodes(ast.expr) if cell.type == "code" else ():
            match part:
                case (
                    ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del())
                    | ast.Call(func=ast.Attribute(value=ast.Name(id=name)))
                ) if name == node.id:
                    return node
    return _meant(case, site, node)


def _is_read_as_text(dtype: ast.expr | None, column: str) -> bool:
    if isinstance(dtype, ast.Dict):
        pairs = zip(dtype.keys, dtype.values, strict=True)
        dtype = next((kind for key, kind in pairs if literal(key) == column), None)
    return dtype is not None and ast.unparse(dtype) in ("str", "object", "'str'", "'string'")


def _fields(text: str, column: str, *, is_text: bool) -> Iterator[str | int]:
    for row in csv.DictReader(text.strip().splitlines()):
        field = row.get(column)
        if field is not None:
            yield field if is_text or not field.isdecimal() else int(field)


def free_name(case: Case, *names: str) -> str | None:
    """Return the first of some names that nothing in the notebook has yet."""
    cells = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    used = {node.id for text in cells for node in text.nodes(ast.Name)}
    return next((one for one in names if one not in used and case.variable(one) is None), None)
