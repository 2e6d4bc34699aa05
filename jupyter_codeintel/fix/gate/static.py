"""What a candidate's text says against it, before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.cheats.commas import commas
from jupyter_codeintel.fix.gate.cheats.deleting import deleting
from jupyter_codeintel.fix.gate.cheats.digits import digits
from jupyter_codeintel.fix.gate.cheats.emptying import emptying
from jupyter_codeintel.fix.gate.cheats.ending_early import ending_early
from jupyter_codeintel.fix.gate.cheats.exchanging import exchanging
from jupyter_codeintel.fix.gate.cheats.fitting import fitting
from jupyter_codeintel.fix.gate.cheats.going_on_empty import going_on_empty
from jupyter_codeintel.fix.gate.cheats.guarding import guarding
from jupyter_codeintel.fix.gate.cheats.hollowing import hollowing
from jupyter_codeintel.fix.gate.cheats.itself import itself
from jupyter_codeintel.fix.gate.cheats.leaking import leaking
from jupyter_codeintel.fix.gate.cheats.losing import losing
from jupyter_codeintel.fix.gate.cheats.mixed_units import mixed_units
from jupyter_codeintel.fix.gate.cheats.names import names
from jupyter_codeintel.fix.gate.cheats.overriding import overriding
from jupyter_codeintel.fix.gate.cheats.parting import parting
from jupyter_codeintel.fix.gate.cheats.providing import providing
from jupyter_codeintel.fix.gate.cheats.recursing import recursing
from jupyter_codeintel.fix.gate.cheats.returned import returned
from jupyter_codeintel.fix.gate.cheats.sharing import sharing
from jupyter_codeintel.fix.gate.cheats.shortening import shortening
from jupyter_codeintel.fix.gate.cheats.special_cases import special_cases
from jupyter_codeintel.fix.gate.cheats.staying import staying
from jupyter_codeintel.fix.gate.cheats.swallowing import swallowing
from jupyter_codeintel.fix.gate.cheats.unreadable import unreadable
from jupyter_codeintel.fix.gate.cheats.weakening import weakening
from jupyter_codeintel.fix.gate.extent import extent
from jupyter_codeintel.fix.gate.objection import Objection, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.in_place import in_place
from jupyter_codeintel.fix.gate.reasons.accounting import accounting
from jupyter_codeintel.fix.gate.risks import risks

_OF_A_CELL = (
    swallowing, deleting, unreadable, hollowing, itself, ending_early, returned, guarding,
    weakening, fitting, exchanging, emptying, shortening, staying, sharing, providing, overriding,
    special_cases, recursing, leaking, commas, digits, losing, parting, mixed_units,
    going_on_empty, risks,
)  # fmt: skip
_OF_WHAT_WAS = frozenset({"drops", "exchanges", "leaves_doubles_out", "shortens", "unused"})
"""Kinds of doubts about what a text, or a table, had and has not any more."""

_OF_ALL = (names, extent, accounting)


def static_objections(failure: Failure, candidate: Candidate) -> tuple[Objection, ...]:
    """Return what can be said against a candidate by reading it.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    candidate : Candidate
        The new texts.

    Returns
    -------
    tuple of Objection
        Without duplicates; one of severity ``"refuse"`` means that it is not worth a trial.
        A rule has evidence of its own, so that it is not doubted for what it leaves unused, nor
        for rows with a key that is there already.
    """
    changes: list[CellChange] = []
    candidate = replace(candidate, edits=in_place(failure, candidate.edits))
    for cell, source in candidate.edits.items():
        try:
            changes.append(CellChange(failure, cell, source, candidate.edits))
        except SyntaxError as error:
            return (refuse("syntax", f"It is not valid Python: {error.msg}."),)
    if not candidate.rerun and all(map(_is_same, changes)):
        return (refuse("unchanged", "It changes nothing."),)
    found = tuple(dict.fromkeys(_all(failure, candidate, changes)))
    waived = _OF_WHAT_WAS if candidate.origin == "rule" else frozenset()
    return tuple(one for one in found if one.severity == "refuse" or one.kind not in waived)


def _all(failure: Failure, candidate: Candidate, changes: list[CellChange]) -> Iterator[Objection]:
    for change in changes:
        for rule in _OF_A_CELL:
            yield from rule(change)
    for whole in _OF_ALL:
        yield from whole(failure, candidate, changes)


def _is_same(change: CellChange) -> bool:
    if change.unread:
        return _lines(change.source) == _lines(change.source_before)
    magics = [line for line in change.source.splitlines() if line.lstrip().startswith(("%", "!"))]
    same = all(line in change.source_before for line in magics)
    return same and ast.dump(change.tree_before) == ast.dump(change.tree_after)


def _lines(source: str) -> list[str]:
    return [line.rstrip() for line in source.splitlines() if line.strip()]
