"""``%load_ext jupyter_codeintel`` and its undoing."""

from __future__ import annotations

import atexit
from typing import Any
from weakref import WeakKeyDictionary

from IPython.core.interactiveshell import InteractiveShell

from jupyter_codeintel.ipython.magics import CodeIntelMagics
from jupyter_codeintel.ipython.questions import protect_question

_LOADED: WeakKeyDictionary[InteractiveShell, _Loaded] = WeakKeyDictionary()


class _Loaded:
    """The magics of one shell, and those that had their names before.

    Parameters
    ----------
    shell : InteractiveShell
        Where they are.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self.magics = CodeIntelMagics(shell)
        self._shell = shell
        self._before = {
            (kind, name): _table(shell, kind).get(name)
            for kind, names in self.magics.magics.items()
            for name in names
        }
        shell.register_magics(self.magics)
        shell.input_transformers_cleanup.append(protect_question)
        atexit.register(self.magics.close)

    def undo(self) -> None:
        """Put back what was there."""
        for (kind, name), before in self._before.items():
            table = _table(self._shell, kind)
            if before is None:
                table.pop(name, None)
            else:
                table[name] = before
        self._shell.input_transformers_cleanup.remove(protect_question)
        atexit.unregister(self.magics.close)
        self.magics.close()


def load(shell: InteractiveShell) -> CodeIntelMagics:
    """Give a shell the magics, once."""
    loaded = _LOADED.get(shell)
    if loaded is None:
        loaded = _LOADED[shell] = _Loaded(shell)
    return loaded.magics


def unload(shell: InteractiveShell) -> None:
    """Take the magics away again, and end all that is under way."""
    loaded = _LOADED.pop(shell, None)
    if loaded is not None:
        loaded.undo()


def _table(shell: InteractiveShell, kind: str) -> dict[str, Any]:
    table: dict[str, Any] = shell.magics_manager.magics[kind]
    return table
