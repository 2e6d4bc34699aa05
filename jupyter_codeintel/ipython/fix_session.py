"""A fix under way, what it proposed, and what the person makes of it."""

from __future__ import annotations

from dataclasses import replace

from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.fix.events import Event, Proposal
from jupyter_codeintel.fix.service import Fix
from jupyter_codeintel.ipython.repaired import repaired_text


class FixSession:
    """The fix of one failed cell.

    Parameters
    ----------
    shell : InteractiveShell
        Where the repaired cell is to be written.
    document : Document
        The session, as it was when the fix began.
    fix : Fix
        Looks for repairs.
    """

    def __init__(self, shell: InteractiveShell, document: Document, fix: Fix) -> None:
        self.fix = fix
        self.proposal: Proposal | None = None
        self.is_asked_for = False
        """Whether the person decides with a button."""
        self._is_accepted = False
        self._shell = shell
        self._document = document

    def take(self, event: Event) -> Event:
        """Remember what is proposed; return the event as it is shown, with cells' numbers."""
        if not isinstance(event, Proposal):
            return event
        self.proposal, self._is_accepted = event, False
        counts = {cell.id: cell.execution_count for cell in self._document.cells}
        edits = (replace(edit, cell=f"In [{counts[edit.cell]}]") for edit in event.edits)
        return replace(event, edits=tuple(edits))

    def text(self) -> str:
        """Return the repaired cell."""
        assert self.proposal is not None  # noqa: S101 - asked for a proposal's text alone
        return repaired_text(self._document, self.proposal)

    def write(self) -> None:
        """Write the repaired cell into the next one."""
        self._shell.set_next_input(self.text(), replace=False)

    def accept(self) -> None:
        """Take the proposal: write it with the reply to the next cell that runs without an error.

        A front end takes no cell from the kernel at another time, nor with an error.
        """
        if not self._is_accepted:
            self.fix.decided(accepted=True)
            self._is_accepted = True
        self._shell.events.register("post_run_cell", self._write_after)

    def _write_after(self, result: ExecutionResult) -> None:
        if result.success:
            self._shell.events.unregister("post_run_cell", self._write_after)
            self.write()

    def dismiss(self) -> None:
        """Take none of the proposals."""
        if self.proposal is not None:
            self.fix.decided(accepted=False)
            self.proposal = None
