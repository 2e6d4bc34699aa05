"""An exception as a prompt tells it: the places in cells, and what it says."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_codeintel.trial import Frame, Raised

_MOST_FRAMES = 3
_MOST_LOCALS = 6
_LONGEST_VALUE = 60
_LONGEST_MESSAGE = 300
_LONGEST_LINE = 160


def error_text(error: Raised) -> str:
    """Return the failing lines of cells, innermost last, and the message.

    Frames of libraries are left out: they cost a model that reads slowly several seconds
    and say little about the cell.
    """
    frames = [frame for frame in error.frames if frame.in_notebook]
    lines = [line for frame in frames[-_MOST_FRAMES:] for line in _frame_lines(frame)]
    lines.append(message_line(error))
    if error.cause is not None and message_line(error.cause) not in lines:
        lines.append(f"because of {message_line(error.cause)}")
    return "\n".join(lines)


def message_line(error: Raised) -> str:
    """Return the exception in one line or few, the middle of a long message left out."""
    text = f"{error.name}: {error.value.strip()}".rstrip(": ")
    if len(text) <= _LONGEST_MESSAGE:
        return text
    half = _LONGEST_MESSAGE // 2
    return f"{text[:half]} … {text[-half:]}"


def _frame_lines(frame: Frame) -> Iterator[str]:
    if frame.function != "<module>":
        yield f"in {frame.function}:"
    yield f"----> {frame.line} {frame.source[:_LONGEST_LINE]}"
    values = list(_local_values(frame))
    if frame.function != "<module>" and values:
        yield f"with {', '.join(values)}"


def _local_values(frame: Frame) -> Iterator[str]:
    for name, value in list(frame.locals.items())[:_MOST_LOCALS]:
        if len(value) <= _LONGEST_VALUE:
            yield f"{name} = {value}"
