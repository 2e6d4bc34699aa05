"""Names that a candidate does not define any more."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.context.dataflow.facts import CellFacts, facts
from jupyter_codeintel.context.dataflow.parsing import parse
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.growing import grows
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    is_literal,
    literal,
    passing_names,
    value_of,
)

_LOOP = re.compile(r"\bfor\s+(.+?)\s+in\b")


def names(
    failure: Failure, candidate: Candidate, changes: Sequence[CellChange]
) -> Iterator[Objection]:
    """Yield objections for names that edited cells defined and now no cell does."""
    new = {change.cell: facts_of(change.source) for change in changes}
    code = [cell.id for cell in failure.document.cells if cell.type == "code"]
    told = {cell: new.get(cell) or failure.flow.facts(cell) for cell in code}
    defined = frozenset().union(*(facts.defines for facts in told.values()))
    for change in changes:
        before, after = failure.flow.facts(change.cell), new[change.cell]
        lost = before.defines - after.defines - defined - BUILTIN_NAMES
        lost -= {imported.name for imported in before.imports} | _loop_names(change)
        lost -= _nothing(failure) | change.inlined | _never_counted(change) | _steps(change)
        for name in sorted(name for name in lost if not name.startswith("_")):
            users = {c for c, f in told.items() if name in f.uses | f.uses_later} - {change.cell}
            if users:
                yield refuse("names", f"{name} is not defined any more, and another cell uses it.")
            elif _is_said_elsewhere(name, change):
                continue
            elif not (after.defines - before.defines) or name in before.certain - after.uses:
                yield from _lost(name, before, after)


def _steps(change: CellChange) -> frozenset[str]:
    """Return the names that only what has changed read: steps where there are others now."""
    results = ast.Assign | ast.AugAssign | ast.Return
    changed = (old for old, _ in change.altered if isinstance(old.node, results))
    other = {*change.raised, *changed}
    kept = (s for s in change.before if s not in other.union(change.removed))
    read = frozenset().union(*(s.loads for s in kept))
    return frozenset().union(*(s.loads for s in other)) - read


def _never_counted(change: CellChange) -> frozenset[str]:
    """Return the names that were to count what a sum is divided by, and stayed 0."""
    if not change.is_of("ZeroDivisionError"):
        return frozenset()
    zeros = (s for s in change.before if literal(value_of(s.node)) == 0)
    divided = frozenset().union(*(s.loads for s in change.raised))
    names = divided & frozenset().union(*(bound_names(s.node) for s in zeros))
    return frozenset(name for name in names if not grows({name}, change.before))


def _is_said_elsewhere(name: str, change: CellChange) -> bool:
    """Whether new statements hold the constants that a variable was made of."""
    made = [s for s in change.before if name in bound_names(s.node)]
    had, has = (
        {repr(n.value) for s in several for n in s.parts() if isinstance(n, ast.Constant)}
        for several in (made, change.fresh)
    )
    return bool(had) and had <= has


def _nothing(failure: Failure) -> frozenset[str]:
    """Return the variables that were None, the result of what returns nothing."""
    live = failure.namespace.variables if failure.namespace is not None else {}
    return frozenset(name for name, one in live.items() if one.type == "NoneType")


def _loop_names(change: CellChange) -> frozenset[str]:
    """Return the names that only loops bind, as they go round, and those of opened files."""
    bound = passing_names(change.tree_before)
    inner, others = (
        frozenset().union(*(bound_names(s.node) for s in change.before if _loops(s) is is_inner))
        for is_inner in (True, False)
    )
    lines = change.source_before.splitlines()
    unread = (_LOOP.search(lines[number - 1]) for number in change.unread)
    bound |= {name for match in unread if match for name in re.findall(r"\w+", match[1])}
    return frozenset(bound | inner) - others | _sums(change)


def _sums(change: CellChange) -> frozenset[str]:
    """Return the names that start from a constant and that a loop adds to."""
    started = (s for s in change.before if is_literal(value_of(s.node)))
    return frozenset(
        name for s in started for name in bound_names(s.node) if grows({name}, change.before)
    )


def _loops(statement: Statement) -> bool:
    is_plain = isinstance(statement.node, ast.Assign)
    return is_plain and any(isinstance(outer.node, ast.For) for outer in statement.around)


def _lost(name: str, before: CellFacts, after: CellFacts) -> Iterator[Objection]:
    """Judge a name that no other cell uses: it may get another one, but should not just go."""
    if len(after.defines - before.defines) < len(before.defines - after.defines):
        yield doubt("names", f"{name} is not defined any more.")


def facts_of(source: str) -> CellFacts:
    """Return what a text does with names."""
    return facts(parse(source))
