"""The panel, or text where there are no widgets."""

from __future__ import annotations

from IPython.core.getipython import get_ipython

from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.ipython.front_end import has_widgets, is_notebook
from jupyter_codeintel.ipython.loading import load
from jupyter_codeintel.ipython.models_text import models_text
from jupyter_codeintel.ipython.status_text import status_text

_NO_WIDGETS = "The panel needs ipywidgets: pip install ipywidgets, then restart the kernel."
_NO_NOTEBOOK = "The panel needs a notebook; in a terminal there are %fix, %ask and %codeintel."


def show_panel() -> object:
    """Return the panel's widget, which a notebook shows; None after text was printed.

    Raises
    ------
    NotebookError
        It was called outside of IPython.
    """
    shell = get_ipython()
    if shell is None:
        message = "The panel needs IPython or a notebook"
        raise NotebookError(message, code="no_shell", hint="Use the command jupyter codeintel.")
    magics = load(shell)
    services = magics.services
    if has_widgets(shell):
        from jupyter_codeintel.ipython.panel.panel import Panel  # noqa: PLC0415

        return Panel.shown_for(shell, services, magics.limits).widget
    print(_NO_WIDGETS if is_notebook(shell) else _NO_NOTEBOOK)
    print(services.background.result(status_text(services.engine)))
    print(models_text())
    return None
