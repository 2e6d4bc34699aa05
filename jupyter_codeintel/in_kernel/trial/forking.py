"""Forking without being interrupted in the midst of it.

Whoever interrupts a kernel interrupts all processes of its group, and a copy is one of them at
first. Python would raise wherever the copy happens to be, and it would go on as its parent does.
"""

from __future__ import annotations

import os
import signal
import warnings


def fork() -> int:
    """Fork; in the child interrupts wait.

    Returns
    -------
    int
        As of `os.fork`.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    pid = -1
    try:
        with warnings.catch_warnings():
            # Newer Pythons warn of threads that are not copied; that is reckoned with here.
            warnings.simplefilter("ignore")
            pid = os.fork()
    finally:
        if pid != 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def heed_interrupts() -> None:
    """In a child with a group of its own: forget interrupts of its parent, heed those to come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
