"""Files: none outside changes, whatever a contained copy tries."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.in_kernel.trial.contained import Place

SHM = Path("/dev/shm")  # noqa: S108 - it is meant
TMP = Path("/tmp")  # noqa: S108 - it is meant

Seen = dict[str, tuple[Any, ...]]


def seen(*folders: Path) -> Seen:
    """Return all there is to see of what is in some folders."""
    paths = list(folders)
    paths += [path for folder in folders for path in folder.rglob("*")]
    return {str(path): _seen(path) for path in paths}


def _seen(path: Path) -> tuple[Any, ...]:
    status = path.lstat()
    content = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
    fields = status.st_mode, status.st_uid, status.st_nlink, status.st_mtime_ns, status.st_ino
    return *fields, content, tuple(os.listxattr(path))


ATTACKS: dict[str, Callable[[Path], Any]] = {
    "create": lambda folder: (folder / "new.txt").write_text("x"),
    "overwrite": lambda folder: (folder / "there.txt").write_text("after"),
    "append": lambda folder: open(folder / "there.txt", "a").write("x"),  # noqa: SIM115
    "update": lambda folder: os.pwrite(os.open(folder / "there.txt", os.O_RDWR), b"x", 0),
    "delete": lambda folder: (folder / "there.txt").unlink(),
    "rename": lambda folder: (folder / "there.txt").rename(folder / "gone.txt"),
    "replace": lambda folder: (folder / "there.txt").replace(folder / "other"),
    "remove all": shutil.rmtree,
    "mkdir": lambda folder: (folder / "new").mkdir(),
    "chmod": lambda folder: (folder / "there.txt").chmod(0o777),
    "fchmod": lambda folder: os.fchmod(os.open(folder / "there.txt", os.O_RDONLY), 0o777),
    "chmod folder": lambda folder: folder.chmod(0o700),
    "chown": lambda folder: os.chown(folder / "there.txt", os.getuid(), os.getgid()),
    "utime": lambda folder: os.utime(folder / "there.txt", (1, 1)),
    "xattr": lambda folder: os.setxattr(folder / "there.txt", "user.x", b"x"),
    "flags": lambda folder: fcntl.ioctl(os.open(folder, os.O_RDONLY), 0x40086602, bytes(8)),
    "truncate": lambda folder: os.truncate(folder / "there.txt", 1),
    "empty": lambda folder: os.open(folder / "there.txt", os.O_RDONLY | os.O_TRUNC),
    "symlink": lambda folder: (folder / "link").symlink_to("there.txt"),
    "hardlink": lambda folder: (folder / "link").hardlink_to(folder / "there.txt"),
    "fifo": lambda folder: os.mkfifo(folder / "fifo"),
    "node": lambda folder: os.mknod(folder / "node", stat.S_IFREG | 0o600),
}


@pytest.mark.parametrize("where", ["cwd", "home", "elsewhere"])
def test_nothing_changes(place: Place, where: str) -> None:
    folder: Path = getattr(place, where)
    before = seen(place.cwd.parent)
    for name, attack in ATTACKS.items():
        outcome = place.run(lambda attack=attack: attack(folder) and None)
        assert seen(place.cwd.parent) == before, name
        assert outcome.denied or not outcome.error, name


@pytest.mark.parametrize("shared", [SHM, TMP])
def test_shared_folders_stay_as_they_are(place: Place, shared: Path) -> None:
    folder = Path(tempfile.mkdtemp(dir=shared))
    try:
        (folder / "there.txt").write_text("before")
        for path in (folder, folder / "there.txt"):
            os.chown(path, place.user, place.user)
        before = seen(folder)
        for attack in ATTACKS.values():
            place.run(lambda attack=attack: attack(folder) and None)
        assert seen(folder) == before
    finally:
        shutil.rmtree(folder)


def test_a_way_round_by_links(place: Place) -> None:
    def attack() -> None:
        (place.cwd / "link").symlink_to(place.elsewhere / "there.txt")
        (place.cwd / "link").write_text("after")

    before = seen(place.cwd.parent)
    place.run(attack)
    assert seen(place.cwd.parent) == before


def test_the_interpreter_keeps_its_rights(place: Place) -> None:
    def attack() -> list[str]:
        refused = []
        tasks = [f"/proc/{os.getpid()}", *Path("/proc/self/task").iterdir(), "/proc/thread-self"]
        for task in ["/proc/self", *tasks]:
            changes: list[tuple[Callable[..., None], Any]] = [(os.chmod, 0), (os.utime, (1, 1))]
            for change, value in changes:
                try:
                    change(f"{task}/exe", value)
                except OSError as error:
                    refused.append(type(error).__name__)
        return refused

    interpreter = Path("/proc/self/exe").resolve()
    before = interpreter.stat()
    try:
        outcome = place.run(attack)
        assert len(outcome.value) == 8
        assert interpreter.stat().st_mode == before.st_mode
    finally:
        interpreter.chmod(stat.S_IMODE(before.st_mode))
    assert interpreter.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("call", ["mount", "umount2", "unshare", "setns", "chroot"])
def test_the_walls_cannot_be_moved(place: Place, call: str) -> None:
    def attack() -> tuple[int, int]:
        library = ctypes.CDLL(None, use_errno=True)
        root = ctypes.c_char_p(b"/")
        flags = 0x20 | 0x1000
        arguments: dict[str, tuple[Any, ...]] = {
            "mount": (root, root, None, flags, None),
            "umount2": (root, 2),
            "unshare": (0x10000000,),
            "setns": (0, 0),
            "chroot": (root,),
        }
        return getattr(library, call)(*arguments[call]), ctypes.get_errno()

    assert place.run(attack).value == (-1, 1)


def test_reading_stays_free(place: Place) -> None:
    def read() -> tuple[str, int, int]:
        text = (place.elsewhere / "there.txt").read_text()
        cores = Path("/proc/cpuinfo").read_text().count("processor")
        return text, cores, len(Path("/proc/self/status").read_text())

    text, cores, size = place.run(read).value
    assert text == "before"
    assert cores >= 1
    assert size > 0
