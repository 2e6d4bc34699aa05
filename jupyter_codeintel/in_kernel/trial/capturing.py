"""Leads all that the child would send or print into `Outputs`."""

from __future__ import annotations

import os
import sys
from typing import Any

from jupyter_codeintel.in_kernel.trial.outputs import Outputs

_MOST_READ = 1 << 20
_INSTANCE_METHODS = ("write", "writelines", "flush", "_flush")


class Capture:
    """What the child shows, from the moment `start` is called.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's, in the child; one of another kind has a ``stream_class`` of its own.
    outputs : Outputs
        Where it goes.
    """

    def __init__(self, kernel: Any, outputs: Outputs) -> None:
        self._kernel = kernel
        self.outputs = outputs
        self._files: dict[str, int] = {}
        self._read = {"stdout": 0, "stderr": 0}

    @property
    def descriptors(self) -> list[int]:
        """The files that stand for the process's own stdout and stderr."""
        return list(self._files.values())

    def start(self) -> None:
        """Let nothing reach the kernel's sockets and the parent's streams from now on."""
        self._take_messages()
        self._take_streams()
        # Libraries in C write to the descriptors, which lead to a thread of the parent's.
        for name, descriptor in (("stdout", 1), ("stderr", 2)):
            self._files[name] = file = os.memfd_create("codeintel-" + name)
            os.dup2(file, descriptor)

    def drain(self) -> None:
        """Fetch what was written to the descriptors since."""
        for name, file in self._files.items():
            written = os.fstat(file).st_size
            if written > self._read[name]:
                data = os.pread(file, min(written - self._read[name], _MOST_READ), self._read[name])
                self._read[name] = written
                self.outputs.stream(name, data.decode("utf-8", "replace"))

    def _take_messages(self) -> None:
        # On the class: comms, widgets and the debugger may hold sessions of their own.
        session = self._kernel.session
        vars(session).pop("send", None)
        cls: Any
        for cls in type(session).__mro__:
            if "send" in vars(cls):
                cls.send = lambda session, *arguments, **more: self._sent(*arguments, **more)

    def _sent(self, stream: Any, message: Any, content: Any = None, *_: Any, **__: Any) -> None:
        self.drain()
        if type(message) is dict:
            message, content = message["header"]["msg_type"], message["content"]
        self.outputs.message(message, content or {})

    def _take_streams(self) -> None:
        cls = getattr(self._kernel, "stream_class", None)
        if cls is None:
            cls = vars(sys.modules["ipykernel.iostream"])["OutStream"]

        def write(stream: Any, text: str) -> int:
            if not isinstance(text, str):
                raise TypeError("write() argument must be str, not " + str(type(text)))
            self.drain()
            self.outputs.stream(stream.name, text)
            return len(text)

        def writelines(stream: Any, lines: Any) -> None:
            for line in lines:
                stream.write(line)

        cls.write, cls.writelines = write, writelines
        cls.flush = cls._flush = lambda stream: None
        for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            if isinstance(stream, cls):
                # IPython 9 leaves a method on the instance that would go before the class's.
                for method in _INSTANCE_METHODS:
                    vars(stream).pop(method, None)
