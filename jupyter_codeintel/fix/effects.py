"""What a tried candidate left behind, to be compared with others."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.attempts import Attempt
from jupyter_codeintel.fix.failure import Failure
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


def _names(failure: Failure, attempt: Attempt) -> frozenset[str]:
    """Return the names that the cells bind as they are, or that cells look for."""
    flow = failure.flow
    names: set[str] = set()
    for cell in failure.document.cells:
        facts = flow.facts(cell.id)
        names |= facts.uses | facts.uses_later
    for cell_id in {failure.cell, *attempt.candidate.edits}:
        facts = flow.facts(cell_id)
        names |= facts.defines | facts.modifies
    return frozenset(names)


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
