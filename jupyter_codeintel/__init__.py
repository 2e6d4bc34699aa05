"""Local code intelligence for Jupyter notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__version__ = "0.1.0"


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    # Imported here: a kernel or a command that imports the package needs no server.
    from jupyter_codeintel.extension import CodeIntelExtension  # noqa: PLC0415

    return [{"module": "jupyter_codeintel.extension", "app": CodeIntelExtension}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-codeintel"}]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give a shell ``%fix``, ``%ask``, ``%explain`` and ``%codeintel``."""
    from jupyter_codeintel.ipython.loading import load  # noqa: PLC0415 - needs IPython

    load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take them away again."""
    from jupyter_codeintel.ipython.loading import unload  # noqa: PLC0415 - needs IPython

    unload(shell)


def panel() -> object:
    """Show the panel: model, engine, repairs and chat. Where there are no widgets, text."""
    from jupyter_codeintel.ipython.panel.showing import show_panel  # noqa: PLC0415 - as above

    return show_panel()
