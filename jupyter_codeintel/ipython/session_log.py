"""What a session ran, as the notebook that it would be."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import Any

from IPython.core.error import UsageError
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.ipython.own_trials import KERNEL

_OURS = re.compile(
    r"\s*(%{1,2}(fix|ask|explain|codeintel)\b"
    r"|(fix|explain|codeintel)\s*\Z"  # as IPython's automagic lets one write
    r"|%?(re|un)?load_ext\s+jupyter_codeintel)"
)
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_LONGEST_OUTPUT = 4000


@dataclass(frozen=True)
class Failed:
    """The cell that failed last.

    Parameters
    ----------
    cell : str
        Its id in the document.
    error : CellError
        What it raised.
    traceback : tuple of str
        As in nbformat.
    """

    cell: str
    error: CellError
    traceback: tuple[str, ...]


class SessionLog:
    """Remembers what the shell's own history does not: errors, and which cells were the same.

    Parameters
    ----------
    shell : InteractiveShell
        The one that runs cells.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._errors: dict[int, CellError] = {}
        self._cell_ids: dict[int, str] = {}
        self._last_failed: int | None = None

    def start(self) -> None:
        """Take note from now on; an error from before is taken from where Python keeps it."""
        self._note_earlier_error()
        self._shell.events.register("post_run_cell", self._ran)

    def stop(self) -> None:
        """Take note no more."""
        self._shell.events.unregister("post_run_cell", self._ran)

    def document(self) -> Document:
        """Return the cells that ran, in order; of one that ran again, its last run."""
        cells: dict[str, Cell] = {}
        for count, source in enumerate(self._inputs()):
            if not source.strip() or is_ours(source):
                continue
            name = self._cell_ids.get(count) or name_of(count)
            cells.pop(name, None)
            cells[name] = Cell(name, "code", source, count, self._errors.get(count), source)
        return Document("notebook:session", cells=tuple(cells.values()), kernel=KERNEL)

    def failed(self) -> Failed | None:
        """Return the cell of the last error, if it is still known."""
        count = self._last_failed
        if count is None or count >= len(self._inputs()):
            return None
        name = self._cell_ids.get(count) or name_of(count)
        error = self._errors[count]
        return Failed(name, error, self._traceback(error))

    def outputs(self) -> dict[str, str]:
        """Return by cell what it showed, as text, where the shell keeps that."""
        kept: dict[int, list[Any]] = getattr(self._shell.history_manager, "outputs", {})
        found = {}
        for count, shown in kept.items():
            name = self._cell_ids.get(count) or name_of(count)
            texts = [_text(getattr(one, "bundle", {})) for one in shown]
            found[name] = _CONTROL.sub("", "\n".join(texts))[:_LONGEST_OUTPUT]
        return {name: text for name, text in found.items() if text.strip()}

    def _inputs(self) -> list[str]:
        manager = self._shell.history_manager
        return [] if manager is None else list(manager.input_hist_raw)

    def _ran(self, result: ExecutionResult) -> None:
        count = result.execution_count
        source = "" if result.info is None else result.info.raw_cell
        if count is None or is_ours(source):
            return
        cell_id = getattr(result.info, "cell_id", None)
        if cell_id:
            self._cell_ids[count] = cell_id
        self._note(count, result.error_before_exec or result.error_in_exec)

    def _note(self, count: int, error: BaseException | None) -> None:
        if isinstance(error, Exception) and not isinstance(error, UsageError):
            self._errors[count] = CellError(type(error).__name__, _message(error))
            self._last_failed = count

    def _note_earlier_error(self) -> None:
        error = getattr(sys, "last_value", None)
        counts = getattr(self._shell.compile, "_filename_map", {})
        files = [getattr(error, "filename", None)]
        traceback = None if error is None else error.__traceback__
        while traceback is not None:
            files.append(traceback.tb_frame.f_code.co_filename)
            traceback = traceback.tb_next
        # The outermost of the cells is the one that ran.
        found = next((counts[file] for file in files if file in counts), None)
        inputs = self._inputs()
        if found is not None and found < len(inputs) and not is_ours(inputs[found]):
            self._note(found, error)

    def _traceback(self, known: CellError) -> tuple[str, ...]:
        error = getattr(sys, "last_value", None)
        if error is None or type(error).__name__ != known.name:
            return ()
        show = self._shell.InteractiveTB.structured_traceback
        return tuple(show(type(error), error, error.__traceback__, tb_offset=1))


def name_of(count: int) -> str:
    """Return the name of a cell that the front end gave none."""
    return f"In[{count}]"


def is_ours(source: str) -> bool:
    """Return whether a cell only calls this package."""
    return _OURS.match(source) is not None


def plain(traceback: tuple[str, ...]) -> str:
    """Return a traceback without colours."""
    return _CONTROL.sub("", "\n".join(traceback))


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        # A message of the user's own class may raise anything; the error's name is enough.
        return ""


def _text(bundle: Any) -> str:
    found = bundle.get("text/plain", bundle.get("stream", "")) if isinstance(bundle, dict) else ""
    return "".join(found) if isinstance(found, list) else str(found)
