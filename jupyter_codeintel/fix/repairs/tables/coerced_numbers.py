"""Numbers that are written with commas, and were taken for missing when they were read."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.ways import option

_MISSING = re.compile(
    r"\b(?:nans?|NaT|infs?|NA|non-?finite|not finite|missing|isna|isnull)\b", re.IGNORECASE
)
_NUMBER = r"[+-]?\d+"
_DECIMAL = re.compile(rf"{_NUMBER},\d+")
_EUROPEAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_SIGNED = re.compile(r"(?P<sign>[$€£]) ?\d+(?:\.\d+)?|\d+(?:\.\d+)? ?(?P<after>[$€£])")
_PARTS = (";", "\t", "|", ",")
_LEAST = 100
"""A whole number from which on others of its column are hardly read to three decimals."""


async def coerced_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield ``pd.to_numeric(df["kg"].str.replace(",", "."))`` for one with ``errors="coerce"``.

    The texts of the column have to be in the notebook, and all of them have to be numbers.
    """
    if not _MISSING.search(f"{case.error.name} {case.error.value}"):
        return
    for cell, text, call in _read(case):
        columns = _columns(text, call)
        ways = {_way(_texts(case, column)) for column in columns}
        way = ways.pop() if len(ways) == 1 else ()
        if way and all(_times_set(case, column) <= 1 for column in columns):
            changes = list(_changes(text, call, way))
            says = "numbers with commas were taken for missing; they are read as they are written"
            yield repaired(cell, text, changes, says, "coerced_numbers")
            return


def _read(case: Case) -> Iterator[tuple[str, Code, ast.Call]]:
    """Yield the calls that make missing values of what they cannot read."""
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            is_coerced = literal(option(call, "errors", 1)) == "coerce"
            if callee(call) == "to_numeric" and is_coerced and call.args:
                yield cell, text, call


def _columns(text: Code, call: ast.Call) -> list[str]:
    """Return the columns that a call reads: one, or those that a loop around it goes through."""
    match call.args[0]:
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return [name]
        case ast.Attribute(value=ast.Name(), attr=name):
            return [name]
        case ast.Subscript(slice=ast.Name(id=name)):
            for loop in text.nodes(ast.For):
                several = literal(loop.iter)
                is_around = loop.lineno <= call.lineno <= (loop.end_lineno or 0)
                if is_around and ast.unparse(loop.target) == name and isinstance(several, list):
                    return [str(one) for one in several]
    return []


def _times_set(case: Case, column: str) -> int:
    """Return how often a column is set to something in the notebook."""
    ends = (f"['{column}']", f".{column}")
    return sum(
        ast.unparse(target).endswith(ends)
        for cell in case.failure.flow.order(case.failure.cell)
        for node in case.code(cell).nodes(ast.Assign)
        for target in node.targets
    )


def _texts(case: Case, column: str) -> list[str]:
    """Return the texts of a column as they are written in the notebook."""
    found: list[str] = []
    for cell in case.failure.flow.order(case.failure.cell):
        for node in case.code(cell).nodes(ast.expr):
            match node:
                case ast.Dict():
                    for key, value in zip(node.keys, node.values, strict=True):
                        if literal(key) == column:
                            values = literal(value)
                            found += map(str, values if isinstance(values, list) else [values])
                case ast.Call(args=[rows, *_]) if callee(node) == "DataFrame":
                    found += _of_rows(literal(rows), literal(option(node, "columns")), column)
                case ast.Constant(value=str(table)) if "\n" in table.strip():
                    found += _of_table(table, column)
    return [one.strip() for one in found]


def _of_rows(rows: object, names: object, column: str) -> Iterator[str]:
    if isinstance(rows, list) and isinstance(names, list) and column in names:
        at = names.index(column)
        yield from (str(row[at]) for row in rows
                    if isinstance(row, list | tuple) and len(row) == len(names))  # fmt: skip


def _of_table(table: str, column: str) -> Iterator[str]:
    """Yield the fields of a column of a text with a line of names."""
    lines = table.strip().splitlines()
    for part in _PARTS:
        rows = list(csv.reader(lines, delimiter=part, skipinitialspace=True))
        names = [name.strip() for name in rows[0]]
        if column in names and len(names) > 1:
            at = names.index(column)
            yield from (row[at] for row in rows[1:] if len(row) == len(names))
            return


def _way(texts: list[str]) -> tuple[tuple[str, str], ...]:
    """Return what is to be replaced by what, so that all texts are numbers; nothing if unsure."""
    plain = [one for one in texts if _is_number(one)]
    others = [one for one in texts if not _is_number(one)]
    has_points = any("." in one for one in plain)
    if not others:
        return ()
    signs = {match["sign"] or match["after"] for one in others if (match := _SIGNED.fullmatch(one))}
    if len(signs) == 1 and all(map(_SIGNED.fullmatch, others)):
        return ((signs.pop(), ""),)
    if all(map(_SPACED.fullmatch, others)):
        return ((" ", ""),)
    if all(map(_THOUSANDS.fullmatch, others)):
        is_sure = has_points or any(re.search(r",.*[.,]", one) for one in others)
        is_sure |= any(float(one) >= _LEAST for one in plain)
        return ((",", ""),) if is_sure else ()
    if all(map(_DECIMAL.fullmatch, others)):
        return ((",", "."),)
    are_european = all(_DECIMAL.fullmatch(one) or _EUROPEAN.fullmatch(one) for one in others)
    return ((".", ""), (",", ".")) if are_european and not has_points else ()


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", text) is not None


def _changes(text: Code, call: ast.Call, way: tuple[tuple[str, str], ...]) -> Iterator[Change]:
    """Yield the replacing, and the call without its option: all can be read then."""
    column = call.args[0]
    end = text.span(column)[1]
    new = "".join(
        f".str.replace({quoted(text, old)}, {quoted(text, by)}, regex=False)" for old, by in way
    )
    yield (end, text.span(call)[1] - 1), new + _others(text, call)


def _others(text: Code, call: ast.Call) -> str:
    """Return the options of a call that stay."""
    stay = [word for word in call.keywords if word.arg != "errors"]
    return "".join(f", {text.text(word)}" for word in stay)
