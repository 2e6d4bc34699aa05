"""From what a person wrote to what the model reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_codeintel.chat.commands.parsing import Command, parse_command
from jupyter_codeintel.chat.commands.prompts import (
    doc_prompt,
    optimize_prompt,
    question_of,
    test_prompt,
)
from jupyter_codeintel.chat.commands.targets import target_cell, target_definition
from jupyter_codeintel.chat.conversations.conversation import Conversation, Turn
from jupyter_codeintel.chat.conversations.store import timestamp
from jupyter_codeintel.chat.events import Chip, Meter, Sending
from jupyter_codeintel.chat.pieces import Piece, estimated_tokens
from jupyter_codeintel.chat.prompting.fitting import PartUse
from jupyter_codeintel.chat.prompting.gathering import Told, asked_about, surroundings
from jupyter_codeintel.chat.prompting.mentioned import known_names
from jupyter_codeintel.chat.prompting.messages import (
    SYSTEM,
    Messages,
    history_tokens,
    messages,
    remembered,
    untold,
)
from jupyter_codeintel.chat.references.lookup import referred_pieces
from jupyter_codeintel.chat.references.syntax import find_references, spoken
from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.settings import ContextBudget
from jupyter_codeintel.errors import ChatError


@dataclass(frozen=True)
class Question:
    """What a person sends.

    Parameters
    ----------
    text : str
        As they wrote it.
    scene : Scene
        The notebook at that moment.
    without : frozenset of str
        The ids of chips that they took out.
    limits : mapping of str to int
        What they want less of than the server's settings allow; see ``ChatSettings.within``.
    """

    text: str
    scene: Scene
    without: frozenset[str] = frozenset()
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """A question that is ready to be sent.

    Parameters
    ----------
    command : Command
        What is wanted.
    turn : Turn
        Without its answer.
    messages : tuple of messages
        For the model.
    sending : Sending
        For the person.
    """

    command: Command
    turn: Turn
    messages: Messages
    sending: Sending


class Preparing:
    """Knows how much may be told, and where files are."""

    def __init__(self, budget: ContextBudget, workspace: Workspace) -> None:
        self._budget = budget
        self._workspace = workspace

    def prepared(self, conversation: Conversation, question: Question) -> Prepared:
        """Return what is sent for a question at the end of a conversation.

        Raises
        ------
        ChatError
            A command or reference is wrong, or there is no question.
        """
        command = parse_command(question.text)
        turn = Turn(question.text, "", when=timestamp())
        if command.name in ("ask", "explain"):
            return self._talk(conversation, question, command, turn)
        if command.name == "fix":
            asked = ""
        elif command.name == "optimize":
            asked = optimize_prompt(target_cell(question.scene, command.rest).source)
        else:
            prompt = doc_prompt if command.name == "doc" else test_prompt
            asked = prompt(target_definition(question.scene, command.rest))
        turn = replace(turn, asked=asked, alone=True)
        told = Told((), ())
        return self._ready(conversation, command, turn, (), told)

    def beginning(self, conversation: Conversation, scene: Scene) -> Messages:
        """Return the prompt as far as it is known before the question."""
        turns = remembered(conversation.turns, self._budget.history)
        told = surroundings(scene, self._budget)
        return messages(turns, untold(told.pieces, turns), "")

    def _talk(
        self, conversation: Conversation, question: Question, command: Command, turn: Turn
    ) -> Prepared:
        scene = question.scene
        text = question_of(command, scene)
        if not text:
            message = "There is no question"
            raise ChatError(message, code="no_question", hint="Write what you want to know.")
        references = find_references(text, known_names(scene).__contains__)
        referred: list[Piece] = []
        for reference in references:
            referred += referred_pieces(scene, reference, self._workspace, self._budget.named)
        asked = spoken(text, references)
        told = surroundings(scene, self._budget, question.without)
        told += asked_about(scene, text, referred, told.pieces, self._budget, question.without)
        turns = remembered(conversation.turns, self._budget.history)
        new = untold(told.pieces, turns)
        named = frozenset(piece.id for piece in referred)
        turn = replace(turn, asked=asked, pieces=new)
        return self._ready(conversation, command, turn, turns, told, named)

    def _ready(
        self,
        conversation: Conversation,
        command: Command,
        turn: Turn,
        turns: tuple[Turn, ...],
        told: Told,
        named: frozenset[str] = frozenset(),
    ) -> Prepared:
        latest = {piece.id: piece for piece in told.pieces}
        chips = tuple(
            Chip(piece.id, piece.kind, piece.label, piece.tokens, piece.id in named)
            for piece in latest.values()
        )
        history = PartUse("history", history_tokens(turns), self._budget.history)
        asked = PartUse("question", estimated_tokens(SYSTEM + turn.asked), 0)
        parts = (*told.uses, history, asked)
        prompt = messages(turns, turn.pieces, turn.asked)
        tokens = sum(estimated_tokens(message["content"]) for message in prompt)
        meter = Meter(tokens, sum(part.budget for part in parts), parts)
        sending = Sending(conversation.id, chips, meter)
        return Prepared(command, turn, prompt, sending)
