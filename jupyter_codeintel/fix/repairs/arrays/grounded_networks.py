"""Networks of conductances in which no node is grounded, so that all potentials may be shifted."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines
from jupyter_codeintel.fix.repairs.words import all_words
from jupyter_codeintel.fix.repairs.written import free_name

_SINGULAR = re.compile(r"singular", re.IGNORECASE)
_HELD = re.compile(r"\b(?:datum|earth\w*|fixed|ground\w*|held|reference|0 ?v(?:olts?)?)\b")
_NETWORK = re.compile(r"\b(?:ampere|circuit|conductanc|current|ohm|potential|resist|volt)\w*")


async def networks_with_ground(case: Case) -> AsyncIterator[Repair]:
    """Yield the system without the node at which the current goes out, whose potential is 0.

    The matrix is filled from edges, so that its rows sum up to nothing, and what goes in at one
    node goes out at another one.
    """
    words = " ".join(all_words(case)).lower()
    is_told = _NETWORK.search(words) is not None and _HELD.search(words) is None
    for site in case.sites[:1] if is_told and _SINGULAR.search(case.error.value) else ():
        match site.statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as solved):
                lines = _lines(case, name, solved) if can_take_lines(site) else []
                margin = " " * site.statement.col_offset
                change = site.code.span(site.statement), f"\n{margin}".join(lines)
                says = "potentials are counted from the node at which the current goes out"
                if lines:
                    yield repaired(site.cell, site.code, [change], says, "grounded_network")


def _lines(case: Case, name: str, solved: ast.Call) -> list[str]:
    """Return how the system is solved for all nodes but the one that is grounded."""
    match solved:
        case ast.Call(args=[ast.Name(id=matrix), ast.Name(id=right)], keywords=[]):
            out = _out(case, right) if _is_of_edges(case, matrix) else None
            kept = free_name(case, "free", "others", "kept")
            if out is None or kept is None or callee_of(solved) != "solve":
                return []
            module = case.name_of("numpy") or "np"
            part = f"{matrix}[{module}.ix_({kept}, {kept})], {right}[{kept}]"
            return [
                f"{kept} = {module}.arange(len({right})) != {out}",
                f"{name} = {module}.zeros(len({right}))",
                f"{name}[{kept}] = {ast.unparse(solved.func)}({part})",
            ]
    return []


def _statements(case: Case) -> Iterator[tuple[Site, ast.stmt]]:
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        for node in text.nodes(ast.stmt):
            yield Site(cell, text, node.lineno), node


def _is_of_edges(case: Case, matrix: str) -> bool:
    """Whether something is added on a matrix's diagonal, and the same taken away beside it."""
    added: set[str] = set()
    taken: set[str] = set()
    for _, node in _statements(case):
        match node:
            case ast.AugAssign(
                target=ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=[one, other])),
                op=op,
                value=value,
            ) if name == matrix:
                is_diagonal = ast.unparse(one) == ast.unparse(other)
                if is_diagonal != isinstance(op, ast.Add):
                    return False
                (added if is_diagonal else taken).add(ast.unparse(value))
    return bool(added) and added == taken


def _out(case: Case, right: str) -> str | None:
    """Return the node at which as much goes out as goes in at another one."""
    set_to: dict[str, float] = {}
    for _, node in _statements(case):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                pairs = list(zip(targets, values, strict=False))
            case ast.Assign(targets=[target], value=value):
                pairs = [(target, value)]
            case _:
                continue
        for target, value in pairs:
            amount = literal(value)
            match target:
                case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant() as at):
                    if name == right and isinstance(amount, int | float):
                        set_to[ast.unparse(at)] = amount
    out = [at for at, amount in set_to.items() if amount < 0]
    return out[0] if len(set_to) == 2 and len(out) == 1 and not sum(set_to.values()) else None
