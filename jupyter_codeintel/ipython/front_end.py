"""What the front end of a shell can show."""

from __future__ import annotations

from importlib.util import find_spec

from IPython.core.interactiveshell import InteractiveShell


def is_notebook(shell: InteractiveShell) -> bool:
    """Return whether cells run in a kernel, for a front end that shows more than text."""
    return getattr(shell, "kernel", None) is not None


def has_widgets(shell: InteractiveShell) -> bool:
    """Return whether widgets can be shown."""
    return is_notebook(shell) and find_spec("ipywidgets") is not None
