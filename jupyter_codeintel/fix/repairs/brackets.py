"""Brackets and quotes that are not closed, or not opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Change

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_NEVER_CLOSED = re.compile(r"'([(\[{])' was never closed")
_UNMATCHED = re.compile(r"unmatched '([)\]}])'")
_DIFFERENT = re.compile(r"closing parenthesis '([)\]}])' does not match opening parenthesis '(.)'")
_UNTERMINATED = re.compile(r"unterminated (?:triple-quoted )?(?:f-)?string")
_COMMENT = re.compile(r"\s*(?:#.*)?$")
_TAIL = re.compile(r"[\s)\]},:;]*$")
_MOST_LINES = 12


def brackets(text: Code, error: SyntaxError) -> Iterator[tuple[str, Change]]:
    """Yield closing brackets where they may be missing, and without those too many."""
    if match := _DIFFERENT.search(error.msg):
        place = _place(text, error)
        closer = _CLOSERS.get(match[2], "")
        if text.source[place : place + 1] == match[1]:
            yield f'"{match[2]}" is closed by "{closer}"', ((place, place + 1), closer)
            yield f'a "{match[2]}" is not closed', ((place, place), closer)
    elif match := _UNMATCHED.search(error.msg):
        place = _place(text, error)
        if text.source[place : place + 1] == match[1]:
            yield f'a "{match[1]}" closes nothing', ((place, place + 1), "")
    else:
        match = _NEVER_CLOSED.search(error.msg)
        # Of what was left open, Python may first see what follows on the next line.
        for opener in match[1] if match else "([{":
            for place in _ends(text, error.lineno or 1):
                yield f'a "{opener}" is not closed', ((place, place), _CLOSERS[opener])


def quotes(text: Code, error: SyntaxError) -> Iterator[tuple[str, Change]]:
    """Yield the quote that a string lacks at its end, or at its beginning."""
    if not _UNTERMINATED.search(error.msg):
        return
    start, end = text.line_span(error.lineno or 1)
    line = text.source[start:end]
    column = max(0, (error.offset or 1) - 1)
    opening = re.compile(r"[A-Za-z]*('''|\"\"\"|'|\")").match(line, column)
    if opening is None:
        return
    quote = opening[1]
    if len(quote) == 3:
        at = len(text.source.rstrip())
        yield "a string is not closed", ((at, at), f"\n{quote}")
        return
    tail = _TAIL.search(line, opening.end())
    tail_start = tail.start() if tail else len(line)
    for at in dict.fromkeys((tail_start, *range(tail_start + 1, len(line)), len(line.rstrip()))):
        yield "a string is not closed", ((start + at, start + at), quote)
    # The quote may be one that closes what was never opened: ``print(hello")``.
    word = re.search(r"[\w ]*$", line[:column])
    if word is not None and word[0].strip():
        at = start + word.start()
        yield "a string is not opened", ((at, at), quote)


def _place(text: Code, error: SyntaxError) -> int:
    start, _ = text.line_span(error.lineno or 1)
    return start + max(0, (error.offset or 1) - 1)


def _ends(text: Code, first: int) -> Iterator[int]:
    """Yield where a bracket may close: at the ends of lines, also before what ends them."""
    count = text.source.count("\n") + 1
    before = [first - 1] if first > 1 else []
    for number in (first, *before, *range(first + 1, min(count, first + _MOST_LINES) + 1)):
        start, end = text.line_span(number)
        line = text.source[start:end]
        comment = _COMMENT.search(line) if "#" not in line or line.count('"') % 2 == 0 else None
        stop = comment.start() if comment else len(line.rstrip())
        if not line[:stop].strip():
            continue
        if line[:stop].endswith((":", ",")):
            yield start + stop - 1
        yield start + stop
        tail = _TAIL.search(line[:stop])
        for at in range(tail.start() if tail else stop, stop):
            yield start + at
