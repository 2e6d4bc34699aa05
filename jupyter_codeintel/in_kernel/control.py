"""Answers requests that arrive on the kernel's control channel, also while a cell runs."""

from __future__ import annotations

from typing import Any

from jupyter_codeintel.in_kernel.activity import is_busy
from jupyter_codeintel.in_kernel.answering import answer
from jupyter_codeintel.in_kernel.trial.trials import OPERATIONS, Trials

REQUEST = "codeintel_request"
REPLY = "codeintel_reply"
_MARK = b'"codeintel_request"'
_MOST_HEADER = 4096


class Helper:
    """What is put into one kernel.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    version : str
        Of this helper; told with each reply, so that an old one is noticed.
    """

    def __init__(self, kernel: Any, version: str) -> None:
        self._kernel = kernel
        self._version = version
        self._process: Any = None
        self._trials = Trials(kernel)
        self.is_quiet = False

    def install(self) -> None:
        """Answer from now on."""
        self._kernel.control_handlers[REQUEST] = self.handle
        self._install_quietly()

    def remove(self) -> None:
        """Undo `install`."""
        self._trials.close()
        self._kernel.control_handlers.pop(REQUEST, None)
        if self.is_quiet:
            vars(self._kernel).pop("process_control", None)
            self.is_quiet = False

    def _install_quietly(self) -> None:
        # ipykernel announces busy and idle for each request on the control channel, flushes
        # the user's streams and makes it the parent of what the control thread prints. A
        # front end would show the kernel as idle while a cell runs. So requests of ours are
        # taken out before that.
        process = getattr(self._kernel, "process_control", None)
        if process is None or "process_control" in vars(self._kernel):
            return
        self._process = process
        self._kernel.process_control = self._process_control
        self.is_quiet = True

    async def _process_control(self, *arguments: Any) -> Any:
        message = self._ours(*arguments)
        if message is None:
            return await self._process(*arguments)
        identities, request = message
        self.handle(self._kernel.control_stream, identities, request)
        return None

    def _ours(self, *arguments: Any) -> Any:
        try:
            session = self._kernel.session
            identities, frames = session.feed_identities(arguments[0], copy=False)
            header = frames[1].bytes
            # Looked at as bytes: a signature can be checked only once.
            if len(header) > _MOST_HEADER or _MARK not in header:
                return None
            if session.unpack(header)["msg_type"] != REQUEST:
                return None
            return identities, session.deserialize(frames, content=True, copy=False)
        except Exception:
            # What cannot be read is none of ours: ipykernel treats it as it always does.
            return None

    def handle(self, stream: Any, identities: Any, request: dict[str, Any]) -> None:
        """Answer one request; an error is told rather than raised into the kernel's log."""

        def reply(content: dict[str, Any]) -> None:
            told = {"status": "ok", "version": self._version, "busy": is_busy(self._kernel)}
            self._kernel.session.send(stream, REPLY, {**told, **content}, request, ident=identities)

        try:
            content = request["content"]
            if content["op"] in OPERATIONS:
                self._trials.handle(content, lambda found: self._in_control_thread(reply, found))
            else:
                reply(answer(self._kernel.shell, content))
        except Exception as error:
            reply({"status": "error", "error": type(error).__name__})

    def _in_control_thread(self, reply: Any, content: dict[str, Any]) -> None:
        # A socket belongs to the thread that reads it.
        thread = getattr(self._kernel, "control_thread", None)
        loop = self._kernel.io_loop if thread is None else thread.io_loop
        loop.add_callback(reply, content)


def install(kernel: Any, version: str, previous: Any) -> Helper:
    """Put a helper into the kernel, in place of a previous one."""
    if previous is not None:
        previous.remove()
    helper = Helper(kernel, version)
    helper.install()
    return helper
