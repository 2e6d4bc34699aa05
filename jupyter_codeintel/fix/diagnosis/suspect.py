"""A cell that may hold the bug."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Suspect:
    """A cell that may hold the bug.

    Parameters
    ----------
    cell : str
        Its id.
    reason : str
        Why, in plain words: ``it defines "f", which raised the error``.
    """

    cell: str
    reason: str
