"""How the engine is, with small plots that follow it."""

from __future__ import annotations

import asyncio
from html import escape
from typing import Any

import ipywidgets as widgets

from jupyter_codeintel.ipython.panel.metrics import History, engine_numbers
from jupyter_codeintel.ipython.panel.sparkline import sparkline
from jupyter_codeintel.ipython.status_text import status_text
from jupyter_codeintel.ipython.user_engine import UserEngine

_SECONDS = 2.0


class EngineView:
    """Looks at the engine from time to time; starts none.

    Parameters
    ----------
    engine : UserEngine
        The user's.
    """

    def __init__(self, engine: UserEngine) -> None:
        self._engine = engine
        self._history = History()
        self.widget: Any = widgets.HTML("<pre>Looking at the engine…</pre>")

    async def follow(self) -> None:
        """Look until it is cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(_SECONDS)

    async def look(self) -> None:
        """Look once."""
        text = await status_text(self._engine)
        numbers = await engine_numbers()
        if numbers is not None:
            self._history.add(numbers)
        shown = f"<pre>{escape(text)}</pre>" + (self._plots() if numbers is not None else "")
        if shown != self.widget.value:
            self.widget.value = shown

    def _plots(self) -> str:
        past = self._history
        evaluated, reused = past.evaluated[-1], past.reused[-1]
        return "".join(
            (
                sparkline("Latency", [past.latency_ms], f"{past.latency_ms[-1]:.0f} ms"),
                sparkline(
                    "Tokens",
                    [past.evaluated, past.reused],
                    f"{evaluated:.0f} evaluated, {reused:.0f} reused",
                ),
                sparkline("Memory", [past.memory_gb], f"{past.memory_gb[-1]:.2f} GB"),
            )
        )
