"""What references point at."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_codeintel.chat.pieces import Piece
from jupyter_codeintel.chat.prompting.mentioned import known_names
from jupyter_codeintel.chat.references.candidates import candidates
from jupyter_codeintel.chat.references.lookup import referred_pieces
from jupyter_codeintel.chat.references.syntax import find_references
from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.context.notebook import CellError
from jupyter_codeintel.errors import ChatError
from tests.chat.scenes import FRAME, SALES, cell, scene

FAILED = cell(6, "df['pirce']", error=CellError("KeyError", "'pirce'"))


@pytest.fixture
def notebook() -> Scene:
    return scene(
        [*SALES, FAILED],
        4,
        variables=[FRAME],
        selection="df['price']",
        tracebacks={"c6": "Traceback\n----> 1 df['pirce']\nKeyError: 'pirce'"},
        outputs={"c4": "done"},
    )


def looked_up(notebook: Scene, text: str, root: Path | None = None) -> list[Piece]:
    (reference,) = find_references(text, known_names(notebook).__contains__)
    return referred_pieces(notebook, reference, Workspace(root), 100)


def test_cells_by_place_number_and_as_the_active_one(notebook: Scene) -> None:
    assert [one.label for one in looked_up(notebook, "@cell")] == ["Cell [4]", "Output of cell [4]"]
    assert "import pandas" in looked_up(notebook, "@cell:1")[0].text
    assert looked_up(notebook, "@cell:#6")[0].key == "c6"


def test_a_variable_comes_with_its_columns_and_its_cells(notebook: Scene) -> None:
    (piece,) = looked_up(notebook, "@df")

    assert piece.text == (
        "df: DataFrame with shape (3, 2), columns 'price' float64, 'zip code' object "
        "(defined in cell [2]; changed in cell [4])"
    )


def test_of_a_function_its_cell_is_told(notebook: Scene) -> None:
    pieces = looked_up(notebook, "@tax")

    assert [piece.kind for piece in pieces] == ["cell", "variable"]
    assert "return price * rate" in pieces[0].text


def test_the_error_comes_with_its_traceback(notebook: Scene) -> None:
    (piece,) = looked_up(notebook, "@error")

    assert piece.text.startswith("Last error, in cell [6]: KeyError: 'pirce'\n")
    assert "----> 1 df['pirce']" in piece.text


def test_a_file_is_cut_and_says_so(notebook: Scene, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n" + "1,2\n" * 1000 + "last,line\n")
    (piece,) = looked_up(notebook, "@file:a.csv", tmp_path)

    assert piece.tokens < 130
    assert "x,y\n" in piece.text
    assert "… (left out)" in piece.text
    assert "last,line" in piece.text


@pytest.mark.parametrize("text", ["@cell:9", "@cell:#99", "@variable:missing", "@file:none"])
def test_what_is_not_there_is_an_error(notebook: Scene, text: str) -> None:
    with pytest.raises(ChatError) as caught:
        looked_up(notebook, text)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["@selection", "@error", "@cell"])
def test_without_selection_error_or_active_cell_there_is_none(text: str) -> None:
    with pytest.raises(ChatError) as caught:
        looked_up(scene(SALES), text)
    assert caught.value.code == "unknown_reference"


@pytest.mark.parametrize(
    ("partial", "first"),
    [
        ("", ["@cell", "@selection", "@error", "@file:", "@df", "@tax", "@total"]),
        ("ce", ["@cell", "@cell:1"]),
        ("cell:", ["@cell:1", "@cell:2"]),
        ("cell:6", ["@cell:6"]),
        ("t", ["@tax", "@total"]),
        ("variable:", ["@variable:df", "@variable:tax"]),
        ("file:my", ['@file:"my data.csv"']),
        ("nothing:", []),
    ],
)
def test_a_begun_reference_is_completed(
    notebook: Scene, tmp_path: Path, partial: str, first: list[str]
) -> None:
    (tmp_path / "my data.csv").write_text("")
    found = candidates(notebook, partial, Workspace(tmp_path))

    assert [one.insert for one in found][: len(first)] == first
    assert bool(found) is bool(first)


def test_modules_are_no_candidates_and_cells_show_their_first_line(notebook: Scene) -> None:
    found = {one.insert: one.detail for one in candidates(notebook, "", Workspace(None))}

    assert "@pd" not in found
    assert found["@cell:3"] == "def tax(price, rate=0.2):"
    assert found["@error"] == "KeyError in cell [6]"


def test_cells_that_did_not_run_are_named_by_their_place() -> None:
    text = cell(2, "Some words", kind="markdown")
    found = candidates(scene(["x = 1", text]), "cell:", Workspace(None))

    assert [one.insert for one in found] == ["@cell:1", "@cell:#2"]
