"""The conversations that ask a model for one corrected cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.prompting.error_text import error_text
from jupyter_codeintel.fix.prompting.notebook_text import slice_sources, variable_lines

Context = Literal["short", "notebook"]
"""``short``: the cell, the error and the goal. ``notebook``: also the cells and live variables
that the failing cell depends on. Each solves what the other does not."""

Messages = tuple[Mapping[str, str], ...]

_SYSTEM = (
    "You fix Python notebook cells. Answer with the corrected cell in one ```python block. "
    "Change only what is wrong."
)


@dataclass(frozen=True)
class ContextBudget:
    """Estimated tokens that parts of a prompt may take.

    Parameters
    ----------
    goal : int
        What the person wants.
    cells : int
        Other cells.
    variables : int
        Lines about live variables.
    """

    goal: int = 250
    cells: int = 500
    variables: int = 150


@dataclass(frozen=True)
class Ask:
    """What to ask for.

    Parameters
    ----------
    cell : str
        The cell to be corrected: the failing one, or an earlier one that is suspected.
    context : {'short', 'notebook'}
        How much is told.
    """

    cell: str
    context: Context


def messages(
    failure: Failure, ask: Ask, target: str, budget: ContextBudget, observed: str = ""
) -> Messages:
    """Return the conversation that asks for a cell.

    What several prompts share comes first, so that the engine need not read it again.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    ask : Ask
        Which cell, and with how much around it.
    target : str
        The text to be corrected: the cell's, or a part of it.
    budget : ContextBudget
        How long its parts may be.
    observed : str
        What is known of the error beside its traceback.
    """
    told = "\n".join(part for part in (error_text(failure.error), observed) if part)
    parts = [*_around(failure, ask, budget), *_problem(failure, ask, target, told, budget)]
    return (
        {"role": "system", "content": _SYSTEM},
        {"role": "user", "content": "\n\n".join(part for part in parts if part)},
    )


def follow_up(conversation: Messages, answer: str, observation: str) -> Messages:
    """Return the conversation that goes on after an answer that did not do.

    Parameters
    ----------
    conversation : tuple of messages
        So far.
    answer : str
        The model's.
    observation : str
        What came of it.
    """
    return (
        *conversation,
        {"role": "assistant", "content": answer},
        {"role": "user", "content": f"That gave:\n{observation}\n\nCorrect the cell again."},
    )


def fenced(source: str) -> str:
    """Return code in a fence that it cannot close."""
    return f"```python\n{source.strip().replace('```', '` ` `')}\n```"


def _around(failure: Failure, ask: Ask, budget: ContextBudget) -> list[str]:
    if ask.context == "short":
        return []
    cells = slice_sources(failure, ask.cell, budget.cells)
    passed = (frame.cell for frame in failure.error.frames if frame.cell is not None)
    variables = variable_lines(failure, (failure.cell, ask.cell, *passed), budget.variables)
    return [
        f"Earlier cells, which have run already:\n{fenced(chr(10).join(cells))}" if cells else "",
        f"Variables:\n{variables}" if variables else "",
    ]


def _problem(
    failure: Failure, ask: Ask, target: str, error: str, budget: ContextBudget
) -> list[str]:
    goal = _shortened(failure.goal.strip(), budget.goal * CHARS_PER_TOKEN)
    told = f"Goal of the notebook: {goal}" if goal else ""
    if ask.cell == failure.cell:
        return [
            told,
            f"This cell fails:\n{fenced(target)}",
            f"Error:\n{error}",
            # Else a goal that holds code is what the model writes.
            "Write only this cell, corrected.",
        ]
    failing = failure.source(failure.cell)
    return [
        told,
        f"This cell fails:\n{fenced(failing)}",
        f"Error:\n{error}",
        f"The mistake is in this earlier cell:\n{fenced(target)}",
        "Write only the earlier cell, corrected.",
    ]


def _shortened(text: str, length: int) -> str:
    """Return a text without its middle: questions begin with the matter and end with the wish."""
    if len(text) <= length:
        return text
    return f"{text[: length // 2]}\n…\n{text[-length // 2 :]}"
