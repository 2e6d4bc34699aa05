"""Items of generators that never end, of which only the first ones can be in a list."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import

_GENERATOR = re.compile(r"'generator' object is not subscriptable")
_SAYS = "the generator never ends; only so many of its items are taken"


async def first_of_endless(case: Case) -> AsyncIterator[Repair]:
    """Yield ``p = list(islice(primes(), 10))`` where ``p[9]`` is the last that is asked for."""
    if not _GENERATOR.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript)[:1]:
            bound = case.binding(site, node.value)
            made = node.value if bound is None else bound.value
            if not is_endless(case, made):
                continue
            cell, text = (site.cell, site.code) if bound is None else (bound.cell, bound.code)
            most = max(_asked(case, node), default=None) if bound is not None else _most(node)
            if not most:
                continue
            islice, added = _islice(case, cell)
            change = text.span(made), f"list({islice}({text.text(made)}, {most}))"
            yield repaired(cell, text, [*added, change], _SAYS, "first_of_endless")


def is_endless(case: Case, node: ast.expr) -> bool:
    """Whether an expression calls a generator of the notebook whose loop has no end."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    for cell in case.failure.document.cells:
        for function in case.code(cell.id).nodes(ast.FunctionDef) if cell.type == "code" else ():
            if function.name == node.func.id:
                inner = list(ast.walk(function))
                ends = any(isinstance(one, ast.Break | ast.Return | ast.Try) for one in inner)
                return not ends and any(
                    isinstance(one, ast.While) and getattr(one.test, "value", False) in (True, 1)
                    for one in inner
                )
    return False


def _asked(case: Case, node: ast.Subscript) -> list[int]:
    """Return up to which item each use of a name asks for; nothing if that is not known."""
    name = getattr(node.value, "id", "")
    found: list[int] = []
    for cell in case.failure.document.cells:
        inner = list(_outside(case.code(cell.id).tree)) if cell.type == "code" else []
        taken = {id(one.value): _most(one) for one in inner if isinstance(one, ast.Subscript)}
        found += [
            taken.get(id(one)) or 0
            for one in inner
            if isinstance(one, ast.Name) and one.id == name and isinstance(one.ctx, ast.Load)
        ]
    return found if all(found) else []


def _outside(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a cell that are in none of its functions, whose names are their own."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node
            yield from _outside(node)


def _most(node: ast.Subscript) -> int | None:
    """Return how many items there must be, of ``p[9]`` or ``p[:5]``."""
    match node.slice:
        case ast.Constant(value=int(place)):
            return place + 1
        case ast.Slice(upper=ast.Constant(value=int(upper)), step=None):
            return upper
    return None


def _islice(case: Case, cell: str) -> tuple[str, list[Change]]:
    """Return how a notebook calls ``islice``, and the import that this needs."""
    own = case.name_of("itertools.islice")
    module = case.name_of("itertools")
    if own is not None or module is not None:
        return own or f"{module}.islice", []
    return "islice", [inserted_import(case.code(cell), "from itertools import islice")]
