"""The store: taking in, naming, choosing, checking and deleting model files."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.store import ModelStore
from tests.models.conftest import Shelf
from tests.models.gguf_file import gguf_bytes, write_gguf


def code_of(caught: pytest.ExceptionInfo[ModelError]) -> str:
    assert caught.value.hint
    return caught.value.code


def test_add_links_the_file_under_its_digest(store: ModelStore, tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "Mine.gguf", fim=True)
    model = store.add(file)
    assert model.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert model.path == store.root / "sha256" / f"{model.sha256}.gguf"
    assert model.path.samefile(file)
    assert (model.name, model.size, model.fim) == ("Mine", file.stat().st_size, True)
    assert store.installed() == (model,)


def test_add_copies_from_another_disk(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    file = write_gguf(tmp_path / "mine.gguf")
    model = store.add(file)
    assert not model.path.samefile(file)
    assert model.path.read_bytes() == file.read_bytes()
    assert list(store.partial.iterdir()) == []


def test_add_recognises_a_file_of_the_catalogue(
    store: ModelStore, shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / "renamed-by-somebody.gguf"
    file.write_bytes(shelf.content)
    assert store.add(file).name == "tiny"


def test_add_never_takes_a_name_from_another_file(store: ModelStore, tmp_path: Path) -> None:
    first = store.add(write_gguf(tmp_path / "a" / "mine.gguf", seed=1))
    second = store.add(write_gguf(tmp_path / "b" / "mine.gguf", seed=2))
    posing = store.add(write_gguf(tmp_path / "tiny.gguf", seed=3))
    assert second.name == f"mine-{second.sha256[:8]}"
    assert posing.name == f"tiny-{posing.sha256[:8]}"
    assert store.find("mine") == first
    assert store.add(first.path).name != "mine"  # by the path in the store it has no other name


def test_add_twice_is_one_model(store: ModelStore, tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "mine.gguf")
    assert store.add(file) == store.add(file)
    assert len(store.installed()) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_gguf"),
        (b"PK\x03\x04 a zip", "not_gguf"),
        (b"GGUF", "truncated"),
        (gguf_bytes(version=1), "not_gguf"),
        (gguf_bytes()[:-1], "truncated"),
    ],
)
def test_unsuitable_files_are_refused(
    store: ModelStore, tmp_path: Path, content: bytes, code: str
) -> None:
    file = tmp_path / "some.gguf"
    file.write_bytes(content)
    for take in (store.add, lambda path: store.select(str(path))):
        with pytest.raises(ModelError, match=r"some\.gguf") as caught:
            take(file)
        assert code_of(caught) == code
    assert store.installed() == ()


def test_a_missing_file_and_a_folder(store: ModelStore, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.gguf", tmp_path):
        with pytest.raises(ModelError) as caught:
            store.add(path)
        assert code_of(caught) == "no_file"


def test_without_any_model(store: ModelStore) -> None:
    with pytest.raises(ModelError) as caught:
        store.resolve(None)
    assert code_of(caught) == "no_model"
    assert "models pull tiny" in caught.value.hint
    assert "models add PATH" in caught.value.hint
    assert not store.root.exists()


def test_an_unknown_name(store: ModelStore) -> None:
    with pytest.raises(ModelError, match="gpt-17") as caught:
        store.resolve("gpt-17")
    assert code_of(caught) == "unknown_model"
    assert "tiny" in caught.value.hint


def test_the_default_is_used_until_another_is_chosen(
    store: ModelStore, shelf: Shelf, tmp_path: Path
) -> None:
    file = tmp_path / "file.gguf"
    file.write_bytes(shelf.content)
    default = store.add(file)
    other = store.add(write_gguf(tmp_path / "other.gguf", seed=1))
    assert store.resolve() == default.path
    assert store.select("other") == other.path
    assert store.resolve() == other.path
    assert store.resolve("tiny") == default.path
    store.remove("other")
    assert store.selected is None
    assert store.resolve() == default.path


def test_any_path_can_be_used(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_gguf(tmp_path / "elsewhere" / "mine.gguf")
    monkeypatch.chdir(file.parent)
    assert store.select("mine.gguf") == file
    monkeypatch.chdir(tmp_path)
    assert store.selected == str(file)
    assert store.resolve() == file
    file.unlink()
    with pytest.raises(ModelError) as caught:
        store.resolve()
    assert code_of(caught) == "no_file"


def test_verify_finds_damage(store: ModelStore, tmp_path: Path) -> None:
    model = store.add(write_gguf(tmp_path / "mine.gguf"))
    seen: list[int] = []
    assert store.verify("mine", lambda done, _: seen.append(done)) == model
    assert seen[-1] == model.size
    content = bytearray(model.path.read_bytes())
    content[-1] ^= 1
    model.path.write_bytes(content)
    with pytest.raises(ModelError, match="damaged") as caught:
        store.verify("mine")
    assert code_of(caught) == "damaged"


def test_remove_keeps_what_another_name_uses(store: ModelStore, tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "mine.gguf")
    model = store.add(file)
    twin = store.record("twin", model.sha256)
    store.remove("mine")
    assert store.installed() == (twin,)
    assert twin.path.exists()
    store.remove("twin")
    assert not twin.path.exists()
    assert file.exists()


def test_a_file_deleted_by_hand_is_not_listed(store: ModelStore, tmp_path: Path) -> None:
    model = store.add(write_gguf(tmp_path / "mine.gguf"))
    model.path.unlink()
    assert store.installed() == ()
    assert store.find("mine") is None


def test_a_damaged_index_is_said(store: ModelStore) -> None:
    store.root.mkdir()
    (store.root / "index.json").write_text("{")
    with pytest.raises(ModelError) as caught:
        store.installed()
    assert code_of(caught) == "damaged_index"


def test_names_recorded_at_once_are_all_kept(store: ModelStore, tmp_path: Path) -> None:
    model = store.add(write_gguf(tmp_path / "mine.gguf"))
    names = [f"name-{number}" for number in range(12)]
    threads = [threading.Thread(target=store.record, args=(n, model.sha256)) for n in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {item.name for item in store.installed()} == {"mine", *names}
