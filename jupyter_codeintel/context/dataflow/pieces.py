"""Where the statements of a cell begin, so that a fault in one does not spoil the others.

The grammar's recovery may swallow all that follows an open bracket, or take the next line
into an unfinished one. People begin statements at column 0: that is the better guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

from jupyter_codeintel.context.blocks import logical_lines
from jupyter_codeintel.context.delimiters import in_string, open_at_end

_GOES_ON = re.compile(r"[ \t\f\r\n#)\]}]|(?:else|elif|except|finally)\b|\Z")
_BRACKETS = re.compile(r"[()\[\]{}]")
_DEEPEST = 200
"""Python's own parser gives up at this depth of brackets too."""

_RUNS_ON = re.compile(
    r"^[^#\n]*(?:[.+\-*/%&|^=<>@~]|\b(?:and|or|not|in|is|if|lambda))[ \t\r]*"
    r"\n\s*(?<=\n)(?=[^\s#)\]}])",
    re.MULTILINE,
)  # fmt: skip
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def pieces(text: str) -> list[str]:
    """Return the top-level statements of Python text, which together are the text."""
    if _depth(text) > _DEEPEST:
        return [text]
    found: list[str] = []
    for statement in _cut(text, (line.start for line in logical_lines(text))):
        stack = open_at_end(statement)
        if stack and not in_string(stack):
            # A bracket was forgotten: what stands at column 0 is not within it.
            ends = accumulate((len(line) for line in _LINES.findall(statement)), initial=0)
            found += _cut(statement, ends)
        else:
            found.append(statement)
    return found


def _depth(text: str) -> int:
    """Return at least how deep brackets are nested, those in strings included."""
    deltas = (1 if bracket in "([{" else -1 for bracket in _BRACKETS.findall(text))
    return max(accumulate(deltas, initial=0))


def runs_on(text: str) -> int | None:
    """Return where a line wants more, but the next one begins at column 0: just before that.

    The grammar reads ``a.`` and ``b = 1`` below it as one statement, without any fault.
    """
    match = _RUNS_ON.search(text)
    return None if match is None else match.end() - 1


def _cut(text: str, starts: Iterable[int]) -> list[str]:
    """Cut where a line does not go on with the statement above it."""
    cuts = [0]
    decorated = False
    for start in starts:
        if _GOES_ON.match(text, start):
            continue
        if not decorated and start:
            cuts.append(start)
        decorated = text.startswith("@", start)
    return [text[start:end] for start, end in pairwise([*cuts, len(text)])]
