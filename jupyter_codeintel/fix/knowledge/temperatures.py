"""How a temperature is turned into one of another scale."""

from __future__ import annotations

from fractions import Fraction

FORMULAS: dict[tuple[str, str], tuple[str, Fraction, Fraction]] = {
    ("c", "f"): ("{} * 9 / 5 + 32", Fraction(9, 5), Fraction(32)),
    ("f", "c"): ("({} - 32) * 5 / 9", Fraction(5, 9), Fraction(-160, 9)),
    ("c", "k"): ("{} + 273.15", Fraction(1), Fraction("273.15")),
    ("k", "c"): ("{} - 273.15", Fraction(1), Fraction("-273.15")),
    ("f", "k"): ("({} - 32) * 5 / 9 + 273.15", Fraction(5, 9), Fraction(45967, 180)),
    ("k", "f"): ("({} - 273.15) * 9 / 5 + 32", Fraction(9, 5), Fraction("-459.67")),
}
"""As it is written, and as a factor and what is added; by the first letters of both scales."""
