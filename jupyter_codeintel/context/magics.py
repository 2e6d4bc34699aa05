"""IPython's lines that are not Python: magics, shell commands, help."""

from __future__ import annotations

import re
from functools import lru_cache

from jupyter_codeintel.context.delimiters import Stack, in_comment, open_at_end

PYTHON_LINE_MAGICS = frozenset({"time", "timeit", "prun", "memit", "mprun", "lprun", "debug"})
"""Line magics followed by Python."""

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


@lru_cache(maxsize=64)
def masked(source: str) -> tuple[str, Stack]:
    """Return ``source`` of the same length with only Python in it, and what it leaves open.

    A line of IPython's becomes the expression ``0`` and a comment, which is a statement
    wherever the line was one.
    """
    lines: list[str] = []
    stack: Stack = ()
    continued = escaped = False
    for line in re.findall(r"[^\n]*\n|[^\n]+", source):
        text = line.rstrip("\n")
        # What begins with "%" within brackets, a string or a continued line is Python.
        escaped = escaped if continued else not stack and _is_escaped(text)
        python = _mask_line(text, first=not continued) if escaped else text
        lines.append(python + line[len(text) :])
        stack = open_at_end(lines[-1], stack)
        continued = text.endswith("\\") and (escaped or not in_comment(text, stack))
    return "".join(lines), stack


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
