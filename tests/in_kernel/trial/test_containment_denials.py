"""Which exceptions are the sandbox's doing, and which the code's."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
from pathlib import Path

import pytest

from jupyter_codeintel.in_kernel.trial.containment import is_denial
from tests.in_kernel.trial.contained import Place


class Unreadable(Exception):  # noqa: N818 - it is not raised
    def __str__(self) -> str:
        raise AssertionError("the user's code must not run")

    def __getattribute__(self, name: str) -> object:
        raise AssertionError("the user's code must not run")


def linked(outer: BaseException, cause: BaseException) -> BaseException:
    try:
        raise outer from cause
    except BaseException as error:
        return error


@pytest.mark.parametrize(
    "exception",
    [
        PermissionError(errno.EPERM, "no"),
        OSError(errno.EROFS, "no"),
        OSError(errno.EOVERFLOW, "no"),
        OSError(errno.ENETUNREACH, "no"),
        OSError(errno.ENOSPC, "no"),
        socket.gaierror(socket.EAI_AGAIN, "no"),
        sqlite3.OperationalError("attempt to write a readonly database"),
        OSError("Unable to create file (errno = 13, error message = 'Permission denied')"),
        linked(RuntimeError("it failed"), PermissionError(errno.EPERM, "no")),
        ValueError("wrapped", RuntimeError(OSError(errno.EPERM, "no"))),
        ExceptionGroup("several", [ValueError(), OSError(errno.EROFS, "no")]),
    ],
)
def test_the_sandbox(exception: BaseException) -> None:
    assert is_denial(exception)


@pytest.mark.parametrize(
    "exception",
    [
        ValueError("x"),
        KeyError("price"),
        FileNotFoundError(errno.ENOENT, "no", "data.csv"),
        IsADirectoryError(errno.EISDIR, "no", "/"),
        FileExistsError(errno.EEXIST, "no", "/"),
        ConnectionResetError(errno.ECONNRESET, "no"),
        TimeoutError(errno.ETIMEDOUT, "no"),
        linked(RuntimeError("it failed"), FileNotFoundError(errno.ENOENT, "no", "data.csv")),
    ],
)
def test_the_code(exception: BaseException) -> None:
    assert not is_denial(exception)


def test_no_code_of_the_users_runs() -> None:
    assert not is_denial(Unreadable("x"))


def test_a_circle_of_causes() -> None:
    first, second = ValueError(), TypeError()
    first.__cause__, second.__cause__ = second, first
    assert not is_denial(first)


def test_what_the_user_may_not_do_anyway(place: Place) -> None:
    if place.user == os.getuid():
        pytest.skip("root may do all")
    secret = place.cwd.parent / "secret.txt"
    secret.write_text("x")
    secret.chmod(0)
    place.cwd.parent.chmod(0o755)
    secret_folder = place.cwd.parent / "secret"
    secret_folder.mkdir(mode=0o700)
    for attack in (
        secret.read_text,
        lambda: os.listdir(secret_folder),
        lambda: Path("/etc/shadow").read_text(),
    ):
        outcome = place.run(attack)
        assert outcome.code == errno.EACCES
        assert not outcome.denied


def test_a_missing_file_is_a_mistake(place: Place) -> None:
    outcome = place.run(lambda: Path("data.csv").read_text())
    assert outcome.error == "FileNotFoundError"
    assert not outcome.denied
