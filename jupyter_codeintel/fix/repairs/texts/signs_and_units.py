"""Numbers that are written with more than digits."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

UNREADABLE = (
    re.compile(r"could not convert string to float: '(?P<text>.+)'"),
    re.compile(r"invalid literal for int\(\) with base 10: '(?P<text>.+)'"),
    re.compile(r'Unable to parse string "(?P<text>.+)" at position'),
)
_NUMBER = re.compile(r"[$€£]?\s*-?(?:(?!0,)\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*[+$€£]?")
_DECIMAL = re.compile(r"-?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))")
"""A number whose comma cannot be one of thousands."""
_SIGNS = "$€£,+ "
_WRITTEN = re.compile(r"(?<![\w.,-])[$€£]?\s?-?\d+(?:,\d+)*(?:\.\d+)?(?![\w.])")
_THOUSANDS = re.compile(r"[$€£]?\s?-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_POINT = re.compile(r"\.(?:\d{1,2}|\d{4,})\b")
_WITH_UNIT = re.compile(r"-?\d+(?:\.\d+)?\s*(?P<unit>%|[a-zA-Z°/]+)")
UNITS = frozenset(
    {"%", "CHF", "cl", "cm", "day", "days", "EUR", "ft", "g", "GB", "GBP", "GHz", "h", "ha",
     "hour", "hours", "hr", "hrs", "Hz", "in", "KB", "kcal", "kg", "kHz", "kJ", "km", "km/h",
     "kW", "kWh", "l", "lb", "lbs", "m/s", "mA", "MB", "mg", "MHz", "mi", "min", "mins",
     "minutes", "ml", "mm", "month", "months", "mph", "ms", "mV", "MW", "oz", "px", "s",
     "sec", "seconds", "TB", "USD", "week", "weeks", "yd", "year", "years", "yr", "yrs", "°C",
     "°F"}
)  # fmt: skip
"""Those that no number is multiplied by; "m" may be a million."""
_AS_SHARE = re.compile(r"\b(?:decimals?|fractions?|proportions?|ratios?|shares?|0 (?:and|to) 1)\b")
_CHAINS = ast.Attribute | ast.Call | ast.Name | ast.Subscript
_READERS = ("float", "int")


@dataclass(frozen=True)
class _Cleaning:
    """What is taken away from texts so that they are numbers."""

    signs: str = ""
    unit: str = ""
    says: str = ""

    @property
    def of_column(self) -> str:
        """The methods that clean a column."""
        if self.unit:
            return f'.str.removesuffix("{self.unit}")'
        signs = f'.str.replace(r"[{self.signs}]", "", regex=True)'
        return signs if self.signs else '.str.replace(",", ".")'

    @property
    def of_text(self) -> str:
        """The methods that clean a single text."""
        if self.unit:
            return f'.removesuffix("{self.unit}")'
        signs = "".join(f'.replace("{sign}", "")' for sign in self.signs if sign != " ")
        return signs or '.replace(",", ".")'


async def numbers_with_signs(case: Case) -> AsyncIterator[Repair]:
    """Yield the texts without signs, separators and units, or with decimal points."""
    found = [match for phrase in UNREADABLE if (match := phrase.search(case.error.value))]
    text = found[0]["text"] if found else ""
    for site in case.sites[:1] if found else ():
        for cleaning in _cleanings(case, site, text):
            for change in cleaned(site, cleaning.of_column, cleaning.of_text):
                yield repaired(site.cell, site.code, [change], cleaning.says, "text_number")


def _cleanings(case: Case, site: Site, text: str) -> Iterator[_Cleaning]:
    signs = "".join(sign for sign in _SIGNS if sign in text)
    unit = _WITH_UNIT.fullmatch(text.strip())
    if _DECIMAL.fullmatch(text.strip()):
        yield _Cleaning(says=f'"{text}" has a decimal comma')
    elif signs and _NUMBER.fullmatch(text.strip()):
        written = numbers_written(case)
        others = _other_signs(written, signs)
        # Beside a decimal point, a comma in other texts can only part thousands.
        has_point = _POINT.search(text) is not None and _parts_thousands(written)
        for more in dict.fromkeys((others, others + "," * has_point)):
            all_signs = "".join(sign for sign in _SIGNS if sign in signs + more)
            like = (
                f'"{text}" is no number' if all_signs == signs else f'"{text}" and others are none'
            )
            says = f'{like} until "{all_signs}" is taken away'
            yield _Cleaning(signs=all_signs, says=says)
    elif unit and unit["unit"] in UNITS:
        words = " ".join(told_near(case, site)).lower() if unit["unit"] == "%" else ""
        if not _AS_SHARE.search(words):
            says = f'"{text}" is no number until "{unit["unit"]}" is taken away'
            yield _Cleaning(unit=unit["unit"], says=says)


def numbers_written(case: Case) -> list[str]:
    """Return the numbers in the texts of the notebook."""
    return [
        found
        for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell)
        for node in case.code(cell).nodes(ast.Constant)
        if isinstance(node.value, str)
        for found in _numbers(node.value)
    ]


def _parts_thousands(written: list[str]) -> bool:
    """Whether none of some numbers has a comma that does not part thousands."""
    return all(_THOUSANDS.fullmatch(one) for one in written if "," in one)


def _other_signs(written: list[str], signs: str) -> str:
    """Return the comma, or the sign of a currency, that other numbers of the notebook have."""
    others = ""
    if _parts_thousands(written) and any("," in one for one in written):
        others += ","
    if "," in signs:
        others += "".join(sign for sign in "$€£" if any(sign in one for one in written))
    return others


def _numbers(text: str) -> Iterator[str]:
    """Yield the numbers of a text: the whole, or the quoted fields of several lines."""
    fields = re.findall(r'"([^"\n]*)"', text) if "\n" in text else [text]
    for field in fields:
        if _WRITTEN.fullmatch(field.strip()):
            yield field.strip()


def cleaned(site: Site, of_column: str, of_text: str) -> Iterator[Change]:
    """Yield where texts are read as numbers, with what cleans them before."""
    for call in site.nodes(ast.Call):
        name = callee(call)
        given = call.args[0] if call.args else None
        if given is None:
            continue
        if name in ("apply", "astype", "map") and isinstance(call.func, ast.Attribute):
            if name == "astype" or getattr(given, "id", "") in _READERS:
                place = site.code.span(call.func.value)[1]
                yield (place, place), of_column
        elif name == "to_numeric":
            place = site.code.span(given)[1]
            yield (place, place), of_column
        elif name in _READERS and isinstance(call.func, ast.Name) and isinstance(given, _CHAINS):
            place = site.code.span(given)[1]
            yield (place, place), of_text
