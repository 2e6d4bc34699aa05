"""The answer of one check of ``jupyter codeintel doctor``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Check:
    """What was found, and what to do about it.

    Parameters
    ----------
    name : str
        What was looked at.
    status : {"ok", "warn", "fail"}
        ``fail`` means that completion cannot work, ``warn`` that something lesser is amiss.
    found : str
        In plain words.
    hint : str
        What to do; empty when there is nothing to do.
    """

    name: str
    status: Literal["ok", "warn", "fail"]
    found: str
    hint: str = ""
