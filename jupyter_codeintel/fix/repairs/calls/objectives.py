"""Functions to be minimised that return all squares and not their sum."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.ways import argument
from jupyter_codeintel.fix.repairs.words import words_near

_NO_NUMBER = re.compile(r"objective function must return a scalar value")
_MEAN = re.compile(r"\bmean\b|\baverage\b|\bmse\b")
_SOLVERS = ("basinhopping", "differential_evolution", "dual_annealing", "minimize", "shgo")
_PARTS = ("abs", "absolute", "square")


async def summed_squares(case: Case) -> AsyncIterator[Repair]:
    """Yield the sum, or as the words say the mean, of what a function is to make small."""
    numpy = case.name_of("numpy")
    if numpy is None or not _NO_NUMBER.search(case.error.value):
        return
    for site in case.sites:
        for call in site.nodes(ast.Call):
            function = argument(call, 0, "fun", "func")
            if callee(call) not in _SOLVERS or function is None:
                continue
            for cell, text, node in _returned(case, site, function):
                name = "mean" if _MEAN.search(words_near(case, site)) else "sum"
                says = f"what is made small is one number: the {name} of all squares"
                change = text.span(node), f"{numpy}.{name}({text.text(node)})"
                yield repaired(cell, text, [change], says, "summed_squares")
            return


def _returned(case: Case, site: Site, function: ast.expr) -> Iterator[tuple[str, Code, ast.expr]]:
    """Yield the only result of a function, if it is squares."""
    if isinstance(function, ast.Lambda):
        if _are_squares(case, site, function.body):
            yield site.cell, site.code, function.body
        return
    name = ast.unparse(function)
    found = [
        (cell.id, node)
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.FunctionDef)
        if node.name == name
    ]
    for cell, node in found if len(found) == 1 else ():
        text = case.code(cell)
        results = [one for one in text.nodes(ast.Return, node) if one.value is not None]
        for one in results if len(results) == 1 else ():
            inside = Site(cell, text, one.lineno)
            if one.value is not None and _are_squares(case, inside, one.value):
                yield cell, text, one.value


def _are_squares(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression is squares, or sizes without their signs."""
    bound = case.binding(site, node)
    match node if bound is None else bound.value:
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)):
            return True
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            return ast.unparse(left) == ast.unparse(right)
        case ast.Call() as call:
            return callee_of(call) in _PARTS
    return False
