"""What limits are, and whether what is outside of them is meant rather than what is between."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.words import last_name, words_near

WITHIN = re.compile(r"\b(?:between|in|in range|inside|range|within|years old)\b")
OUTSIDE = re.compile(
    r"\b(?:anomal\w+|beyond|either|extremes?|implausible|invalid|not|outliers?|out of|outside"
    r"|tails?|too)\b"
)
_PLAINLY = re.compile(
    r"\b(?:anomal\w+|beyond|either|extremes?|implausible|invalid|outliers?|out of|outside|tails?"
    r"|not (?:be )?(?:between|in|inside|within))\b"
)
_INSIDE = re.compile(r"\b(?:between|inside|within|years old)\b")
_FROM_TO = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)(?::00)? ?(?:[a-z%\u00b0']{1,8} ?){0,2}"
    r"(?:to|and|until|till|through|-|\u2013) ?(\d+(?:\.\d+)?)(?![\d.]\d)"
)
_BOTH_WAYS = re.compile(
    r"\b(?:above|greater|higher|hotter|larger|longer|more|older|over)\b[^.;]{1,40}"
    r"\b(?:and|or)\b[^.;]{0,20}\b(?:below|colder|less|lower|shorter|smaller|under|younger)\b"
    r"|\b(?:below|colder|less|lower|shorter|smaller|under|younger)\b[^.;]{1,40}"
    r"\b(?:and|or)\b[^.;]{0,20}\b(?:above|greater|higher|hotter|larger|longer|more|older|over)\b"
)
_CIRCULAR = {"azimuth": 360, "bearing": 360, "dayofyear": 366, "dow": 7, "doy": 366, "heading": 360,
             "hour": 24, "hours": 24, "hr": 24, "hrs": 24, "month": 12, "months": 12,
             "weekday": 7}  # fmt: skip
_BRIEF = {"angle": 360, "direction": 360, "h": 24, "m": 12, "t": 24, "time": 24, "times": 24}
"""Names of what may begin anew, and of what mostly does."""
_OVER_THE_END = re.compile(
    r"\b(?:djf|midnight|night(?:s|ly|time)?|nocturnal|north(?:ern|erly|ward)?|overnight|winters?)\b"
)
_AMIDST = re.compile(r"\b(?:business|day(?:s|time|light)?|office|south\w*|summer|working)\b")


def cells_with_limits(case: Case) -> list[str]:
    """Return the cells in which the limits may stand: what led to the failing one, and itself."""
    names = names_in(case.code(case.failure.cell).tree)
    before = case.failure.flow.slice(names, before=case.failure.cell)
    return [*dict.fromkeys([*before, case.failure.cell, *(site.cell for site in case.sites)])]


def limit_of(case: Case, site: Site, node: ast.expr) -> float | None:
    """Return the number that an expression is for certain."""
    value = literal(node)
    if isinstance(node, ast.Name):
        live = case.variable(node.id) if case.path(site, node) is not None else None
        is_number = live is not None and live.type in ("int", "float")
        value = literal(ast.Name("?")) if live is None or not is_number else _read(live.value)
    return float(value) if isinstance(value, int | float) else None


def _read(shown: str | None) -> float | None:
    try:
        return float(shown or "")
    except ValueError:
        return None


def words_of_limits(case: Case, site: Site) -> str:
    """Return what is said near limits, with the names that what they choose is given."""
    inside = site.inside.name if site.inside is not None else ""
    targets = [ast.unparse(target) for target in getattr(site.statement, "targets", [])]
    return f"{words_near(case, site)} {' '.join([inside, *targets])}".replace("_", " ").lower()


def are_outside(case: Case, site: Site, what: ast.expr, low: float, high: float) -> bool:
    """Whether what is below one limit, or above another, higher one, is what is meant.

    Parameters
    ----------
    case : Case
        A failure.
    site : Site
        Where the limits are.
    what : expr
        What has the limits: hours go on after their end.
    low, high : float
        The limits.
    """
    said = words_of_limits(case, site)
    told = [(float(one), float(other)) for one, other in _FROM_TO.findall(said)]
    is_outside = bool(_PLAINLY.search(said) or _BOTH_WAYS.search(said))
    if is_outside or (high, low) in told:
        return True
    if (low, high) in told or _INSIDE.search(said):
        return False
    return _goes_round(callee_of(what) or last_name(what), said, high)


def _goes_round(name: str, said: str, high: float) -> bool:
    parts = [*re.findall(r"[a-z]+", name.lower()), ""]
    brief = next((_BRIEF[part] for part in parts if part in _BRIEF), 0)
    full = next((_CIRCULAR[part] for part in parts if part in _CIRCULAR), 0)
    if _OVER_THE_END.search(said):
        return high <= max(full, brief)
    return high <= full and _AMIDST.search(said) is None
