"""Processes: none is made, none is reached, none stays."""

from __future__ import annotations

import ctypes
import fcntl
import multiprocessing
import multiprocessing.popen_fork
import multiprocessing.popen_spawn_posix
import multiprocessing.resource_tracker
import multiprocessing.spawn
import os
import pty
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from jupyter_codeintel.in_kernel.trial import containment
from jupyter_codeintel.in_kernel.trial.leftovers import remove_leftovers
from tests.in_kernel.trial.contained import Place


def mark(place: Place) -> Path:
    return place.cwd.parent / "mark"


STARTS: dict[str, Callable[[str], Any]] = {
    "run": lambda path: subprocess.run(["touch", path], check=True),
    "shell": lambda path: subprocess.check_output(f"touch {path}", shell=True),  # noqa: S602
    "system": lambda path: os.system(f"touch {path}"),  # noqa: S605
    "popen": lambda path: os.popen(f"touch {path}").read(),  # noqa: S605
    "spawn": lambda path: os.posix_spawn("/bin/touch", ["touch", path], {}),
    "exec": lambda path: os.execv("/bin/touch", ["touch", path]),  # noqa: S606
    "fork": lambda _: os.fork(),
    "terminal": lambda _: pty.fork(),
    "vfork": lambda _: checked(ctypes.CDLL(None, use_errno=True).vfork()),
    "worker": lambda path: multiprocessing.get_context("fork").Process(target=touch(path)).start(),
    "spawned": lambda path: multiprocessing.get_context("spawn").Process(target=touch).start(),
}


def checked(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    os._exit(0)


def touch(path: str) -> Callable[[], None]:
    return lambda: Path(path).touch()


@pytest.mark.parametrize("start", STARTS)
def test_no_process_is_started(place: Place, start: str) -> None:
    mark(place).parent.chmod(0o777)
    outcome = place.run(lambda: STARTS[start](str(mark(place))) and None)
    assert outcome.error, "it must not look as if it had worked"
    assert outcome.denied
    assert not mark(place).exists()


def test_a_fork_bomb(place: Place) -> None:
    def attack() -> int:
        failed = 0
        for _ in range(1000):
            try:
                if os.fork() == 0:
                    time.sleep(60)
            except PermissionError:
                failed += 1
        return failed

    assert place.run(attack).value == 1000


def test_no_daemon_stays(place: Place) -> None:
    def attack(writing: int) -> None:
        for _ in range(2):
            if os.fork():
                os._exit(0)
            os.setsid()
        time.sleep(60)

    reading, writing = os.pipe()
    outcome = place.run(lambda: attack(writing))
    os.close(writing)
    # The writing end would be open in a process that stayed.
    assert select.select([reading], [], [], 5)[0]
    assert os.read(reading, 1) == b""
    os.close(reading)
    assert outcome.denied


def stay(_: None) -> None:
    """Try not to end with the kernel."""
    ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    time.sleep(60)


def test_it_ends_with_who_started_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place.cwd.parent))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            place.run(stay, _soon_end)
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    # The writing end is open in no process any more.
    assert select.select([reading], [], [], 20)[0]
    assert os.read(reading, 1) == b""
    os.close(reading)
    remove_leftovers()
    assert not list(place.cwd.parent.glob(f"{containment.PREFIX}*"))


def _soon_end() -> None:
    # The process that stands for the kernel dies while the copy runs.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 1.0)


SIGNALS: dict[str, Callable[[int], Any]] = {
    "kill": lambda pid: os.kill(pid, signal.SIGUSR1),
    "kill group": lambda pid: os.killpg(os.getpgid(pid), signal.SIGUSR1),
    "kill all": lambda _: os.kill(-1, signal.SIGUSR1),
    "tgkill": lambda pid: call(234, pid, pid, signal.SIGUSR1),
    "tkill": lambda pid: call(200, pid, signal.SIGUSR1),
    "pidfd": lambda pid: signal.pidfd_send_signal(os.pidfd_open(pid), signal.SIGUSR1),
    "sigqueue": lambda pid: library_call("sigqueue", pid, signal.SIGUSR1, 0),
    "owner": lambda pid: fcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, pid),
}


def call(number: int, *arguments: int) -> None:
    if os.uname().machine != "x86_64":
        refused()
    if ctypes.CDLL(None, use_errno=True).syscall(number, *arguments):
        raise OSError(ctypes.get_errno(), "refused")


def refused() -> None:
    raise PermissionError(1, "refused")


@pytest.mark.parametrize("way", SIGNALS)
def test_no_signal_reaches_the_kernel(place: Place, way: str) -> None:
    def setup() -> int:
        signal.signal(signal.SIGUSR1, lambda *_: os._exit(77))
        return os.getpid()

    outcome = place.run(lambda pid: SIGNALS[way](pid) and None, setup)
    # The kernel would have ended, and told nothing.
    assert outcome.denied


