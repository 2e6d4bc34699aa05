"""What one browser asks about the models, and what it is told of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from jupyter_codeintel.api.failures import failures_told
from jupyter_codeintel.api.messages import Json
from jupyter_codeintel.api.model_messages import ListModels, ModelMessage, models_message
from jupyter_codeintel.models.manager import ModelManager
from jupyter_codeintel.models.state import ModelsState


class BrowserModels:
    """Shows a browser the models of the user, which all browsers share.

    Parameters
    ----------
    manager : ModelManager
        Who looks after the models.
    send : callable
        Takes a message for the browser.
    """

    def __init__(self, manager: ModelManager, send: Callable[[Json], None]) -> None:
        self._manager = manager
        self._send = send
        self._works: set[asyncio.Task[None]] = set()
        manager.subscribe(self._tell)

    def receive(self, message: ModelMessage) -> None:
        """Do what a message asks; everybody is told what came of it."""
        if isinstance(message, ListModels):
            self._start(message.id, self._look())
        else:
            self._start(message.id, self._manager.change(message.model, message.change))

    async def aclose(self) -> None:
        """Tell no more; what the browser asked for is done all the same."""
        self._manager.unsubscribe(self._tell)
        if self._works:
            await asyncio.wait(self._works)

    def _start(self, request: int, doing: Coroutine[None, None, None]) -> None:
        async def work() -> None:
            with failures_told(request, "What was asked of the models", self._send):
                await doing

        task = asyncio.create_task(work())
        self._works.add(task)
        task.add_done_callback(self._works.discard)

    async def _look(self) -> None:
        await self._manager.look()

    def _tell(self, state: ModelsState) -> None:
        self._send(models_message(state))
