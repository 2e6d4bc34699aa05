"""HumanEval-Infilling: its items, the cursors in them, and the prompts for each cursor."""

from __future__ import annotations

import gzip
import io
import json
import keyword
import random
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jupyter_codeintel.engine.generation import FimParts
from jupyter_codeintel.errors import NotebookError

CursorKind = Literal["line-start", "mid-identifier"]
Layout = Literal["plain", "anchored", "above"]

CURSORS: tuple[CursorKind, ...] = ("line-start", "mid-identifier")

LAYOUTS: dict[CursorKind, tuple[Layout, ...]] = {
    # At the start of a line `anchored` is the same request as `plain`: nothing is typed yet.
    "line-start": ("plain", "above"),
    "mid-identifier": ("anchored", "plain", "above"),
}
"""In this order, one layout's KV serves the next as far as their prompts allow it."""

LINES_ABOVE = 3
"""How many lines the layout `above` takes for typed since the anchor."""

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Item:
    """One gap: ``prompt`` + ``middle`` + ``suffix`` is a function, ``test`` checks it."""

    task_id: str
    prompt: str
    middle: str
    suffix: str
    entry_point: str
    test: str


@dataclass(frozen=True)
class Case:
    """An item with a cursor in its middle: the first ``typed`` characters stand there."""

    item: Item
    cursor: CursorKind
    typed: int

    @property
    def before(self) -> str:
        """The program up to the cursor."""
        return self.item.prompt + self.item.middle[: self.typed]


def read_items(path: Path) -> list[Item]:
    """Read the items of a JSONL file, gzipped or plain.

    Raises
    ------
    NotebookError
        It is missing, or not such a file.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data.startswith(_GZIP) else data).decode()
        return [_item(json.loads(line)) for line in text.splitlines() if line.strip()]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        message = f"{path} cannot be read as HumanEval-Infilling data ({error!r})"
        hint = "Give HumanEval-SingleLineInfilling.jsonl or its .gz."
        raise NotebookError(message, code="bad_suite", hint=hint) from error


def _item(data: dict[str, str]) -> Item:
    return Item(
        data["task_id"],
        data["prompt"],
        data["canonical_solution"],
        data["suffix"],
        data["entry_point"],
        data["test"],
    )


def choose_cases(
    items: Sequence[Item], cursors: Sequence[CursorKind], limit: int, seed: int
) -> list[Case]:
    """Return cases of ``limit`` random items for each cursor, an item's cases together.

    An item without a place for a cursor is replaced by the next one; a higher limit adds
    to the cases of a lower one.
    """
    order = sorted(items, key=lambda item: random.Random(f"{seed}/{item.task_id}").random())  # noqa: S311
    left = dict.fromkeys(cursors, limit)
    cases = []
    for item in order:
        for cursor in cursors:
            typed = place_cursor(item, cursor, seed)
            if left[cursor] and typed is not None:
                left[cursor] -= 1
                cases.append(Case(item, cursor, typed))
    return cases


def place_cursor(item: Item, cursor: CursorKind, seed: int) -> int | None:
    """Return how much of the middle stands before the cursor; None if there is no place.

    ``mid-identifier`` is after at least one character of an identifier and before at least
    one more, each such place being as likely.
    """
    if cursor == "line-start":
        return 0
    places = [
        place
        for start, name in identifiers(item.middle)
        for place in range(start + 1, start + len(name))
    ]
    chance = random.Random(f"{seed}/{item.task_id}/{cursor}")  # noqa: S311 - not for secrets
    return chance.choice(places) if places else None


def identifiers(line: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of the names in a line of code, keywords left out."""
    indent = len(line) - len(line.lstrip())
    try:
        for token in tokenize.generate_tokens(io.StringIO(line[indent:]).readline):
            is_name = token.type == tokenize.NAME and not keyword.iskeyword(token.string)
            if is_name and token.start[0] == 1:
                yield indent + token.start[1], token.string
    except (tokenize.TokenError, IndentationError):
        pass  # a statement goes on below: what was found in this line holds


def fim_parts(case: Case, layout: Layout) -> FimParts:
    """Return the prompt.

    ``plain`` cuts at the cursor, as fill-in-the-middle is usually asked; ``anchored`` takes
    the line up to the cursor for typed, ``above`` some lines above it too.
    """
    before, suffix = case.before, case.item.suffix
    if layout == "plain":
        return FimParts(before, suffix)
    anchor = len(case.item.prompt)
    if layout == "above":
        for _ in range(LINES_ABOVE):
            anchor = before.rfind("\n", 0, max(anchor - 1, 0)) + 1
    return FimParts(before[:anchor], suffix, before[anchor:])
