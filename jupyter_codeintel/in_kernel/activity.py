"""Whether the kernel runs a cell."""

from __future__ import annotations

import sys
import threading
from typing import Any


def is_busy(kernel: Any) -> bool | None:
    """Return whether a cell runs, None where that is not known.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    """
    lock = getattr(kernel, "_main_asyncio_lock", None)
    if lock is not None:
        return bool(lock.locked())
    # Older ones have no lock. A cell that awaits something is on no stack.
    frame = sys._current_frames().get(threading.main_thread().ident or 0)  # noqa: SLF001
    while frame is not None:
        if frame.f_code.co_name == "execute_request":
            return True
        frame = frame.f_back
    return None
