"""What the person is told while a fix is under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jupyter_codeintel.fix.candidate import Origin
from jupyter_codeintel.trial import Tier

Badge = Literal["verified", "runs", "unverified"]
"""``verified``: it was tried, and nothing speaks against it. ``runs``: it ran, but changed
more than the error, or it cannot be told whether it does what was meant. ``unverified``: it
could not be tried."""

Phase = Literal["reproduce", "diagnose", "propose", "try", "judge"]


@dataclass(frozen=True)
class Step:
    """One step, in plain words.

    Parameters
    ----------
    number : int
        Steps with the same number are one step at different times.
    phase : Phase
        What kind of step.
    text : str
        One line: ``Trying: "pirce" is a misspelling of "price"``.
    state : {'running', 'done', 'failed'}
        How far it is.
    detail : str
        More for who wants to see it, such as the new error.
    """

    number: int
    phase: Phase
    text: str
    state: Literal["running", "done", "failed"] = "running"
    detail: str = ""


@dataclass(frozen=True)
class Edit:
    """A cell's text before and after."""

    cell: str
    before: str
    after: str


@dataclass(frozen=True)
class Evidence:
    """Why a proposal may be believed, or not.

    Parameters
    ----------
    tier : Tier, optional
        Where it was tried.
    outputs : tuple of mappings
        Of the failing cell after the repair, as in nbformat.
    variables : tuple of str
        One line for each variable that it makes or changes.
    files : tuple of str
        Files that running it writes.
    reasons : tuple of str
        For the badge, each a plain sentence; what speaks against it first.
    took_ms : float
        Of the trial.
    """

    tier: Tier | None
    outputs: tuple[Mapping[str, Any], ...] = ()
    variables: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    took_ms: float = 0.0


@dataclass(frozen=True)
class Proposal:
    """A repair for the person to decide on.

    Parameters
    ----------
    badge : Badge
        How far it can be trusted.
    says : str
        What it does, in plain words.
    edits : tuple of Edit
        The cells it changes.
    run : tuple of str
        The cells to run if it is accepted, in order; the failing one is the last.
    evidence : Evidence
        Why.
    origin : {'rule', 'model'}, optional
        Who proposed it.
    kind : str
        The rule's or the prompt's name, for statistics.
    forget : tuple of str
        Variables to remove from the kernel before the cells run, as no cell binds them any
        more: one may hide a function of Python's own.
    """

    badge: Badge
    says: str
    edits: tuple[Edit, ...]
    run: tuple[str, ...]
    evidence: Evidence
    origin: Origin | None = None
    kind: str = ""
    forget: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ended:
    """The end of a fix without another proposal.

    Parameters
    ----------
    outcome : {'proposed', 'advice', 'nothing'}
        A proposal came before; there is only advice, such as a command to run; nothing was
        found.
    text : str
        In plain words.
    """

    outcome: Literal["proposed", "advice", "nothing"]
    text: str


Event = Step | Proposal | Ended
