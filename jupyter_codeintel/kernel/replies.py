"""What the helper replies, as plain data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from jupyter_codeintel.namespace import Members, Namespace, Path, Resolution, Variable

_FIELDS = frozenset(field.name for field in dataclasses.fields(Variable))
_TUPLES = ("shape", "keys", "attributes")


def namespace(reply: Mapping[str, Any], *, taken: float, busy: bool) -> Namespace:
    """Return the namespace of a reply to ``peek``.

    Parameters
    ----------
    reply : mapping
        What the helper sent.
    taken : float
        When, by `time.monotonic`.
    busy : bool
        Whether a cell ran, where the helper cannot tell.
    """
    told = reply.get("busy")
    variables = [variable(fields) for fields in reply["variables"]]
    return Namespace(
        variables={one.name: one for one in variables},
        complete=reply["complete"],
        taken=taken,
        busy=busy if told is None else told,
    )


def variable(fields: Mapping[str, Any]) -> Variable:
    """Return one variable as the helper describes it."""
    # A helper of another version may tell what this one does not know.
    known = {name: value for name, value in fields.items() if name in _FIELDS}
    for name in _TUPLES:
        if known.get(name) is not None:
            known[name] = tuple(known[name])
    if "columns" in known:
        known["columns"] = tuple((name, dtype) for name, dtype in known["columns"])
    return Variable(**known)


def path_request(path: Path) -> list[Any]:
    """Return a path as it is sent."""
    return [path.root, [list(step) for step in path.steps]]


def resolution(reply: Mapping[str, Any]) -> Resolution:
    """Return one of the resolutions of a reply to ``members``."""
    return Resolution(
        exists=reply["exists"],
        failed=reply["failed"],
        type=reply["type"],
        members=Members(frozenset(reply["names"]), reply["names_complete"]),
        keys=Members(frozenset(reply["keys"]), reply["keys_complete"]),
    )
