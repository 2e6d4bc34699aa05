"""Iterators that a candidate goes through again, when nothing is left in them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from jupyter_codeintel.context.dataflow.facts import facts
from jupyter_codeintel.context.dataflow.parsing import parse
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.used_up import used_up


def going_on_empty(change: CellChange) -> Iterator[Objection]:
    """Yield a doubt for each iterator that the failing cell goes through more than once."""
    if change.cell != change.failure.cell:
        return
    made = frozenset().union(*(facts(parse(text)).defines for text in change.edits.values()))
    read = Counter(n.id for n in change.nodes_after if isinstance(n, ast.Name))
    for name in sorted(used_up(change.failure) - made):
        if read[name] > 1:
            yield doubt("empties", f"It goes through {name} again, in which nothing is left.")
