"""What a trial did to the user's variables."""

from __future__ import annotations

from typing import Any

from jupyter_codeintel.in_kernel.answering import hidden_names, user_ns
from jupyter_codeintel.in_kernel.describing import describe
from jupyter_codeintel.in_kernel.reading import MISSING, get

_MOST_NAMES = 300


class Snapshot:
    """The user's variables before.

    Parameters
    ----------
    shell : InteractiveShell
        IPython's, in the child.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._before = self._variables()

    def _variables(self) -> dict[str, Any]:
        names = user_ns(self._shell)
        hidden = hidden_names(self._shell, names)
        wanted = [name for name in names if type(name) is str]
        return {name: get(names, name) for name in wanted if name[:1] != "_" and name not in hidden}

    def left(self) -> dict[str, dict[str, Any]]:
        """Return by name the fields of a `Left`."""
        after = self._variables()
        found: dict[str, dict[str, Any]] = {}
        for name, value in after.items():
            before = self._before.get(name, MISSING)
            if before is MISSING:
                found[name] = self._told("new", name, value)
            elif before is not value:
                found[name] = self._told("rebound", name, value)
        for name in self._before:
            if name not in after:
                found[name] = {"how": "deleted", "variable": None, "digest": None}
        return dict(list(found.items())[:_MOST_NAMES])

    @staticmethod
    def _told(how: str, name: str, value: Any) -> dict[str, Any]:
        return {"how": how, "variable": describe(name, value), "digest": None}
