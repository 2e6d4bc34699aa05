"""Python files beside a notebook that it imports: what they define.

Only files within the server's root are read, never run, and only those that people write:
regular files of moderate size.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jupyter_codeintel.context.dataflow.events import Import
from jupyter_codeintel.context.dataflow.facts import facts
from jupyter_codeintel.context.dataflow.outline import Definition
from jupyter_codeintel.context.dataflow.parsing import parse

_LARGEST = 100_000
_LOOK_AGAIN = 5.0
"""Seconds for which is believed where a module is, or that it is none of ours."""

_MOST_MODULES = 64


@dataclass(frozen=True, slots=True)
class LocalModule:
    """What a file defines.

    Parameters
    ----------
    name : str
        The module as imported.
    path : str
        The file, from the root.
    names : frozenset of str
        All names that it binds.
    opaque : bool
        Whether it binds others that its text does not tell.
    definitions : tuple of Definition
        Its functions and classes.
    """

    name: str
    path: str
    names: frozenset[str]
    opaque: bool
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a notebook takes from a local module.

    Parameters
    ----------
    module : LocalModule
        The module.
    definitions : tuple of Definition
        Those that the notebook can name: the imported members, or all public ones.
    """

    module: LocalModule
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    stamp: tuple[int, int]
    module: LocalModule


class LocalModules:
    """The modules within a folder, read when they are asked for.

    Parameters
    ----------
    root : Path
        The folder that the server serves; nothing outside it is read, links included.
    """

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.realpath(root))
        self._found: dict[tuple[Path, str], tuple[float, Path | None]] = {}
        self._read: dict[Path, _Read] = {}

    def imported(self, imports: Iterable[Import], document: str) -> tuple[Imported, ...]:
        """Return what a document takes from modules beside it or in the root.

        Parameters
        ----------
        imports : iterable of Import
            What it imports.
        document : str
            Its path, from the root or absolute.
        """
        folder = (self._root / document).parent
        modules: dict[str, LocalModule] = {}
        members: dict[str, list[str] | None] = {}
        for found in imports:
            # The member of a package may be a module of it.
            module, member = self._module(found.target, folder), None
            if module is None or found.member is None:
                module, member = self._module(found.module, folder), found.member
            if module is None:
                continue
            modules[module.path] = module
            wanted = members.setdefault(module.path, [])
            if member is None:
                members[module.path] = None
            elif wanted is not None:
                wanted.append(member)
        return tuple(
            Imported(module, tuple(_shown(module, members[path])))
            for path, module in modules.items()
        )

    def _module(self, name: str, folder: Path) -> LocalModule | None:
        path = self._locate(name, folder)
        if path is None:
            return None
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            known = self._read.get(path)
            if known is not None and known.stamp == stamp:
                return known.module
            with path.open("rb") as file:
                text = file.read(_LARGEST).decode("utf-8-sig", "replace")
        except OSError:
            return None  # gone, or not ours to read: then it tells nothing
        told = facts(parse(text))
        where = path.relative_to(self._root).as_posix()
        module = LocalModule(name, where, told.defines, told.opaque, told.definitions)
        while len(self._read) >= _MOST_MODULES:
            del self._read[next(iter(self._read))]
        self._read[path] = _Read(stamp, module)
        return module

    def _locate(self, name: str, folder: Path) -> Path | None:
        now = time.monotonic()
        known = self._found.get((folder, name))
        if known is not None and now - known[0] < _LOOK_AGAIN:
            return known[1]
        path = None
        with suppress(OSError, ValueError):  # names that no file can have
            path = next(filter(self._is_ours, self._candidates(name, folder)), None)
        if len(self._found) > _MOST_MODULES * 8:
            self._found.clear()
        self._found[folder, name] = (now, path)
        return path

    def _candidates(self, name: str, folder: Path) -> Iterator[Path]:
        """Yield the real paths at which Python would find a module, the nearest first."""
        inner = name.lstrip(".")
        parts = inner.split(".")
        if not all(part.isidentifier() for part in parts):
            return
        bases = [folder, self._root]
        if level := len(name) - len(inner):
            bases = [Path(folder, *[".."] * (level - 1))]
        for base in dict.fromkeys(bases):
            for ending in (Path(*parts).with_suffix(".py"), Path(*parts, "__init__.py")):
                yield Path(os.path.realpath(base / ending))

    def _is_ours(self, path: Path) -> bool:
        try:
            status = path.stat()
        except (OSError, ValueError):
            return False
        regular = stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST
        return regular and path.is_relative_to(self._root)


def _shown(module: LocalModule, members: list[str] | None) -> Iterator[Definition]:
    for definition in module.definitions:
        if members is None:
            if not definition.name.startswith("_"):
                yield definition
        elif definition.name in members:
            yield definition
