"""A conversation as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_codeintel.chat.conversations.conversation import Conversation, Turn

_ENDED = {"stopped": "*Stopped.*", "failed": "*No answer.*", "cut": "*Cut at its longest length.*"}


def as_markdown(conversation: Conversation) -> str:
    """Return what was asked and answered, with what the model was told in a list."""
    blocks = [f"# {conversation.shown_title or 'Conversation'}", f"`{conversation.notebook}`"]
    for turn in conversation.turns:
        blocks += _blocks(turn)
    return "\n\n".join(blocks) + "\n"


def _blocks(turn: Turn) -> Iterator[str]:
    yield "## Question"
    yield turn.question.strip()
    if turn.pieces:
        yield f"*Told with it: {', '.join(piece.label for piece in turn.pieces)}.*"
    yield "## Answer"
    if turn.answer.strip():
        yield turn.answer.strip()
    if turn.ended in _ENDED:
        yield _ENDED[turn.ended]
    for result in turn.results:
        if summary := str(result.get("summary", "")):
            yield f"- {summary}"
