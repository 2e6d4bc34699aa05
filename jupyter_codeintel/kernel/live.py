"""The live kernels: what they told last, and what they say when asked."""

from __future__ import annotations

from collections.abc import Iterable

import zmq.asyncio

from jupyter_codeintel.kernel.connected import ConnectedKernel
from jupyter_codeintel.kernel.reach import Kernels
from jupyter_codeintel.namespace import Namespace, Path, Resolution

RESOLVE_SECONDS = 0.15


class LiveKernels:
    """Looks into kernels without disturbing them; must be closed.

    Nothing here raises for a kernel that is busy, gone, of another language or not to be
    reached: there is no namespace then, and all paths are unknown.

    Parameters
    ----------
    kernels : Kernels
        Knows which there are.
    """

    def __init__(self, kernels: Kernels) -> None:
        self._kernels = kernels
        self._context = zmq.asyncio.Context()
        self._connected: dict[str, ConnectedKernel] = {}

    def refresh(self, kernel_id: str, names: Iterable[str] = ()) -> None:
        """Peek into a kernel soon: call it when a notebook is opened and a cell has ended.

        Parameters
        ----------
        kernel_id : str
            The kernel.
        names : iterable of str
            Look at these first.
        """
        for known in [one for one in self._connected if self._kernels.reach(one) is None]:
            self.forget(known)
        if self._kernels.reach(kernel_id) is None:
            return
        connected = self._connected.get(kernel_id)
        if connected is None:
            connected = ConnectedKernel(lambda: self._kernels.reach(kernel_id), self._context)
            self._connected[kernel_id] = connected
        connected.refresh(names)

    async def refreshed(self, kernel_id: str, names: Iterable[str] = ()) -> Namespace | None:
        """Peek into a kernel now; wait for it, also until a running cell ends."""
        self.refresh(kernel_id, names)
        connected = self._connected.get(kernel_id)
        if connected is not None:
            await connected.settled()
        return self.namespace(kernel_id)

    def namespace(self, kernel_id: str) -> Namespace | None:
        """Return what the last peek found, None if there was none."""
        connected = self._connected.get(kernel_id)
        return None if connected is None else connected.namespace

    async def resolve(
        self, kernel_id: str, paths: Iterable[Path], seconds: float = RESOLVE_SECONDS
    ) -> dict[Path, Resolution]:
        """Follow paths in a kernel's namespace.

        Parameters
        ----------
        kernel_id : str
            The kernel; one that was never peeked into knows nothing.
        paths : iterable of Path
            What to look up.
        seconds : float
            After which all is unknown.
        """
        connected = self._connected.get(kernel_id)
        if connected is None:
            return {path: Resolution() for path in paths}
        return await connected.resolve(paths, seconds)

    def forget(self, kernel_id: str) -> None:
        """Close what is open to a kernel."""
        connected = self._connected.pop(kernel_id, None)
        if connected is not None:
            connected.close()

    async def aclose(self) -> None:
        """Close what is open to all kernels."""
        for kernel_id in list(self._connected):
            self.forget(kernel_id)
        self._context.destroy(linger=0)
