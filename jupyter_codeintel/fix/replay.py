"""Which cells a trial runs, so that the copy of the kernel becomes what it would be."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from jupyter_codeintel.context.dataflow.facts import NO_FACTS, CellFacts, facts
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.dataflow.parsing import parse
from jupyter_codeintel.context.magics import masked
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.checks import checks
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.rolled_back import rolled_back
from jupyter_codeintel.fix.used_up import used_up
from jupyter_codeintel.trial import Limits, Trial, TrialCell

_MOST_LATER = 8
_LIMITS = Limits()

_NOTHING: frozenset[str] = frozenset()


def trial_for(failure: Failure, candidate: Candidate, limits: Limits = _LIMITS) -> Trial:
    """Return the trial that shows what a candidate does.

    The cells that are edited or have to run, those between them and the failing cell that
    depend on them, the failing cell, the examples, and then later cells for what they tell.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    candidate : Candidate
        The new texts.
    limits : Limits
        For all of it.
    """
    plan = _plan(failure, candidate.edits)
    wanted = plan.wanted(candidate)
    before = plan.before(wanted, _ran_before(failure))
    needed = plan.needed(wanted)
    cells = list(_forgetting(forgotten(failure, candidate)))
    cells += [plan.trial_cell(cell, required=cell in needed) for cell in before]
    cells.append(plan.trial_cell(failure.cell))
    cells += checks(failure)
    later = plan.later([*before, failure.cell])
    cells += [plan.trial_cell(cell, required=cell in candidate.edits) for cell in later]
    return Trial(tuple(cells), plan.replay([*before, failure.cell, *later]), limits)


def cells_to_run(failure: Failure, candidate: Candidate) -> tuple[str, ...]:
    """Return the cells to run when a candidate is accepted, in order; the failing one is last."""
    plan = _plan(failure, candidate.edits)
    before = plan.before(plan.wanted(candidate), _ran_before(failure))
    return (*before, failure.cell)


def forgotten(failure: Failure, candidate: Candidate) -> tuple[str, ...]:
    """Return the names that only edited cells had bound, and do not bind any more.

    The copy of the kernel has them still, so that one which hides a function of Python's own
    would go on hiding it.
    """
    plan = _plan(failure, candidate.edits)
    code = [cell.id for cell in failure.document.cells if cell.type == "code"]
    now = frozenset().union(*(plan.facts(name).defines for name in code))
    before = (failure.flow.executed_facts(name).defines for name in candidate.edits)
    return tuple(sorted(frozenset().union(*before) - now))


def _forgetting(names: Sequence[str]) -> Iterator[TrialCell]:
    if names:
        lines = [f"globals().pop({name!r}, None);" for name in names]
        yield TrialCell("forget", "\n".join(lines), required=False)


def reproduce(failure: Failure, limits: Limits = _LIMITS) -> Trial:
    """Return the trial that shows a cell's error again.

    Where the cell changes what earlier ones made, those run before it: its first run has
    changed it already.

    Parameters
    ----------
    failure : Failure
        The error as far as it is known; the lines of its frames are of help.
    limits : Limits
        For all of it.
    """
    plan = _plan(failure, {})
    before = plan.before((), _ran_before(failure))
    cells = [plan.trial_cell(name) for name in (*before, failure.cell)]
    return Trial(tuple(cells), plan.replay([*before, failure.cell]), limits)


@dataclass(frozen=True)
class _Plan:
    """What there is to choose from."""

    document: Document
    flow: Dataflow
    failing: str
    edits: Mapping[str, str]
    once: frozenset[str]
    """Variables of the failing cell that each use takes something from."""

    def cell(self, name: str) -> Cell:
        return next(cell for cell in self.document.cells if cell.id == name)

    def source(self, name: str) -> str:
        return self.edits.get(name, self.cell(name).source)

    def trial_cell(self, name: str, *, required: bool = True) -> TrialCell:
        return TrialCell(name, self.source(name), required)

    def facts(self, name: str) -> CellFacts:
        """Return what a cell does; of an edited one, by its new text."""
        if name not in self.edits:
            return self.flow.facts(name)
        return facts(parse(self.edits[name], self.document.language))

    def order(self) -> tuple[str, ...]:
        """Return the cells that have run, as they did."""
        order = self.flow.order(self.failing)
        return tuple(name for name in order if self.cell(name).execution_count is not None)

    def wanted(self, candidate: Candidate) -> list[str]:
        """Return the cells that a candidate wants to run; those below wait for their turn."""
        index = self.document.index(self.failing) or 0
        below = {c.id for c in self.document.cells[index + 1 :] if c.execution_count is None}
        return [*candidate.rerun, *(name for name in candidate.edits if name not in below)]

    def before(self, wanted: Iterable[str], head: CellFacts) -> list[str]:
        """Return the cells to run before the failing one, in order."""
        order = self.order()
        chosen = {name for name in wanted if name != self.failing}
        while True:
            dependent = self._dependent(order, chosen)
            makers = self._makers(order, dependent | chosen, head)
            if makers <= chosen | dependent:
                break
            chosen |= makers
        chosen |= dependent
        fresh = [name for name in dict.fromkeys(wanted) if name in chosen and name not in order]
        return [*(name for name in order if name in chosen), *fresh]

    def _dependent(self, order: Sequence[str], chosen: set[str]) -> set[str]:
        """Return the cells that build on what chosen ones define or change."""
        changed: set[str] = set()
        found: set[str] = set()
        needed = self.flow.slice(self._uses(self.failing), self.failing)
        for name in order:
            told = self.facts(name)
            later = told.uses_later & changed
            uses = (told.uses | told.modifies) & changed  # it may change by its own functions
            by_calls = self._by_calls(name)
            calls_changed = bool(by_calls) and bool((told.uses | by_calls) & changed)
            is_needed = bool(uses) and (name in needed or bool(uses & self.once))
            if name in chosen or is_needed or calls_changed:
                found.add(name)
                changed |= told.defines | told.modifies
                changed |= self.flow.facts(name).defines
            elif later:
                # A function meets the new values; who calls it has to run, not it.
                changed |= {definition.name for definition in told.definitions}
        return found

    def _by_calls(self, name: str) -> frozenset[str]:
        """Return what a cell changes by the functions of other cells that it calls."""
        return _NOTHING.union(*(self._effects.get(one, _NOTHING) for one in self.facts(name).uses))

    @cached_property
    def _effects(self) -> Mapping[str, frozenset[str]]:
        """What a call of each function changes around it."""
        found: dict[str, frozenset[str]] = {}
        for name in (*self.order(), self.failing):
            found |= self.facts(name).effects
        return found

    def _makers(self, order: Sequence[str], running: set[str], head: CellFacts) -> set[str]:
        """Return the earlier cells that make the objects which the running cells change."""
        found: set[str] = set()
        wanted = _changed(head) & self._made_by(order)
        for name in reversed(order):
            ran = self.flow.executed_facts(name)
            told = self.facts(name)
            if name in running or (ran.defines | ran.modifies) & wanted:
                found.add(name)
                changed = _changed(told) | self._by_calls(name)
                if name in self.edits:  # what the old text did to it is still done
                    changed |= _changed(ran) - (told.certain - told.uses)
                wanted -= told.certain - changed
                wanted |= changed & self._made_by(order)
        return found

    def _made_by(self, order: Sequence[str]) -> frozenset[str]:
        """Return what cells made; modules are not changed by their use."""
        made: frozenset[str] = _NOTHING
        for name in order:
            told = self.flow.facts(name)
            made |= told.defines - {imported.name for imported in told.imports}
        return made

    def _uses(self, name: str) -> frozenset[str]:
        told = self.facts(name)
        return told.uses | told.uses_later

    def needed(self, wanted: Iterable[str]) -> frozenset[str]:
        """Return the cells that have to run to their end: those that ended well before."""
        asked = set(wanted)
        ended = {name for name in self.order() if self.cell(name).error is None}
        return frozenset(asked | ended)

    def later(self, running: Sequence[str]) -> list[str]:
        """Return cells that show what the rest of the notebook needs."""
        made = frozenset().union(*(self.facts(name).certain for name in running))
        ran = [
            name
            for name in self.order()
            if name not in running and self.cell(name).error is None
            and any(self._builds_on(name, maker) for maker in running)
            and _changed(self.facts(name)) <= made
        ]  # fmt: skip
        index = self.document.index(self.failing) or 0
        below = [c.id for c in self.document.cells[index + 1 :] if c.type == "code"]
        # A cell that ran before the bug would run on what it has changed already.
        waiting = [name for name in below if name not in running and name not in self.order()]
        return [*ran, *waiting][:_MOST_LATER]

    def _builds_on(self, name: str, maker: str) -> bool:
        """Whether a cell uses what another one makes: it ran after it, or stands below."""
        made = self.facts(maker).defines | self.facts(maker).modifies
        ran = [*self.order(), self.failing]
        is_below = (self.document.index(name) or 0) > (self.document.index(maker) or 0)
        is_after = maker in ran and ran.index(name) > ran.index(maker)
        return bool(self.facts(name).uses & made) and (is_below or is_after)

    def replay(self, running: Sequence[str]) -> tuple[TrialCell, ...]:
        """Return what a fresh kernel has to run first, in the order it ran."""
        names = frozenset().union(*(self._uses(name) for name in running))
        return tuple(
            TrialCell(name, cell.executed_source or cell.source, required=cell.error is None)
            for name in self.flow.slice(names, self.failing)
            if name not in running and (cell := self.cell(name)).execution_count is not None
        )


def _plan(failure: Failure, edits: Mapping[str, str]) -> _Plan:
    return _Plan(failure.document, failure.flow, failure.cell, edits, used_up(failure))


def _changed(told: CellFacts) -> frozenset[str]:
    """Return the names whose objects a second run would change a second time."""
    return told.modifies | (told.defines & told.uses)


def _ran_before(failure: Failure) -> CellFacts:
    """Return what the failing cell did before it failed, and by it."""
    lines = (frame.line for frame in failure.error.frames if frame.cell == failure.cell)
    told = _head(failure.source(failure.cell), next(lines, None))
    return replace(told, modifies=told.modifies | rolled_back(failure) | used_up(failure))


def _head(source: str, line: int | None) -> CellFacts:
    """Return what the statements before a line do, or before the last; loops may have begun."""
    try:
        statements = ast.parse(masked(source)[0]).body
    except (SyntaxError, ValueError):
        return NO_FACTS  # nothing of it ran
    ran = [
        node
        for node in statements
        if (line is not None and _has_begun(node, line))
        or (line is None and (node is not statements[-1] or hasattr(node, "body")))
    ]
    end = max((node.end_lineno or 0 for node in ran), default=0)
    return facts(parse("\n".join(source.splitlines()[:end])))


def _has_begun(node: ast.stmt, line: int) -> bool:
    if isinstance(node, ast.For | ast.While):
        return node.lineno <= line  # what it goes through may fail after some rounds
    if isinstance(node, ast.With | ast.If | ast.Try):
        return node.lineno < line
    return (node.end_lineno or node.lineno) < line
