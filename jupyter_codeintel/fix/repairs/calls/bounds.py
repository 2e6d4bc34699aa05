"""Bounds of fits as pairs where two lists are wanted, and of searches the other way."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.live_kinds import shape_at
from jupyter_codeintel.fix.repairs.ways import Way, of_calls, option, rule_of

_FITS = ("curve_fit", "least_squares", "lsq_linear")
_SEARCHES = ("differential_evolution", "dual_annealing", "minimize", "shgo")
_Rows = list[list[ast.expr]]


def _as_lists(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield the lower bounds and the upper ones for a pair of each parameter."""
    given = option(call, "bounds")
    rows = _rows(case, site, given)
    if given is None or not rows or {len(row) for row in rows} != {2}:
        return
    # Two pairs can be taken for two lists, and then it is their values that are refused.
    is_of_values = "unpack" not in case.error.value and "contain 2" not in case.error.value
    if len(rows) != 2 or (is_of_values and _are_pairs(case, site, given) and _are_in_order(rows)):
        new = f"tuple(zip(*{site.code.text(given)}))"
        if not isinstance(given, ast.Name):
            new = f"({', '.join(_listed(site, side, '[]') for side in zip(*rows, strict=True))})"
        yield site.code.span(given), new


def _as_pairs(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a pair for each parameter for the lower bounds and the upper ones."""
    given = option(call, "bounds")
    if isinstance(given, ast.Tuple | ast.List) and len(given.elts) == 2:
        lengths = {shape_at(case, site, one) for one in given.elts}
        if len(lengths) == 1 and all(len(one) == 1 and one[0] > 2 for one in lengths):
            shown = ", ".join(map(site.code.text, given.elts))
            yield site.code.span(given), f"list(zip({shown}))"
            return
    rows = _rows(case, site, given)
    if given is None or len(rows) != 2 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return
    sides = [list(pair) for pair in zip(*rows, strict=True)]
    if len(rows[0]) > 2 or (_are_in_order(sides) and not _are_in_order(rows)):
        new = f"list(zip(*{site.code.text(given)}))"
        if not isinstance(given, ast.Name):
            new = f"[{', '.join(_listed(site, pair, '()') for pair in sides)}]"
        yield site.code.span(given), new


def _are_pairs(case: Case, site: Site, given: ast.expr) -> bool:
    """Whether bounds are not written as two lists in one pair: ``([0, 1], [5, 9])``."""
    bound = case.binding(site, given)
    return not isinstance(bound.value if bound is not None else given, ast.Tuple)


def _rows(case: Case, site: Site, given: ast.expr | None) -> _Rows:
    """Return what is written within a list of lists; nothing for anything else."""
    bound = case.binding(site, given) if given is not None else None
    node = bound.value if bound is not None else given
    if not isinstance(node, ast.List | ast.Tuple):
        return []
    rows = [one.elts for one in node.elts if isinstance(one, ast.List | ast.Tuple)]
    return rows if len(rows) == len(node.elts) else []


def _listed(site: Site, parts: Iterable[ast.expr], brackets: str) -> str:
    return f"{brackets[0]}{', '.join(map(site.code.text, parts))}{brackets[1]}"


def _are_in_order(rows: _Rows) -> bool:
    """Whether the first one of each two is known to be less than the second."""
    numbers = [[_number(one) for one in row] for row in rows]
    return all(
        len(row) == 2 and row[0] is not None and row[1] is not None and row[0] < row[1]
        for row in numbers
    )


def _number(node: ast.expr) -> float | None:
    shown = ast.unparse(node)
    if shown.rpartition(".")[2] == "inf":
        return float("-inf") if shown.startswith("-") else float("inf")
    value = literal(node)
    return value if isinstance(value, int | float) else None


bounds_of_fits = rule_of(
    Way(
        r"(?:too many|not enough) values to unpack \(expected 2|`bounds` must contain 2 elements"
        r"|[Ll]ower bound must be strictly less than each upper|Inconsistent shapes between bounds",
        of_calls(_FITS, _as_lists),
        "a fit takes the lower bounds in one list and the upper ones in another",
        "bounds_of_fits",
    ),
    Way(
        r"too many values to unpack \(expected 2|upper bound is less than the corresponding lower"
        r"|bounds should be a sequence|Bounds are not consistent min < max"
        r"|length of x0 != length of bounds|number of bounds is not compatible",
        of_calls(_SEARCHES, _as_pairs),
        "a search takes a pair of bounds for each parameter",
        "bounds_of_fits",
    ),
)
"""Yields ``tuple(zip(*limits))`` for pairs, and ``list(zip(lower, upper))`` for two lists."""
