"""IPython's lines that are not Python: magics, shell commands, help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jupyter_codeintel.context.delimiters import (
    Stack,
    in_comment,
    in_string,
    open_at_end,
    starts_afresh,
)

PYTHON_LINE_MAGICS = frozenset({"time", "timeit", "prun", "memit", "mprun", "lprun", "debug"})
"""Line magics followed by Python."""

_PIECE = 64
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_ESCAPE = re.compile(r"\s*(?:!|%{1,2}[A-Za-z_]|\?)")
_ASSIGNED = re.compile(r"(\s*[\w.,\s]+=\s*)[!%](?=[A-Za-z_./~$({-])")
_HELP = re.compile(r"\s*[\w.%]+\?{1,2}\s*$")
_LINE_MAGIC = re.compile(r"\s*%([A-Za-z_]\w*)(?:\s+-{1,2}\w+(?:\s+\d+)?)*\s+")


def python_column(line: str) -> int | None:
    """Return where the Python of a line begins.

    0 for Python, the column after the name and options of a magic such as ``%timeit``,
    None for a shell command, another magic or a question for help.
    """
    if not _is_escaped(line):
        return 0
    magic = _LINE_MAGIC.match(line)
    if magic and magic[1] in PYTHON_LINE_MAGICS:
        return magic.end()
    return None


@lru_cache(maxsize=16)
def masked(source: str) -> tuple[str, Stack]:
    """Return ``source`` of the same length with only Python in it, and what it leaves open.

    A line of IPython's becomes the expression ``0`` and a comment, which is a statement
    wherever the line was one.
    """
    lines = _LINES.findall(source)
    state = _State()
    parts: list[str] = []
    # In pieces that are remembered: of a long file only the end is read at each new line.
    for start in range(0, len(lines), _PIECE):
        part, state = _mask_piece("".join(lines[start : start + _PIECE]), state)
        parts.append(part)
    return "".join(parts), state.stack


@dataclass(frozen=True)
class _State:
    """What is open, and whether the line before goes on and was IPython's."""

    stack: Stack = ()
    continued: bool = False
    escaped: bool = False


@lru_cache(maxsize=512)
def _mask_piece(source: str, state: _State) -> tuple[str, _State]:
    lines: list[str] = []
    stack, continued, escaped = state.stack, state.continued, state.escaped
    for line in _LINES.findall(source):
        text = line.rstrip("\n")
        if stack and not in_string(stack) and starts_afresh(line):
            stack = ()
        # What begins with "%" within brackets, a string or a continued line is Python.
        escaped = escaped if continued else not stack and _is_escaped(text)
        python = _mask_line(text, first=not continued) if escaped else text
        lines.append(python + line[len(text) :])
        continued = text.endswith("\\") and (escaped or not in_comment(text, stack))
        stack = open_at_end(lines[-1], stack)
    return "".join(lines), _State(stack, continued, escaped)


def _is_escaped(line: str) -> bool:
    return bool(_ESCAPE.match(line) or _ASSIGNED.match(line) or _HELP.match(line))


def _mask_line(line: str, *, first: bool) -> str:
    """Keep the indentation, and what the result is assigned to."""
    assigned = _ASSIGNED.match(line) if first else None
    kept = assigned[1] if assigned else line[: len(line) - len(line.lstrip())]
    rest = line[len(kept) :]
    if not first:
        return kept + "#"[: len(rest)] + rest[1:]
    return kept + "0#"[: len(rest)] + rest[2:]
