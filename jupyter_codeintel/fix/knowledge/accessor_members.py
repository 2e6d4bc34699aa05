"""What pandas does with the values of a column, by its accessors ``str``, ``dt`` and ``cat``.

From the API reference of pandas 3.0.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OF_TEXTS = frozenset(name for name in dir(str) if not name.startswith("_")) | _words(
    """
    cat contains extract extractall findall fullmatch get get_dummies len match pad
    removeprefix repeat slice slice_replace wrap
    """
)
OF_TIMES = _words(
    """
    ceil components date day day_name day_of_week day_of_year dayofweek dayofyear days
    days_in_month floor hour is_leap_year is_month_end is_month_start is_quarter_end
    is_quarter_start is_year_end is_year_start isocalendar microsecond minute month month_name
    nanosecond normalize quarter second seconds strftime time to_period to_pydatetime
    to_timestamp total_seconds tz_convert tz_localize weekday year
    """
)
OF_CATEGORIES = _words(
    """
    add_categories as_ordered as_unordered categories codes ordered remove_categories
    remove_unused_categories rename_categories reorder_categories set_categories
    """
)

_ONCE = OF_TIMES - {"day_of_week", "day_of_year"}  # which are called otherwise besides
BY_CLASS = {"DatetimeProperties": _ONCE, "StringMethods": OF_TEXTS, "TimedeltaProperties": _ONCE}
"""The same by the classes that error messages name."""
