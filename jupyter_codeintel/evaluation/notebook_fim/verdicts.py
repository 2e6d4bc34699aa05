"""Verdicts on texts by execution: what is kept of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jupyter_codeintel.evaluation.notebook_fim.answers import Answer

NamesExist = Callable[[Answer], bool | None]


@dataclass(frozen=True)
class Verdict:
    """Whether all names, attributes, keys and columns of a text in a gap exist.

    Parameters
    ----------
    id : str
        The gap.
    text : str
        A digest of the text.
    names_exist : bool, optional
        None when the text did not run: see ``reason``.
    reason : str
        The exception that the text ended in, or why there is no verdict.
    """

    id: str
    text: str
    names_exist: bool | None
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What was judged."""
        return self.id, self.text


def digest(text: str) -> str:
    """Return a short name of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def lookup(verdicts: Iterable[Verdict]) -> NamesExist:
    """Return a function from an answer to the verdict on it, None where there is none."""
    known = {one.key: one.names_exist for one in verdicts}
    return lambda answer: known.get((answer.id, digest(answer.text)))
