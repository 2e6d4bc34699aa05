"""Names of the notebook that a question mentions without referring to them."""

from __future__ import annotations

import re

from jupyter_codeintel.chat.scene import Scene

_NAME = re.compile(r"(?<![\w@])[^\W\d]\w*")
_CELL = re.compile(
    r"\b(?:cell|In)\s*(?:\[\s*(?P<run>\d+)\s*\]|#(?P<place>\d+)|(?P<plain>\d+))", re.IGNORECASE
)


def known_names(scene: Scene) -> frozenset[str]:
    """Return the names that the notebook has: live ones, and those its cells bind."""
    live = frozenset(scene.namespace.variables) if scene.namespace else frozenset()
    return live | scene.flow.visible_names()


def mentioned_names(scene: Scene, question: str) -> list[str]:
    """Return the notebook's names in a question, in order.

    Words that questions are made of do not count, whatever the notebook calls its variables.
    """
    known = known_names(scene)
    return [name for name in mentioned_words(question) if name in known]


def mentioned_words(question: str) -> list[str]:
    """Return what may be names in a question, in order."""
    return [word for word in dict.fromkeys(_NAME.findall(question)) if word not in _WORDS]


def mentioned_cells(scene: Scene, question: str) -> list[str]:
    """Return the ids of the cells that a question mentions by their number."""
    found: dict[str, None] = {}
    for match in _CELL.finditer(question):
        number = match["run"] or match["plain"]
        cells = scene.document.cells
        if number is None:
            place = int(match["place"]) - 1
            chosen = cells[place : place + 1] if place >= 0 else ()
        else:
            chosen = tuple(cell for cell in cells if cell.execution_count == int(number))
        found.update(dict.fromkeys(cell.id for cell in chosen))
    return list(found)


_WORDS = frozenset({
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "cell", "code",
    "column", "columns", "data", "do", "does", "error", "file", "for", "from", "function", "has",
    "have", "how", "i", "in", "is", "it", "its", "kind", "list", "many", "me", "name",
    "notebook", "of", "on", "or", "row", "rows", "shape", "that", "the", "there", "this", "to",
    "type", "value", "variable", "what", "when", "where", "which", "why", "with",
})  # fmt: skip
"""What questions are made of; such a name is told when it is referred to: ``@data``."""
