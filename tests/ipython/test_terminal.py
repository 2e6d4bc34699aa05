"""The magics in a real IPython in a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine.processes import DEADLINE
from tests.ipython.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, script: Path) -> Iterator[Terminal]:
    assert script.is_file()
    found = Terminal(tmp_path)
    found.run("%load_ext jupyter_codeintel")
    yield found
    found.process.close(force=True)


def test_a_repair_stands_in_the_next_input(terminal: Terminal) -> None:
    terminal.run("rows = [1, 2, 3]; len(rows)")
    terminal.run("print('sum', sum(rosw))")
    told = terminal.run("%fix")
    assert "It raises NameError" in told
    assert "--- In [3]" in told
    assert "+print('sum', sum(rows))" in told
    assert "Verified: " in told
    assert "<" not in told
    assert "sum 6" in terminal.run("")  # it stands there: Enter runs it
    assert terminal.copies() == []


def test_an_answer_is_plain_text_as_it_comes(terminal: Terminal) -> None:
    assert "Hello **there** <b>." in terminal.run("%ask hello?")
    assert "engine   ready" in terminal.run("%codeintel status")


def test_an_interrupt_ends_a_fix_at_once_and_leaves_no_child(terminal: Terminal) -> None:
    terminal.run("import time; pause = 0; rows = [1]; len(rows)")
    terminal.run("time.sleep(pause); sum(rosw)")
    terminal.run("pause = 100")
    terminal.process.send("%fix\r")
    terminal.process.expect("Looking at the error")
    until(terminal.copies)
    terminal.process.sendintr()
    assert "Stopped." in terminal.ended()
    assert terminal.copies() == []
    assert "100" in terminal.run("print(pause)")


def test_all_that_a_copy_shows_stays_with_it(terminal: Terminal) -> None:
    terminal.run("rows = [1, 2]; len(rows)")
    terminal.run("import os; print('sh' + 'own'); os.write(1, b'wr' + b'itten'); sum(rosw)")
    told = terminal.run("%fix")
    assert "Verified: " in told
    assert "shown" not in told
    assert "written" not in told


def test_the_panel_is_text(terminal: Terminal) -> None:
    told = terminal.run("from jupyter_codeintel import panel; panel()")
    assert "The panel needs a notebook" in told
    assert "engine   not running" in told
    assert "qwen2.5-coder-1.5b" in told


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
