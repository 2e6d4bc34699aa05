"""An exception read from its printed traceback, for when nothing could be run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jupyter_codeintel.trial import Frame, Raised

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CELL = re.compile(
    r"\s*(?:(?:Cell|Input) In ?\[(?P<count>\d+)\](?:, line (?P<line>\d+))?"
    r"|<ipython-input-(?P<old>\d+)-[0-9a-f]+>)"
    r"(?:,? in (?P<function>[^\n(]+))?"
)
_FILE = re.compile(
    r"\s*(?:File )?\"?(?P<file>[^\n\":]*[/\\][^\n\":]*|<[^\n>]+>|[\w.-]+\.py)\"?"
    r"(?::(?P<line>\d+)|, line (?P<late>\d+))?(?:,? in (?P<function>[^\n(]+))?"
)
_MARKED = re.compile(r"-{2,}> ?(?P<line>\d+) ?(?P<source>.*)")
_SCOPE = re.compile(r"<cell line: \d+>|<module>")
_CHAINED = (
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
)
_RAISED = re.compile(r"(?P<name>[A-Za-z_][\w.]*)(?:: ?(?P<value>.*))?$", re.DOTALL)
_HEADER = re.compile(r"^\S.*\s{2,}Traceback \(most recent call last\)\s*$", re.MULTILINE)
_MOST_FRAMES = 200
_LONGEST_VALUE = 4000


@dataclass
class _Block:
    """The lines of one exception: frames, and the error's own at the end."""

    frames: list[Frame]
    said: list[str]


def parse_traceback(lines: Iterable[str]) -> Raised | None:
    """Return the exception that a traceback shows, None if it shows none.

    Parameters
    ----------
    lines : iterable of str
        As a notebook keeps it: pieces of text of one or more lines, with or without colours.
    """
    raised: Raised | None = None
    for text in _exceptions(_COLOURS.sub("", "\n".join(lines))):
        found = _raised(text)
        if found is not None:
            raised = replace(found, cause=raised)
    return raised


def _exceptions(text: str) -> Iterator[str]:
    """Yield the text of each exception of a chain, the first one first."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() in _CHAINED:
            yield "\n".join(lines)
            lines = []
        else:
            lines.append(line)
    yield "\n".join(lines)


def _raised(text: str) -> Raised | None:
    block = _block(_HEADER.sub("", text).split("\n"))
    said = "\n".join(block.said).strip()
    match = _RAISED.match(said)
    if match is None:
        return None
    name = match["name"].rpartition(".")[2]
    return Raised(name, (match["value"] or "")[:_LONGEST_VALUE], tuple(block.frames), None, (name,))


def _block(lines: list[str]) -> _Block:
    block = _Block([], [])
    for number, line in enumerate(lines):
        frame = _frame(line)
        if frame is not None and len(block.frames) < _MOST_FRAMES:
            block.frames.append(frame)
            block.said = []
        elif block.frames and (marked := _MARKED.match(line)):
            _place(block, int(marked["line"][:9]), marked["source"].strip())
        elif block.frames and line.strip() and set(line.strip()) <= {"^", "~"}:
            _caret(block, lines[number - 1])
        elif block.said or (line[:1].isalpha() and _RAISED.match(line)):
            block.said.append(line)
    return block


def _frame(line: str) -> Frame | None:
    if match := _CELL.match(line):
        count = match["count"] or match["old"]
        return Frame(None, int(count[:9]), "", _number(match["line"]), _function(match["function"]))
    match = _FILE.match(line)
    if match is None or not (line.lstrip().startswith("File ") or match["line"] or match["late"]):
        return None
    number = _number(match["line"] or match["late"])
    return Frame(None, None, match["file"], number, _function(match["function"]))


def _number(text: str | None) -> int:
    return max(1, int(text[:9])) if text else 1


def _function(text: str | None) -> str:
    name = (text or "").strip()
    return "<module>" if not name or _SCOPE.fullmatch(name) else name


def _place(block: _Block, line: int, source: str) -> None:
    """Take over the line that the arrow points to."""
    block.frames[-1] = replace(block.frames[-1], line=max(1, line), source=source)


def _caret(block: _Block, source: str) -> None:
    """Take over the line that is underlined; how far it is indented is not shown."""
    block.frames[-1] = replace(block.frames[-1], source=source.strip())
    block.said = []
