"""Units and their factors, exact by definition.

The pound is 0.45359237 kg, the yard 0.9144 m and the nautical mile 1852 m (international yard
and pound agreement of 1959; BIPM, The International System of Units, 9th edition, tables 4, 8).
The standard atmosphere is 101325 Pa, the torr 1/760 of it, the bar 100000 Pa (ISO 80000-4); the
thermochemical calorie is 4.184 J (ISO 80000-5), the electronvolt 1.602176634e-19 J (SI, 2019).
Units that differ between countries (gallon, pint, cup, ton, Btu) are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

_POUND = Fraction("0.45359237")
_FOOT = Fraction("0.3048")
_ATMOSPHERE = Fraction(101325)

_MASS: dict[str, Fraction | int | str] = {
    "ng": "1e-12", "µg": "1e-9", "ug": "1e-9", "mg": "1e-6", "g": "0.001", "kg": 1, "t": 1000,
    "gram": "0.001", "grams": "0.001", "kilogram": 1, "kilograms": 1, "tonne": 1000,
    "tonnes": 1000, "lb": _POUND, "lbs": _POUND, "pound": _POUND, "pounds": _POUND,
    "oz": _POUND / 16, "ounce": _POUND / 16, "ounces": _POUND / 16, "stone": _POUND * 14,
}  # fmt: skip
_LENGTH: dict[str, Fraction | int | str] = {
    "nm": "1e-9", "µm": "1e-6", "um": "1e-6", "mm": "0.001", "cm": "0.01", "dm": "0.1", "m": 1,
    "km": 1000, "metre": 1, "metres": 1, "meter": 1, "meters": 1, "kilometre": 1000,
    "kilometres": 1000, "kilometer": 1000, "kilometers": 1000, "in": _FOOT / 12,
    "inch": _FOOT / 12, "inches": _FOOT / 12, "ft": _FOOT, "foot": _FOOT, "feet": _FOOT,
    "yd": _FOOT * 3, "yard": _FOOT * 3, "yards": _FOOT * 3, "mi": _FOOT * 5280,
    "mile": _FOOT * 5280, "miles": _FOOT * 5280, "nmi": 1852,
}  # fmt: skip
_TIME: dict[str, Fraction | int | str] = {
    "ns": "1e-9", "µs": "1e-6", "us": "1e-6", "ms": "0.001", "s": 1, "sec": 1, "second": 1,
    "seconds": 1, "min": 60, "minute": 60, "minutes": 60, "h": 3600, "hr": 3600, "hour": 3600,
    "hours": 3600, "d": 86400, "day": 86400, "days": 86400, "week": 604800, "weeks": 604800,
}  # fmt: skip
_VOLUME: dict[str, Fraction | int | str] = {
    "µl": "1e-6", "ul": "1e-6", "ml": "0.001", "mL": "0.001", "cl": "0.01", "cL": "0.01",
    "dl": "0.1", "dL": "0.1", "l": 1, "L": 1, "litre": 1, "litres": 1, "liter": 1, "liters": 1,
    "hl": 100, "hL": 100, "m3": 1000, "m^3": 1000, "cm3": "0.001", "cm^3": "0.001",
}  # fmt: skip
_PRESSURE: dict[str, Fraction | int | str] = {
    "Pa": 1, "hPa": 100, "kPa": 1000, "MPa": 1000000, "mbar": 100, "bar": 100000,
    "atm": _ATMOSPHERE, "torr": _ATMOSPHERE / 760, "Torr": _ATMOSPHERE / 760,
    "psi": _POUND * Fraction("9.80665") / (_FOOT / 12) ** 2,
}  # fmt: skip
_ENERGY: dict[str, Fraction | int | str] = {
    "J": 1, "kJ": 1000, "MJ": 1000000, "cal": "4.184", "kcal": 4184, "Wh": 3600,
    "kWh": 3600000, "MWh": 3600000000, "eV": "1.602176634e-19",
}  # fmt: skip

DIMENSIONS: tuple[dict[str, Fraction], ...] = tuple(
    {unit: Fraction(factor) for unit, factor in units.items()}
    for units in (_MASS, _LENGTH, _TIME, _VOLUME, _PRESSURE, _ENERGY)
)
"""The units of a dimension, each as so many of one and the same."""

_NEAR = Fraction(1, 2000)


def unit_in(name: str) -> str:
    """Return what may be the unit in a name of a variable or column: ``"cm"`` of ``"rain_cm"``."""
    stem, _, unit = name.rpartition("_")
    return unit if stem else ""


def are_equal(values: Iterable[Fraction]) -> bool:
    """Whether factors are the same but for rounding.

    Parameters
    ----------
    values : iterable of Fraction
        At least one.
    """
    known = list(values)
    return max(known) - min(known) <= max(known) * _NEAR
