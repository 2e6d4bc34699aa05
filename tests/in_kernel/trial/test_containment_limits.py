"""Limits: a copy that wants too much ends, and nothing else does."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import threading

import pytest

from tests.in_kernel.trial import contained
from tests.in_kernel.trial.contained import Place

MEGABYTE = 1 << 20


def test_a_memory_bomb(place: Place) -> None:
    def attack() -> None:
        kept = []
        while True:
            kept.append(b"x" * (64 * MEGABYTE))

    assert place.run(attack).error == "MemoryError"


def test_memory_that_no_limit_counts(place: Place) -> None:
    def attack() -> None:
        for _ in range(100):
            os.write(os.memfd_create("bomb"), b"x" * MEGABYTE)

    assert place.run(attack).denied


def test_memory_up_to_the_limit(place: Place) -> None:
    assert place.run(lambda: len(b"x" * (256 * MEGABYTE))).value == 256 * MEGABYTE


def test_an_endless_loop(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def attack() -> None:
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        while True:
            pass

    monkeypatch.setitem(contained.LIMITS, "cpu_s", 1)
    outcome = place.run(attack)
    assert outcome.status is not None
    assert os.WTERMSIG(outcome.status) in (signal.SIGKILL, signal.SIGXCPU)


def test_a_large_file(full: Place) -> None:
    def attack() -> None:
        with (full.cwd / "large").open("wb") as file:
            for _ in range(64):
                file.write(b"x" * MEGABYTE)

    assert full.run(attack).denied


def test_many_files(full: Place) -> None:
    def attack() -> None:
        for place in (full.cwd, full.home) * 32:
            (place / os.urandom(8).hex()).write_bytes(b"x" * MEGABYTE)

    assert full.run(attack).denied


def test_limits_cannot_be_raised(place: Place) -> None:
    def attack() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)

    outcome = place.run(attack)
    assert outcome.error in ("ValueError", "PermissionError")


def test_a_crash_leaves_no_dump(place: Place) -> None:
    def attack() -> None:
        os.chdir(place.cwd)
        ctypes.string_at(0)

    outcome = place.run(attack)
    assert outcome.status is not None
    assert os.WTERMSIG(outcome.status) == signal.SIGSEGV
    assert os.listdir(place.cwd) == ["there.txt"]


def test_many_threads(place: Place) -> None:
    def attack() -> int:
        release = threading.Event()
        started = 0
        try:
            for _ in range(5000):
                threading.Thread(target=release.wait, daemon=True).start()
                started += 1
        except RuntimeError:
            pass
        release.set()
        return started

    # Their stacks count as memory.
    assert 0 < place.run(attack).value < 5000
