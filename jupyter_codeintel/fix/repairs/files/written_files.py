"""Tables that a notebook writes to a file itself: lines above them, other signs between fields."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.live_kinds import texts_of
from jupyter_codeintel.fix.repairs.ways import methods, option

_TOKENS = re.compile(
    r"Expected \d+ fields in line \d+, saw \d+|Usecols do not match columns"
    r"|Missing column provided to 'parse_dates'"
)
_SHAPES = ("header", "names", "skiprows", "comment", "engine", "skipfooter", "quotechar")
_DECIMAL = re.compile(r"-?\d+,\d+|-?[1-9]\d{0,2}(?:\.\d{3})+,\d+")
_POINT = re.compile(r"-?\d+\.\d+")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_SEPARATORS = (";", "\t", "|")
_FEWEST = 2


async def tables_as_written(case: Case) -> AsyncIterator[Repair]:
    """Yield ``skiprows=2`` and ``sep=";"`` for a table that the notebook writes so to a file."""
    keys = missing_keys(case.error) if case.is_a("KeyError") else ()
    if not keys and not _TOKENS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for place, call in _readings(case, site):
            options = list(_options(case, place, call, keys))
            if options and call.args:
                given = sorted((*call.args, *call.keywords), key=place.code.span)
                end = place.code.span(given[-1])[1]
                change: Change = (end, end), "".join(f", {one}" for one in options)
                says = f"the table is written so that it is read with {' and '.join(options)}"
                yield repaired(place.cell, place.code, [change], says, "table_as_written")
                return


def _readings(case: Case, site: Site) -> Iterator[tuple[Site, ast.Call]]:
    """Yield the calls that read a table in a statement, or that its frames come from."""
    for call, _ in methods(site, "read_csv"):
        yield site, call
    for name in dict.fromkeys(node.id for node in site.nodes(ast.Name)):
        bound = case.binding(site, ast.Name(name))
        call_of = bound.value if bound is not None else None
        if bound is not None and isinstance(call_of, ast.Call) and callee(call_of) == "read_csv":
            yield bound.site, call_of


def _options(case: Case, site: Site, call: ast.Call, keys: tuple[str, ...]) -> Iterator[str]:
    """Yield the options that a table is read with; nothing where that is not sure."""
    if any(option(call, name) is not None for name in _SHAPES):
        return
    told = option(call, "sep", 1) or option(call, "delimiter")
    between = literal(told) if told is not None else ","
    lines = _lines(case, site, call)
    if not isinstance(between, str) or len(between) != 1 or not lines:
        return
    found = [(sign, above) for sign in (between,) if (above := _above(lines, sign)) is not None]
    if not found and told is None:
        found = [(one, above) for one in _SEPARATORS
                 if (above := _above(lines, one)) is not None]  # fmt: skip
    if len(found) != 1 or (found[0] == (between, 0)):
        return
    sign, above = found[0]
    if not {*keys} <= {name.strip() for name in lines[above].split(sign)}:
        return
    fields = [field.strip() for line in lines[above + 1 :] for field in line.split(sign)]
    if sign != between:
        shown = "\\t" if sign == "\t" else sign
        yield f"sep={quoted(site.code, shown)}"
    if sign != "," and option(call, "decimal") is None:
        yield from _decimals(site, fields)
    if above:
        yield f"skiprows={above}"


def _decimals(site: Site, fields: list[str]) -> Iterator[str]:
    """Yield the options for numbers with a comma before their decimals."""
    parted = [one for one in fields if _THOUSANDS.fullmatch(one)]
    has_points = any(_POINT.fullmatch(one) and one not in parted for one in fields)
    if any(map(_DECIMAL.fullmatch, fields)) and not has_points:
        yield f"decimal={quoted(site.code, ',')}"
        if any("," in one or one.count(".") > 1 for one in parted):
            yield f"thousands={quoted(site.code, '.')}"


def _above(lines: list[str], sign: str) -> int | None:
    """Return how many lines are above a table with a sign between its fields; None if none is."""
    counts = [line.count(sign) for line in lines]
    above = len(lines)
    while above > 0 and counts[above - 1] == counts[-1]:
        above -= 1
    header = [name.strip() for name in lines[above].split(sign)] if above < len(lines) else []
    is_head = all(re.search(r"[^\W\d]", name) for name in header) and len({*header}) == len(header)
    rows = lines[above + 1 :]
    has_numbers = any(re.search(r"\d", line) for line in rows)
    is_table = counts[-1] > 0 and len(rows) >= _FEWEST and is_head and has_numbers
    # What stands above has other fields, so that none of it is a part of the table.
    return above if is_table and not any('"' in line for line in lines) else None


def _lines(case: Case, site: Site, call: ast.Call) -> list[str]:
    """Return the lines of the text, or of the one file that the notebook writes."""
    given = call.args[0] if call.args else None
    if isinstance(given, ast.Call) and callee(given) == "StringIO" and given.args:
        texts = texts_of(case, site, given.args[0])
        return texts[0].rstrip("\n").split("\n") if len(texts) == 1 else []
    pieces: list[str] = []
    files = 0
    for cell in dict.fromkeys([*case.failure.flow.order(case.failure.cell), case.failure.cell]):
        for call_of in sorted(case.code(cell).nodes(ast.Call), key=case.code(cell).span):
            files += _opens(call_of)
            text = _written(case, Site(cell, case.code(cell), call_of.lineno), call_of)
            if text is None:
                return []
            pieces.append(text)
    return "".join(pieces).rstrip("\n").split("\n") if files == 1 else []


def _opens(call: ast.Call) -> bool:
    """Whether a call begins a file."""
    if callee(call) == "open":
        modes = [literal(one) for one in (*call.args, *(word.value for word in call.keywords))]
        return any(mode in ("w", "wt", "x", "w+") for mode in modes if isinstance(mode, str))
    return callee(call) in ("write_text", "to_csv", "writer", "write_bytes")


def _written(case: Case, site: Site, call: ast.Call) -> str | None:
    """Return what a call writes to a file; None if that is not known."""
    if callee(call) not in ("write", "write_text", "writelines") or not call.args:
        return ""
    value = literal(call.args[0])
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return "".join(value)
    if isinstance(value, str):
        return value
    texts = texts_of(case, site, call.args[0])
    return texts[0] if len(texts) == 1 else None
