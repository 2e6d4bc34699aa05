"""How much is told, and how much may be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class ContextBudget:
    """Estimated tokens for each part of a prompt; none takes from another.

    Parameters
    ----------
    outline : int
        Headings, and what the cells define that are not told.
    cells : int
        The active cell, the cells its values come from, and cells near it.
    variables : int
        Lines about live variables.
    error : int
        The last error.
    named : int
        What the person refers to, and what the question mentions.
    history : int
        Earlier questions and answers, with what was told with them.
    """

    outline: int = 130
    cells: int = 440
    variables: int = 200
    error: int = 160
    named: int = 650
    history: int = 1750


@dataclass(frozen=True)
class ChatSettings:
    """Limits of an answer.

    Parameters
    ----------
    context : ContextBudget
        How much is told.
    answer_tokens : int
        How long an answer may be.
    code_tokens : int
        The same for commands that answer with code.
    timed_runs : int
        How often ``/optimize`` runs each of the two texts.
    """

    context: ContextBudget = field(default_factory=ContextBudget)
    answer_tokens: int = 500
    code_tokens: int = 500
    timed_runs: int = 3

    def within(self, limits: Mapping[str, int]) -> ChatSettings:
        """Return settings with the limits that a person set, where they are lower.

        Parameters
        ----------
        limits : mapping
            By the name of a field, of these settings or of their context.
        """

        def lower(of: ContextBudget | ChatSettings, *names: str) -> dict[str, int]:
            return {name: min(getattr(of, name), limits[name]) for name in names if name in limits}

        context = replace(self.context, **lower(self.context, "cells", "named", "history"))
        return replace(self, context=context, **lower(self, "answer_tokens", "code_tokens"))
