"""Calls that have more results than are unpacked, or that are taken for one of them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.wrong_objects import bindings_at
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines
from jupyter_codeintel.fix.repairs.written import free_name

_TOO_MANY = re.compile(r"too many values to unpack \(expected (\d+)")
_TOO_FEW = re.compile(r"not enough values to unpack \(expected 3, got 2\)")
_OF_TUPLE = re.compile(
    r"unsupported operand type\(s\) for .*\btuple\b|bad operand type for .*: 'tuple'"
    r"|must be (?:a )?real number, not tuple|can't multiply sequence by non-int"
    r"|unsupported format string passed to tuple|type tuple doesn't define __round__"
    r"|not supported between instances of 'tuple' and '(?:float|int)'"
    r"|not supported between instances of '(?:float|int)' and 'tuple'"
    r"|can only concatenate tuple|argument must be .*, not 'tuple'"
)
_RESULTS = {
    "chi2_contingency": ("chi2", "p", "dof", "expected"),
    "det_curve": ("fpr", "fnr", "thresholds"),
    "hist": ("counts", "edges", "patches"),
    "linregress": ("slope", "intercept", "r", "p", "stderr"),
    "lstsq": ("solution", "residuals", "rank", "singular_values"),
    "precision_recall_curve": ("precision", "recall", "thresholds"),
    "roc_curve": ("fpr", "tpr", "thresholds"),
}
"""Calls that are most often asked for their first results alone."""
_FIRST_TWO = ("chi2_contingency", "det_curve", "hist", "linregress", "precision_recall_curve",
              "roc_curve")  # fmt: skip
_WITH_ERROR = ("dblquad", "quad", "tplquad")
"""Integrals, which come with what they may be off by."""
_T_TESTS = ("ttest_1samp", "ttest_ind", "ttest_rel")
_FREEDOM = re.compile(r"(?:^|_)(?:ddof|df|dof|deg\w*|freedom)(?:_|$)", re.IGNORECASE)


async def unpacked_results(case: Case) -> AsyncIterator[Repair]:
    """Yield names for all results of a call: ``fpr, tpr, thresholds = roc_curve(y, p)``."""
    match = _TOO_MANY.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        target, call = _unpacked(site)
        names = _RESULTS.get(callee_of(call), ())
        if target is None or len(target.elts) != int(match[1]) or len(names) <= int(match[1]):
            continue
        if callee_of(call) not in _FIRST_TWO and len(target.elts) + 1 != len(names):
            continue
        if len(target.elts) < 2 or _is_of_table(call):
            continue
        rest = [free_name(case, name, f"{name}_", f"_{name}") for name in names[len(target.elts) :]]
        more = ", ".join(name for name in rest if name is not None)
        if None in rest or _are_others(target, names):
            continue
        end = site.code.span(target.elts[-1])[1]
        says = f'"{callee_of(call)}" has {len(names)} results'
        yield repaired(site.cell, site.code, [((end, end), f", {more}")], says, "more_results")


def _is_of_table(call: ast.Call | None) -> bool:
    """Whether what is drawn is by a table, which returns its panels."""
    owner = ast.unparse(call.func).rpartition(".")[0] if call is not None else ""
    return callee_of(call) == "hist" and not owner.startswith(("ax", "plt"))


def _are_others(target: ast.Tuple, names: tuple[str, ...]) -> bool:
    """Whether results are, by their names, not the first ones: ``slope, r = linregress(x, y)``."""
    first = names[: len(target.elts)]
    later = set(names) - set(first) | {"r_value", "p_value", "pvalue", "r2", "expected", "std_err"}
    if "p" in first:
        later -= {"p_value", "pvalue"}
    return any(isinstance(one, ast.Name) and one.id in later for one in target.elts)


def _unpacked(site: Site) -> tuple[ast.Tuple | None, ast.Call | None]:
    match site.statement:
        case ast.Assign(targets=[ast.Tuple(elts=elts) as target], value=ast.Call() as call):
            has_stars = any(isinstance(one, ast.Starred) for one in elts)
            return (None if has_stars else target), call
    return None, None


async def degrees_of_freedom(case: Case) -> AsyncIterator[Repair]:
    """Yield what a t test tells beside its two results, from the whole that it returns."""
    if not _TOO_FEW.search(case.error.value):
        return
    for site in case.sites[:1]:
        target, call = _unpacked(site)
        if target is None or call is None or callee(call) not in _T_TESTS:
            continue
        last = target.elts[-1]
        name = free_name(case, "result", "res", "t_test")
        if not isinstance(last, ast.Name) or not _FREEDOM.search(last.id) or name is None:
            continue
        if not can_take_lines(site) or site.statement is None:
            continue
        place, end = site.code.span(site.statement)
        start = site.code.line_span(site.statement.lineno)[0]
        indentation = site.code.source[start:place]
        parts = ", ".join(f"{name}.{part}" for part in ("statistic", "pvalue", "df"))
        changes = [
            (site.code.span(target), name),
            ((end, end), f"\n{indentation}{site.code.text(target)} = {parts}"),
        ]
        says = "a t test has its degrees of freedom beside its two results"
        yield repaired(site.cell, site.code, changes, says, "degrees_of_freedom")


async def values_of_integrals(case: Case) -> AsyncIterator[Repair]:
    """Yield the value of an integral, without what it may be off by."""
    if not case.is_a("TypeError") or not _OF_TUPLE.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) in _WITH_ERROR and not _is_taken(site, call):
                end = site.code.span(call)[1]
                says = "an integral comes with what it may be off by"
                yield repaired(site.cell, site.code, [((end, end), "[0]")], says, "integral")
                return
        for name, bound in bindings_at(case.failure, site):
            if callee_of(bound.value) in _WITH_ERROR:
                says = f'"{name}" is a value and what it may be off by'
                changes = list(_parted(case, bound))
                yield repaired(bound.cell, bound.code, changes, says, "integral")


def _is_taken(site: Site, call: ast.Call) -> bool:
    """Whether one of the results of a call is taken already, or all are unpacked."""
    is_whole = isinstance(site.statement, ast.Assign) and site.statement.value is call
    return is_whole or any(one.value is call for one in site.code.nodes(ast.Subscript))


def _parted(case: Case, bound: Binding) -> Iterator[Change]:
    """Yield the two names of a value and its error; where there is none, the value alone."""
    name = free_name(case, "err", "error", "abs_error")
    targets = getattr(bound.statement, "targets", [])
    if name is not None and len(targets) == 1 and isinstance(targets[0], ast.Name):
        end = bound.code.span(targets[0])[1]
        yield (end, end), f", {name}"
    else:
        end = bound.code.span(bound.value)[1]
        yield (end, end), "[0]"
