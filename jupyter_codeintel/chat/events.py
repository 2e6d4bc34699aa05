"""What the person is shown while an answer comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from jupyter_codeintel.chat.conversations.conversation import Turn
from jupyter_codeintel.chat.pieces import Kind
from jupyter_codeintel.chat.prompting.fitting import PartUse
from jupyter_codeintel.engine.generation import Timings


@dataclass(frozen=True)
class Chip:
    """Something that is told to the model.

    Parameters
    ----------
    id : str
        Its name; whoever takes it out sends this.
    kind : Kind
        What it is.
    label : str
        For the person.
    tokens : int
        About how long it is.
    named : bool
        Whether the person referred to it.
    """

    id: str
    kind: Kind
    label: str
    tokens: int
    named: bool = False


@dataclass(frozen=True)
class Meter:
    """How much the model is told.

    Parameters
    ----------
    tokens : int
        About how long the prompt is.
    budget : int
        How long it may be.
    parts : tuple of PartUse
        By part, with what did not fit.
    """

    tokens: int
    budget: int
    parts: tuple[PartUse, ...]


@dataclass(frozen=True)
class Sending:
    """What will be read, before the answer begins.

    Parameters
    ----------
    conversation : str
        The id of the conversation that the answer belongs to.
    chips : tuple of Chip
        What the model knows of the notebook, also from earlier questions.
    meter : Meter
        How much that is.
    """

    conversation: str
    chips: tuple[Chip, ...]
    meter: Meter


@dataclass(frozen=True)
class Text:
    """More of the answer."""

    delta: str


@dataclass(frozen=True)
class Action:
    """Something for the front end to do: start the repair of a cell."""

    name: Literal["fix"]
    cell: str


@dataclass(frozen=True)
class Assertion:
    """An assertion that was tried on a copy of the kernel.

    Parameters
    ----------
    source : str
        Its text.
    verdict : {'passed', 'differs', 'failed', 'inconclusive'}
        What came of it. ``differs``: it holds, but the model expected another value, so that
        a person has to say which is right.
    detail : str
        Where it comes from. Of one that failed, why, and what the left side is instead; why
        it could not be tried.
    """

    source: str
    verdict: Literal["passed", "differs", "failed", "inconclusive"]
    detail: str = ""

    @property
    def summary(self) -> str:
        """Itself in a line of Markdown."""
        return f"{self.verdict}: `{self.source}` {self.detail}".rstrip()


@dataclass(frozen=True)
class CellEdit:
    """Another text for a cell, for the person to decide on.

    Parameters
    ----------
    cell : str
        Its id.
    before, after : str
        Its text.
    why : {'doc', 'optimize'}
        The command.
    equal : bool, optional
        Whether both gave equal results; None where that is not known.
    reasons : tuple of str
        For that, each a plain sentence.
    before_ms, after_ms : float, optional
        How long each took, the best of some runs.
    """

    cell: str
    before: str
    after: str
    why: Literal["doc", "optimize"]
    equal: bool | None = None
    reasons: tuple[str, ...] = field(default=())
    before_ms: float | None = None
    after_ms: float | None = None

    @property
    def summary(self) -> str:
        """Itself in a line of Markdown."""
        known = {True: "equal results", False: "other results", None: "not compared"}
        parts = [f"/{self.why}: {known[self.equal]}", *self.reasons]
        if self.before_ms is not None and self.after_ms is not None:
            parts.append(f"{self.before_ms:.3g} ms before, {self.after_ms:.3g} ms after")
        return "; ".join(parts)


@dataclass(frozen=True)
class Note:
    """Why a command brought nothing more, in plain words."""

    text: str

    @property
    def summary(self) -> str:
        """Itself."""
        return self.text


@dataclass(frozen=True)
class Done:
    """The end.

    Parameters
    ----------
    turn : Turn, optional
        What was added to the conversation.
    timings : Timings, optional
        What the engine counted.
    """

    turn: Turn | None = None
    timings: Timings | None = None


Result = Assertion | CellEdit | Note
"""What a command brings besides text; it is kept with the answer."""

ChatEvent = Sending | Text | Action | Result | Done


def as_data(result: Result) -> Mapping[str, Any]:
    """Return a result as conversations keep it."""
    names = {Assertion: "assertion", CellEdit: "edit", Note: "note"}
    return {"type": names[type(result)], "summary": result.summary, **asdict(result)}
