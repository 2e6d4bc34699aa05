"""Answers for all notebooks of a server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, replace

from jupyter_codeintel.chat.commands.assertions import enough
from jupyter_codeintel.chat.commands.results import results_of
from jupyter_codeintel.chat.commands.targets import target_cell
from jupyter_codeintel.chat.conversations.conversation import Conversation, Turn
from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.events import Action, ChatEvent, Done, Sending, Text, as_data
from jupyter_codeintel.chat.port import ChatEngine, Kernels, NoKernels, NoTrials, Trials
from jupyter_codeintel.chat.preparing import Prepared, Preparing, Question
from jupyter_codeintel.chat.references.candidates import (
    Candidate,
    candidates,
    command_candidates,
)
from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.settings import ChatSettings
from jupyter_codeintel.engine.generation import (
    Chunk,
    FinishReason,
    GenerationRequest,
    Priority,
    Sampling,
    Timings,
)
from jupyter_codeintel.errors import ChatError
from jupyter_codeintel.trial import Trial, TrialCell, Verdict

_LOOK_SECONDS = 3.0
"""How long a question waits for a kernel to tell its variables."""
_ANOTHER = 0.7
"""Temperature of another answer to the same question."""


@dataclass
class _Answer:
    text: str = ""
    finish: FinishReason | None = None
    timings: Timings | None = None


class ChatService:
    """Talks about notebooks. It runs nothing in their kernels and edits nothing.

    Parameters
    ----------
    engine : ChatEngine
        Who answers.
    trials : Trials, optional
        Tries code on copies of kernels' states.
    kernels : Kernels, optional
        Know the live variables.
    store : ConversationStore
        Where conversations are kept.
    workspace : Workspace, optional
        Where files are that a person may refer to.
    settings : ChatSettings, optional
        How much is told and answered.
    """

    def __init__(
        self,
        engine: ChatEngine,
        store: ConversationStore,
        *,
        trials: Trials | None = None,
        kernels: Kernels | None = None,
        workspace: Workspace | None = None,
        settings: ChatSettings | None = None,
    ) -> None:
        self.store = store
        self._engine = engine
        self._trials = trials or NoTrials()
        self._kernels = kernels or NoKernels()
        self._workspace = workspace or Workspace(None)
        self._settings = settings or ChatSettings()
        self._answering: set[str] = set()

    async def ask(
        self, conversation: str | None, question: Question, *, replaces: int | None = None
    ) -> AsyncGenerator[ChatEvent, None]:
        """Answer a question; closing this generator ends the engine's work at once.

        Parameters
        ----------
        conversation : str, optional
            The id of one of the notebook's; without it a new one is begun.
        question : Question
            What the person sends.
        replaces : int, optional
            The turn that this question takes the place of; those after it are dropped. The
            same text again asks for another answer.

        Raises
        ------
        ChatError
            The question is wrong, or ``chat_busy``: another one about the notebook is being
            answered.
        CodeIntelError
            The engine cannot answer.
        """
        question = await self._looked(question)
        with self._alone(question.scene.path):
            known = self._conversation(conversation, question.scene)
            kept = known.before(replaces)
            settings = self._settings.within(question.limits)
            prepared = self._preparing(settings).prepared(kept, question)
            if replaces is not None:
                prepared = _again(prepared, known.turns[replaces])
            yield prepared.sending
            if prepared.command.name == "fix":
                yield self._fix(prepared, question.scene)
                yield Done()
                return
            async with aclosing(self._answered(kept, prepared, question.scene, settings)) as events:
                async for event in events:
                    yield event

    async def preview(
        self, conversation: str | None, question: Question, *, replaces: int | None = None
    ) -> Sending:
        """Return what would be sent, for chips and meter."""
        question = await self._looked(question)
        known = self._conversation(conversation, question.scene).before(replaces)
        settings = self._settings.within(question.limits)
        return self._preparing(settings).prepared(known, question).sending

    async def warm(self, conversation: str | None, question: Question) -> Timings | None:
        """Let the engine read what is told whatever the question's text will be."""
        question = await self._looked(question)
        known = self._conversation(conversation, question.scene)
        settings = self._settings.within(question.limits)
        prompt = self._preparing(settings).beginning(known, question.scene)
        return await self._engine.warm(
            GenerationRequest(prompt, max_tokens=0, priority=Priority.WARM)
        )

    async def candidates(self, scene: Scene, partial: str) -> list[Candidate]:
        """Return references that begin like ``@`` + ``partial``."""
        scene = (await self._looked(Question("", scene))).scene
        return candidates(scene, partial, self._workspace)

    async def completions(self, scene: Scene, partial: str) -> Sequence[Candidate]:
        """Return what may follow of a reference or command, from its ``@`` or ``/`` on."""
        if partial.startswith("/"):
            return command_candidates(partial)
        return await self.candidates(scene, partial.removeprefix("@"))

    async def tried(self, kernel: str | None, source: str) -> Verdict:
        """Run code of an answer on a copy of a kernel, which stays as it is."""
        if kernel is None or await self._trials.tier(kernel) is None:
            return Verdict("inconclusive", reason="There is no kernel that can be copied")
        return await self._trials.verify(kernel, Trial((TrialCell("tried", source),)))

    async def _answered(
        self, kept: Conversation, prepared: Prepared, scene: Scene, settings: ChatSettings
    ) -> AsyncGenerator[ChatEvent, None]:
        answer = _Answer()
        turn = replace(prepared.turn, ended="stopped")
        try:
            async with aclosing(self._generated(prepared, settings)) as chunks:
                async for chunk in chunks:
                    answer.text += chunk.text
                    answer.timings = chunk.timings or answer.timings
                    answer.finish = chunk.finish_reason or answer.finish
                    if chunk.text:
                        yield Text(chunk.text)
            turn = replace(turn, ended="cut" if answer.finish == "length" else "done")
            async for result in results_of(
                prepared.command, answer.text, scene, self._trials, settings.timed_runs
            ):
                turn = replace(turn, results=(*turn.results, as_data(result)))
                yield result
        except Exception:
            # Whatever it was is told by who called; the turn is kept as one that failed.
            turn = replace(turn, ended="failed")
            raise
        finally:
            turn = replace(turn, answer=answer.text)
            # What a question was to replace stays when nothing came in its place.
            if answer.text.strip():
                await asyncio.to_thread(self.store.save, kept.with_turn(turn))
        yield Done(turn, answer.timings)

    def _preparing(self, settings: ChatSettings) -> Preparing:
        return Preparing(settings.context, self._workspace)

    async def _generated(
        self, prepared: Prepared, settings: ChatSettings
    ) -> AsyncGenerator[Chunk, None]:
        talk = prepared.command.name in ("ask", "explain")
        limit = settings.answer_tokens if talk else settings.code_tokens
        seed = prepared.turn.seed
        request = GenerationRequest(
            prepared.messages,
            max_tokens=limit,
            sampling=Sampling(temperature=_ANOTHER, seed=seed) if seed else Sampling(),
            priority=Priority.CHAT,
            speculate=prepared.command.name == "optimize",
        )
        text = ""
        async with aclosing(self._engine.complete(request)) as chunks:
            async for chunk in chunks:
                if chunk.error is not None:
                    raise chunk.error
                text += chunk.text
                end = enough(text) if prepared.command.name == "test" else None
                if end is not None:
                    wanted = chunk.text[: len(chunk.text) - (len(text) - end)]
                    yield replace(chunk, text=f"{wanted}```")
                    return
                yield chunk

    def _fix(self, prepared: Prepared, scene: Scene) -> Action:
        failed = scene.failed_cell()
        rest = prepared.command.rest
        if rest or failed is None:
            return Action("fix", target_cell(scene, rest).id)
        return Action("fix", failed.id)

    def _conversation(self, conversation: str | None, scene: Scene) -> Conversation:
        if conversation is None:
            return self.store.new(scene.path)
        return self.store.read(scene.path, conversation)

    async def _looked(self, question: Question) -> Question:
        """Return the question with what the kernel tells now, or told last."""
        scene = question.scene
        kernel = scene.document.kernel
        if kernel is None or scene.namespace is not None:
            return question
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                found = await self._kernels.refreshed(kernel)
        except TimeoutError:
            found = self._kernels.namespace(kernel)
        return replace(question, scene=replace(scene, namespace=found))

    @contextmanager
    def _alone(self, notebook: str) -> Iterator[None]:
        if notebook in self._answering:
            message = "Another question about this notebook is being answered"
            raise ChatError(message, code="chat_busy", hint="Wait for it, or stop it.")
        self._answering.add(notebook)
        try:
            yield
        finally:
            self._answering.discard(notebook)


def _again(prepared: Prepared, before: Turn) -> Prepared:
    """Return a question that was asked before, to be answered in another way."""
    if prepared.turn.question.strip() != before.question.strip():
        return prepared
    return replace(prepared, turn=replace(prepared.turn, seed=before.seed + 1))
