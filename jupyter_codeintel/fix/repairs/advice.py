"""What the person can do where nothing in the notebook is to be changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """Something to do that is never done by itself.

    Parameters
    ----------
    text : str
        In plain words.
    command : str
        What to run, as it is put into a cell: ``%pip install scikit-learn``.
    """

    text: str
    command: str = ""
