"""What every source of model files offers, and how it fails."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol


class SourceError(Exception):
    """A source cannot give the file, or broke off; another may still give it."""


@dataclass(frozen=True)
class Announced:
    """What a source says of a file before sending it; None where it does not say."""

    sha256: str | None = None
    size: int | None = None


class Source(Protocol):
    """A place that gives the bytes of one model file."""

    @property
    def label(self) -> str:
        """Name of the source for people."""

    @property
    def extra_space(self) -> int:
        """Bytes it needs on the disk beside the file itself."""

    def announce(self) -> Announced:
        """Ask what the source says of the file."""

    def stream(self, offset: int) -> Generator[bytes]:
        """Give the file's bytes from an offset to its end; none at times, while it waits.

        Raises
        ------
        SourceError
            When they cannot be had, also after some were given.
        """
