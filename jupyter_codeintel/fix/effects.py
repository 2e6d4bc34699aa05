"""What a tried candidate left behind, to be compared with others."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.reading import tree_of_most
from jupyter_codeintel.trial import Left

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_CODE = ("function", "type", "module", "builtin_function_or_method")


def effects(failure: Failure, attempt: Attempt) -> object:
    """Return what is equal for candidates that do the same, as far as it can be told.

    Compared are the variables that the notebook knows by name: help variables of a candidate
    do not count. Where there are none, the outputs are compared. What leaves neither is
    equal to nothing but itself.
    """
    left = attempt.verdict.left
    names = sorted(_names(failure, attempt) & left.keys())
    values = [(name, _value(left[name])) for name in names]
    told = tuple((name, value) for name, value in values if value is not None)
    # Where a value is known by its type and size alone, what is shown of it may differ.
    vague = any(left[name].digest is None and left[name].variable for name, _ in told)
    shown = tuple(_outputs(failure, attempt)) if vague or not told else ()
    return (told, shown) if told or shown else id(attempt)


def leaves_the_same(failure: Failure, one: Attempt, other: Attempt) -> bool | None:
    """Return whether two attempts leave the same values, None where it cannot be told.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    one, other : Attempt
        Two that ran.
    """
    ones, others = one.verdict.left, other.verdict.left
    names = (_names(failure, one) | _names(failure, other)) & ones.keys() & others.keys()
    values = {name: (ones[name], others[name]) for name in names if _value(ones[name])}
    alike = {
        name: mine.digest == its.digest
        for name, (mine, its) in values.items()
        if mine.digest and its.digest and _type(mine) == _type(its)
    }
    if not all(alike.values()):
        return False
    shown = list(_outputs(failure, one))
    if shown and shown == list(_outputs(failure, other)):
        return True
    facts = failure.flow.facts(failure.cell)
    worked_out = alike.keys() & (facts.defines | facts.modifies)
    return True if worked_out and alike.keys() == values.keys() else None


def _names(failure: Failure, attempt: Attempt) -> frozenset[str]:
    """Return the names that the cells bind as they are, or that cells look for."""
    flow = failure.flow
    used: set[str] = set()
    for cell in failure.document.cells:
        facts = flow.facts(cell.id)
        used |= facts.uses | facts.uses_later
    bound: set[str] = set()
    for cell_id in {failure.cell, *attempt.candidate.edits}:
        facts = flow.facts(cell_id)
        bound |= facts.defines | facts.modifies
        bound -= _passing(failure.source(cell_id))
    return frozenset(used | bound)


def _passing(source: str) -> frozenset[str]:
    """Return the names that loops and ``with`` bind, which another text may do without."""
    bound = [
        target
        for node in ast.walk(tree_of_most(source)[0])
        for target in (
            [node.target] if isinstance(node, ast.For)
            else [item.optional_vars for item in node.items] if isinstance(node, ast.With)
            else []
        )
        if target is not None
    ]  # fmt: skip
    inner = (part for target in bound for part in ast.walk(target))
    return frozenset(part.id for part in inner if isinstance(part, ast.Name))


def _type(left: Left) -> str:
    return left.variable.type if left.variable is not None else ""


def _value(left: Left) -> str | None:
    """Return what became of a variable; None for code, which is what the candidates differ in."""
    variable = left.variable
    if variable is None:
        return left.how
    if variable.type.rpartition(".")[2] in _CODE or variable.signature is not None:
        return None
    return left.digest or f"{variable.type} {variable.shape} {variable.length} {variable.value}"


def _outputs(failure: Failure, attempt: Attempt) -> Iterator[str]:
    for run in attempt.verdict.runs:
        if run.id != failure.cell:
            continue
        for output in run.outputs:
            content = output.get("data") or output.get("text") or ""
            text = _ADDRESS.sub("0x", json.dumps(content, sort_keys=True, default=str))
            yield hashlib.sha256(text.encode()).hexdigest()
