"""Whether an exception is the sandbox's doing rather than the code's."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from typing import Any

_OURS = {
    errno.EPERM,
    errno.EROFS,
    errno.EOVERFLOW,
    errno.EXDEV,
    errno.ELOOP,
    errno.ENETUNREACH,
    errno.ENETDOWN,
    errno.EADDRNOTAVAIL,
    errno.ENOTSOCK,
    errno.EBADF,
    errno.EFBIG,
    errno.ENOSPC,
    errno.ENOTSUP,
}
# Libraries that are not written in Python tell it in their messages alone.
_TEXTS = (
    "Operation not permitted",
    "Permission denied",
    "Read-only file system",
    "Network is unreachable",
    "name resolution",
    "Name or service not known",
    "readonly database",
    "unable to open database file",
    "out of pty devices",
    "CUDA",
)
_RESOLVING = {"gaierror", "herror"}
_MOST_LINKS = 20


def denied(exception: BaseException, removed: frozenset[str]) -> bool:
    """Say whether an exception, or one that it comes from, is the sandbox's doing.

    Parameters
    ----------
    exception : BaseException
        What ended the code.
    removed : frozenset of str
        Names of the environment's variables that were taken away.
    """
    return any(_is_ours(each, removed) for each in _chain(exception))


def _chain(exception: BaseException) -> Iterator[BaseException]:
    waiting = [exception]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_LINKS:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += [link for link in _linked(each) if _is_a(link, BaseException)]


def _linked(exception: BaseException) -> list[Any]:
    # Networking libraries keep what happened in their errors, groups in their arguments.
    fields = _field(BaseException, "__dict__", exception)
    found = [_field(BaseException, name, exception) for name in ("__cause__", "__context__")]
    found.append(fields.get("reason"))
    for argument in _field(BaseException, "args", exception):
        found += argument if type(argument) in (list, tuple) else [argument]
    return found


def _field(kind: type, name: str, exception: BaseException) -> Any:
    # Read like this because a class of the user's may run code when asked.
    return vars(kind)[name].__get__(exception)


def _is_a(value: object, kind: type) -> bool:
    return issubclass(type(value), kind)


def _is_ours(exception: BaseException, removed: frozenset[str]) -> bool:
    if _is_a(exception, FileNotFoundError):
        return False
    texts = [text for text in _field(BaseException, "args", exception) if type(text) is str]
    if _is_a(exception, KeyError):
        return not removed.isdisjoint(texts)
    if type(exception).__name__ in _RESOLVING:
        return True
    code = _field(OSError, "errno", exception) if _is_a(exception, OSError) else None
    if code is None:
        return any(known in text for text in texts for known in _TEXTS)
    return code in _OURS or (code == errno.EACCES and _is_refused_by_us(exception))


def _is_refused_by_us(exception: BaseException) -> bool:
    # The rights of a file, which `os.access` looks at, know nothing of the sandbox.
    paths = [_field(OSError, name, exception) for name in ("filename", "filename2")]
    named = [path for path in paths if type(path) in (str, bytes)]
    return not named or os.geteuid() == 0 or any(map(_is_closed_by_us, named))


def _is_closed_by_us(path: str | bytes) -> bool:
    place = os.fsdecode(path)
    folder = os.path.dirname(place) or "."
    if place.startswith("/proc/"):
        return True
    if os.path.lexists(place):
        return os.access(place, os.W_OK)
    # Shared memory has names that look like those of files in the root folder.
    return folder == "/" or os.access(folder, os.W_OK)
