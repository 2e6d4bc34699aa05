"""An exception and what it came from, as plain data."""

from __future__ import annotations

import re
from typing import Any

from jupyter_codeintel.in_kernel.reading import mro, qualname
from jupyter_codeintel.in_kernel.signatures import literal
from jupyter_codeintel.in_kernel.trial.cells import Cells
from jupyter_codeintel.in_kernel.trial.frames import frames
from jupyter_codeintel.in_kernel.trial.near_files import near_files

_MOST_CAUSES = 4
_LONGEST_VALUE = 2000
_LONGEST_KEY = 200
_NO_NAME = re.compile(r"name '([^']*)'")
_NO_ATTRIBUTE = re.compile(r"'([^']*)' object has no attribute '([^']*)'")


def raised(exception: BaseException, cells: Cells, most: int = _MOST_CAUSES) -> dict[str, Any]:
    """Return the fields of a `Raised`.

    Parameters
    ----------
    exception : BaseException
        Of a cell.
    cells : Cells
        Knows which code is a cell's.
    most : int
        Causes to follow.
    """
    cls = type(exception)
    before = cause(exception)
    return {
        "name": cls.__name__,
        "value": message(exception),
        "frames": _with_syntax(exception, frames(exception.__traceback__, cells), cells),
        "cause": None if before is None or most == 0 else raised(before, cells, most - 1),
        "names": [qualname(base) for base in mro(cls) if base is not object],
        "attributes": attributes(exception),
    }


def cause(exception: BaseException) -> BaseException | None:
    """Return what an exception was raised from or, unless that is hidden, while handling."""
    if exception.__cause__ is not None:
        return exception.__cause__
    return None if exception.__suppress_context__ else exception.__context__


def message(exception: BaseException) -> str:
    """Return an exception's message, cut where it is long."""
    try:
        return str(exception)[:_LONGEST_VALUE]
    except Exception:  # a __str__ of the user's that fails
        return ""


def attributes(exception: BaseException) -> dict[str, str]:
    """Return what Python tells beside the message."""
    found: dict[str, Any] = {}
    if isinstance(exception, (NameError, ImportError)):
        found["name"] = getattr(exception, "name", None)
        if isinstance(exception, NameError) and found["name"] is None:  # before Python 3.10
            found["name"] = _matched(_NO_NAME, exception, 1)
    elif isinstance(exception, AttributeError):
        found["name"] = getattr(exception, "name", None) or _matched(_NO_ATTRIBUTE, exception, 2)
        found["type"] = _object_type(exception)
    elif isinstance(exception, KeyError) and len(exception.args) == 1:
        found["key"] = literal(exception.args[0], _LONGEST_KEY) or None
    elif isinstance(exception, FileNotFoundError) and isinstance(exception.filename, str):
        found["file"] = exception.filename[:_LONGEST_VALUE]
        found["near_files"] = "\n".join(near_files(exception.filename)) or None
    elif isinstance(exception, SyntaxError):
        found.update(line=exception.lineno, offset=exception.offset, text=exception.text)
    return {name: str(value) for name, value in found.items() if value is not None}


def _object_type(exception: AttributeError) -> str | None:
    if getattr(exception, "name", None) is None:
        return _matched(_NO_ATTRIBUTE, exception, 1)
    return qualname(type(exception.obj))


def _matched(pattern: re.Pattern[str], exception: BaseException, group: int) -> str | None:
    match = pattern.search(message(exception))
    return None if match is None else match.group(group)


def _with_syntax(
    exception: BaseException, found: list[dict[str, Any]], cells: Cells
) -> list[dict[str, Any]]:
    """Add the place that a SyntaxError speaks of, which no traceback contains."""
    if not isinstance(exception, SyntaxError) or not exception.filename or not exception.lineno:
        return found
    place = cells.place(exception.filename, exception.lineno)
    del place["text"]
    if place["cell"] is None and found:
        return found
    offset = (exception.offset or 1) - 1
    end = getattr(exception, "end_offset", None) or offset + 2
    one_line = getattr(exception, "end_lineno", None) in (None, exception.lineno)
    columns = [offset, max(end - 1, offset + 1)] if one_line and offset >= 0 else None
    return [*found, dict(place, function="<module>", columns=columns)]
