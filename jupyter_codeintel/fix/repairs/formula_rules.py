"""The rules about formulas that the words of a notebook name."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.case import Rule

FORMULA_RULES: tuple[Rule, ...] = (
)
"""What a formula is of, and which slip is made in it, decides alone."""
