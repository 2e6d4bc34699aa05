"""A kernel whose objects are told in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import Any

from jupyter_codeintel.namespace import Members, Namespace, Path, Resolution, Variable


class LiveObjects:
    """Knows the members and keys of objects, by how one writes them: ``df["a"].str``."""

    def __init__(self, objects: Mapping[str, Any]) -> None:
        self._objects = objects
        self.asked: list[Path] = []

    @property
    def namespace(self) -> Namespace:
        """What a look at the variables tells."""
        found = {
            name: Variable(
                name,
                told.get("type", "object"),
                told.get("module"),
                shape=tuple(told["shape"]) if "shape" in told else None,
                dtype=told.get("dtype"),
                length=told.get("length"),
                columns=tuple(
                    zip(told.get("columns", ()), told.get("dtypes", repeat("object")), strict=False)
                ),
                signature=told.get("signature"),
                value=told.get("value"),
            )
            for name, told in self._objects.items()
            if name.isidentifier()
        }
        return Namespace(found)

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        """Look into the kernel."""
        return self.namespace

    async def resolve(
        self, kernel_id: str, paths: Iterable[Path], seconds: float
    ) -> Mapping[Path, Resolution]:
        """Follow paths."""
        asked = list(paths)
        self.asked += asked
        return {path: self._resolution(path) for path in asked}

    def _resolution(self, path: Path) -> Resolution:
        written = path.root
        for kind, what in path.steps:
            shown = {"attr": f".{what}", "key": f"[{what!r}]", "call": "()"}
            written += shown[kind]
        told = self._objects.get(written)
        if told is None:
            return Resolution()
        members = Members(frozenset(told.get("members", ())), complete=True)
        keys = Members(frozenset(told.get("keys", told.get("columns", ()))), complete=True)
        return Resolution(exists=True, type=told.get("type"), members=members, keys=keys)
