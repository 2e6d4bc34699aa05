"""Questions about the session, and answers that come while the kernel is free."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from contextlib import aclosing
from typing import Any

import ipywidgets as widgets

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.ipython.answer_view import markdown_of, without_html
from jupyter_codeintel.ipython.services import Services

_SECONDS_BETWEEN = 0.1


class ChatView:
    """A conversation about the session.

    Parameters
    ----------
    services : Services
        Who answers.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._answering: Future[None] | None = None
        self._text = ""
        self._question: Any = widgets.Textarea(
            placeholder="Ask about this session", layout=widgets.Layout(width="100%")
        )
        self._ask: Any = widgets.Button(description="Ask")
        self._stop: Any = widgets.Button(description="Stop", disabled=True)
        self._answer: Any = widgets.Output()
        self._ask.on_click(lambda _: self._begin())
        self._stop.on_click(lambda _: self._end())
        buttons = widgets.HBox([self._ask, self._stop])
        self.widget: Any = widgets.VBox([self._answer, self._question, buttons])

    def _begin(self) -> None:
        question = self._question.value.strip()
        if not question:
            return
        self._question.value = ""
        self._ask.disabled, self._stop.disabled = True, False
        self._text += f"{'---' if self._text else ''}\n\n**{without_html(question)}**\n\n"
        self._answering = self._services.background.start(self._answered(question))

    def _end(self) -> None:
        if self._answering is not None:
            self._answering.cancel()

    async def _answered(self, question: str) -> None:
        showing = asyncio.create_task(self._keep_showing())
        try:
            async with aclosing(self._services.ask(question)) as events:
                async for event in events:
                    self._text += without_html(markdown_of(event))
        except CodeIntelError as error:
            self._text += f"*{without_html(f'{error.message}. {error.hint}')}*"
        finally:
            showing.cancel()
            self._text += "\n\n"
            self._show()
            self._ask.disabled, self._stop.disabled = False, True

    async def _keep_showing(self) -> None:
        while True:
            self._show()
            await asyncio.sleep(_SECONDS_BETWEEN)

    def _show(self) -> None:
        data = {"text/markdown": self._text, "text/plain": self._text}
        output = {"output_type": "display_data", "data": data, "metadata": {}}
        if self._answer.outputs != (output,):
            self._answer.outputs = (output,)
