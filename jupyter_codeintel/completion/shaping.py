"""From the model's raw text to what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable

from jupyter_codeintel.completion import filters
from jupyter_codeintel.completion.situation import Reach, Situation
from jupyter_codeintel.context.delimiters import closing, in_string, open_at_end

Filter = Callable[[str, Situation], str]

_OPEN_NAME = re.compile(r"[^\W\d]\w*$")

_STREAMED: tuple[Filter, ...] = (
    filters.within_reach,
    filters.without_foreign_closers,
    filters.without_runaway,
    filters.balanced,
)
_FINAL: tuple[Filter, ...] = (
    *_STREAMED,
    filters.without_trailing_space,
    filters.without_suffix,
    filters.without_line_above,
    filters.parsing,
    filters.balanced,
    filters.without_trailing_space,
)


def is_complete(raw: str, place: Situation) -> bool:
    """Whether nothing that the model might add would be shown."""
    return filters.reach_end(raw, place) is not None or filters.without_runaway(raw, place) != raw


def finished(raw: str, place: Situation, *, truncated: bool = False) -> str:
    """Return what is shown of a raw text to which nothing is added any more.

    Parameters
    ----------
    raw : str
        What the model wrote from the cursor on.
    place : Situation
        Where it goes.
    truncated : bool
        The model was stopped in the midst of it.
    """
    if truncated and place.reach is Reach.BLOCK and "\n" in raw.strip():
        raw = raw.rpartition("\n")[0]
    for cut in _FINAL:
        raw = cut(raw, place)
    return raw if raw.strip() else ""


def unfinished(raw: str, place: Situation) -> str:
    """Return what can be shown of a raw text while it is being written."""
    text = raw
    for cut in _STREAMED:
        text = cut(text, place)
    return filters.settled(text, place, ended=filters.reach_end(raw, place) is not None)


def without_open_name(text: str, place: Situation) -> str:
    """Hold back a name or string at the end: it may become another, that does not exist."""
    if not place.python:
        return text
    stack = open_at_end(place.line + text, place.stack_above)
    if in_string(stack) and len(stack) > len(place.stack):
        text = text[: text.rfind(closing(stack[-1]))]
    return _OPEN_NAME.sub("", text).rstrip()
