"""Lines that are indented too much, too little, or with tabs and spaces mixed."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Change

_STEP = "    "
_SAYS = "a line is not indented as its block is"


def indentation(text: Code, error: SyntaxError) -> Iterator[tuple[str, Change]]:
    """Yield other indentations of the line of an error, and of those that follow it."""
    if not isinstance(error, IndentationError):
        return
    if isinstance(error, TabError):
        yield "tabs and spaces are mixed", ((0, len(text.source)), text.source.expandtabs(4))
        yield "tabs and spaces are mixed", ((0, len(text.source)), text.source.expandtabs(8))
        return
    lines = text.source.split("\n")
    number = min(error.lineno or 1, len(lines)) - 1
    while number < len(lines) - 1 and not lines[number].strip():
        number += 1
    if "expected an indented block" in error.msg:
        above = next((line for line in reversed(lines[:number]) if line.strip()), "")
        wanted = [_indent(above) + _STEP]
    else:
        own = len(_indent(lines[number]))
        used = {_indent(line) for line in lines[:number] if line.strip()}
        wanted = sorted(used, key=lambda indent: (abs(len(indent) - own), -len(indent)))
    for indent in wanted:
        for last in dict.fromkeys((number, _end(lines, number))):
            yield _SAYS, _indented(text, lines, number, last, indent)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _end(lines: list[str], first: int) -> int:
    """Return the last line of those that are indented like one, or deeper, without a gap."""
    indent = len(_indent(lines[first]))
    last = first
    for number in range(first + 1, len(lines)):
        if not lines[number].strip() or len(_indent(lines[number])) < indent:
            break
        last = number
    return last


def _indented(text: Code, lines: list[str], first: int, last: int, indent: str) -> Change:
    """Return the change that indents lines so that the first of them stands at ``indent``."""
    old = len(_indent(lines[first]))
    start = text.line_span(first + 1)[0]
    end = text.line_span(last + 1)[1]
    new = "\n".join(indent + line[old:] for line in lines[first : last + 1])
    return (start, end), new
