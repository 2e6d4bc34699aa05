"""Cells as they are told, and in a line those that are not."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from jupyter_codeintel.chat.pieces import Piece, cut
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.safety.untrusted import fenced

_OUTPUT_TOKENS = 150


def cell_piece(scene: Scene, cell: Cell, *, named: bool = False) -> Piece:
    """Return a cell with its text."""
    label = scene.label(cell.id)
    state = "" if cell.type == "code" else f", {cell.type}"
    if cell.type == "code" and cell.execution_count is None:
        state = ", not run"
    elif cell.stale:
        state = ", edited since it ran"
    language = scene.document.language if cell.type == "code" else "markdown"
    text = f"{label[0].upper()}{label[1:]}{state}:\n{fenced(cell.source, language)}"
    return Piece("cell", cell.id, f"{label[0].upper()}{label[1:]}", text, named)


def output_piece(scene: Scene, cell: Cell) -> Piece | None:
    """Return what the last run of a cell shows, as far as that is text."""
    output = scene.outputs.get(cell.id, "").strip()
    if not output:
        return None
    label = f"Output of {scene.label(cell.id)}"
    text = f"{label}:\n{fenced(cut(output, _OUTPUT_TOKENS))}"
    return Piece("output", cell.id, label, text, named=True)


def near_cells(scene: Scene) -> list[Cell]:
    """Return cells by how much they say about the active one.

    First itself, then those its values come from, the nearest first, then the others from
    the top: so the same cells are told wherever the person goes.
    """
    flow, active = scene.flow, scene.active
    facts = flow.facts(active.id) if active else None
    needed = facts.uses | facts.uses_later | facts.modifies if facts else ()
    order = [cell for cell in scene.document.cells if cell.type == "code" and cell.source.strip()]
    sliced = set(flow.slice(needed, before=active.id if active else None))
    places = {cell.id: place for place, cell in enumerate(scene.document.cells)}
    here = places[active.id] if active else len(places)
    nearest = sorted(order, key=lambda cell: abs(places[cell.id] - here))
    first = [active] if active is not None and active.source.strip() else []
    near = [cell for cell in nearest if cell.id in sliced]
    chosen = {cell.id: cell for cell in (*first, *near, *order)}
    return list(chosen.values())


def headings(scene: Scene) -> Piece | None:
    """Return the headings of a notebook."""
    lines = [line for cell in scene.document.cells for line in _headings(cell)]
    if not lines:
        return None
    return Piece("outline", "headings", "Headings", "Headings:\n" + "\n".join(lines))


def _headings(cell: Cell) -> Iterator[str]:
    if cell.type == "markdown":
        for line in cell.source.splitlines():
            if line.startswith("#") and line.strip("# "):
                yield line.strip()


def summaries(scene: Scene, told: Collection[str]) -> Iterator[Piece]:
    """Yield a line about each code cell that is not told and defines something."""
    for cell in scene.document.cells:
        facts = scene.flow.facts(cell.id)
        if cell.id in told or not (facts.defines or facts.modifies):
            continue
        heads = {found.name: found.signature for found in facts.definitions}
        imported = {found.name for found in facts.imports}
        names = [heads.get(name, name) for name in sorted(facts.defines - imported)]
        changed = [f"changes {name}" for name in sorted(facts.modifies - facts.defines)]
        imports = [f"imports {', '.join(sorted(imported))}"] if imported else []
        what = ", ".join([*names, *changed, *imports])
        label = scene.label(cell.id)
        yield Piece("outline", cell.id, f"Outline of {label}", f"{label}: {what}")
