"""Which kernels can be reached, and how."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Protocol

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import KernelManager
from jupyter_client.multikernelmanager import MultiKernelManager


@dataclass(frozen=True)
class Reach:
    """How to reach a Python kernel that runs.

    Parameters
    ----------
    connection : KernelConnectionInfo
        As in a connection file.
    incarnation : hashable
        Another one after a restart.
    idle : bool
        Whether no cell is known to run.
    kernel_name : str
        Of its kernelspec.
    process : int, optional
        Its number, where it is a process of this machine.
    """

    connection: KernelConnectionInfo = field(repr=False)  # holds the key
    incarnation: Hashable
    idle: bool
    kernel_name: str = ""
    process: int | None = None


class Kernels(Protocol):
    """Knows the kernels."""

    def reach(self, kernel_id: str) -> Reach | None:
        """Return how to reach a kernel, None for one of another language or out of reach."""


class OutOfReach:
    """Where no kernel may be reached."""

    def reach(self, kernel_id: str) -> Reach | None:
        """Return None."""
        return None


class ServerKernels:
    """The kernels of a Jupyter server.

    Parameters
    ----------
    manager : MultiKernelManager
        The server's.
    """

    def __init__(self, manager: MultiKernelManager) -> None:
        self._manager = manager

    def reach(self, kernel_id: str) -> Reach | None:
        """Return how to reach a kernel, None for one of another language or out of reach."""
        if kernel_id not in self._manager:
            return None
        kernel = self._manager.get_kernel(kernel_id)
        # The server knows the state from the kernel's own messages.
        return reach_of(kernel, idle=getattr(kernel, "execution_state", None) == "idle")


def reach_of(kernel: KernelManager, *, idle: bool) -> Reach | None:
    """Return how to reach the kernel of a ``KernelManager``.

    Parameters
    ----------
    kernel : KernelManager
        Its manager.
    idle : bool
        Whether no cell is known to run.
    """
    spec = kernel.kernel_spec
    if spec is None or spec.language.lower() != "python" or not kernel.has_kernel:
        return None
    connection = kernel.get_connection_info()
    if not connection["control_port"]:  # behind a gateway: no port of it is known here
        return None
    process = getattr(kernel.provisioner, "pid", None)
    ports = (connection["control_port"], connection["shell_port"])
    return Reach(connection, (process, ports), idle, kernel.kernel_name, process)
