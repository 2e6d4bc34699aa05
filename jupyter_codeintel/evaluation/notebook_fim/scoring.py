"""How near a text comes to what stood in the gap."""

from __future__ import annotations

import ast
import warnings

from jupyter_codeintel.context.magics import masked


def is_exact(text: str, middle: str) -> bool:
    """Whether both are equal but for the space around them."""
    return text.strip() == middle.strip()


def same_first_line(text: str, middle: str) -> bool:
    """Whether the first lines are equal but for the space around them."""
    return _first_line(text) == _first_line(middle)


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].rstrip()


def edit_similarity(text: str, middle: str) -> float:
    """Return 1 - Levenshtein distance / length of the longer one, both stripped.

    It counts insertions, deletions and replacements of characters; two empty texts are
    equal.
    """
    text, middle = text.strip(), middle.strip()
    longer = max(len(text), len(middle))
    return 1 - _distance(text, middle) / longer if longer else 1.0


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, start=1):
        above_left, row[0] = row[0], number
        for place, candidate in enumerate(other, start=1):
            replaced = above_left + (character != candidate)
            above_left = row[place]
            row[place] = min(replaced, above_left + 1, row[place - 1] + 1)
    return row[-1]


def parses(source: str) -> bool:
    """Whether a cell is valid Python; IPython's own lines do not count."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as invalid escapes
            ast.parse(masked(source)[0])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
