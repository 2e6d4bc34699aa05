"""What a function is given where it is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case


def handed(case: Case, place: int, node: ast.expr) -> tuple[int, ast.expr]:
    """Return what a parameter stands for where the function was called, and at which site.

    Another expression is returned as it is; so is a parameter that is left out, or that comes
    from where the notebook does not see it.

    Parameters
    ----------
    case : Case
        A failure.
    place : int
        The site that the expression is at.
    node : expr
        The expression.
    """
    while isinstance(node, ast.Name) and place + 1 < len(case.sites):
        function = case.sites[place].inside
        given = _given(case, place + 1, function, node.id) if function is not None else None
        if given is None:
            break
        place, node = place + 1, given
    return place, node


def argument(
    call: ast.Call, function: ast.FunctionDef | ast.AsyncFunctionDef, name: str
) -> ast.expr | None:
    """Return what a call gives a function for a parameter; None where it gives nothing.

    Parameters
    ----------
    call : Call
        Of the function, or of the method by its object.
    function : FunctionDef or AsyncFunctionDef
        Which.
    name : str
        Of the parameter.
    """
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    named = [word.value for word in call.keywords if word.arg == name]
    if named or name not in names:
        return next(iter(named), None)
    at = names.index(name) - (names[0] == "self")
    return next(iter(call.args[at : at + 1]), None) if at >= 0 else None


def place_of(case: Case, cell: str, text: Code, line: int) -> Site:
    """Return a place; in a function that the error came through, the one that knows its values."""
    here = Site(cell, text, line)
    for site in case.sites:
        if site.cell == cell and site.inside is not None and site.inside is here.inside:
            return site
    return here


def given_everywhere(case: Case, site: Site, name: str) -> Iterator[tuple[Site, ast.expr]]:
    """Yield what the function around a place is given for a parameter, wherever it is called."""
    function = site.inside
    for cell in case.failure.document.cells if function is not None else ():
        text = case.code(cell.id) if cell.type == "code" else Code("")
        for call in text.nodes(ast.Call):
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if function is not None and called == function.name:
                given = argument(call, function, name)
                if given is not None:
                    yield Site(cell.id, text, call.lineno), given


def _given(
    case: Case, place: int, function: ast.FunctionDef | ast.AsyncFunctionDef, name: str
) -> ast.expr | None:
    """Return what the only call of a function at a site gives for a parameter."""
    calls = [
        call
        for call in case.sites[place].nodes(ast.Call)
        if function.name in (getattr(call.func, "id", None), getattr(call.func, "attr", None))
    ]
    return argument(calls[0], function, name) if len(calls) == 1 else None


def called_by_checks(case: Case) -> Iterator[str]:
    """Yield what a check calls, or what it has its values from."""
    for site in case.sites:
        statement = site.statement
        values: list[ast.AST] = [statement] if statement is not None else []
        for name in names_in(statement) if statement is not None else ():
            bound = case.binding(site, ast.Name(name))
            values += [bound.value] if bound is not None else []
        yield from (callee_of(node) for value in values for node in ast.walk(value))
