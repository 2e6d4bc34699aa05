"""Methods that a column has behind an accessor, or that are functions."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.attributes import (
    attributes_at,
    is_numpy_function,
    missing_attribute,
)
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT = frozenset(name for name in dir(str) if not name.startswith("_")) | _words(
    """
    cat contains extract extractall findall fullmatch get get_dummies len match pad
    removeprefix repeat slice slice_replace wrap
    """
)
_TIME = _words(
    """
    ceil components date day day_name day_of_week day_of_year dayofweek dayofyear days
    days_in_month floor hour is_leap_year is_month_end is_month_start is_quarter_end
    is_quarter_start is_year_end is_year_start isocalendar microsecond minute month month_name
    nanosecond normalize quarter second seconds strftime time to_period to_pydatetime
    to_timestamp total_seconds tz_convert tz_localize weekday year
    """
)
_CATEGORIES = _words(
    """
    add_categories as_ordered as_unordered categories codes ordered remove_categories
    remove_unused_categories rename_categories reorder_categories set_categories
    """
)
_ACCESSORS = (("str", _TEXT), ("dt", _TIME), ("cat", _CATEGORIES))
_LENGTH = ("len", "length", "Length", "size", "count")
_MISSING_VALUES = ("isna", "isnull", "notna", "notnull")
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
