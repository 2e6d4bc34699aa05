"""Honest work with files goes on in the full tier, and is listed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
import time
from pathlib import Path

from jupyter_codeintel.in_kernel.trial import containment
from tests.in_kernel.trial.contained import Place


def test_what_is_written_is_read_again(full: Place) -> None:
    def work() -> list[str]:
        texts = []
        for folder in (full.cwd, full.home, Path(tempfile.gettempdir())):
            path = folder / "made-by-test.txt"
            path.write_text("made")
            texts.append(path.read_text())
        return texts

    outcome = full.run(work)
    assert outcome.value == ["made"] * 3
    for folder in (full.cwd, full.home, Path(tempfile.gettempdir())):
        path = folder / "made-by-test.txt"
        assert str(path) in outcome.written
        assert not path.exists()


def test_what_is_written_is_listed(full: Place) -> None:
    def work() -> None:
        (full.cwd / "deep" / "er").mkdir(parents=True)
        (full.cwd / "deep" / "er" / "new.txt").write_text("x")
        (full.cwd / "there.txt").write_text("after")
        (full.home / "there.txt").unlink()
        Path("relative.txt").write_text("x")

    outcome = full.run(work)
    cwd = [f"{full.cwd}/{name}" for name in ("deep", "deep/er", "deep/er/new.txt")]
    assert outcome.written == [
        *cwd,
        f"{full.cwd}/relative.txt",
        f"{full.cwd}/there.txt",
        f"{full.home}/there.txt",
    ]


def test_what_is_only_looked_at_is_not_listed(full: Place) -> None:
    def work() -> str:
        with (full.cwd / "there.txt").open("r+") as file:
            return file.read()

    outcome = full.run(work)
    assert (outcome.value, outcome.written) == ("before", [])


def test_what_somebody_else_writes_meanwhile_is_not_listed(full: Place) -> None:
    path = full.cwd / "there.txt"

    def outside() -> None:
        threading.Timer(0.5, lambda: path.write_text("theirs")).start()

    def work(_: None) -> str:
        with path.open("r+") as file:
            time.sleep(1)
            return file.read()

    assert full.run(work, outside).written == []


def test_no_more_is_listed_than_a_person_reads(full: Place) -> None:
    def work() -> None:
        for number in range(1000):
            (full.cwd / f"{number}.txt").write_text("x")

    assert len(full.run(work).written) == 200


def test_copying_and_changing_rights(full: Place) -> None:
    def work() -> tuple[str, int]:
        shutil.copy2(full.elsewhere / "there.txt", "copy.txt")
        shutil.copytree(full.home, "copies")
        os.utime("there.txt", (1, 1))
        Path("there.txt").chmod(0o600)
        shutil.move("there.txt", "moved.txt")
        return Path("copies/there.txt").read_text(), Path("moved.txt").stat().st_mode & 0o777

    assert full.run(work).value == ("before", 0o600)
    assert full.cwd.joinpath("there.txt").exists()


def test_a_database(full: Place) -> None:
    def work() -> int:
        with sqlite3.connect("data.db") as connection:
            connection.execute("create table numbers (number)")
            connection.execute("insert into numbers values (7)")
            return int(connection.execute("select number from numbers").fetchone()[0])

    outcome = full.run(work)
    assert outcome.value == 7
    assert outcome.written == [f"{full.cwd}/data.db"]


def test_a_database_that_cannot_be_written_is_no_mistake(read_only: Place) -> None:
    def work() -> None:
        with sqlite3.connect("data.db") as connection:
            connection.execute("create table numbers (number)")

    assert read_only.run(work).denied


def test_temporary_files_without_overlays(read_only: Place) -> None:
    def work() -> str:
        with tempfile.NamedTemporaryFile("w+") as file:
            file.write("made")
            file.flush()
            return Path(file.name).read_text()

    outcome = read_only.run(work)
    assert (outcome.value, outcome.written) == ("made", [])


def test_odd_folders(full: Place) -> None:
    odd = full.cwd / "a,b:c=d \\ ü"
    odd.mkdir()
    os.chown(odd, full.user, full.user)

    def work() -> str:
        Path("new.txt").write_text("x")
        return Path("new.txt").read_text()

    moved = Place(full.tier, full.user, odd, full.home, full.elsewhere)
    outcome = moved.run(work)
    assert outcome.value == "x"
    assert outcome.written == [f"{odd}/new.txt"]
    assert os.listdir(odd) == []


def test_a_folder_inside_of_another(full: Place) -> None:
    # The working folder lies in the home folder, as it mostly does.
    inside = full.home / "project"
    inside.mkdir()
    os.chown(inside, full.user, full.user)
    moved = Place(full.tier, full.user, inside, full.home, full.elsewhere)

    def work() -> list[str]:
        Path("new.txt").write_text("x")
        Path("../new.txt").write_text("x")
        return sorted(os.listdir(full.home))

    assert moved.run(work).value == ["new.txt", "project", "there.txt"]
    assert sorted(os.listdir(full.home)) == ["project", "there.txt"]


def test_what_is_left_is_removed_twice() -> None:
    prepared = containment.prepare("fork_read_only")
    hidden = Path(prepared.scratch) / "hidden"
    hidden.mkdir()
    (hidden / "file").touch()
    hidden.chmod(0)
    prepared.close()
    prepared.close()
    assert not Path(prepared.scratch).exists()
