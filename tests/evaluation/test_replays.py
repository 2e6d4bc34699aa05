"""The shipped notebooks, and that typing them gives what their scripts say."""

from __future__ import annotations

import ast

import pytest

from jupyter_codeintel.errors import NotebookError
from jupyter_codeintel.evaluation.replays import Replay, Step, load_replays, parse_replay
from jupyter_codeintel.evaluation.typist import Editor, Typist

REPLAYS = load_replays()


def test_ten_notebooks_are_shipped() -> None:
    assert len(REPLAYS) == len({replay.name for replay in REPLAYS}) == 10


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name)
def test_typing_a_script_writes_its_text(replay: Replay) -> None:
    cells = dict(replay.cells)
    for step in replay.steps:
        source = cells[step.cell]
        cursor = step.cursor(source)
        editor = Editor(source, cursor)
        typist = Typist(editor, step.text)
        keys = 0
        while not typist.done:
            typist.press()
            keys += 1
            assert keys <= 2 * len(step.text) + 10, editor.source
        cells[step.cell] = source[:cursor] + step.text + source[cursor:]
        assert editor.source == cells[step.cell]
        assert editor.pending == ""
    for source in cells.values():
        ast.parse(source)


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name)
def test_every_session_returns_to_a_cell_and_accepts_somewhere(replay: Replay) -> None:
    visited = [step.cell for step in replay.steps]
    assert len(set(visited)) < len(visited)
    assert any(step.accept for step in replay.steps)
    assert any(not step.text for step in replay.steps)


def test_a_script_is_read() -> None:
    replay = parse_replay(
        "demo.toml",
        "[cells]\na = '''\nx = 1\n'''\n[[steps]]\ncell = 'a'\nafter = 'x'\ntext = 'y'\n",
    )
    assert replay == Replay("demo", {"a": "x = 1"}, [Step("a", "x", "y")])
    assert replay.steps[0].cursor("x = 1") == 1


def test_a_cursor_that_cannot_be_found_is_named() -> None:
    with pytest.raises(NotebookError, match="does not hold"):
        Step("a", after="nowhere").cursor("x = 1")
