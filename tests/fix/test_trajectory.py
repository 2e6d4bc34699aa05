"""What is kept of a fix."""

from __future__ import annotations

import json
from pathlib import Path

from jupyter_codeintel.fix.trajectory import VERSION, Trajectory, digest


def lines_of(folder: Path) -> list[dict[str, object]]:
    (path,) = folder.iterdir()
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_texts_are_kept_as_digests(tmp_path: Path) -> None:
    Trajectory(tmp_path / "fixes").write("question", {"kind": "short"}, {"prompt": "secret"})
    (line,) = lines_of(tmp_path / "fixes")
    assert (line["version"], line["event"], line["kind"]) == (VERSION, "question", "short")
    assert line["prompt_digest"] == digest("secret")
    assert "secret" not in json.dumps(line)
    assert (tmp_path / "fixes").stat().st_mode & 0o077 == 0


def test_texts_are_kept_where_that_is_wanted(tmp_path: Path) -> None:
    trajectory = Trajectory(tmp_path, content=True)
    trajectory.write("question", {}, {"prompt": "größer"})
    trajectory.write("decision", {"accepted": False})
    first, second = lines_of(tmp_path)
    assert first["prompt"] == "größer"
    assert second["accepted"] is False


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    Trajectory(None).write("start", {})
    assert list(tmp_path.iterdir()) == []


def test_two_fixes_have_two_files(tmp_path: Path) -> None:
    for _ in range(2):
        Trajectory(tmp_path).write("start", {})
    assert len(list(tmp_path.iterdir())) == 2
