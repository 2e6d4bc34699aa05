"""Kernels of a Jupyter server: those that can be reached, and what counts as activity."""

from __future__ import annotations

import asyncio
import types
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from jupyter_codeintel.in_kernel.control import REPLY, REQUEST
from jupyter_codeintel.kernel.activity import leave_out_of_activity
from jupyter_codeintel.kernel.live import LiveKernels
from jupyter_codeintel.kernel.reach import ServerKernels


def manager_of(**traits: Any) -> Any:
    connection = {"control_port": traits.pop("control_port", 1), "shell_port": 2}
    kernel = types.SimpleNamespace(
        kernel_name="python3",
        kernel_spec=types.SimpleNamespace(language=traits.pop("language", "python")),
        has_kernel=True,
        provisioner=None,
        execution_state="idle",
        get_connection_info=lambda: connection,
    )
    vars(kernel).update(traits)

    class Manager(dict[str, Any]):
        get_kernel = dict.__getitem__

    return Manager(k=kernel)


def test_a_python_kernel_is_reached() -> None:
    kernels = ServerKernels(manager_of())
    reach = kernels.reach("k")
    assert reach is not None
    assert reach.idle
    assert kernels.reach("other") is None
    busy = ServerKernels(manager_of(execution_state="busy")).reach("k")
    assert busy is not None
    assert not busy.idle


@pytest.mark.parametrize(
    "traits",
    [{"language": "R"}, {"control_port": 0}, {"has_kernel": False}, {"kernel_spec": None}],
    ids=str,
)
async def test_other_kernels_are_out_of_reach(traits: dict[str, Any]) -> None:
    live = LiveKernels(ServerKernels(manager_of(**traits)))
    assert await live.refreshed("k") is None
    await live.aclose()


def server_manager(**traits: Any) -> Any:
    made: Any = AsyncMappingKernelManager
    return made(**traits)


async def first_reply(kernel: Any) -> None:
    """Ask something, as a front end does: before that a server takes a kernel as starting."""
    client = kernel.client()
    client.start_channels(hb=False, stdin=False)
    await client.wait_for_ready(timeout=60)
    client.stop_channels()


async def test_a_kernel_of_a_server_is_looked_into_and_forgotten(
    tmp_path: Path, jupyter_dirs: Path
) -> None:
    manager = server_manager(root_dir=str(tmp_path))
    leave_out_of_activity(manager)
    live = LiveKernels(ServerKernels(manager))
    kernel_id = await manager.start_kernel()
    try:
        async with asyncio.timeout(120):
            # The server may not listen yet when the first reply comes.
            while manager.get_kernel(kernel_id).execution_state != "idle":
                await first_reply(manager.get_kernel(kernel_id))
        async with asyncio.timeout(60):
            namespace = await live.refreshed(kernel_id)
        assert namespace is not None
        assert not namespace.variables
    finally:
        await manager.shutdown_kernel(kernel_id, now=True)
    assert await live.refreshed(kernel_id) is None
    assert live.namespace(kernel_id) is None
    await live.aclose()


def test_requests_of_ours_are_no_activity() -> None:
    manager = server_manager()
    for _ in range(2):
        leave_out_of_activity(manager)
    assert not manager.track_message_type(REQUEST)
    assert not manager.track_message_type(REPLY)
    assert manager.track_message_type("execute_request")
    assert len(manager.untracked_message_types) == len(set(manager.untracked_message_types))
