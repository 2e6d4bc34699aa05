"""Values that are missing, handed to what takes none such."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.inserting import after, can_take_lines, line_above, with_option
from jupyter_codeintel.fix.repairs.live_kinds import kind_at, live_at
from jupyter_codeintel.fix.repairs.ways import Way, argument, of_calls, rule_of
from jupyter_codeintel.fix.repairs.words import words_near
from jupyter_codeintel.fix.repairs.written import free_name

_FILLED = re.compile(
    r"\b(?:fill\w*|imput\w+|interpolat\w+|replac\w+|(?:as|by|with) (?:a )?(?:0|zeros?))\b"
)
"""Words of missing values that something else is put in the place of."""
_LEFT_OUT = re.compile(r"\b(?:drop\w*|exclud\w+|ignor\w+|leav\w+ out|remov\w+|skip\w*)\b")
_IMPOSSIBLE = re.compile(
    r"\b(?:can(?:no|')t|cannot|forbidden|impossible|infeasible|never|not (?:allowed|feasible"
    r"|permitted|possible)|prohibited|unable|unavailable)\b"
)
_SHORTER = ("diff", "pct_change", "rolling", "shift")
"""Methods of columns whose first results are missing, as nothing is before them."""


def _without_first(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield differences without the first one, which is missing."""
    given = argument(call, 0, "x")
    bound = case.binding(site, given) if given is not None else None
    if given is None or not _has_no_first(given if bound is None else bound.value):
        return
    if bound is not None and bound.cell == site.cell:
        yield after(bound.site, bound.value, ".dropna()")
    else:
        yield after(site, given, ".dropna()")


def _has_no_first(node: ast.expr) -> bool:
    """Whether an expression is a column of differences, as it is written."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if callee_of(node) in _SHORTER:
            return True
        node = node.func.value
    return False


def _complete_cases(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a regression that leaves out the rows that are not complete."""
    has_missing = any(word.arg == "missing" for word in call.keywords)
    if not has_missing and not _FILLED.search(words_near(case, site)):
        yield with_option(site.code, call, "missing", _quoted(site, "drop"))


def _fitted_to_complete(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a fit to the pairs of which both are there."""
    x, y = argument(call, 1, "xdata"), argument(call, 2, "ydata")
    if x is None or y is None or _FILLED.search(words_near(case, site)):
        return
    if kind_at(case, site, x) == kind_at(case, site, y) == "ndarray":
        yield with_option(site.code, call, "nan_policy", _quoted(site, "omit"))
        return
    match x, y:
        case (
            ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(str())),
            ast.Subscript(value=ast.Name(id=same), slice=ast.Constant(str())),
        ) if frame == same and kind_at(case, site, x.value) == "DataFrame":
            name = free_name(case, "valid", "complete", "measured")
            if name is None or not can_take_lines(site) or _other_columns(call, frame):
                return
            keys = f"{site.code.text(x.slice)}, {site.code.text(y.slice)}"
            yield line_above(site, f"{name} = {frame}.dropna(subset=[{keys}])")
            for node in (x.value, y.value):
                yield site.code.span(node), name


def _other_columns(call: ast.Call, frame: str) -> bool:
    """Whether a fit is given more of a table, such as the errors of its values."""
    names = [one for one in ast.walk(call) if isinstance(one, ast.Name) and one.id == frame]
    return len(names) > 2


def _empty_texts(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield missing texts as empty ones."""
    given = argument(call, 0, "raw_documents")
    is_column = kind_at(case, site, given) == "Series" or (
        isinstance(given, ast.Subscript)
        and isinstance(given.slice, ast.Constant)
        and kind_at(case, site, given.value) == "DataFrame"
    )
    if given is not None and is_column and not _LEFT_OUT.search(words_near(case, site)):
        yield after(site, given, f".fillna({_quoted(site, '')})")


def _without_way(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield pairs that are not possible as ones that cost more than all others."""
    given, numpy = argument(call, 0, "cost_matrix"), case.name_of("numpy")
    is_possible = not _IMPOSSIBLE.search(words_near(case, site))
    if given is None or numpy is None or is_possible or live_at(case, site, given) is None:
        return
    sign = "-" if any(word.arg == "maximize" for word in call.keywords) else ""
    shown = site.code.text(given)
    new = f"{numpy}.where({numpy}.isnan({shown}), {sign}{numpy}.inf, {shown})"
    if kind_at(case, site, given) == "ndarray":
        yield site.code.span(given), new


def _quoted(site: Site, text: str) -> str:
    quote = "'" if "'" in site.code.source and '"' not in site.code.source else '"'
    return f"{quote}{text}{quote}"


_NO_NUMBERS = re.compile(r"(?:exog|endog|x) contains inf or nans|contain(?:s)? infs? or NaNs?")
missing_readings = rule_of(
    Way(
        _NO_NUMBERS,
        of_calls(("acf", "adfuller", "kpss", "pacf"), _without_first),
        "the first difference is missing, as nothing is before it",
        "missing_readings",
    ),
    Way(
        "(?:exog|endog) contains inf or nans",
        of_calls(
            ("GLM", "GLS", "Logit", "OLS", "Poisson", "Probit", "RLM", "WLS"), _complete_cases
        ),
        "a regression takes the rows in which nothing is missing",
        "missing_readings",
    ),
    Way(
        "must not contain infs or NaNs",
        of_calls(("curve_fit",), _fitted_to_complete),
        "a curve is fitted to the values that are there",
        "missing_readings",
    ),
    Way(
        "is an invalid document, expected byte or unicode string",
        of_calls(("fit", "fit_transform", "transform"), _empty_texts),
        "a text that is missing is empty",
        "missing_readings",
    ),
    Way(
        "matrix contains invalid numeric entries",
        of_calls(("linear_sum_assignment",), _without_way),
        "what is not possible costs more than all others",
        "missing_readings",
    ),
)
"""Yields the values that are there, as what works with them would have them."""
