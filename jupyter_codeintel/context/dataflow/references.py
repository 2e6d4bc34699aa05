"""The names that a piece of code reads, and what it takes from them, with their places.

Made to check a candidate: what is bound nowhere in the cell has to exist in the notebook or
in the kernel, and what is taken from it can be compared with the live object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_codeintel.context.dataflow.events import Access, Read, Step
from jupyter_codeintel.context.dataflow.handlers import HANDLERS
from jupyter_codeintel.context.dataflow.parsing import parse
from jupyter_codeintel.context.dataflow.scopes import Bound
from jupyter_codeintel.context.dataflow.walk import Walk

_OPAQUE_MAGIC = re.compile(r"^\s*%(?:run|pylab|load|loadpy|store|autocall|reset)\b", re.MULTILINE)
_OPAQUE_CALLS = frozenset({"exec", "globals", "locals", "vars", "get_ipython"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that is read, and the steps taken from its object. Places are characters.

    Parameters
    ----------
    name : str
        The name.
    start, end : int
        Its place.
    steps : tuple of Step
        Attributes, subscripts and calls that follow, in order.
    bound : {'no', 'cell', 'local'}
        Where it gets its value: from outside the cell, perhaps or surely from the cell
        itself, or from a parameter or the like within it. Only of what is ``no`` does the
        live value tell anything.
    access : {'load', 'store', 'delete'}
        What happens at the last step; the name alone is always read.
    changed : bool
        Whether the cell may have changed the object before, so that it may have columns
        or attributes that the live one lacks.
    """

    name: str
    start: int
    end: int
    steps: tuple[Step, ...] = ()
    bound: Bound = "no"
    access: Access = "load"
    changed: bool = False


@dataclass(frozen=True, slots=True)
class References:
    """What a cell reads.

    Parameters
    ----------
    reads : tuple of Reference
        In order of evaluation.
    binds : frozenset of str
        What the cell binds anywhere at its top level.
    opaque : bool
        Whether it also binds names that its text does not tell: ``from a import *``,
        ``%run``, ``exec``.
    """

    reads: tuple[Reference, ...] = ()
    binds: frozenset[str] = frozenset()
    opaque: bool = False


def references(source: str, language: str = "python") -> References:
    """Return what a cell reads, whatever its text."""
    parsed = parse(source, language)
    walk = Walk(parsed, HANDLERS)
    walk.run()
    later = {change.name for change in walk.changes}
    reads = tuple(
        Reference(
            read.name, read.start, read.end, read.steps, bound_of(walk, read), read.access,
            # What runs later, or again, sees the changes that are made further down.
            read.changed or (read.name in later and (bool(read.loop) or read.scope.deferred)),
        )
        for read in walk.reads
    )  # fmt: skip
    return References(reads, frozenset(walk.cell.bound), is_opaque(walk))


def bound_of(walk: Walk, read: Read) -> Bound:
    """Return where a name that was read gets its value."""
    if read.scope.is_local(read.name):
        return "local"
    places = walk.cell.bound.get(read.name)
    if not places:
        return "no"
    if read.possible or read.scope.deferred:
        return "cell"
    loop = read.loop
    # In a loop, what is bound further down was bound in the round before.
    in_loop = loop is not None and any(loop[0] <= place < loop[1] for place in places)
    return "cell" if in_loop else "no"


def is_opaque(walk: Walk) -> bool:
    """Whether the cell binds names that its text does not tell."""
    if walk.stars or _OPAQUE_MAGIC.search(walk.parsed.source):
        return True
    calls = (read.name for read in walk.reads if read.steps and read.steps[0].kind == "call")
    return not _OPAQUE_CALLS.isdisjoint(calls)
