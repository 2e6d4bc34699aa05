"""Brackets and quotes of Python text that may be unfinished.

A parser answers poorly about half-typed code; which brackets and strings are open at a
place can be read from the left with certainty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Stack = tuple[str, ...]
"""What is open, outermost first: a bracket, or a string's quote (``f`` first if formatted)."""

CLOSERS = {")": "(", "]": "[", "}": "{"}

_QUOTE = r"(?:\b(?P<kind>[rRbBuUfFtT]{1,2}))?(?P<quote>\"\"\"|'''|\"|')"
_CODE = re.compile(rf"\\.|#[^\n]*|{_QUOTE}|[()\[\]{{}}\n]", re.DOTALL)
# A "#" inside a replacement field belongs to a format such as f"{x:#x}".
_FIELD = re.compile(rf"\\.|{_QUOTE}|[()\[\]{{}}\n]", re.DOTALL)
_STRINGS = {
    quote: re.compile(rf"\\.|{quote}" + (r"|\n" if len(quote) == 1 else ""), re.DOTALL)
    for quote in ('"', "'", '"""', "'''")
} | {
    f"f{quote}": re.compile(
        rf"\\.|{quote}|\{{\{{|\{{|\}}\}}" + (r"|\n" if len(quote) == 1 else ""), re.DOTALL
    )
    for quote in ('"', "'", '"""', "'''")
}
_FRESH_START = re.compile(r"(?:def|class|import|from|with|while|try|return|async|@)\b|@")


@dataclass(frozen=True)
class Mark:
    """A delimiter or a line end, and what is open after it.

    ``bad`` marks a closer that closes nothing, one that had to skip other openers, and the
    end of a line within a string that cannot go over lines.
    """

    start: int
    end: int
    symbol: str
    stack: Stack
    bad: bool = False


def marks(text: str, stack: Stack = ()) -> Iterator[Mark]:
    """Yield the delimiters and line ends of ``text``, read with ``stack`` already open."""
    position = 0
    while match := _pattern(stack).search(text, position):
        position = match.end()
        symbol = match.group()
        after, bad = _step(stack, symbol, match)
        if after and symbol == "\n" and not in_string(after) and starts_afresh(text, position):
            after, bad = (), True
        if after != stack or bad or symbol == "\n":
            yield Mark(match.start(), position, symbol, after, bad)
        stack = after


def open_at_end(text: str, stack: Stack = ()) -> Stack:
    """Return what is open after ``text``."""
    for mark in marks(text, stack):
        stack = mark.stack
    return stack


def in_comment(line: str, stack: Stack = ()) -> bool:
    """Whether the end of ``line`` stands in a comment."""
    position = 0
    while match := _pattern(stack).search(line, position):
        position = match.end()
        if match.group().startswith("#"):
            return True
        stack, _ = _step(stack, match.group(), match)
    return False


def in_string(stack: Stack) -> bool:
    """Whether the innermost open delimiter is a quote."""
    return bool(stack) and stack[-1] in _STRINGS


def closing(opener: str) -> str:
    """Return what closes an opener of a stack."""
    return {"(": ")", "[": "]", "{": "}"}.get(opener, opener.removeprefix("f"))


def starts_afresh(text: str, position: int = 0) -> bool:
    """Whether a line at column 0 can only be a new statement: a bracket was forgotten."""
    return _FRESH_START.match(text, position) is not None


def _pattern(stack: Stack) -> re.Pattern[str]:
    if not stack:
        return _CODE
    if in_string(stack):
        return _STRINGS[stack[-1]]
    return _FIELD if any(opener in _STRINGS for opener in stack) else _CODE


def _step(stack: Stack, symbol: str, match: re.Match[str]) -> tuple[Stack, bool]:
    if symbol == "\n":
        return _end_line(stack)
    if in_string(stack) and symbol == stack[-1].removeprefix("f"):
        return stack[:-1], False
    if symbol in CLOSERS:
        return _close(stack, CLOSERS[symbol])
    if opened := _opened(symbol, match, formatted=in_string(stack)):
        return (*stack, opened), False
    return stack, False


def _opened(symbol: str, match: re.Match[str], *, formatted: bool) -> str:
    """Return what ``symbol`` puts on the stack, if anything."""
    if formatted or symbol in ("(", "[", "{"):
        return symbol if symbol in ("(", "[", "{") else ""
    quote = match.groupdict().get("quote")
    if not quote:
        return ""
    return ("f" if set(match["kind"] or "") & set("fFtT") else "") + quote


def _end_line(stack: Stack) -> tuple[Stack, bool]:
    """End a string in single quotes with its line, whatever is open inside it."""
    for depth, opener in enumerate(stack):
        if opener in _STRINGS and len(opener.removeprefix("f")) == 1:
            return stack[:depth], True
    return stack, False


def _close(stack: Stack, opener: str) -> tuple[Stack, bool]:
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth] == opener:
            return stack[:depth], depth < len(stack) - 1
        if stack[depth] in _STRINGS:
            break
    return stack, True
