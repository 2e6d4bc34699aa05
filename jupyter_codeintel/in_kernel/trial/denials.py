"""Whether an exception is the sandbox's doing rather than the code's."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator

_OURS = {
    errno.EPERM,
    errno.EROFS,
    errno.EOVERFLOW,
    errno.EXDEV,
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
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        fields = BaseException.__dict__
        linked = [fields["__cause__"].__get__(each), fields["__context__"].__get__(each)]
        # Networking libraries keep what happened there.
        linked += [_plain_attribute(each, "reason"), *_arguments(each)]
        group = _plain_attribute(each, "_exceptions")
        linked += group if isinstance(group, (tuple, list)) else ()
        waiting += [link for link in linked if isinstance(link, BaseException)]


def _arguments(exception: BaseException) -> tuple[object, ...]:
    arguments = BaseException.__dict__["args"].__get__(exception)
    return tuple(arguments)


def _plain_attribute(exception: BaseException, name: str) -> object:
    return BaseException.__dict__["__dict__"].__get__(exception).get(name)


def _is_ours(exception: BaseException, removed: frozenset[str]) -> bool:
    if isinstance(exception, FileNotFoundError):
        return False
    if isinstance(exception, KeyError):
        return any(type(key) is str and key in removed for key in _arguments(exception))
    if type(exception).__name__ in _RESOLVING:
        return True
    if isinstance(exception, OSError) and exception.errno is not None:
        return exception.errno in _OURS or (
            exception.errno == errno.EACCES and _is_refused_by_us(exception)
        )
    texts = [text for text in _arguments(exception) if type(text) is str]
    return any(known in text for text in texts for known in _TEXTS)


def _is_refused_by_us(exception: OSError) -> bool:
    # The rights of a file, which `os.access` looks at, know nothing of the sandbox.
    paths = [exception.filename, exception.filename2]
    named = [os.fspath(path) for path in paths if isinstance(path, (str, bytes))]
    return not named or os.geteuid() == 0 or any(map(_may_be_written, named))


def _may_be_written(path: os.PathLike[str] | str | bytes) -> bool:
    place = os.fsdecode(path)
    if not os.path.lexists(place):
        place = os.path.dirname(place) or "."
    return os.access(place, os.W_OK)
