"""Reading: options that take a table's columns or types away, and texts taken for files."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.loading import Reading, is_of_types, readings
from jupyter_codeintel.fix.diagnosis.wrong_objects import bindings_at
from jupyter_codeintel.fix.repairs.calls.in_place import argument_span
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, name_span

_THOUSANDS = re.compile(r"\b\d{1,3}(?:\.\d{3})+,\d")
_TEXT_TYPES = ("str", "object", "string")


async def reading_options(case: Case) -> AsyncIterator[Repair]:
    """Yield the reading without an option that is at odds with how the data is used."""
    keys = missing_keys(case.error)
    if not keys and not is_of_types(case.error):
        return
    for reading in readings(case.failure, case.sites):
        for option in _doubtful(reading, keys):
            changes = [(argument_span(reading.code, reading.call, option), "")]
            shown = reading.code.text(option)
            says = f'the data is read with "{shown}", which does not fit how it is used'
            yield repaired(reading.cell, reading.code, changes, says, "reading_option")


async def other_separators(case: Case) -> AsyncIterator[Repair]:
    """Yield the separator that stands in the name of a table's only column."""
    keys = missing_keys(case.error)
    for site in case.sites if keys else ():
        for name, bound in bindings_at(case.failure, site):
            live, call = case.variable(name), bound.value
            if live is None or len(live.columns) != 1 or not isinstance(call, ast.Call):
                continue
            if getattr(call.func, "attr", "") != "read_csv" or _has_separator(call):
                continue
            column, kind = live.columns[0]
            # Where commas take the text apart and leave numbers, they stand for points.
            decimal = ", decimal=','" if kind.startswith(("int", "float")) else ""
            if decimal and _has_thousands(case, call):
                decimal += ", thousands='.'"
            for separator in (";", "\t", "|"):
                if set(keys) <= {part.strip() for part in column.split(separator)}:
                    end = bound.code.span(call)[1] - 1
                    change = (end, end), f", sep={separator!r}{decimal}"
                    says = f"the columns are separated by {separator!r}"
                    yield repaired(bound.cell, bound.code, [change], says, "separator")


def _has_thousands(case: Case, call: ast.Call) -> bool:
    """Whether the text that is read has points between thousands: ``1.234,50``."""
    names = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
    values = (live.value or "" for name in names if (live := case.variable(name)) is not None)
    written = (cell.source for cell in case.failure.document.cells if cell.type == "code")
    return any(map(_THOUSANDS.search, (*values, *written)))


def _has_separator(call: ast.Call) -> bool:
    return any(keyword.arg in ("sep", "delimiter") for keyword in call.keywords)


async def texts_for_files(case: Case) -> AsyncIterator[Repair]:
    """Yield ``loads`` for a text that is read like a file, and ``load`` for a file."""
    if "has no attribute 'read'" in case.error.value:
        wrong, right = "load", "loads"
    elif "JSON object must be str" in case.error.value:
        wrong, right = "loads", "load"
    else:
        return
    for site in case.sites[:1]:
        for node in attributes_at(site, wrong):
            change = name_span(site, node), right
            says = f'"{right}" is for what is given to it'
            yield repaired(site.cell, site.code, [change], says, "text_for_file")


def _doubtful(reading: Reading, keys: tuple[str, ...]) -> Iterator[ast.keyword]:
    given = {option.arg for option in reading.options}
    # Without a header, no column has the name of the index either.
    for option in sorted(reading.options, key=lambda option: option.arg == "index_col"):
        value = getattr(option.value, "value", option.value)
        if option.arg == "dtype":
            named = value if isinstance(value, str) else getattr(option.value, "id", "")
            if not keys and named in _TEXT_TYPES:
                yield option
        elif option.arg == "header":
            # Names that are given make up for the header that is not read.
            if value is None and keys and "names" not in given:
                yield option
        elif option.arg == "index_col":
            if value in keys or not keys or isinstance(value, int):
                yield option
        elif keys and (option.arg == "sep" or (option.arg, type(value)) == ("skiprows", int)):
            yield option
