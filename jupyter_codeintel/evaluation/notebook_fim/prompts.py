"""The gap as other tools would ask for it: plain prefix, suffix, middle.

Nothing is done to the answer but to end it: a line at its line end, a block by `cut_block`.
Nothing of the package's own prompts is used either, so that what they are compared with
stays the same when they change.
"""

from __future__ import annotations

from jupyter_codeintel.engine.generation import FimParts, GenerationRequest, Priority
from jupyter_codeintel.evaluation.notebook_fim.items import Item

MAX_TOKENS = {"rest": 96, "line": 96, "block": 200}
"""The same for every condition; twelve lines of a block fit."""

ABOVE = 24_000
"""Characters above the cursor at most: about what an engine's context takes."""

BELOW = 600
"""Characters of the cells below at most: about 200 tokens."""


def cell_parts(item: Item) -> FimParts:
    """Return the current cell alone."""
    return FimParts(item.prefix, item.suffix)


def joined_parts(item: Item, above: int = ABOVE) -> FimParts:
    """Return all cells, an empty line between them.

    Parameters
    ----------
    item : Item
        The gap.
    above : int
        Characters above the cursor at most; whole lines are left out from the top.
    """
    prefix = "\n\n".join((*item.cells_before, item.prefix))
    if len(prefix) > above:
        prefix = prefix[-above:]
        prefix = prefix[prefix.find("\n") + 1 :]
    below = "".join("\n\n" + cell for cell in item.cells_after)
    if len(below) > BELOW:
        below = below[: below.rfind("\n", 0, BELOW) + 1]
    return FimParts(prefix, item.suffix + below)


def plain_request(item: Item, parts: FimParts) -> GenerationRequest:
    """Return the request that is answered greedily."""
    return GenerationRequest(
        parts,
        max_tokens=MAX_TOKENS[item.kind],
        stop=("\n",) if item.one_line else (),
        priority=Priority.TYPING,
    )


def cut(item: Item, text: str) -> str:
    """Return the text up to where the gap ends."""
    return text.partition("\n")[0] if item.one_line else cut_block(item.prefix, text)


def cut_block(prefix: str, text: str) -> str:
    """Cut a text where the block that begins at the cursor ends.

    The block's indentation is that of the cursor's line. It ends before the first line,
    the cursor's own excepted, that is not blank and is indented less; brackets and strings
    over several lines are not looked at.
    """
    line = prefix[prefix.rfind("\n") + 1 :]
    indentation = len(line) - len(line.lstrip())
    lines = text.split("\n")
    for number, below in enumerate(lines[1:], start=1):
        if below.strip() and len(below) - len(below.lstrip()) < indentation:
            return "\n".join(lines[:number])
    return text


def ended(item: Item, text: str) -> bool:
    """Whether nothing that is added to the text would be kept."""
    return not item.one_line and cut_block(item.prefix, text) != text
