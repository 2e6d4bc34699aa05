"""One exception tree: every error carries a code, a message and what to do.

CodeIntelError
├── ModelError            the model file: missing, damaged, unsuitable
├── EngineError           the engine process: cannot start, died, refused
│   ├── EngineUnavailable cannot be reached, or is still loading
│   └── RequestError      the request itself cannot be served
├── NotebookError         a notebook or a place in it that cannot be read
└── ChatError             a conversation, reference or command that cannot be served
"""

from __future__ import annotations


class CodeIntelError(Exception):
    """Base of all errors that a person may see.

    Parameters
    ----------
    message : str
        What happened, in plain words.
    code : str
        A stable snake_case name for programs.
    hint : str
        What the person can do about it.
    """

    def __init__(self, message: str, *, code: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint

    def as_dict(self) -> dict[str, str]:
        """Return the error as it is sent to clients."""
        return {"code": self.code, "message": self.message, "hint": self.hint}


class ModelError(CodeIntelError):
    """A model file is missing, damaged or unsuitable."""


class EngineError(CodeIntelError):
    """The engine process cannot start, died, or refused."""


class EngineUnavailable(EngineError):  # noqa: N818 - reads better where it is caught
    """The engine cannot be reached, or is still loading."""


class RequestError(EngineError):
    """The request cannot be served as it was made."""


class NotebookError(CodeIntelError):
    """A notebook, or a place in it, cannot be read."""


class ChatError(CodeIntelError):
    """A conversation, a reference in it or a command cannot be served."""
