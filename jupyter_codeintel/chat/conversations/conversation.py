"""A conversation: questions, what was told with them, answers. Plain data, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from jupyter_codeintel.chat.pieces import Piece
from jupyter_codeintel.errors import ChatError

_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Turn:
    """A question and its answer.

    Parameters
    ----------
    question : str
        As the person wrote it.
    asked : str
        As the model read it: references in words, commands as instructions.
    pieces : tuple of Piece
        What the model was told with it, as far as it had not been told before.
    answer : str
        The model's, in Markdown.
    ended : {'done', 'cut', 'stopped', 'failed'}
        How: by itself, by its longest length, by the person, by an error.
    results : tuple of mappings
        What a command brought besides, as its events tell it.
    alone : bool
        Whether it was asked without what came before.
    seed : int
        Another answer to the same question has another one.
    when : str
        ISO 8601, UTC.
    """

    question: str
    asked: str
    pieces: tuple[Piece, ...] = ()
    answer: str = ""
    ended: Literal["done", "cut", "stopped", "failed"] = "done"
    results: tuple[Mapping[str, Any], ...] = ()
    alone: bool = False
    seed: int = 0
    when: str = ""


@dataclass(frozen=True)
class Conversation:
    """One of a notebook's conversations.

    Parameters
    ----------
    id : str
        Unique on this machine.
    notebook : str
        The notebook's path.
    title : str
        What the person called it; empty: its first question is its title.
    created, changed : str
        ISO 8601, UTC.
    turns : tuple of Turn
        From the first one on.
    """

    id: str
    notebook: str
    title: str = ""
    created: str = ""
    changed: str = ""
    turns: tuple[Turn, ...] = field(default=())

    @property
    def shown_title(self) -> str:
        """Return its title, or the beginning of what was asked first."""
        first = self.turns[0].question if self.turns else ""
        return self.title or first.strip().partition("\n")[0][:_LONGEST_TITLE]

    def before(self, turn: int | None) -> Conversation:
        """Return it as it was before a turn; None for all turns.

        Raises
        ------
        ChatError
            There is no such turn.
        """
        if turn is None:
            return self
        if not 0 <= turn < len(self.turns):
            message = f"This conversation has no question {turn + 1}"
            raise ChatError(message, code="unknown_turn", hint="Load the conversation again.")
        return replace(self, turns=self.turns[:turn])

    def with_turn(self, turn: Turn) -> Conversation:
        """Return it with one more turn."""
        return replace(self, turns=(*self.turns, turn), changed=turn.when)
