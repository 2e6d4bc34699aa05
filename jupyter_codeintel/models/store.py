"""The store: model files by their SHA-256, with an index of names and the selected model.

Layout under the data folder::

    models/sha256/<digest>.gguf   the files, complete and checked
    models/partial/               downloads under way, and their locks
    models/index.json             names, and the selected model
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.catalogue import Catalogue, load_catalogue
from jupyter_codeintel.models.digest import Progress, file_digest
from jupyter_codeintel.models.gguf import read_header
from jupyter_codeintel.models.space import check_space


@dataclass(frozen=True)
class StoredModel:
    """A model that is on this machine."""

    name: str
    sha256: str
    size: int
    fim: bool
    path: Path


@dataclass
class _Index:
    models: dict[str, dict[str, Any]]
    selected: str | None = None


class ModelStore:
    """The models on this machine, below one folder.

    Parameters
    ----------
    root : Path
        The folder; it is made when something is first put into it.
    catalogue : Catalogue, optional
        The models known by name; by default those that come with the package.
    """

    def __init__(self, root: Path, catalogue: Catalogue | None = None) -> None:
        self.root = root
        self.catalogue = catalogue or load_catalogue()

    @property
    def partial(self) -> Path:
        """Folder of downloads under way."""
        return self.root / "partial"

    @property
    def selected(self) -> str | None:
        """Name or absolute path of the model in use; None for the default."""
        return self._read_index().selected

    def blob(self, sha256: str) -> Path:
        """Return where the file with this digest lies, or would lie."""
        return self.root / "sha256" / f"{sha256}.gguf"

    def installed(self) -> tuple[StoredModel, ...]:
        """Return the models that are here, by name."""
        names = sorted(self._read_index().models)
        return tuple(model for name in names if (model := self.find(name)))

    def find(self, name: str) -> StoredModel | None:
        """Return the model of this name if its file is here."""
        entry = self._read_index().models.get(name)
        if entry is None:
            return None
        path = self.blob(entry["sha256"])
        return StoredModel(name=name, path=path, **entry) if path.is_file() else None

    def get(self, name: str) -> StoredModel:
        """Return the model of this name.

        Raises
        ------
        ModelError
            ``no_model`` when it is known but not here, ``unknown_model`` when it is not known.
        """
        if model := self.find(name):
            return model
        known = self.catalogue.get(name)
        message = f"The model {known.id} is not on this machine."
        raise ModelError(message, code="no_model", hint=how_to_get(known.id))

    def add(self, path: Path, progress: Progress | None = None) -> StoredModel:
        """Take in a model file carried here by hand; the original stays where it is.

        The file is linked when it lies on the same disk, else copied.
        """
        path = path.expanduser().resolve()
        read_header(path)
        digest = file_digest(path, progress)
        if not self.blob(digest).exists():
            with self.scratch() as scratch:
                copy = scratch / "file.gguf"
                self._link_or_copy(path, copy)
                self.adopt(copy, digest)
        known = self.catalogue.by_digest(digest)
        return self.record(known.id if known else self._free_name(path.stem, digest), digest)

    def adopt(self, part: Path, sha256: str) -> Path:
        """Move a complete, checked file to its name in the store."""
        blob = self.blob(sha256)
        blob.parent.mkdir(parents=True, exist_ok=True)
        part.replace(blob)
        return blob

    def record(self, name: str, sha256: str) -> StoredModel:
        """Give a stored file a name; return the model."""
        path = self.blob(sha256)
        header = read_header(path)
        model = StoredModel(name, sha256, header.file_size, header.fim, path)
        entry = {key: value for key, value in asdict(model).items() if key not in {"name", "path"}}
        with self._changing() as index:
            index.models[name] = entry
        return model

    def select(self, spec: str) -> Path:
        """Use a model from now on: a name in the store, or the path of any GGUF file."""
        path = self.resolve(spec)
        chosen = spec if self.find(spec) else str(path)
        with self._changing() as index:
            index.selected = chosen
        return path

    def resolve(self, spec: str | None = None) -> Path:
        """Return the model file meant by a name or a path; by None, the one in use.

        Raises
        ------
        ModelError
            ``no_model`` when it is not on this machine, ``unknown_model`` for an unknown name,
            ``not_gguf`` or ``truncated`` for an unsuitable file.
        """
        spec = spec or self.selected or self.catalogue.default.id
        as_path = Path(spec).expanduser()
        if self.find(spec) is None and (as_path.is_absolute() or as_path.exists()):
            path = as_path.resolve()
        else:
            path = self.get(spec).path
        read_header(path)
        return path

    def verify(self, name: str, progress: Progress | None = None) -> StoredModel:
        """Compute a stored file's digest again.

        Raises
        ------
        ModelError
            ``damaged`` when the file is no longer what it was.
        """
        model = self.get(name)
        if (digest := file_digest(model.path, progress)) == model.sha256:
            return model
        message = f"The file of {name} is damaged: SHA-256 {digest}, should be {model.sha256}."
        hint = f"Run `jupyter codeintel models remove {name}` and get it again."
        raise ModelError(message, code="damaged", hint=hint)

    def remove(self, name: str) -> StoredModel:
        """Forget a model, and delete its file unless another name uses it."""
        model = self.get(name)
        with self._changing() as index:
            del index.models[name]
            if index.selected == name:
                index.selected = None
            if all(entry["sha256"] != model.sha256 for entry in index.models.values()):
                model.path.unlink(missing_ok=True)
        return model

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give a temporary folder on the store's own disk."""
        self.partial.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.partial) as folder:
            yield Path(folder)

    def _link_or_copy(self, source: Path, target: Path) -> None:
        try:
            os.link(source, target)
        except OSError:  # another disk, or one without links
            check_space(self.root, source.stat().st_size)
            shutil.copyfile(source, target)

    def _free_name(self, stem: str, digest: str) -> str:
        # A known name stays that of the catalogue's file.
        taken = self._read_index().models.get(stem, {}).get("sha256", digest) != digest
        return f"{stem}-{digest[:8]}" if taken or self.catalogue.find(stem) else stem

    def _read_index(self) -> _Index:
        try:
            data = json.loads((self.root / "index.json").read_text("utf-8"))
        except FileNotFoundError:
            return _Index(models={})
        except ValueError as error:
            message = f"The list of models {self.root / 'index.json'} cannot be read."
            hint = "Delete it and run `jupyter codeintel models add PATH` for the files beside it."
            raise ModelError(message, code="damaged_index", hint=hint) from error
        return _Index(**data)

    def _write_index(self, index: _Index) -> None:
        path = self.root / "index.json"
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_text(json.dumps(asdict(index), indent=2) + "\n", "utf-8")
        fresh.replace(path)

    @contextmanager
    def _changing(self) -> Iterator[_Index]:
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / "index.lock"):
            index = self._read_index()
            yield index
            self._write_index(index)


def how_to_get(name: str) -> str:
    """Return the two ways to get a model."""
    return (
        f"Online: `jupyter codeintel models pull {name}`. "
        "Offline: carry the .gguf file here and run `jupyter codeintel models add PATH`."
    )
