"""Texts that are read as tables: taken for paths, read to their end, with lines above or below."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from itertools import takewhile

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import, quoted, with_option
from jupyter_codeintel.fix.repairs.live_kinds import live_at, texts_of
from jupyter_codeintel.fix.repairs.ways import Way, methods, option, rule_of

_READERS = ("read_csv", "read_fwf", "read_json", "read_table", "read_xml", "read_html")
_BUFFERS = ("StringIO", "BytesIO", "TextIOWrapper", "BufferedReader")
_READS = re.compile(r"(?:^|\.)(?:read\w*|load|to_csv|to_json|reader|DictReader|write)$")
_SHAPES = ("sep", "delimiter", "header", "names", "skiprows", "comment")
_UNIT = re.compile(
    r"(?:Unable to parse string|could not convert string to float:) ['\"](?P<unit>[^'\"]+)['\"]"
)
_FEWEST = 2


def _wrapped(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``read_csv(io.StringIO(text))`` for ``read_csv(text)``."""
    for call, _func in methods(site, *_READERS):
        given = call.args[0] if call.args else None
        if given is None or isinstance(given, ast.Call):
            continue
        io, plain = case.name_of("io"), case.name_of("io.StringIO")
        name = plain or f"{io or 'io'}.StringIO"
        if io is None and plain is None:
            yield inserted_import(site.code, "import io")
        yield site.code.span(given), f"{name}({site.code.text(given)})"
        return


def _rewound(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``buffer.seek(0)`` before a buffer that was read or written to its end is read."""
    for call, _func in methods(site, *_READERS):
        given, statement = call.args[0] if call.args else None, site.statement
        live = live_at(case, site, given)
        if live is None or statement is None or live.type.rpartition(".")[2] not in _BUFFERS:
            continue
        if any(f"{live.name}.seek(" in line for line in _lines_above(site)):
            continue
        if _times_used(case, live.name) > 1:
            start = site.code.span(statement)[0]
            margin = site.code.source[site.code.line_span(statement.lineno)[0] : start]
            if not margin.strip():
                yield (start, start), f"{live.name}.seek(0)\n{margin}"
            return


def _lines_above(site: Site) -> list[str]:
    return site.code.source.split("\n")[: site.line - 1]


def _times_used(case: Case, name: str) -> int:
    """Return how many calls read or fill a buffer."""
    calls = [
        call
        for cell in case.failure.document.cells
        if cell.type == "code"
        for call in case.code(cell.id).nodes(ast.Call)
    ]
    return sum(bool(_READS.search(ast.unparse(call.func))) and name in names_in(call)
               for call in calls)  # fmt: skip


def _text_read(case: Case, site: Site, call: ast.Call) -> list[str]:
    """Return the lines of the text that a call reads as a table; nothing if it is unknown."""
    if not call.args or any(option(call, name) is not None for name in _SHAPES):
        return []
    match call.args[0]:
        case ast.Call(args=[text]) as made if callee(made) == "StringIO":
            texts = texts_of(case, site, text)
            return texts[0].strip("\n").split("\n") if len(texts) == 1 else []
    return []


def _below(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``skiprows=3`` for a text whose first lines are no part of the table."""
    for call, _func in methods(site, "read_csv"):
        lines = _text_read(case, site, call)
        counts = [line.count(",") for line in lines]
        last = counts[-1] if counts else 0
        table = _length_of_end(counts)
        above = len(lines) - table
        header = lines[above].split(",") if above < len(lines) else []
        is_head = all(name.strip() and not re.search(r"\d{2}|^\d", name) for name in header)
        if above > 0 and table >= _FEWEST and last > 0 and is_head and len({*header}) == last + 1:
            yield with_option(site.code, call, "skiprows", str(above))
            return


def _length_of_end(counts: list[int]) -> int:
    """Return how many of the last numbers are the same."""
    return len([*takewhile(lambda count: count == counts[-1], reversed(counts))])


def _named_dates(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield the one column that is called like the one of dates that is asked for."""
    wrong = match["name"]
    for call, _func in methods(site, "read_csv"):
        given = option(call, "parse_dates")
        lines = _text_read(case, site, call)
        columns = lines[0].split(",") if lines else _asked(site)
        alike = [name for name in columns if wrong.lower() in re.split(r"[\W_]+", name.lower())]
        for node in ast.walk(given) if given is not None else ():
            if literal(node) == wrong and len({*alike}) == 1:
                yield site.code.span(node), quoted(site.code, alike[0])
                return


def _asked(site: Site) -> list[str]:
    """Return the names that a cell asks tables for."""
    nodes = site.code.nodes(ast.Subscript)
    keys = (literal(node.slice) for node in nodes)
    return [key for key in keys if isinstance(key, str)]


async def lines_of_units(case: Case) -> AsyncIterator[Repair]:
    """Yield ``skiprows=[1]`` for a text whose line below the header holds the units."""
    match = _UNIT.search(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        names = (name for node in site.nodes(ast.expr) for name in names_in(node))
        for name in dict.fromkeys(names):
            bound = case.binding(site, ast.Name(name))
            call = bound.value if bound is not None else None
            if bound is None or not isinstance(call, ast.Call) or callee(call) != "read_csv":
                continue
            lines = [line.split(",") for line in _text_read(case, bound.site, call)]
            if match is not None and _has_units(lines, match["unit"]):
                says = "the line below the header holds the units"
                change = with_option(bound.code, call, "skiprows", "[1]")
                yield repaired(bound.cell, bound.code, [change], says, "line_of_units")
                return


def _has_units(lines: list[list[str]], unit: str) -> bool:
    """Whether the second line alone has no numbers, and the unit is in it."""
    if len(lines) <= _FEWEST or unit not in lines[1] or _has_digits(lines[1]):
        return False
    column = lines[1].index(unit)
    below = [line[column] for line in lines[2:] if column < len(line)]
    return all(map(_is_number, below)) and not any({*lines[1]} & {*line} for line in lines[2:])


def _has_digits(fields: list[str]) -> bool:
    return any(re.search(r"\d{2}|^\d", field) for field in fields)


def _is_number(field: str) -> bool:
    return re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", field) is not None


texts_as_tables = rule_of(
    Way(r"(?:No such file or directory|File name too long): ['\"].*(?:\\n|\n)[^'\"]", _wrapped,
        "a text is no path: StringIO makes a file of it", "text_as_file"),
    Way(r"EmptyDataError: No columns to parse from file", _rewound,
        "what was read to its end is read again from its start", "rewound"),
    Way(r"Expected 1 fields in line \d+, saw \d+", _below,
        "the table begins below the first lines", "lines_above"),
    Way(r"Missing column provided to 'parse_dates': '(?P<name>[^',]+)'", _named_dates,
        "the table has its dates in another column", "column_of_dates"),
)  # fmt: skip
"""Repairs the reading of texts by what the message says."""
