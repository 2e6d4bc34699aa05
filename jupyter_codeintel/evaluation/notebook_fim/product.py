"""What this package shows in a gap: the path of a keystroke, without a browser."""

from __future__ import annotations

from contextlib import aclosing

from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.completion.requests import CompletionRequest, CompletionSettings
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.context.notebook import Cell
from jupyter_codeintel.evaluation.notebook_fim.items import Item
from jupyter_codeintel.evaluation.notebook_fim.live import Live
from jupyter_codeintel.evaluation.notebook_fim.prompts import MAX_TOKENS

ACTIVE = "active"


async def suggest(engine: FimEngine, item: Item, live: Live | None = None) -> str:
    """Return the ghost text at the gap.

    Parameters
    ----------
    engine : FimEngine
        Who writes.
    item : Item
        The gap. Its notebook is one in which the cells above were executed if the item
        says that they can be.
    live : Live, optional
        The kernel; without it only the cells' text is known.
    """
    settings = CompletionSettings(prefetch_tokens=0)
    kernels, kernel = (None, None) if live is None else (live.kernels, live.kernel)
    service = CompletionService(engine, settings, kernels)
    session = service.open_session()
    session.memory.sync(item.id, "notebook", "python", cells(item), order=None, kernel=kernel)
    request = CompletionRequest(
        id=0,
        document=item.id,
        cell=ACTIVE,
        prefix=item.prefix,
        suffix=item.suffix,
        multiline="never" if item.one_line else "always",
        max_tokens=MAX_TOKENS[item.kind],
    )
    try:
        async with aclosing(session.complete(request)) as suggestions:
            return [suggestion async for suggestion in suggestions][-1].text
    finally:
        await service.aclose()


def cells(item: Item) -> list[Cell]:
    """Return the item's notebook, its gap empty."""
    above = [
        Cell(f"above-{number}", "code", source, execution_count=number if item.executed else None)
        for number, source in enumerate(item.cells_before, start=1)
    ]
    below = [Cell(f"below-{n}", "code", source) for n, source in enumerate(item.cells_after)]
    return [*above, Cell(ACTIVE, "code", item.prefix + item.suffix), *below]
