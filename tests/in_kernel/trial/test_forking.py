"""Forks that an interrupt does not confuse."""

from __future__ import annotations

import os
import signal

from jupyter_codeintel.in_kernel.trial.forking import fork, heed_interrupts


def test_an_interrupt_of_the_parent_is_none_of_the_child() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    reading, writing = os.pipe()
    pid = fork()
    if pid == 0:
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
            os.kill(os.getpid(), signal.SIGINT)
            os.write(writing, b"went on, ")
            heed_interrupts()
            os.write(writing, b"forgot it, ")
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            os.write(writing, b"heeds")
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading, "rb") as told:
        assert told.read() == b"went on, forgot it, heeds"
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
