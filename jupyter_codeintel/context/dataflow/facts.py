"""What one cell defines, uses and changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jupyter_codeintel.context.dataflow.events import Import, Read
from jupyter_codeintel.context.dataflow.handlers import HANDLERS
from jupyter_codeintel.context.dataflow.magic_names import magic_names
from jupyter_codeintel.context.dataflow.outline import Definition, outline
from jupyter_codeintel.context.dataflow.parsing import Parsed
from jupyter_codeintel.context.dataflow.references import is_opaque
from jupyter_codeintel.context.dataflow.scopes import Scope
from jupyter_codeintel.context.dataflow.walk import Walk

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CellFacts:
    """What a cell does with names.

    Parameters
    ----------
    defines : frozenset of str
        Names that are bound when it has run, in some cases at least.
    certain : frozenset of str
        Those of them that are bound in every case.
    deletes : frozenset of str
        Names that it removes.
    uses : frozenset of str
        Names whose value from outside it needs when it runs. Names of Python's own are
        among them: a notebook may define ``input``.
    uses_later : frozenset of str
        Names that its functions need when they are called.
    modifies : frozenset of str
        Names from outside whose objects it changes in place.
    effects : mapping of str to frozenset of str
        By function, the outer names that a call of it changes or binds.
    imports : tuple of Import
        Names that it imports.
    stars : tuple of str
        Modules of which it imports all.
    opaque : bool
        Whether it binds names that its text does not tell.
    places : mapping of str to int
        By name, where it is bound last, in characters.
    strings : frozenset of str
        Keys and string arguments: often the names of columns.
    definitions : tuple of Definition
        Its functions and classes.
    """

    defines: frozenset[str] = _NOTHING
    certain: frozenset[str] = _NOTHING
    deletes: frozenset[str] = _NOTHING
    uses: frozenset[str] = _NOTHING
    uses_later: frozenset[str] = _NOTHING
    modifies: frozenset[str] = _NOTHING
    effects: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    imports: tuple[Import, ...] = ()
    stars: tuple[str, ...] = ()
    opaque: bool = False
    places: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    strings: frozenset[str] = _NOTHING
    definitions: tuple[Definition, ...] = ()


NO_FACTS = CellFacts()


def facts(parsed: Parsed) -> CellFacts:
    """Return what a cell does with names."""
    magics = magic_names(parsed.source)
    walk = Walk(parsed, HANDLERS)
    walk.run()
    uses, later = _uses(walk)
    effects = _effects(walk)
    certain = frozenset(walk.flow.certain - walk.deleted)
    return CellFacts(
        defines=(frozenset(walk.cell.bound) - walk.deleted) | magics.binds,
        certain=certain | magics.binds,
        deletes=frozenset(walk.deleted),
        uses=frozenset(uses) | magics.uses,
        uses_later=frozenset(later),
        modifies=frozenset(_modifies(walk, effects)),
        effects=MappingProxyType(effects),
        imports=tuple(walk.imports),
        stars=tuple(walk.stars),
        opaque=is_opaque(walk),
        places=MappingProxyType({name: max(at) for name, at in walk.cell.bound.items()}),
        strings=frozenset(_strings(walk.reads)),
        definitions=outline(parsed),
    )


def _uses(walk: Walk) -> tuple[set[str], set[str]]:
    """Return the names that are needed from outside: at once, and in functions."""
    uses: set[str] = set()
    later: set[str] = set()
    for read in walk.reads:
        if read.scope.is_local(read.name):
            continue
        if not read.scope.deferred:
            if not read.certain:
                uses.add(read.name)
        elif read.name not in walk.cell.bound:
            later.add(read.name)
    return uses, later


def _effects(walk: Walk) -> dict[str, frozenset[str]]:
    """Return, by function, what a call of it changes or binds around it."""
    found: dict[str, set[str]] = {}
    changes = [change for change in walk.changes if not change.scope.is_local(change.name)]
    for change in (*changes, *walk.shared):
        if function := _outermost(change.scope):
            found.setdefault(function, set()).add(change.name)
    return {function: frozenset(names) for function, names in found.items()}


def _modifies(walk: Walk, effects: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the names whose objects the cell did not make itself, but changes."""
    found = {
        change.name
        for change in walk.changes
        if not (change.certain or change.scope.deferred or change.scope.is_local(change.name))
    }
    if effects:
        called = {read.name for read in walk.reads if not read.scope.deferred}
        for function in called & effects.keys():
            found |= effects[function] - walk.flow.certain
    return found


def _outermost(scope: Scope | None) -> str:
    """Return the name of the outermost function or class around a place in a function."""
    name = ""
    while scope is not None:
        name = scope.name or name
        scope = scope.parent
    return name


def _strings(reads: Iterable[Read]) -> Iterable[str]:
    for read in reads:
        for step in read.steps:
            if step.kind == "key":
                yield step.name
            for text in step.strings:
                yield text.value
