"""Tables whose numbers have a decimal comma, and that are read as texts for it."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.ways import option

_OF_TEXTS = re.compile(
    r"unsupported operand type\(s\) for .*'str'|can't multiply sequence by non-int"
    r"|Could not convert (?:string )?'?[\d,. -]+'? to numeric|with string dtype"
    r"|not supported between instances of '(?:str|int|float)'"
    r"|not supported for dtype|agg function failed|could not convert string to float: '\d+,\d+'"
    r"|Unable to parse string \"\d+,\d+\""
)
_COMMA = re.compile(r"[+-]?\d+,\d+")
_LIKE = re.compile(r"[+-]?\d+(?:,\d+)?|")


async def decimal_commas(case: Case) -> AsyncIterator[Repair]:
    """Yield ``read_csv(file, sep=";", decimal=",")`` for numbers like ``12,4``."""
    if not case.is_a("TypeError", "ValueError") or not _OF_TEXTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        names = {node.id: None for node in site.nodes(ast.Name)}
        columns = {node.value for node in site.nodes(ast.Constant) if isinstance(node.value, str)}
        for name in names:
            bound = case.binding(site, ast.Name(name))
            for call in bound.code.nodes(ast.Call, bound.value) if bound is not None else ():
                is_read = callee_of(call) in ("read_csv", "read_table")
                if bound is None or not is_read or not _has_commas(case, bound.site, call, columns):
                    continue
                change = with_option(bound.code, call, "decimal", quoted(bound.code, ","))
                says = "the numbers of the table have a decimal comma"
                yield repaired(bound.cell, bound.code, [change], says, "decimal_comma")
                return


def _has_commas(case: Case, site: Site, call: ast.Call, columns: set[str]) -> bool:
    """Whether the columns that are used have numbers with a comma, and no column has others."""
    given = {word.arg for word in call.keywords}
    sep = literal(option(call, "sep") or option(call, "delimiter"))
    if callee_of(call) == "read_table" and not isinstance(sep, str):
        sep = "\t"
    text = _text(case, site, call.args[0]) if call.args else None
    is_plain = given.isdisjoint(
        {"decimal", "thousands", "dtype", "converters", "header", "skiprows"}
    )
    if text is None or not is_plain or not isinstance(sep, str) or len(sep) != 1 or sep == ",":
        return False
    fields = list(_fields(text, sep))
    used = [values for name, values in fields if name in columns]
    return bool(used) and all(
        any(map(_COMMA.fullmatch, one)) and all(map(_LIKE.fullmatch, one)) for one in used
    )


def _fields(text: str, sep: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the columns of a text that is read as a table."""
    rows = [row for row in csv.reader(text.strip().splitlines(), delimiter=sep) if row]
    for place, name in enumerate(rows[0] if rows else ()):
        yield name, [row[place].strip() for row in rows[1:] if place < len(row)]


def _text(case: Case, site: Site, node: ast.expr, deepest: int = 3) -> str | None:
    """Return the text that is read: handed on, or written to a file of this name."""
    match node:
        case ast.Call(args=[inner]) if callee_of(node) == "StringIO":
            return _text(case, site, inner, deepest - 1)
        case ast.Call(func=ast.Attribute(value=inner, attr="strip" | "lstrip")):
            return _text(case, site, inner, deepest - 1)
        case ast.Name():
            bound = case.binding(site, node) if deepest else None
            return _text(case, bound.site, bound.value, deepest - 1) if bound is not None else None
    text = literal(node)
    return text if isinstance(text, str) and "\n" in text else None
