"""Files that a person may refer to: those below the server's root, as far as they are text."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from jupyter_codeintel.context.files import read_document
from jupyter_codeintel.errors import ChatError

_LARGEST = 20 << 20
_READ = 40_000
"""Bytes; far more than a prompt can hold."""
_MOST_ENTRIES = 2000


class Workspace:
    """The folder that the server serves.

    Parameters
    ----------
    root : Path, optional
        Nothing outside it is read, links included; without one, nothing at all.
    """

    def __init__(self, root: Path | None) -> None:
        self._root = None if root is None else Path(os.path.realpath(root))

    def read(self, path: str, document: str) -> str:
        """Return the beginning of a file's text; of a notebook, its code.

        Parameters
        ----------
        path : str
            From the notebook's folder, or from the root.
        document : str
            The notebook's path, from the root.

        Raises
        ------
        ChatError
            ``no_file``: there is none, it is hidden, or it lies outside of the root;
            ``not_text``, ``too_large``.
        """
        found = self._locate(path, document)
        if found is None:
            message = f"There is no file {path!r} in the workspace"
            hint = "Give its path from the notebook's folder or from the server's root."
            raise ChatError(message, code="no_file", hint=hint)
        try:
            if found.stat().st_size > _LARGEST:
                message = f"{path} is too large to talk about"
                raise ChatError(message, code="too_large", hint="Refer to a part of it.")
            if found.suffix == ".ipynb":
                cells = read_document(found).cells
                return "\n\n".join(cell.source for cell in cells if cell.type == "code")
            with found.open("rb") as file:
                data = file.read(_READ)
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror}"
            raise ChatError(message, code="no_file", hint="Check its permissions.") from error
        if b"\0" in data:
            message = f"{path} is not a text file"
            raise ChatError(message, code="not_text", hint="Refer to text, code or tables.")
        return data.decode("utf-8-sig", "replace")

    def matching(self, partial: str, document: str, limit: int) -> list[str]:
        """Return paths that begin like ``partial``, folders with a slash at their end."""
        folder, _, start = partial.rpartition("/")
        found: dict[str, None] = {}
        for base in self._bases(document):
            with suppress(OSError, ValueError):  # no such folder, or not ours to read
                for name in sorted(self._entries(base / folder)):
                    if name.casefold().startswith(start.casefold()):
                        found[f"{folder}/{name}" if folder else name] = None
        return list(found)[:limit]

    def _entries(self, folder: Path) -> Iterator[str]:
        if not self._is_inside(Path(os.path.realpath(folder))):
            return
        with os.scandir(folder) as entries:
            for _, entry in zip(range(_MOST_ENTRIES), entries, strict=False):
                if not entry.name.startswith("."):
                    yield entry.name + ("/" if entry.is_dir() else "")

    def _locate(self, path: str, document: str) -> Path | None:
        parts = PurePosixPath(path).parts
        hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
        if hidden or PurePosixPath(path).is_absolute():
            return None
        for base in self._bases(document):
            with suppress(OSError, ValueError):  # names that no file can have
                found = Path(os.path.realpath(base / path))
                if self._is_inside(found) and stat.S_ISREG(found.stat().st_mode):
                    return found
        return None

    def _bases(self, document: str) -> Iterator[Path]:
        """Yield the notebook's folder and the root."""
        if self._root is not None:
            folder = (self._root / document).parent
            yield from dict.fromkeys((folder, self._root))

    def _is_inside(self, path: Path) -> bool:
        if self._root is None or not path.is_relative_to(self._root):
            return False
        return not any(part.startswith(".") for part in path.relative_to(self._root).parts)
