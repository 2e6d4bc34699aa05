"""Looking into the variables of the process that this code runs in."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from IPython.core.interactiveshell import InteractiveShell

from jupyter_codeintel.in_kernel.answering import answer
from jupyter_codeintel.kernel.replies import namespace, path_request, resolution
from jupyter_codeintel.namespace import Namespace, Path, Resolution

_LOOK = {"op": "peek", "names": [], "limit": 300, "budget_ms": 200.0}
_RESOLVE_MS = 150.0


class OwnVariables:
    """Describes variables and follows paths; runs no code of the user's.

    Parameters
    ----------
    shell : InteractiveShell
        Whose variables they are.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._found: Namespace | None = None

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        """Look now."""
        reply = answer(self._shell, dict(_LOOK))
        self._found = namespace(reply, taken=time.monotonic(), busy=False)
        return self._found

    def namespace(self, kernel_id: str) -> Namespace | None:
        """Return what the last look found."""
        return self._found

    async def resolve(
        self, kernel_id: str, paths: Iterable[Path], seconds: float = 0.0
    ) -> Mapping[Path, Resolution]:
        """Follow paths in the live namespace, at once."""
        wanted = tuple(paths)
        sent = [path_request(path) for path in wanted]
        reply = answer(self._shell, {"op": "members", "paths": sent, "budget_ms": _RESOLVE_MS})
        return dict(zip(wanted, map(resolution, reply["resolutions"]), strict=True))
