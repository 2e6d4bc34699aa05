"""Values that a function takes one by one, and is handed all in one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.ways import argument

_MISSING = re.compile(
    r"^(?P<name>[\w.<>]+)\(\) missing (?P<count>\d+) required positional arguments?: '"
)
_OF_VECTORS = ("basinhopping", "differential_evolution", "dual_annealing", "fmin", "fmin_bfgs",
               "fmin_cg", "fsolve", "least_squares", "leastsq", "minimize", "root")  # fmt: skip
"""Solvers that hand to a function all its unknowns in one array."""

_OF_SEVERAL = ("arr", "array", "data", "df", "frame", "items", "lst", "numbers", "series",
               "table", "values", "vec", "vector")  # fmt: skip
"""Names of what may well be several values."""


async def spread_arguments(case: Case) -> AsyncIterator[Repair]:
    """Yield ``f(x, *values)`` where the last argument has just the values that are missing."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("TypeError"):
        return
    name, count = match["name"].rpartition(".")[2], int(match["count"])
    for site in case.sites[:1]:
        calls = [call for call in site.nodes(ast.Call) if callee(call) == name]
        for call in calls[:1]:
            last = call.args[-1] if call.args and not call.keywords else None
            if not isinstance(last, ast.Name) or _length(case, site, last) != count + 1:
                continue
            if _takes_one(case, name, call, last.id):
                same = [
                    one.args[-1]
                    for one in site.code.nodes(ast.Call, site.inside)
                    if callee(one) == name
                    and one.args
                    and len(one.args) == len(call.args)
                    and ast.unparse(one.args[-1]) == last.id
                ]
                changes = [((site.code.span(one)[0],) * 2, "*") for one in same]
                says = f'"{name}" takes the values of "{last.id}" one by one'
                yield repaired(site.cell, site.code, changes, says, "spread_argument")


async def spread_unknowns(case: Case) -> AsyncIterator[Repair]:
    """Yield a function of one array for a solver that is given one of several numbers."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("TypeError"):
        return
    name, count = match["name"].rpartition(".")[2], int(match["count"])
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            function = call.args[0] if call.args else None
            if callee(call) not in _OF_VECTORS or not isinstance(function, ast.Name):
                continue
            options = {word.arg for word in call.keywords} & {"args", "fprime", "hess", "jac"}
            start = argument(call, 1, "x0")
            if function.id != name or options or start is None:
                continue
            if _length(case, site, start) == count + 1:
                says = f'"{name}" takes its values one by one, and a solver gives them all in one'
                change = site.code.span(function), f"lambda values: {name}(*values)"
                yield repaired(site.cell, site.code, [change], says, "spread_unknowns")


def _takes_one(case: Case, name: str, call: ast.Call, given: str) -> bool:
    """Whether a function of the notebook takes one value where it is handed several.

    It is not so where it goes through them, or where a variable has the name of one it lacks.
    """
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    functions = [
        node
        for cell in cells
        for node in case.code(cell).nodes(ast.FunctionDef)
        if node.name == name
    ]
    if len(functions) != 1:
        return False
    names = [one.arg for one in functions[0].args.args]
    names = names[1:] if names[:1] == ["self"] else names
    taken, lacking = names[len(call.args) - 1 : len(call.args)], names[len(call.args) :]
    if not taken or taken[0] == given or any(map(case.variable, lacking)):
        return False
    if taken[0] in _OF_SEVERAL or (taken[0].endswith("s") and len(taken[0]) > 3):
        return False
    return not any(_is_of_many(node, taken[0]) for node in ast.walk(functions[0]))


def _is_of_many(node: ast.AST, name: str) -> bool:
    """Whether something takes a name for more than one value."""
    inner: ast.AST | None = None
    match node:
        case ast.Subscript(value=inner) | ast.Attribute(value=inner) | ast.Starred(value=inner):
            pass
        case ast.For(iter=inner) | ast.comprehension(iter=inner):
            pass
        case ast.Call(func=ast.Name(id=called), args=[inner, *_]):
            if called not in ("len", "list", "max", "min", "set", "sorted", "sum", "zip"):
                return False
    return isinstance(inner, ast.Name) and inner.id == name


def _length(case: Case, site: Site, node: ast.expr) -> int | None:
    """Return how many values there are in something of one dimension."""
    match node:
        case ast.List(elts=elts) | ast.Tuple(elts=elts):
            return len(elts)
        case ast.Call(args=[ast.List() as inner, *_]) if callee(node) == "array":
            return _length(case, site, inner)
        case ast.Call(args=[ast.Constant(value=int() as count)]):
            return count if callee(node) in ("ones", "zeros") else None
        case ast.Name(id=name):
            live = case.variable(name)
            if live is not None and live.shape is not None and len(live.shape) > 1:
                return None
            return length_of(case.failure, site, name)
    return None
