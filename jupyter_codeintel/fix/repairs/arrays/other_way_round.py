"""Arrays and tables that are handed over as the other thing that they could be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.inserting import after, can_take_lines, line_above, with_option
from jupyter_codeintel.fix.repairs.live_kinds import kind_at, live_at, shape_at
from jupyter_codeintel.fix.repairs.ways import Way, argument, of_calls, rule_of
from jupyter_codeintel.fix.repairs.written import free_name

_PADDING = re.compile(r"greater than padlen, which is (\d+)")
_PART = re.compile(r"X([AB]) must be a 2-dimensional array")
_OF_TIME = re.compile(
    r"(?:^|_)(?:date|day|hour|id|idx|index|ms|n|sample|sec|seconds?|step|t|time|timestamp|x)(?:_|$)",
    re.IGNORECASE,
)
_NUMBERS = ("float", "int")


def _transposed(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a table whose rows are of x as one whose columns are of x."""
    if len(call.args) < 3:
        return
    x, y, z = (shape_at(case, site, one) for one in call.args[:3])
    if len(x) == len(y) == 1 and z == (*x, *y) and x != y:
        yield after(site, call.args[2], ".T")


def _along_time(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a filter along the rows of a table that has few columns."""
    match = _PADDING.search(case.error.value)
    given = argument(call, 2 if call.args[2:] else 1, "x")
    shape = shape_at(case, site, given)
    if match is None or len(shape) != 2 or any(word.arg == "axis" for word in call.keywords):
        return
    if shape[1] <= int(match[1]) < shape[0]:
        yield with_option(site.code, call, "axis", "0")


def _one_row(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a single point as a table of one row, beside a table of as many columns."""
    match = _PART.search(case.error.value)
    if match is None or len(call.args) < 2:
        return
    flat, other = call.args[:2] if match[1] == "A" else call.args[1::-1]
    shape, table = shape_at(case, site, flat), shape_at(case, site, other)
    if kind_at(case, site, flat) == "ndarray" and len(table) == 2 and shape == table[1:]:
        yield after(site, flat, ".reshape(1, -1)")


def _one_column(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield the one column of a table that is no time and is not asked for elsewhere."""
    given = argument(call, 0, "x")
    live = live_at(case, site, given)
    if given is None or live is None:
        return
    if live.shape is not None and len(live.shape) == 2 and live.type == "numpy.ndarray":
        if live.shape[1] == 1:
            yield after(site, given, ".ravel()")
        return
    used = {
        node.slice.value
        for node in site.code.nodes(ast.Subscript)
        if isinstance(node.slice, ast.Constant) and ast.unparse(node.value) == live.name
    }
    found = [
        name
        for name, kind in live.columns
        if kind.startswith(_NUMBERS) and name not in used and not _OF_TIME.search(name)
    ]
    if len(found) == 1 and live.all_keys:
        quote = "'" if "'" in site.code.source and '"' not in site.code.source else '"'
        yield after(site, given, f"[{quote}{found[0]}{quote}]")


def _in_order(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield places in their order, and the values in that of their places."""
    x, y, numpy = argument(call, 0, "x"), argument(call, 1, "y"), case.name_of("numpy")
    if x is None or y is None or numpy is None or not can_take_lines(site):
        return
    if kind_at(case, site, x) != "ndarray" or kind_at(case, site, y) != "ndarray":
        return
    name = free_name(case, "order", "in_order")
    if name is not None and shape_at(case, site, x) == shape_at(case, site, y)[:1]:
        yield line_above(site, f"{name} = {numpy}.argsort({site.code.text(x)})")
        yield after(site, x, f"[{name}]")
        yield after(site, y, f"[{name}]")


def _named_columns(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a table itself where only its values are handed over."""
    given = argument(call, 0, "X")
    bound = case.binding(site, given) if given is not None else None
    node = given if bound is None else bound.value
    where = site if bound is None else bound.site
    if bound is not None and bound.cell != site.cell:
        return
    match node:
        case (
            ast.Attribute(value=owner, attr="values")
            | ast.Call(func=ast.Attribute(value=owner, attr="to_numpy"), args=[], keywords=[])
        ):
            yield (where.code.span(owner)[1], where.code.span(node)[1]), ""


_SPLINES = ("Akima1DInterpolator", "CubicSpline", "PchipInterpolator", "UnivariateSpline",
            "make_interp_spline", "pchip_interpolate")  # fmt: skip
other_way_round = rule_of(
    Way(
        r"Length of [xy] \(\d+\) must match number of (?:columns|rows) in z"
        r"|Incompatible X, Y inputs to pcolormesh|Dimensions of C .* should be",
        of_calls(("contour", "contourf", "pcolor", "pcolormesh"), _transposed),
        "the rows of what is drawn are of y, and its columns of x",
        "other_way_round",
    ),
    Way(
        _PADDING,
        of_calls(("filtfilt", "sosfiltfilt"), _along_time),
        "the rows are those of time",
        "other_way_round",
    ),
    Way(_PART, of_calls(("cdist",), _one_row), "a point is a table of one row", "other_way_round"),
    Way(
        "`x` must be a 1-D array",
        of_calls(("find_peaks",), _one_column),
        "peaks are looked for in one column",
        "other_way_round",
    ),
    Way(
        r"`?x`? must be (?:a )?strictly increasing|x must be increasing"
        r"|Expect x to (?:not have duplicates|be a 1-D sorted)",
        of_calls(_SPLINES, _in_order),
        "places are in their order, and their values with them",
        "other_way_round",
    ),
    Way(
        "Specifying the columns using strings is only supported for",
        of_calls(("fit", "fit_transform", "predict", "transform"), _named_columns),
        "columns have names in a table alone",
        "other_way_round",
    ),
)
"""Yields ``z.T``, one row of a table, one column of it, or places in their order."""
