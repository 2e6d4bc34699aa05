"""All views in one widget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import ipywidgets as widgets
from IPython.core.interactiveshell import InteractiveShell

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.ipython.panel.chat_view import ChatView
from jupyter_codeintel.ipython.panel.engine_view import EngineView
from jupyter_codeintel.ipython.panel.fix_panel import FixPanel
from jupyter_codeintel.ipython.panel.models_view import ModelsView
from jupyter_codeintel.ipython.services import Services, Wish


class Panel:
    """Model, engine, repairs and chat. Whatever takes time is done in the background.

    Parameters
    ----------
    services : Services
        Repairs and answers.
    limits : callable
        Returns what a repair may cost.
    """

    def __init__(self, services: Services, limits: Callable[[], FixSettings]) -> None:
        self._limits = limits
        self._services = services
        background = services.background
        engine = EngineView(services.engine)
        models = ModelsView(services.engine, background)
        wide = widgets.Layout(width="max-content")
        self._fix: Any = widgets.Button(description="Fix the last error", layout=wide)
        self._fix.on_click(lambda _: self._begin_fix())
        self._fixes: Any = widgets.VBox([self._fix])
        self.widget: Any = widgets.Accordion(
            [widgets.VBox([models.widget, engine.widget]), self._fixes, ChatView(services).widget],
            titles=("Model and engine", "Fix", "Chat"),
            selected_index=0,
        )
        self._following = background.start(engine.follow())

    @classmethod
    def shown_for(
        cls, shell: InteractiveShell, services: Services, limits: Callable[[], FixSettings]
    ) -> Panel:
        """Return a panel for a shell; the one before follows the engine no more."""
        previous = _PANELS.pop(shell, None)
        if previous is not None:
            previous.stop()
        panel = _PANELS[shell] = cls(services, limits)
        return panel

    def stop(self) -> None:
        """Follow the engine no more."""
        self._following.cancel()

    def _begin_fix(self) -> None:
        services = self._services
        try:
            session = services.begin_fix(Wish("", self._limits()))
        except CodeIntelError as error:
            self._fixes.children = (self._fix, widgets.Label(f"{error.message}. {error.hint}"))
            return
        shown = FixPanel(session, services.background)
        self._fixes.children = (self._fix, shown.widget)
        shown.begin()


_PANELS: WeakKeyDictionary[InteractiveShell, Panel] = WeakKeyDictionary()
