"""Lines that were no Python, and what of them a candidate keeps."""

from __future__ import annotations

import ast
import keyword
import re
from collections import Counter
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.uses import never_read

_PREFIX = re.compile(r"\b[fFrRbBuU]{1,2}(?=[\"'])")
"""Of a string; no word."""

_QUOTED = re.compile(r"""["']([^"'{}]+)["']""")
_COLLECTS = frozenset({"append", "add", "extend", "items"})


def unreadable(change: CellChange) -> Iterator[Objection]:
    """Yield objections where words of such lines are nowhere in the new text."""
    lines = change.source_before.splitlines()
    now = _words(ast.unparse(change.tree_after))
    gained = now - _words(change.source_before)
    for number in sorted(change.unread):
        words = _words(lines[number - 1])
        lost = words - now - _COLLECTS
        if 2 * len(lost) > len(words):
            yield refuse("deletes", f"It takes out what failed: {lines[number - 1].strip()}")
        elif len(lost) > len(gained):
            yield doubt("drops", f"What failed has no {min(lost)} any more.")
        if idle := words & never_read(change):
            yield doubt("drops", f"{min(idle)} is worked out and not used any more.")
        is_definition = lines[number - 1].lstrip().startswith("def ")
        if not is_definition and _shrinks(words - _COLLECTS, change):
            yield doubt("drops", "Much of what failed is not there any more.")
        for text in _QUOTED.findall(lines[number - 1]):
            had, has = (_count(text, source) for source in (change.source_before, change.source))
            if has < had and not (has and text.isidentifier() and gained):
                yield doubt("drops", f'What failed has no "{text}" any more.')


def _count(text: str, source: str) -> int:
    """Return how often a text stands in quotes; a name, how often it stands anywhere."""
    around = ("(?<!\\w)", "(?!\\w)") if text.isidentifier() else ("[\"']", "[\"']")
    return len(re.findall(re.escape(text).join(around), source))


def _shrinks(words: set[str], change: CellChange) -> bool:
    """Whether a cell says clearly less of what a line was about, and nothing instead."""
    before, after = (
        Counter(re.findall(r"\w+", text)) for text in (change.source_before, change.source)
    )
    if _goes_through(change):
        return False
    lost = sum(max(0, before[word] - after[word]) for word in words)
    gained = sum((after - before).values())
    is_gone = len(words) > 1 and all(before[word] > after[word] for word in words)
    return lost > max(gained, 3) or (is_gone and gained < len(words))


def _goes_through(change: CellChange) -> bool:
    """Whether a statement takes at once what a loop that could not be read went through."""
    loops = (line for line in change.source_before.splitlines() if line.strip().startswith("for "))
    data = {word for line in loops if " in " in line for word in _words(line.split(" in ")[1])}
    fresh = (s for s in change.fresh if not isinstance(s.node, ast.For))
    return any(data & statement.loads for statement in fresh)


def _words(text: str) -> set[str]:
    code = "\n".join(line.partition("#")[0] for line in text.splitlines())
    code = _PREFIX.sub("", code)
    spaced = "".join(c if c.isidentifier() or c.isdigit() else " " for c in code)
    return {word for word in spaced.split() if not keyword.iskeyword(word)}
