"""What was open before the fork: files, pipes and shared memory keep what they hold."""

from __future__ import annotations

import mmap
import multiprocessing
import multiprocessing.sharedctypes
import os
import select
import tempfile
from collections.abc import Callable
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import IO, Any

import numpy as np
import pytest

from tests.in_kernel.trial.contained import Place


@pytest.mark.parametrize("mode", ["w+", "a+", "r+"])
@pytest.mark.parametrize("where", ["cwd", "elsewhere"])
def test_an_open_file_is_written_in_the_copy_alone(place: Place, mode: str, where: str) -> None:
    path = getattr(place, where) / "there.txt"

    def setup() -> IO[str]:
        file = open(path, mode)  # noqa: SIM115
        file.write("kernel ")
        file.flush()
        return file

    def attack(file: IO[str]) -> str:
        file.write("copy")
        file.flush()
        os.ftruncate(file.fileno(), 2)
        os.fsync(file.fileno())
        file.seek(0)
        return file.read()

    outcome = place.run(attack, setup)
    kernels = {"w+": "kernel ", "a+": "beforekernel ", "r+": "kernel "}
    assert path.read_text() == kernels[mode]
    assert outcome.value == path.read_text()[:2]


def test_the_position_in_an_open_file_stays(place: Place) -> None:
    descriptor = os.open(place.cwd / "there.txt", os.O_RDONLY)
    os.read(descriptor, 2)
    outcome = place.run(lambda: os.read(descriptor, 3).decode())
    assert outcome.value == "for"
    assert os.lseek(descriptor, 0, os.SEEK_CUR) == 2
    os.close(descriptor)


def test_a_large_open_file_is_not_copied(place: Place) -> None:
    path = place.cwd / "there.txt"
    with path.open("r+b") as file:
        file.truncate(64 << 20)

    def attack(descriptor: int) -> int:
        assert len(os.pread(descriptor, 10, 0)) == 10
        return os.write(descriptor, b"x")

    outcome = place.run(attack, lambda: os.open(path, os.O_RDWR))
    assert outcome.denied
    assert path.read_bytes()[:6] == b"before"


def test_a_file_without_a_name(place: Place) -> None:
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(b"kernel")
        os.fchmod(file.fileno(), 0o666)

        def attack() -> bytes:
            file.write(b"copy")
            file.seek(0)
            return bytes(file.read())

        assert place.run(attack).value == b"kernelcopy"
        file.seek(0)
        assert file.read() == b"kernel"


def test_a_pipe_is_cut(place: Place) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"kernel's")
    to_write = place.run(lambda: os.write(writing, b"x"))
    to_read = place.run(lambda: os.read(reading, 1))
    assert to_write.denied
    assert to_read.denied
    assert os.read(reading, 100) == b"kernel's"
    assert not select.select([reading], [], [], 0)[0]


def test_a_folder_that_was_open(place: Place) -> None:
    def attack(folder: int) -> list[str]:
        names = os.listdir(folder)
        changes: list[Callable[[], None]] = [
            lambda: os.unlink("there.txt", dir_fd=folder),
            lambda: os.chmod("there.txt", 0, dir_fd=folder),
            lambda: os.fchmod(folder, 0o777),
            lambda: os.mkdir("new", dir_fd=folder),
        ]
        for change in changes:
            try:
                change()
            except OSError:
                continue
        return names

    before = (place.elsewhere.stat().st_mode, (place.elsewhere / "there.txt").stat().st_mode)
    outcome = place.run(attack, lambda: os.open(place.elsewhere, os.O_RDONLY))
    assert outcome.value == ["there.txt"]
    assert os.listdir(place.elsewhere) == ["there.txt"]
    assert (
        place.elsewhere.stat().st_mode,
        (place.elsewhere / "there.txt").stat().st_mode,
    ) == before


def test_standard_streams_lead_nowhere(place: Place) -> None:
    reading, writing = os.pipe()

    def setup() -> None:
        for stream in (1, 2):
            os.dup2(writing, stream)

    def attack(_: None) -> None:
        for stream in (1, 2):
            try:
                os.write(stream, b"x")
            except OSError:
                continue

    place.run(attack, setup)
    assert not select.select([reading], [], [], 0)[0]


def shared_file(place: Place) -> mmap.mmap:
    with (place.cwd / "there.txt").open("r+b") as file:
        return mmap.mmap(file.fileno(), 0)


def shared_array(place: Place) -> np.memmap[Any, Any]:
    return np.memmap(place.elsewhere / "there.txt", dtype="u1", mode="r+")


def deleted_file(place: Place) -> mmap.mmap:
    found = shared_file(place)
    (place.cwd / "there.txt").unlink()
    return found


SHARED: dict[str, Callable[[Place], Any]] = {
    "file": shared_file,
    "memmap": shared_array,
    "deleted": deleted_file,
    "anonymous": lambda _: mmap.mmap(-1, 4096),
    "array": lambda _: multiprocessing.RawArray("B", b"before"),
}


@pytest.mark.parametrize("kind", SHARED)
def test_shared_memory_is_ones_own(place: Place, kind: str) -> None:
    reading, writing = os.pipe()

    def setup() -> Any:
        shared = SHARED[kind](place)
        shared[:2] = np.frombuffer(b"KE", "u1") if kind == "memmap" else b"KE"
        # The kernel looks at its memory when the copy has ended.
        tell_at_end(writing, lambda: bytes(shared[:2]))
        return shared

    def attack(shared: Any) -> bytes:
        before = bytes(shared[:2])
        shared[:2] = np.frombuffer(b"XX", "u1") if kind == "memmap" else b"XX"
        if hasattr(shared, "flush"):
            shared.flush()
        return before + bytes(shared[:2])

    outcome = place.run(attack, setup)
    assert outcome.value == b"KEXX"
    assert os.read(reading, 2) == b"KE"


def tell_at_end(writing: int, look: Callable[[], bytes]) -> None:
    """Let this process, not its copies, tell what it sees before it ends."""
    this, end = os.getpid(), os._exit

    def ended(status: int) -> None:
        if os.getpid() == this:
            os.write(writing, look())
        end(status)

    os._exit = ended  # type: ignore[assignment]


def content(shared: SharedMemory) -> memoryview:
    """Return its memory, which it has as long as it is open."""
    assert shared.buf is not None
    return shared.buf


def test_named_shared_memory(place: Place) -> None:
    shared = SharedMemory(create=True, size=16)
    try:
        os.chown(f"/dev/shm/{shared.name}", place.user, place.user)  # noqa: S108
        content(shared)[:2] = b"KE"

        def attack() -> bytes:
            inherited = bytes(content(shared)[:2])
            content(shared)[:2] = b"XX"
            again = SharedMemory(shared.name)
            content(again)[:2] = b"YY"
            return inherited

        outcome = place.run(attack)
        assert bytes(content(shared)[:2]) == b"KE"
        assert Path(f"/dev/shm/{shared.name}").exists()  # noqa: S108
        if place.tier == "fork":
            assert outcome.value == b"KE"
        else:
            assert outcome.denied
    finally:
        shared.close()
        shared.unlink()


def test_new_shared_memory(full: Place) -> None:
    def work(_: None) -> str:
        shared = SharedMemory(create=True, size=16)
        content(shared)[:1] = b"x"
        shared.close()
        shared.unlink()
        return shared.name

    outcome = full.run(work, resource_tracker.ensure_running)
    assert not outcome.error
    assert not Path(f"/dev/shm/{outcome.value}").exists()  # noqa: S108
