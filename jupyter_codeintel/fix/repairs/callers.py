"""What a function is given where it is called."""

from __future__ import annotations

import ast

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
        names = [one.arg for one in function.args.args] if function is not None else []
        if function is None or node.id not in names:
            break
        given = _given(case, place + 1, function.name, names, node.id)
        if given is None:
            break
        place, node = place + 1, given
    return place, node


def _given(case: Case, place: int, function: str, names: list[str], name: str) -> ast.expr | None:
    """Return what the only call of a function at a site gives for a parameter."""
    calls = [
        call
        for call in case.sites[place].nodes(ast.Call)
        if function in (getattr(call.func, "id", None), getattr(call.func, "attr", None))
    ]
    if len(calls) != 1:
        return None
    named = [word.value for word in calls[0].keywords if word.arg == name]
    at = names.index(name) - (names[0] == "self")
    return next(iter([*named, *calls[0].args[at : at + 1]]), None)
