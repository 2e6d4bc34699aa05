"""Filters on generated text: each takes the text and its situation, and returns a head of it.

A completion is inserted at the cursor, so the only repair is to leave out its end.
"""

from __future__ import annotations

import re

from jupyter_codeintel.completion.situation import Reach, Situation
from jupyter_codeintel.context.blocks import block_end, last_line, logical_lines, opens_block
from jupyter_codeintel.context.delimiters import marks
from jupyter_codeintel.context.magics import masked
from jupyter_codeintel.context.syntax import faults

_RUNAWAY = re.compile(r"([^\n]{4,80}?)\1{3,}")
_DANGLING = re.compile(r"[\s=+\-*/%,.<>&|^~@:!]+$")
_PARSED_ABOVE = 4000
_PARSED_BELOW = 2000


def reach_end(text: str, place: Situation) -> int | None:
    """Return where the text has reached as far as it may, None while it may go on."""
    if place.reach is Reach.LINE:
        return _found(text.find("\n"))
    if not place.python:
        return _found(text.find("\n\n", len(text) - len(text.lstrip("\n"))))
    closer = _foreign_closer(text, place)
    end = _structure_end(text if closer is None else text[:closer], place)
    return closer if end is None else end


def _found(position: int) -> int | None:
    return position if position >= 0 else None


def _structure_end(text: str, place: Situation) -> int | None:
    line, cursor = place.line + text, len(place.line)
    if place.reach is Reach.BLOCK:
        end = block_end(place.above, line, cursor, place.stack_above)
    else:
        first = next(logical_lines(line, place.stack_above))
        end = first.start + len(first.text) if first.closed else None
    return None if end is None else max(0, end - cursor)


def within_reach(text: str, place: Situation) -> str:
    """Cut where the line, statement or block is complete."""
    return text[: reach_end(text, place)]


def without_foreign_closers(text: str, place: Situation) -> str:
    """Cut before a delimiter that closes what the suffix closes already, or nothing."""
    return text[: _foreign_closer(text, place)]


def _foreign_closer(text: str, place: Situation) -> int | None:
    if not place.python:
        return None
    cursor = len(place.line)
    for mark in marks(place.line + text, place.stack_above):
        if mark.end <= cursor:
            continue
        if mark.bad or len(mark.stack) < len(place.stack) - place.closable:
            return max(0, mark.start - cursor)
    return None


def balanced(text: str, place: Situation) -> str:
    """Cut before the first delimiter that the text opens and leaves open."""
    if not place.python:
        return text
    cursor, depth = len(place.line), len(place.stack)
    opened: int | None = None
    for mark in marks(place.line + text, place.stack_above):
        if mark.end <= cursor:
            continue
        if len(mark.stack) <= depth:
            depth, opened = len(mark.stack), None
        elif opened is None:
            opened = max(0, mark.start - cursor)
    if opened is None:
        return text
    return _DANGLING.sub("", text[:opened])


def without_suffix(text: str, place: Situation) -> str:
    """Cut what stands right of the cursor already: whole lines, and the text's tail."""
    text = _before_line_below(text, place)
    suffix = place.suffix if place.python else place.closers + place.suffix
    while overlap := _overlap(text, suffix, place):
        text = text[:-overlap]
    return text


def _overlap(text: str, suffix: str, place: Situation) -> int:
    for size in range(min(len(text), len(suffix)), 0, -1):
        head = text[:-size]
        # "f(a)" before ")" is no repetition: without its end it would not be balanced.
        if suffix.startswith(text[-size:]) and balanced(head, place) == head:
            return size
    return 0


def _before_line_below(text: str, place: Situation) -> str:
    """Cut at a line that is the suffix's first, or the beginning of it."""
    rest, _, following = place.suffix.partition("\n")
    below = following.lstrip().partition("\n")[0].strip()
    if rest.strip() or not _has_word(below):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        written = (place.line + line if number == 0 else line).strip()
        begun = number == len(lines) - 1 and _has_word(written) and below.startswith(written)
        if written == below or begun:
            return "\n".join(lines[:number])
    return text


def without_line_above(text: str, place: Situation) -> str:
    """Leave out a text that only writes the line above again."""
    above = last_line(place.above).strip()
    first = (place.line + text).partition("\n")[0].strip()
    return "" if first == above and _has_word(above) else text


def without_runaway(text: str, place: Situation) -> str:
    """Cut lines that repeat those before them, and a phrase said over and over."""
    phrases = _RUNAWAY.finditer(text)
    if phrase := next((found for found in phrases if _has_word(found[1])), None):
        text = text[: phrase.start() + len(phrase[1])]
    lines = text.split("\n")
    for index in range(1, len(lines)):
        for size in (1, 2, 3):
            repeated = lines[index : index + size]
            if repeated == lines[max(0, index - size) : index] and _has_word("".join(repeated)):
                return "\n".join(lines[:index])
    return text


def parsing(text: str, place: Situation) -> str:
    """Cut lines until the cell has no more syntax errors than without the text."""
    if not place.python:
        return text
    above = place.above[-_PARSED_ABOVE:]
    below = (place.closers + place.suffix)[:_PARSED_BELOW]

    def faults_with(text: str) -> int:
        # Of what stands around, only what changes counts; a magic may be suggested, too.
        line = place.line + text
        return faults(above + (line if place.stack_above else masked(line)[0]) + below)

    # A name stands for what is missing: "x = " alone would excuse any error after it.
    accepted = min(faults_with(""), faults_with("x"))
    while text.strip():
        if faults_with(text + _body(place.line + text)) <= accepted:
            return text
        text = text.rpartition("\n")[0]
    return ""


def without_trailing_space(text: str, place: Situation) -> str:
    """Strip the end; the text's indentation and line ends before it stay as they are."""
    return text.rstrip()


def settled(text: str, place: Situation, *, ended: bool) -> str:
    """Hold back what a later filter may still cut from a text that is being written."""
    if not ended and "\n" in text:
        text = text.rpartition("\n")[0]
    text = _DANGLING.sub("", text)
    above = last_line(place.above).strip()
    if "\n" not in text and above.startswith((place.line + text).strip()):
        return ""
    suffix = place.suffix.lstrip("\n") if text else ""
    for size in range(min(len(text), len(suffix)), 0, -1):
        if suffix.startswith(text[-size:]):
            return text[:-size].rstrip()
    return text


def _has_word(line: str) -> bool:
    return sum(character.isalnum() for character in line) > 1


def _body(text: str) -> str:
    """Return what a header lacks: it is complete for its writer, not for the grammar."""
    line = text.rpartition("\n")[2]
    indentation = line[: len(line) - len(line.lstrip())]
    if opens_block(line):
        return f"\n{indentation}    pass"
    return f"\n{indentation}def x(): pass" if line.lstrip().startswith("@") else ""
