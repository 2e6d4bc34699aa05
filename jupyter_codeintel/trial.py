"""Code that is tried on a copy of a kernel's state, and what came of it: plain data.

Written by ``kernel``, asked for by ``fix``, which do not know each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jupyter_codeintel.namespace import Variable

Tier = Literal["fork", "fork_read_only", "shadow"]
"""Where code is tried: a contained copy of the kernel; the same where no file can be written;
a fresh contained kernel in which the cells that matter have run again."""

Status = Literal["passed", "failed", "timeout", "deadlock", "died", "inconclusive"]
"""``inconclusive``: the sandbox stood in the way, or nothing could be tried; it never says
that the code is wrong."""


@dataclass(frozen=True)
class TrialCell:
    """Code to run as a cell.

    Parameters
    ----------
    id : str
        The cell's; of code that is no cell (a check, an expression to inspect), any name.
    source : str
        Its text.
    required : bool
        Whether the trial fails when it fails. The others are run for what they tell.
    """

    id: str
    source: str
    required: bool = True


@dataclass(frozen=True)
class Limits:
    """What a trial may use.

    Parameters
    ----------
    wall_s, cpu_s : float
        Seconds.
    memory_bytes : int
        Beyond what the kernel has already.
    file_bytes : int
        Of one file that it writes.
    output_bytes : int
        Of outputs that are kept.
    deadlock_s : float
        Seconds without any thread running, after which it is given up.
    """

    wall_s: float = 10.0
    cpu_s: float = 10.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 256 << 20
    output_bytes: int = 200_000
    deadlock_s: float = 3.0


@dataclass(frozen=True)
class Trial:
    """Cells to run one after the other; the first required one that fails ends it.

    Parameters
    ----------
    cells : tuple of TrialCell
        In the order they run.
    replay : tuple of TrialCell
        What has to run before in a fresh kernel, for the tier that copies no state.
    limits : Limits
        For all cells together.
    """

    cells: tuple[TrialCell, ...]
    replay: tuple[TrialCell, ...] = ()
    limits: Limits = Limits()


@dataclass(frozen=True)
class Frame:
    """One level of a traceback.

    Parameters
    ----------
    cell : str, optional
        The id of the trial's cell it is in.
    execution_count : int, optional
        For code of a cell that ran before the trial: the number of that run.
    file : str
        Of other code, its file.
    line : int
        From 1 on, within the cell or file.
    function : str
        Its name; ``"<module>"`` outside of functions.
    source : str
        The text of the line, without indentation.
    columns : tuple of (int, int), optional
        Where the failing expression stands in the line, in characters from 0 on.
    locals : mapping of str to str
        By name, what little can be told of local variables without running their code; of
        frames in cells alone.
    """

    cell: str | None
    execution_count: int | None
    file: str
    line: int
    function: str = "<module>"
    source: str = ""
    columns: tuple[int, int] | None = None
    locals: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_notebook(self) -> bool:
        """Whether it is in a cell."""
        return self.cell is not None or self.execution_count is not None


@dataclass(frozen=True)
class Raised:
    """An exception.

    Parameters
    ----------
    name : str
        Its class, without module.
    value : str
        Its message, cut where it is long.
    frames : tuple of Frame
        From the outermost in.
    cause : Raised, optional
        What it was raised from, or while handling.
    names : tuple of str
        Its classes, the most special one first, without modules: an error of a library can
        be known by the one it derives from.
    attributes : mapping of str to str
        What Python tells beside the message: ``name`` of a NameError or ImportError,
        ``name`` and ``type`` of an AttributeError's object, ``key`` of a KeyError (its repr),
        ``file`` of a FileNotFoundError and ``near_files``, one on each line, that may be meant.
    """

    name: str
    value: str
    frames: tuple[Frame, ...] = ()
    cause: Raised | None = None
    names: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CellRun:
    """How one cell of a trial ended.

    Parameters
    ----------
    id : str
        The cell.
    status : {'passed', 'failed', 'not_run'}
        A cell that was under way when a trial was ended counts as failed.
    outputs : tuple of mappings
        As in nbformat, without execution counts.
    error : Raised, optional
        What it ended in.
    took_ms : float
        Its time.
    """

    id: str
    status: Literal["passed", "failed", "not_run"]
    outputs: tuple[Mapping[str, Any], ...] = ()
    error: Raised | None = None
    took_ms: float = 0.0


@dataclass(frozen=True)
class Left:
    """A variable that a trial made, bound anew, changed in place or deleted.

    Parameters
    ----------
    how : {'new', 'rebound', 'changed', 'deleted'}
        What happened to it.
    variable : Variable, optional
        What it is now; None when deleted.
    digest : str, optional
        Of its value, equal for equal values; None where the budget or the type forbids it.
    blank : tuple of str
        Of a table: columns in which every value is missing, and that no table had before.
    even : tuple of str
        Of a table: columns in which all values are the same, and in which they differed before
        in as many rows. ``""`` stands for a list, a series or an array itself.
    """

    how: Literal["new", "rebound", "changed", "deleted"]
    variable: Variable | None = None
    digest: str | None = None
    blank: tuple[str, ...] = ()
    even: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What came of a trial.

    Parameters
    ----------
    status : Status
        ``"passed"`` when all required cells ran to their end.
    tier : Tier, optional
        Where it was tried; None when it was not.
    runs : tuple of CellRun
        Of the trial's cells, in order.
    error : Raised, optional
        What ended it.
    left : mapping of str to Left
        By name, what it did to the user's variables.
    files : tuple of str
        Paths that it would have written or removed.
    reason : str
        In plain words, for a status other than passed: the limit that was reached, what the
        sandbox denied, the line that hung.
    took_ms : float
        From request to reply.
    """

    status: Status
    tier: Tier | None = None
    runs: tuple[CellRun, ...] = ()
    error: Raised | None = None
    left: Mapping[str, Left] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    reason: str = ""
    took_ms: float = 0.0
