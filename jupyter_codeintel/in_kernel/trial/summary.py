"""A description of a variable in one short line."""

from __future__ import annotations

from typing import Any

_LONGEST = 200
_MOST_NAMES = 20


def summary(found: dict[str, Any]) -> str:
    """Return ``DataFrame with 9 rows, columns ['price']``.

    Parameters
    ----------
    found : dict
        What `describe` tells.
    """
    text: str = found["type"].rpartition(".")[2]
    if found.get("value"):
        text += " " + found["value"]
    elif found.get("shape") is not None:
        text += " of shape " + str(tuple(found["shape"]))
    elif found.get("length") is not None:
        text += " of length " + str(found["length"])
    if found.get("dtype"):
        text += ", " + found["dtype"]
    if found.get("columns"):
        text += ", columns " + str([name for name, _ in found["columns"]][:_MOST_NAMES])
    if found.get("keys"):
        text += ", keys " + str(found["keys"][:_MOST_NAMES])
    if found.get("signature"):
        text += " " + found["signature"]
    return text[:_LONGEST]
