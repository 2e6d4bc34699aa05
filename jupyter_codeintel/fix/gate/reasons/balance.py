"""What an edit brings and takes, and what is known of the error."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.expectations import is_covered
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import bound_names, callee
from jupyter_codeintel.fix.gate.reading.vocabulary import (
    do_the_same,
)
from jupyter_codeintel.fix.gate.reasons.items import Item


def _grown(node: ast.stmt) -> ast.expr | None:
    """Return what a statement adds to."""
    match node:
        case ast.AugAssign(target=target):
            return target
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append" | "add" | "extend") as to)):
            return to.value
    return None


@dataclass(frozen=True, eq=False)
class Balance:
    """What an edit brings and takes.

    Parameters
    ----------
    evidence : Evidence
        What is known of the error.
    gained, lost : tuple of Item
        What is new, and what is gone.
    before, now : tuple of Item
        All that was there, and all that is there now.
    change_of : mapping of Statement to CellChange
        For each statement, old or new, the cell it is in.
    """

    evidence: Evidence
    gained: tuple[Item, ...]
    lost: tuple[Item, ...]
    before: tuple[Item, ...]
    now: tuple[Item, ...]
    change_of: Mapping[Statement, CellChange]

    @cached_property
    def lost_words(self) -> frozenset[str]:
        """What is gone or does not exist."""
        remade = (
            callee(part)
            for change in self.evidence.changes
            for old in change.remade.values()
            for part in old.parts()
            if isinstance(part, ast.Call)
        )
        return frozenset(item.word for item in self.lost).union(self.evidence.missing, remade)

    @cached_property
    def functions(self) -> frozenset[str]:
        """Functions of the notebook's own, new ones too."""
        failure = self.evidence.failure
        found = {n.name for c in self.evidence.changes for n in ast.walk(c.tree_after)
                 if isinstance(n, ast.FunctionDef)}  # fmt: skip
        return frozenset(found | failure.flow.definitions(failure.cell).keys())

    @cached_property
    def counts_up(self) -> bool:
        """Whether a key was missing where values are counted or collected by key."""
        raised = (s.node for c in self.evidence.changes for s in c.raised)
        grown = any(isinstance(_grown(node), ast.Subscript) for node in raised)
        return grown and "KeyError" in self.evidence.errors

    def has_word(self, word: str) -> bool:
        """Whether something of this name stood in the old texts."""
        return any(item.word == word for item in self.before)

    def is_checked(self, item: Item) -> bool:
        """Whether an assert or example shows what comes of it."""
        return is_covered(item.statement, self.change_of[item.statement])

    def is_asserted(self, item: Item) -> bool:
        """Whether the assert that failed asks about what comes of it."""
        made = frozenset() if item.statement.functions else bound_names(item.statement.node)
        return bool(made & self.evidence.asserted_names)

    def is_of(self, *errors: str) -> bool:
        """Whether one of some kinds of error was raised."""
        return bool(self.evidence.errors.intersection(errors))

    def is_same(self, word: str) -> bool:
        """Whether it does the same as something that is gone."""
        return any(do_the_same(old, word) for old in self.lost_words)
