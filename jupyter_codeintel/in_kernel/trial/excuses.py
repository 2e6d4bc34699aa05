"""Errors that say nothing about the code: they come of its running on a copy of the kernel."""

from __future__ import annotations

from jupyter_codeintel.in_kernel.trial import containment
from jupyter_codeintel.in_kernel.trial.raising import cause, message

_LONGEST_REASON = 300
# What a copy lacks: the event loop that tasks of earlier cells wait in, the thread that made an
# object, the context on a graphics processor.
_OF_COPIES = (
    "attached to a different loop",
    "bound to a different event loop",
    "can only be used in that same thread",
    "in forked subprocess",
)


class NotTriedError(RuntimeError):
    """The code asks for what a copy of the kernel does not do."""


def excuse(exception: BaseException) -> str | None:
    """Return why an error says nothing about the code, None where it may.

    Parameters
    ----------
    exception : BaseException
        What ended a cell.
    """
    chain: list[BaseException] = []
    one: BaseException | None = exception
    while one is not None and not any(one is other for other in chain):
        chain.append(one)
        one = cause(one)
    for one in chain:
        if isinstance(one, NotTriedError):
            return message(one)
        if any(text in message(one) for text in _OF_COPIES):
            return _because("it uses what a copy of the kernel lacks", one)
    if containment.is_denial(exception):
        return _because("what the code tried is not allowed on a copy of the kernel", chain[-1])
    return None


def _because(reason: str, exception: BaseException) -> str:
    told = message(exception) or type(exception).__name__
    return f"{reason}: {told[:_LONGEST_REASON]}"
