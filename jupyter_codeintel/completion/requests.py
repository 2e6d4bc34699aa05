"""What completion is asked, and what it answers: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from jupyter_codeintel.completion.situation import Multiline
from jupyter_codeintel.context.fim import Budget
from jupyter_codeintel.context.modules import LocalModules
from jupyter_codeintel.engine.generation import Timings

Source = Literal["model", "cache", "none", "superseded"]
Trigger = Literal["automatic", "invoke"]


@dataclass(frozen=True)
class CompletionRequest:
    """Ghost text is wanted at the cursor of ``cell``.

    Parameters
    ----------
    id : int
        The connection's number for it.
    document, cell : str
        Where.
    prefix, suffix : str
        The cell's text around the cursor.
    multiline : {'auto', 'never', 'always'}
        How far the text may reach.
    max_tokens : int
        Upper bound of generated tokens.
    trigger : {'automatic', 'invoke'}
        Whether the person asked for it; then a remembered "nothing" is asked again.
    """

    id: int
    document: str
    cell: str
    prefix: str
    suffix: str
    multiline: Multiline = "auto"
    max_tokens: int = 64
    trigger: Trigger = "automatic"


@dataclass(frozen=True)
class Suggestion:
    """Ghost text so far; the last one of a request has ``done``.

    ``timings`` are the engine's. They are missing when there was no model call.
    ``alternatives`` are other texts for the place, best first, in the last suggestion of a
    request that a person made by hand.
    """

    text: str
    done: bool
    source: Source
    timings: Timings | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompletionSettings:
    """How completion works for everyone.

    Parameters
    ----------
    budget : Budget
        How much of the notebook a prompt holds.
    modules : LocalModules, optional
        Read the files that notebooks import.
    prefetch_tokens : int
        Tokens that are generated ahead of an accept; 0 for none.
    alternatives : int
        How many other texts are written for a person who asks by hand.
    """

    budget: Budget = field(default_factory=Budget)
    alternatives: int = 2
    modules: LocalModules | None = None
    prefetch_tokens: int = 32
