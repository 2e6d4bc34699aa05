"""Show only names, attributes, columns and keys that exist, or put the nearest real one.

A completion that stays silent costs a glance; one that names a column that is not there
costs a failed cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_codeintel.completion.claims import Claim, claims
from jupyter_codeintel.completion.port import Kernels, namespace_of
from jupyter_codeintel.completion.situation import Situation
from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.dataflow.references import References, references
from jupyter_codeintel.context.delimiters import open_at_end
from jupyter_codeintel.context.nearest import nearest
from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.namespace import Resolution

_MOST_REPAIRS = 3
_LARGEST = 30_000
"""Characters of a cell or file; to read a longer one at each key would be felt."""


@dataclass(frozen=True)
class Ground:
    """What a text at one place of a notebook can build on.

    Parameters
    ----------
    document : Document
        The notebook.
    flow : Dataflow
        Knows it.
    cell : str
        The active cell.
    prefix, rest : str
        Its text around the cursor, without what the editor closed by itself.
    place : Situation
        What is open there.
    """

    document: Document
    flow: Dataflow
    cell: str
    prefix: str
    rest: str
    place: Situation

    def after(self, text: str) -> str:
        """Return what follows the text: what it leaves open is closed as the editor did."""
        place = self.place
        stack = open_at_end(place.line + text, place.stack_above)
        closed = max(0, len(place.stack) - len(stack))
        return place.closers[closed:] + self.rest


@dataclass(frozen=True)
class Fault:
    """A piece of the cell that names something that does not exist, and what does instead."""

    claim: Claim
    instead: frozenset[str]


class Grounding:
    """Checks texts against the notebook and its live kernel.

    Parameters
    ----------
    kernels : Kernels
        Know the live variables.
    """

    def __init__(self, kernels: Kernels) -> None:
        self._kernels = kernels

    async def grounded(self, text: str, ground: Ground) -> str:
        """Return the text, repaired where one real name is nearest, else cut before the line."""
        for _ in range(_MOST_REPAIRS):
            fault = await self._first_fault(text, ground)
            if fault is None:
                return text
            repaired = _repaired(text, ground, fault)
            if repaired is None:
                return _cut(text, ground, fault)
            text = repaired
        fault = await self._first_fault(text, ground)
        return text if fault is None else _cut(text, ground, fault)

    async def holds(self, text: str, ground: Ground) -> bool:
        """Whether nothing is known to be wrong with the beginning of a text."""
        return await self._first_fault(text, ground, unfinished=True) is None

    async def _first_fault(
        self, text: str, ground: Ground, *, unfinished: bool = False
    ) -> Fault | None:
        size = len(ground.prefix) + len(ground.rest)
        if not ground.place.python or not text.strip() or size > _LARGEST:
            return None
        start, end = len(ground.prefix), len(ground.prefix) + len(text)
        found = references(ground.prefix + text + ground.after(text), ground.document.language)
        said = [
            claim
            for claim in claims(found)
            if claim.end > start and claim.start < end and not (unfinished and claim.end >= end)
        ]
        faults = [*self._unknown_names(said, found, ground), *await self._missing(said, ground)]
        return min(faults, key=lambda fault: fault.claim.start, default=None)

    def _unknown_names(
        self, said: Sequence[Claim], found: References, ground: Ground
    ) -> Iterator[Fault]:
        namespace = namespace_of(ground.document, self._kernels)
        blind = found.opaque or (namespace is None and ground.flow.opaque(ground.cell))
        if blind or (namespace is not None and not namespace.complete):
            return
        bound = found.binds | ground.flow.visible_names(ground.cell)
        if namespace is not None:
            bound |= namespace.variables.keys()
        for claim in said:
            name = claim.path.root
            known = name in bound or name in BUILTIN_NAMES or name.startswith("_")
            if claim.kind == "name" and not known:
                yield Fault(claim, bound)

    async def _missing(self, said: Sequence[Claim], ground: Ground) -> list[Fault]:
        kernel = ground.document.kernel
        if kernel is None or namespace_of(ground.document, self._kernels) is None:
            return []
        asked = [claim for claim in said if claim.kind != "name" and self._is_live(claim, ground)]
        if not asked:
            return []
        found = await self._kernels.resolve(kernel, dict.fromkeys(claim.path for claim in asked))
        return [
            Fault(claim, instead)
            for claim in asked
            if (instead := _instead(claim, found.get(claim.path, Resolution()))) is not None
        ]

    def _is_live(self, claim: Claim, ground: Ground) -> bool:
        """Whether the live object is the one that the name will stand for."""
        namespace = namespace_of(ground.document, self._kernels)
        name = claim.path.root
        if namespace is None or name not in namespace.variables:
            return False
        binder = ground.flow.defining_cells([name], before=ground.cell).get(name)
        index = None if binder is None else ground.document.index(binder)
        if index is None:
            return True
        cell = ground.document.cells[index]
        return cell.execution_count is not None and not cell.stale


def _instead(claim: Claim, found: Resolution) -> frozenset[str] | None:
    """Return what could be meant instead if the claim is wrong, None if it may be right."""
    if claim.kind == "column":
        wrong = found.exists is True and found.keys.complete and _has_columns(found)
        return found.keys.names if wrong and claim.text not in found.keys.names else None
    if found.exists is not False or found.failed != len(claim.path.steps) - 1:
        return None
    return (found.keys if claim.kind == "key" else found.members).names


def _has_columns(found: Resolution) -> bool:
    return (found.type or "").rpartition(".")[2] == "DataFrame" and bool(found.keys.names)


def _repaired(text: str, ground: Ground, fault: Fault) -> str | None:
    """Return the text with the nearest real name, None if there is no such."""
    claim, start = fault.claim, len(ground.prefix)
    after = ground.after(text)
    source = ground.prefix + text + after
    name = nearest(claim.text, fault.instead)
    quote = source[claim.end - 1] if claim.kind in ("key", "column") else ""
    if name is None or (quote and not {quote, "\\"}.isdisjoint(name)):
        return None  # also what could not stand between these quotes
    at = source.find(claim.text, claim.start)  # within its quotes
    end = at + len(claim.text)
    if at < 0 or end > start + len(text) or not name.startswith(source[at:start]):
        return None
    repaired = source[:at] + name + source[end:]
    return repaired[start : len(repaired) - len(after)]


def _cut(text: str, ground: Ground, fault: Fault) -> str:
    """Return the lines before the faulty one; nothing when that is the cursor's."""
    inside = max(0, fault.claim.start - len(ground.prefix))
    return text[: text.rfind("\n", 0, inside) + 1].rstrip()
