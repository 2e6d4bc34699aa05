"""What an accepted repair puts into the next cell."""

from __future__ import annotations

from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.fix.events import Proposal


def repaired_text(document: Document, proposal: Proposal) -> str:
    """Return one cell that does what the repaired cells do, in their order.

    Parameters
    ----------
    document : Document
        The session, as it was when the fix began.
    proposal : Proposal
        The repair; what it edits and what has to run again may be several cells.
    """
    sources = {cell.id: cell.source for cell in document.cells}
    edited = {edit.cell: edit.after for edit in proposal.edits}
    order = {cell.id: place for place, cell in enumerate(document.cells)}
    # The order to run them in is the proposal's; a cell that is only edited goes first.
    first = sorted((name for name in edited if name not in proposal.run), key=order.__getitem__)
    texts = [edited.get(name, sources[name]).strip("\n") for name in (*first, *proposal.run)]
    return "\n\n".join(texts)
