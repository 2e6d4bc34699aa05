"""Brackets and quotes that are not closed, or not opened."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from jupyter_codeintel.fix.diagnosis.code import Code, code
from jupyter_codeintel.fix.repairs.case import Change
from jupyter_codeintel.fix.repairs.syntax.oddities import is_odd

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_NEVER_CLOSED = re.compile(r"'([(\[{])' was never closed")
_UNMATCHED = re.compile(r"unmatched '([)\]}])'")
_DIFFERENT = re.compile(r"closing parenthesis '([)\]}])' does not match opening parenthesis '(.)'")
_UNTERMINATED = re.compile(r"unterminated (?:triple-quoted )?(?:f-)?string")
_COMMENT = re.compile(r"\s*(?:#.*)?$")
_TAIL = re.compile(r"[\s)\]},:;]*$")
_OPERATOR = re.compile(r"\s*[-+*/%]")
_MOST_LINES = 12
_MOST = 3
_QUOTED = re.compile(
    r"\"{3}.*?\"{3}|'{3}.*?'{3}|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*", re.DOTALL
)
_BREAKS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r",?[ \t]*$", r"\s(?:async\s+)?for\s", r"\s(?:if|else|and|or)\s",
        r"\s*(?:[<>=!]=|[<>])", r"\s*[&|]", r"\s*[-+*/%]", r"\.",
    )
)  # fmt: skip
"""What may follow a bracket that is missing, that which binds least first."""


def brackets(text: Code, error: SyntaxError) -> Iterator[tuple[str, Change]]:
    """Yield closing brackets where they may be missing, and without those too many."""
    ends = _parsing(text, _at_the_end(text, error))
    if ends and not _is_odd(text, ends[0][1]):
        # Nobody opens one to close it around all: ``(a - b / c``.
        found = _grouping(text, error) if _groups(text, ends[0][1]) is False else []
        yield from found or ends
        return
    # What parses may still be no sense: ``[len(w for w in words)]``.
    for group in _within(text, error):
        meant = [one for one in _parsing(text, group) if not _is_odd(text, one[1])]
        if meant:
            yield from meant
            return
    yield from ends


def _grouping(text: Code, error: SyntaxError) -> list[tuple[str, Change]]:
    """Return where a bracket closes a part of a calculation that needs one.

    None where it may as well be around a part that needs none, as people write ``(a * b) + c``.
    """
    found: list[tuple[str, Change]] = []
    for one in (one for group in _within(text, error) for one in _parsing(text, group)):
        start, end = _opened(text, one[1]), one[1][0][0]
        if not _OPERATOR.match(text.source, end):
            continue  # it is around all
        groups = _groups(text, one[1])
        if groups is False and _OPERATOR.search(text.source, start, end):
            return []
        if groups and not _is_odd(text, one[1]):
            found.append(one)
    return found


def _is_odd(text: Code, change: Change) -> bool:
    return is_odd(code(text.replaced(change)).tree)


def _opened(text: Code, change: Change) -> int:
    """Return where the bracket opens that a change closes."""
    opened = _open_brackets(_QUOTED.sub(_blank, text.source[: change[0][0]]))
    return opened[-1] if opened else 0


def _groups(text: Code, change: Change) -> bool | None:
    """Whether the parentheses that are closed change what is worked out; None of a call's."""
    start = _opened(text, change)
    if text.source[start : start + 1] != "(" or re.search(r"[\w)\]]$", text.source[:start]):
        return None
    without = code(text.source[:start] + text.source[start + 1 :])
    tree = code(text.replaced(change)).tree
    return without.error is not None or ast.dump(without.tree) != ast.dump(tree)


def _parsing(text: Code, edits: Iterable[tuple[str, Change]]) -> list[tuple[str, Change]]:
    """Return the first edits after which a cell parses."""
    parses = (one for one in edits if code(text.replaced(one[1])).error is None)
    return list(islice(parses, _MOST))


def _at_the_end(text: Code, error: SyntaxError) -> Iterator[tuple[str, Change]]:
    """Yield brackets where the error is seen, or at the ends of lines."""
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


def _within(text: Code, error: SyntaxError) -> Iterator[list[tuple[str, Change]]]:
    """Yield where a bracket may close before the end, by what follows there."""
    if match := _UNMATCHED.search(error.msg):
        start, _ = text.line_span(error.lineno or 1)
        places = [at for at in range(start, _place(text, error)) if text.source[at] == match[1]]
        yield [(f'a "{match[1]}" closes too early', ((at, at + 1), "")) for at in places]
        return
    is_different = _DIFFERENT.search(error.msg) is not None
    stop = _place(text, error) if is_different else text.line_span(error.lineno or 1)[1]
    plain = _QUOTED.sub(_blank, text.source[:stop])
    open_ = _open_brackets(plain)
    if not open_:
        return
    start = open_[-1] if is_different else open_[0]
    opener = text.source[start]
    for pattern in _BREAKS:
        places = [found.start() for found in pattern.finditer(plain, start)]
        yield [(f'a "{opener}" is not closed', ((at, at), _CLOSERS[opener])) for at in places]


def _blank(match: re.Match[str]) -> str:
    """Return a text of the same length that holds nothing, and a comment as spaces."""
    found = match[0]
    if found.startswith("#"):
        return " " * len(found)
    return f"{found[0]}{'_' * (len(found) - 2)}{found[-1]}"


def _open_brackets(plain: str) -> list[int]:
    """Return where the brackets stand that are open at the end of a text."""
    found: list[int] = []
    for at, sign in enumerate(plain):
        if sign in _CLOSERS:
            found.append(at)
        elif found and sign == _CLOSERS[plain[found[-1]]]:
            found.pop()
    return found


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
