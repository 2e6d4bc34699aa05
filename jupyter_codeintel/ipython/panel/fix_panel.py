"""A fix with buttons: accept, try another, dismiss."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import Future
from contextlib import aclosing
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.events import Ended, Event, Proposal
from jupyter_codeintel.ipython.background import Background
from jupyter_codeintel.ipython.fix_session import FixSession
from jupyter_codeintel.ipython.fix_view import FixPage

_ACCEPTED = (
    "Accepted. The repaired cell is written below the next cell that runs without an error; "
    "%fix --accept is one that does nothing else."
)


class FixPanel:
    """Shows a fix. Its widgets change from any thread; the kernel is free meanwhile.

    Parameters
    ----------
    session : FixSession
        The fix.
    background : Background
        Where more repairs are looked for.
    """

    def __init__(self, session: FixSession, background: Background) -> None:
        session.is_asked_for = True
        self._session = session
        self._background = background
        self._page = FixPage()
        self._page_before: FixPage | None = None
        self._looking: Future[None] | None = None
        self._shown: Any = widgets.HTML()
        self._accept = _button("Accept", "Write the repaired cell into the next one", "success")
        self._another = _button("Try another", "Look for another repair")
        self._dismiss = _button("Dismiss", "Leave the cell as it is")
        self._accept.on_click(lambda _: self._take())
        self._another.on_click(lambda _: self._look())
        self._dismiss.on_click(lambda _: self._leave())
        buttons = widgets.HBox([self._accept, self._another, self._dismiss])
        self.widget: Any = widgets.VBox([self._shown, buttons])

    def shown(self) -> FixPanel:
        """Display it, and return it."""
        display(self.widget)
        return self

    def tell(self, event: Event) -> None:
        """Show an event."""
        if isinstance(event, Ended) and self._page_before is not None:
            self._stay(event.text)
            return
        self._page.tell(event)
        if isinstance(event, Proposal | Ended):
            proposed = isinstance(event, Proposal)
            self._enable(accept=proposed, another=proposed, dismiss=proposed)
        self._update()

    def say(self, text: str) -> None:
        """Add a line of plain words."""
        self._page.say(text)
        self._update()

    async def follow(self, events: AsyncGenerator[Event, None]) -> None:
        """Show events as they come; an error is one of them."""
        self._enable(dismiss=True)
        try:
            async with aclosing(events):
                async for event in events:
                    self.tell(self._session.take(event))
        except asyncio.CancelledError:
            self._stay("Stopped.")
            raise
        except CodeIntelError as error:
            self._stay(f"{error.message}. {error.hint}")

    def begin(self) -> None:
        """Look for the first repair, in the background."""
        self._looking = self._background.start(self.follow(self._session.fix.events()))

    def _take(self) -> None:
        self._enable()
        self._session.accept()
        self.say(_ACCEPTED)

    def _look(self) -> None:
        self._enable()
        self._page_before, self._page = self._page, FixPage()
        self._looking = self._background.start(self.follow(self._session.fix.another()))

    def _stay(self, why: str) -> None:
        """Say why there is no other repair; the one before can still be accepted."""
        if self._page_before is not None:
            self._page, self._page_before = self._page_before, None
            self._enable(accept=True, dismiss=True)
        self.say(why)

    def _leave(self) -> None:
        self._enable()
        if self._looking is not None and not self._looking.done():
            self._looking.cancel()
            return
        self._session.dismiss()
        self.say("Dismissed: the cell stays as it is.")

    def _enable(
        self, *, accept: bool = False, another: bool = False, dismiss: bool = False
    ) -> None:
        buttons = (self._accept, self._another, self._dismiss)
        for button, enabled in zip(buttons, (accept, another, dismiss), strict=True):
            button.disabled = not enabled

    def _update(self) -> None:
        self._shown.value = self._page.html()


def _button(label: str, about: str, style: str = "") -> Any:
    return widgets.Button(description=label, tooltip=about, button_style=style, disabled=True)
