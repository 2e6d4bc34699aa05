"""Keeps requests of ours from counting as activity of a kernel."""

from __future__ import annotations

from traitlets import HasTraits

from jupyter_codeintel.in_kernel.control import REPLY, REQUEST


def leave_out_of_activity(manager: HasTraits) -> None:
    """Tell a Jupyter server that requests of ours make no kernel busy and delay no culling.

    The helper answers without a trace where ipykernel lets it; elsewhere a busy and an idle
    go out with each request, and the server would take them for the state of the kernel.

    Parameters
    ----------
    manager : MappingKernelManager
        The server's; one without the setting is left alone.
    """
    untracked = getattr(manager, "untracked_message_types", None)
    if untracked is not None:
        added = [kind for kind in (REQUEST, REPLY) if kind not in untracked]
        manager.set_trait("untracked_message_types", [*untracked, *added])
