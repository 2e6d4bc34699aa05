"""What is known to make code hang or fail in a copy of the kernel."""

from __future__ import annotations

import sys
import threading
from typing import Any

from jupyter_codeintel.in_kernel.reading import module_dict

# Their workers are threads, which are not copied.
_THREADED = ("polars", "ray", "pyspark", "jax", "tensorflow")
_KERNELS = (
    "MainThread",
    "IOPub",
    "Heartbeat",
    "Control",
    "Shell channel",
    "subshell-",
    "codeintel",
)
_KERNELS_CLASSES = ("HistorySavingThread", "Heartbeat", "ParentPollerUnix", "IOPubThread")
_KERNELS_TARGETS = ("_watch_pipe_fd", "_thread_main")
_MOST_NAMES = 8


def hazards(kernel: Any) -> list[str]:
    """Return hazards in plain words.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    """
    found = [f"{name} keeps threads that a copy lacks" for name in _THREADED if name in sys.modules]
    if uses_gpu():
        found.append("a graphics processor is in use")
    if is_debugged(kernel):
        found.append("a debugger is attached")
    foreign = [thread.name for thread in threading.enumerate() if not _is_kernels(thread)]
    if foreign:
        found.append("threads that a copy lacks: " + ", ".join(foreign[:_MOST_NAMES]))
    return found


def uses_gpu() -> bool:
    """Return whether there is a context on a graphics processor, which no copy can use."""
    cuda = module_dict(sys.modules.get("torch.cuda"))
    return "cupy" in sys.modules or bool(cuda and cuda.get("_initialized") is True)


def is_debugged(kernel: Any) -> bool:
    """Return whether a debugger is attached: it would follow into the copy.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    """
    return bool(getattr(getattr(kernel, "debugger", None), "is_started", False))


def _is_kernels(thread: threading.Thread) -> bool:
    target = getattr(getattr(thread, "_target", None), "__name__", "")
    return (
        thread.name.startswith(_KERNELS)
        or type(thread).__name__ in _KERNELS_CLASSES
        or target in _KERNELS_TARGETS
    )
