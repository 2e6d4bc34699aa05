"""What is known to make code hang or fail in a copy of the kernel."""

from __future__ import annotations

import sys
import threading
from typing import Any

from jupyter_codeintel.in_kernel.reading import module_dict

# Their workers are threads, which are not copied.
_THREADED = ("polars", "ray", "pyspark", "jax", "tensorflow")
_OURS = "codeintel-trial"
_KERNELS = ("MainThread", "IOPub", "Heartbeat", "Control", "Shell channel", _OURS)
_KERNELS_CLASSES = ("HistorySavingThread", "Heartbeat", "ParentPollerUnix", "IOPubThread")


def hazards() -> list[str]:
    """Return hazards in plain words."""
    found = [name + " keeps threads that a copy lacks" for name in _THREADED if name in sys.modules]
    if _uses_cuda():
        found.append("CUDA is in use")
    foreign = [thread.name for thread in threading.enumerate() if not _is_kernels(thread)]
    if foreign:
        found.append("threads that a copy lacks: " + ", ".join(foreign[:8]))
    return found


def _uses_cuda() -> bool:
    cuda = module_dict(sys.modules.get("torch.cuda"))
    return bool(cuda and cuda.get("_initialized") is True)


def _is_kernels(thread: threading.Thread) -> bool:
    target: Any = getattr(thread, "_target", None)
    return (
        thread.name.startswith(_KERNELS)
        or type(thread).__name__ in _KERNELS_CLASSES
        or getattr(target, "__name__", "") in ("_watch_pipe_fd", "poll_stopped_queue")
    )
