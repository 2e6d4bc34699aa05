"""The parts put together for one shell."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from jupyter_codeintel.chat.events import ChatEvent, Done, Sending
from jupyter_codeintel.chat.preparing import Question
from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.fix.service import FixService
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.ipython.background import Background
from jupyter_codeintel.ipython.conversations import SessionConversations
from jupyter_codeintel.ipython.fix_session import FixSession
from jupyter_codeintel.ipython.own_kernel import own_kernel
from jupyter_codeintel.ipython.own_trials import KERNEL, OwnTrials
from jupyter_codeintel.ipython.own_variables import OwnVariables
from jupyter_codeintel.ipython.session_log import SessionLog, plain
from jupyter_codeintel.ipython.user_engine import UserEngine
from jupyter_codeintel.models.resolve import data_dir


@dataclass(frozen=True)
class Wish:
    """What a person asks of a fix.

    Parameters
    ----------
    goal : str
        What the cell is meant to do.
    settings : FixSettings
        Limits.
    """

    goal: str
    settings: FixSettings


class Services:
    """Repairs and answers for one shell; must be closed.

    Parameters
    ----------
    shell : InteractiveShell
        The one that runs cells.
    engine : UserEngine
        Writes and answers.
    """

    def __init__(self, shell: InteractiveShell, engine: UserEngine) -> None:
        self.engine = engine
        self.last_fix: FixSession | None = None
        self._shell = shell
        self.log = SessionLog(shell)
        self.kernel = own_kernel(shell)
        self.background = Background()
        self._trials = OwnTrials(self.kernel)
        self._variables = OwnVariables(shell)
        self._fixes = FixService(
            engine, self._trials, self._variables, trajectories=data_dir() / "fixes"
        )
        self._chat = ChatService(
            engine,
            SessionConversations(),
            trials=self._trials,
            kernels=self._variables,
            workspace=Workspace(Path.cwd()),
        )
        self._conversation: str | None = None
        self.log.start()

    def begin_fix(self, wish: Wish) -> FixSession:
        """Return the repair of the cell that failed last, which begins when its events are read.

        Raises
        ------
        NotebookError
            None has failed.
        """
        failed = self.log.failed()
        if failed is None:
            message = "No cell has failed"
            raise NotebookError(message, code="no_error", hint="Run %fix after a cell that did.")
        settings = wish.settings
        if not self.engine.is_on:
            settings = replace(settings, strategy="rules")
        document = self.log.document()
        request = FixRequest(
            document=document,
            cell=failed.cell,
            kernel=KERNEL,
            goal=wish.goal,
            traceback=failed.traceback,
            error=failed.error,
        )
        self.last_fix = FixSession(self._shell, document, self._fixes.fix(request, settings))
        return self.last_fix

    async def ask(self, text: str) -> AsyncGenerator[ChatEvent, None]:
        """Answer a question about the session, and keep both for the next one."""
        asked = self._chat.ask(self._conversation, Question(text, self._scene()))
        try:
            conversation = self._conversation
            async for event in asked:
                if isinstance(event, Sending):
                    conversation = event.conversation
                if isinstance(event, Done) and event.turn is not None and event.turn.answer.strip():
                    self._conversation = conversation
                yield event
        finally:
            await asked.aclose()

    def forget_conversation(self) -> None:
        """Begin anew with the next question."""
        self._conversation = None

    def close(self) -> None:
        """End all that is under way."""
        self.log.stop()
        self._trials.close()
        self.background.result(self.engine.aclose())
        self.background.close()

    def _scene(self) -> Scene:
        document = self.log.document()
        flow = Dataflow()
        flow.update(document)
        failed = self.log.failed()
        tracebacks = {} if failed is None else {failed.cell: plain(failed.traceback)}
        last = document.cells[-1].id if document.cells else None
        return Scene(document, flow, last, tracebacks=tracebacks, outputs=self.log.outputs())
