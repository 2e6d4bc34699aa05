"""Functions that a loop makes, which all see its last round when they are called."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_Loop = ast.For | ast.comprehension


async def names_bound_early(case: Case) -> AsyncIterator[Repair]:
    """Yield ``lambda x, n=n: x ** n`` in a loop through ``n``, where a check of values fails."""
    if not case.is_a("AssertionError"):
        return
    cells = case.failure.flow.order(case.failure.cell)
    found: list[tuple[str, list[Change]]] = []
    for cell in dict.fromkeys((*cells, case.failure.cell)):
        text = case.code(cell)
        changes = [
            change
            for names, within in _loops(text)
            for made in _kept(within)
            if (change := _with_defaults(text, made, names)) is not None
        ]
        if changes:
            found.append((cell, changes))
    if len(found) == 1:
        ((cell, changes),) = found
        says = "a function sees what its names are when it is called, not when it is made"
        yield repaired(cell, case.code(cell), changes, says, "bound_early")


def _loops(text: Code) -> Iterator[tuple[set[str], list[ast.AST]]]:
    """Yield the names that loops go through, with what is done in each round."""
    for node in text.nodes(ast.AST):
        match node:
            case ast.For(target=target, body=body):
                yield _names(target), list(body)
            case ast.ListComp(elt=made) | ast.SetComp(elt=made) | ast.DictComp(value=made):
                names = [_names(loop.target) for loop in node.generators]
                yield set().union(*names), [made]


def _kept(within: list[ast.AST]) -> Iterator[ast.Lambda]:
    """Yield the functions that are kept until after the round: in a list, under a key."""
    for part in within:
        if isinstance(part, ast.Lambda):
            yield part
        for node in ast.walk(part):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="append" | "add"), args=[ast.Lambda() as one]
                ):
                    yield one
                case ast.Assign(targets=[ast.Subscript()], value=ast.Lambda() as one):
                    yield one


def _with_defaults(text: Code, made: ast.Lambda, names: set[str]) -> Change | None:
    """Return the change that gives a function the loop's names as they are now."""
    arguments = made.args
    own = {one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)}
    seen = [name for name in names_in(made.body) if name in names - own]
    if not seen or arguments.vararg or arguments.kwarg or arguments.kwonlyargs:
        return None
    given = ", ".join(f"{name}={name}" for name in sorted(seen))
    if not arguments.args:
        place = text.span(made)[0] + len("lambda")
        return (place, place), f" {given}"
    last = arguments.defaults[-1] if arguments.defaults else arguments.args[-1]
    end = text.span(last)[1]
    return (end, end), f", {given}"


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