def test_signals_to_itself(place: Place) -> None:
    def attack() -> bool:
        heard: list[int] = []
        signal.signal(signal.SIGUSR1, lambda number, _: heard.append(number))
        os.kill(os.getpid(), signal.SIGUSR1)
        signal.raise_signal(signal.SIGUSR1)
        return heard == [signal.SIGUSR1] * 2

    assert place.run(attack).value is True


def peek_memory(pid: int) -> bytes:
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as file:
        return file.read(1)


OTHERS: dict[str, Callable[[int], Any]] = {
    "memory": peek_memory,
    "memory for writing": lambda pid: os.open(f"/proc/{pid}/mem", os.O_RDWR),
    "environment": lambda pid: Path(f"/proc/{pid}/environ").read_bytes(),
    "descriptors": lambda pid: os.open(f"/proc/{pid}/fd/0", os.O_RDONLY),
    "folder": lambda pid: os.listdir(f"/proc/{pid}/cwd/"),
    "root": lambda pid: os.listdir(f"/proc/{pid}/root/"),
    "maps": lambda pid: Path(f"/proc/{pid}/maps").read_text(),
    "limits": lambda pid: resource.prlimit(pid, resource.RLIMIT_NOFILE, (16, 16)),
    "affinity": lambda pid: os.sched_setaffinity(pid, {0}),
    "priority": lambda pid: os.setpriority(os.PRIO_PROCESS, pid, 19),
    "oom": lambda pid: Path(f"/proc/{pid}/oom_score_adj").write_text("1000"),
    "ptrace": lambda pid: library_call("ptrace", 16, pid, 0, 0),
    "process_vm_readv": lambda pid: library_call("process_vm_readv", pid, 0, 0, 0, 0, 0),
    "process_vm_writev": lambda pid: library_call("process_vm_writev", pid, 0, 0, 0, 0, 0),
}


def library_call(name: str, *arguments: int) -> None:
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


@pytest.mark.parametrize("way", OTHERS)
def test_the_kernel_is_out_of_reach(place: Place, way: str) -> None:
    def setup() -> int:
        os.sched_setaffinity(0, os.sched_getaffinity(0))
        return os.getpid()

    outcome = place.run(lambda pid: OTHERS[way](pid) and None, setup)
    # In a full copy there is no such folder; elsewhere it is refused.
    assert outcome.denied or outcome.error in ("FileNotFoundError", "ProcessLookupError")


def test_threads_work(place: Place) -> None:
    def use() -> list[int]:
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda number: number * 2, range(20)))

    assert place.run(use).value == [number * 2 for number in range(20)]


def test_secrets_are_gone(place: Place) -> None:
    def setup() -> None:
        os.environ.update(
            SERVICE_TOKEN="hidden1",
            AWS_SECRET_ACCESS_KEY="hidden2",
            DATABASE_URL="postgres://me:hidden3@host/db",
            JPY_SESSION_NAME="kept",
            KEYBOARD="kept",
            MONKEY="kept",
        )

    def look() -> tuple[bool, list[str | None], bytes]:
        text = repr(os.environ) + repr(list(os.environ.items()))
        kept = [os.environ.get(name) for name in ("JPY_SESSION_NAME", "KEYBOARD", "MONKEY")]
        return "hidden" in text, kept, Path("/proc/self/environ").read_bytes()

    has_secrets, kept, initial = place.run(lambda _: look(), setup).value
    assert not has_secrets
    assert kept == ["kept"] * 3
    assert b"hidden" not in initial


def test_secrets_the_process_began_with_are_gone(place: Place) -> None:
    code = (
        "import os, sys; from jupyter_codeintel.in_kernel.trial import containment;"
        f"prepared = containment.prepare({place.tier!r});"
        "pid = os.fork();"
        "pid or containment.enter(prepared, containment.PROBE, keep=(1, 2));"
        "pid or sys.stdout.write(open('/proc/self/environ').read());"
        "pid or sys.stdout.flush();"
        "pid or os._exit(0);"
        "os.waitpid(pid, 0); prepared.close()"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "MY_API_KEY": "hidden", "OTHER": "shown"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert "OTHER=shown" in shown
    assert "MY_API_KEY=xxxxxx" in shown
    assert "hidden" not in shown


def test_a_missing_secret_is_no_mistake(place: Place) -> None:
    def setup() -> None:
        os.environ["SERVICE_TOKEN"] = "hidden"

    assert place.run(lambda _: os.environ["SERVICE_TOKEN"], setup).denied
    assert not place.run(lambda _: os.environ["SERVICE"], setup).denied


def test_a_thread_cannot_do_more(place: Place) -> None:
    def attack() -> list[str]:
        refused: list[str] = []

        def work() -> None:
            for start in (os.fork, lambda: os.chroot("/")):
                try:
                    start()
                except OSError as error:
                    refused.append(type(error).__name__)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        return refused

    assert place.run(attack).value == ["PermissionError"] * 2
