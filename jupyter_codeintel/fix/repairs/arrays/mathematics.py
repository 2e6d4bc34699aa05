"""Functions of numbers that are given whole arrays."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import

_WHOLE_ARRAY = re.compile(
    r"only (?:0-dimensional|length-1|size-1) arrays can be converted to Python scalars"
    r"|cannot convert the series to <class '(?:float|int)'>"
    r"|must be real number, not (?:DataFrame|Index|list|ndarray|Series|tuple)$"
    r"|type (?:numpy\.ndarray|Series|DataFrame) doesn't define __trunc__ method"
)
_OTHER_NAMES = {
    "acos": "arccos", "acosh": "arccosh", "asin": "arcsin", "asinh": "arcsinh",
    "atan": "arctan", "atan2": "arctan2", "atanh": "arctanh", "fabs": "abs", "pow": "power",
}  # fmt: skip
_SAME_NAMES = (
    "cbrt", "ceil", "copysign", "cos", "cosh", "degrees", "exp", "exp2", "expm1", "floor", "fmod",
    "hypot", "isfinite", "isinf", "isnan", "log", "log10", "log1p", "log2", "radians", "sin",
    "sinh", "sqrt", "tan", "tanh", "trunc",
)  # fmt: skip
_LOGARITHMS = {"2": "log2", "10": "log10"}
_OF_ONE = ("dot", "float", "int", "len", "max", "mean", "median", "min", "norm", "size", "std",
           "sum", "var")  # fmt: skip
"""What makes one number of many."""


async def functions_of_arrays(case: Case) -> AsyncIterator[Repair]:
    """Yield numpy's function for one of ``math`` that is given an array or a column."""
    if not _WHOLE_ARRAY.search(case.error.value):
        return
    for site in case.sites[:1]:
        arrays = _arrays(case, site)
        numpy = case.name_of("numpy") or "np"
        changes = [
            change
            for call in site.code.nodes(ast.Call, site.inside)
            if site.statement is not None and call.lineno >= site.statement.lineno
            if not arrays.isdisjoint(names_in(call))
            for change in _changes(case, site, call, numpy)
        ]
        if changes:
            if case.name_of("numpy") is None:
                changes.append(inserted_import(site.code, "import numpy as np"))
            says = "functions of math take one number, those of numpy a whole array"
            yield repaired(site.cell, site.code, changes, says, "function_of_array")


def _arrays(case: Case, site: Site) -> set[str]:
    """Return the names in what a function of math was given, and of what is made with them."""
    calls = [call for call in site.nodes(ast.Call) if _name(case, site, call) is not None]
    if site.columns is not None:
        start = site.code.line_span(site.line)[0]
        place = start + site.columns[0], start + site.columns[1]
        calls = [call for call in calls if site.code.span(call) == place]
    if not calls or any(map(_is_of_one, calls)):
        return set()
    found = {name for call in calls for part in call.args for name in names_in(part)}
    found -= {name for name in found if case.target(site, name) is not None}
    for node in site.code.nodes(ast.Assign, site.inside):
        is_one = callee_of(node.value) in _OF_ONE
        if node.lineno >= site.line and not is_one and not found.isdisjoint(names_in(node.value)):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def _is_of_one(call: ast.Call) -> bool:
    """Whether one number was meant: of the sum of an iterable, or of a square not summed."""
    given = call.args[0] if call.args else None
    if callee(call) == "sqrt" and isinstance(given, ast.BinOp) and isinstance(given.op, ast.Pow):
        return True
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum"
        for node in ast.walk(call)
    )


def _name(case: Case, site: Site, call: ast.Call) -> str | None:
    """Return which function of math is called."""
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if case.target(site, function.value.id) == "math" else None
    target = case.target(site, function.id) if isinstance(function, ast.Name) else None
    return target.removeprefix("math.") if target and target.startswith("math.") else None


def _changes(case: Case, site: Site, call: ast.Call, numpy: str) -> Iterator[Change]:
    name = _name(case, site, call)
    if name == "log" and len(call.args) == 2:
        other = _LOGARITHMS.get(site.code.text(call.args[1]))
        if other is not None:
            yield site.code.span(call.func), f"{numpy}.{other}"
            yield (site.code.span(call.args[0])[1], site.code.span(call.args[1])[1]), ""
    elif name in _SAME_NAMES or name in _OTHER_NAMES:
        yield site.code.span(call.func), f"{numpy}.{_OTHER_NAMES.get(name, name)}"
