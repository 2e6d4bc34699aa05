"""Methods that a column has behind an accessor, or that are functions."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.knowledge.accessor_members import (
    OF_CATEGORIES,
    OF_TEXTS,
    OF_TIMES,
)
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.names.attributes import (
    attributes_at,
    is_numpy_function,
    missing_attribute,
)
from jupyter_codeintel.fix.repairs.tables.headers import Making, making

_ACCESSORS = (("str", OF_TEXTS), ("dt", OF_TIMES), ("cat", OF_CATEGORIES))
_LENGTH = ("len", "length", "Length", "size", "count")
_MISSING_VALUES = ("isna", "isnull", "notna", "notnull")
CODES = re.compile(
    r"(?:^|_)(?:accounts?|barcodes?|codes?|ean|fax|fips|iban|ids?|isbn|phones?|postal|postcodes?"
    r"|sku|ssn|tel|telephones?|upc|zips?|zipcodes?)(?:_|\d*$)",
    re.IGNORECASE,
)
"""Names of columns whose numbers are texts of digits."""
_NO_POSITIONS = ("lstrip", "replace", "rstrip", "strip")
_NUMBERS = ("float", "float64", "int", "int64", "str", "NoneType", "NaTType", "float32")


async def missing_accessors(case: Case) -> AsyncIterator[Repair]:
    """Yield the accessor between a column, or index, and a method of its values."""
    missing = missing_attribute(case)
    if missing is None or missing[0] not in ("Series", "Index", "DatetimeIndex"):
        return
    kind, name = missing
    for site in case.sites[:1]:
        nodes = attributes_at(site, name)
        for accessor, names in _ACCESSORS:
            if name in names and not (kind != "Series" and accessor != "str"):
                says = f'a column has "{name}" as ".{accessor}.{name}"'
                ends = (site.code.span(node.value)[1] for node in nodes)
                changes = [((end, end), f".{accessor}") for end in ends]
                for chosen in _together_and_alone(changes):
                    yield repaired(site.cell, site.code, chosen, says, "missing_accessor")


async def functions_as_methods(case: Case) -> AsyncIterator[Repair]:
    """Yield ``len(x)`` for ``x.length``, ``pd.isna(x)`` for ``x.isna()`` of one value.

    For ``x.median()`` of an array it is ``np.median(x)``.
    """
    missing = missing_attribute(case)
    if missing is None:
        return
    kind, name = missing
    pandas = case.name_of("pandas")
    if name in _LENGTH:
        function = "len"
    elif name in _MISSING_VALUES and kind in _NUMBERS and pandas is not None:
        function = f"{pandas}.{name}"
    elif kind == "ndarray" and await is_numpy_function(case, name):
        function = f"{case.name_of('numpy')}.{name}"
    else:
        return
    for site in case.sites[:1]:
        says = f'"{name}" is a function here: {function}(...)'
        for changes in _together_and_alone(list(_called_with(site, name, function))):
            yield repaired(site.cell, site.code, changes, says, "function_as_method")


async def texts_of_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield ``dtype={"zip": str}`` where codes are read, or the texts of a column of numbers."""
    if "Can only use .str accessor" not in case.error.value:
        return
    for site in case.sites[:1]:
        nodes = attributes_at(site, "str")
        for node in nodes:
            frame, column, kind = _number_column(case, node.value)
            if not kind:
                continue
            made = making(case, frame) if CODES.search(column) else None
            change = _read_as_text(made, column) if made is not None else None
            if made is not None and change is not None:
                says = f'"{column}" holds codes, and is read as numbers'
                yield repaired(made.cell, made.code, [change], says, "codes_as_text")
            elif kind.startswith(("int", "uint")) or _after(site, node) in _NO_POSITIONS:
                shown = site.code.text(node.value)
                same = [one for one in nodes if site.code.text(one.value) == shown]
                ends = {site.code.span(one.value)[1] for one in same}
                changes: list[Change] = [((end, end), ".astype(str)") for end in sorted(ends)]
                says = f'"{column}" holds numbers, and is used as text'
                yield repaired(site.cell, site.code, changes, says, "texts_of_numbers")


def _number_column(case: Case, node: ast.expr) -> tuple[str, str, str]:
    """Return a live table, a column of it and its type, if that is one of numbers."""
    match node:
        case ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(value=str(column))):
            pass
        case ast.Attribute(value=ast.Name(id=frame), attr=column):
            pass
        case _:
            return "", "", ""
    live = case.variable(frame)
    kind = dict(live.columns).get(column, "") if live is not None else ""
    return frame, column, kind if kind.lower().startswith(("int", "uint", "float")) else ""


def _read_as_text(made: Making, column: str) -> Change | None:
    """Return the change that reads a column as text; None where it has a type already."""
    if getattr(made.call.func, "attr", "") != "read_csv":
        return None
    given = next((word.value for word in made.call.keywords if word.arg == "dtype"), None)
    if given is None:
        return with_option(made.code, made.call, "dtype", f'{{"{column}": str}}')
    if not isinstance(given, ast.Dict) or not given.values:
        return None
    if any(getattr(key, "value", None) == column for key in given.keys):
        return None
    end = made.code.span(given.values[-1])[1]
    return (end, end), f', "{column}": str'


def _after(site: Site, node: ast.Attribute) -> str:
    """Return the method that is taken of an accessor."""
    return next((one.attr for one in site.nodes(ast.Attribute) if one.value is node), "")


def _called_with(site: Site, name: str, function: str) -> Iterator[Change]:
    """Yield the changes of a method's uses into calls of a function."""
    calls = {id(call.func): call for call in site.nodes(ast.Call)}
    for node in attributes_at(site, name):
        call = calls.get(id(node))
        if call is None or not (call.args or call.keywords):
            yield site.code.span(call or node), f"{function}({site.code.text(node.value)})"


def _together_and_alone(changes: list[Change]) -> Iterator[list[Change]]:
    """Yield all changes of one kind at once, then each for itself."""
    if changes:
        yield changes
    if len(changes) > 1:
        yield from ([change] for change in changes)
