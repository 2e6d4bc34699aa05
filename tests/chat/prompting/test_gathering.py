"""What is told of a notebook, and what is left out."""

from __future__ import annotations

from itertools import takewhile

import pytest

from jupyter_codeintel.chat.pieces import Piece
from jupyter_codeintel.chat.prompting.fitting import fit
from jupyter_codeintel.chat.prompting.gathering import Told, asked_about, surroundings
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.chat.settings import ContextBudget
from jupyter_codeintel.context.notebook import Cell, CellError
from jupyter_codeintel.namespace import Variable
from tests.chat.scenes import FRAME, SALES, cell, scene

BUDGET = ContextBudget()


def kinds(told: Told) -> list[tuple[str, str]]:
    return [(piece.kind, piece.key) for piece in told.pieces]


def test_cells_variables_error_and_place_are_told_in_a_stable_order() -> None:
    failed = cell(6, "df['pirce']", error=CellError("KeyError", "'pirce'"))
    title = cell(7, "# Sales\nSome words.", kind="markdown")
    notebook = scene([*SALES, failed, title], 5, variables=[FRAME])

    told = surroundings(notebook, BUDGET)

    assert kinds(told) == [
        ("outline", "headings"),
        *(("cell", f"c{number}") for number in range(1, 7)),
        ("active", ""),
        ("variable", "df"),
        ("error", "last"),
    ]
    texts = {piece.id: piece.text for piece in told.pieces}
    assert texts["error:last"] == "Last error, in cell [6]: KeyError: 'pirce'"
    assert texts["active:"] == "The person is in cell [5]."
    assert texts["outline:headings"] == "Headings:\n# Sales"


def test_of_cells_that_do_not_fit_those_stay_that_the_active_one_needs() -> None:
    filler = [f"other_{n} = '{'x' * 200}'" for n in range(10)]
    notebook = scene(["needed = 1", *filler, "print(needed)"], 12)

    told = surroundings(notebook, ContextBudget(cells=120))

    cells = [key for kind, key in kinds(told) if kind == "cell"]
    assert cells == ["c1", "c2", "c12"]
    outlined = [piece.text for piece in told.pieces if piece.kind == "outline"]
    assert "cell [11]: other_9" in outlined
    assert told.uses[1].left_out[0] == "Cell [3]"


def test_who_goes_to_another_cell_is_told_the_same_first() -> None:
    cells = [f"name_{n} = load_{n}('{'y' * 60}')" for n in range(40)]
    here, there = (surroundings(scene(cells, place), BUDGET).pieces for place in (20, 35))

    same = list(takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False)))
    assert len(same) >= 8
    assert {piece.kind for piece, _ in same} == {"cell"}


def test_a_long_active_cell_is_cut_and_says_so() -> None:
    source = "\n".join(f"line_{n} = {n}" for n in range(500))
    told = surroundings(scene([source], 1), ContextBudget(cells=100))

    (piece,) = [piece for piece in told.pieces if piece.kind == "cell"]
    assert piece.tokens <= 100
    assert "line_0 = 0" in piece.text
    assert "… (left out)" in piece.text
    assert piece.text.endswith("\n```")


def test_each_part_keeps_to_its_budget() -> None:
    cells = [f"name_{n} = load_{n}('{'y' * 40}')" for n in range(200)]
    variables = [Variable(f"name_{n}", "list", length=n) for n in range(200)]
    notebook = scene(cells, 100, variables=variables)
    told = surroundings(notebook, BUDGET)

    for use in told.uses:
        assert use.tokens <= use.budget
    assert sum(piece.tokens for piece in told.pieces) < 800
    assert {use.part for use in told.uses if use.left_out} == {"cells", "outline", "variables"}


def test_a_piece_that_does_not_fit_is_left_out_whole_and_the_next_one_tried() -> None:
    pieces = [Piece("cell", str(n), f"Cell {n}", "x" * size) for n, size in enumerate((32, 96, 32))]

    kept, use = fit("cells", pieces, 25)

    assert [piece.key for piece in kept] == ["0", "2"]
    assert (use.tokens, use.left_out) == (20, ("Cell 1",))


def test_several_named_pieces_share_the_room() -> None:
    pieces = [Piece("file", str(n), str(n), "head\n" + "word\n" * 200) for n in range(2)]

    kept, use = fit("named", pieces, 200, shortened=2)

    assert len(kept) == 2
    assert use.tokens <= 200
    assert all("left out" in piece.text for piece in kept)


def question(notebook: Scene, text: str, shown: tuple[Piece, ...] = ()) -> Told:
    return asked_about(notebook, text, (), shown, BUDGET)


def test_names_and_cells_that_a_question_mentions_are_told() -> None:
    notebook = scene(SALES, 5, variables=[FRAME])

    assert kinds(question(notebook, "What does tax do with total?")) == [
        ("variable", "tax"),
        ("variable", "total"),
        ("cell", "c3"),
        ("cell", "c5"),
    ]
    assert ("cell", "c2") in kinds(question(notebook, "Explain cell 2"))
    assert ("cell", "c2") in kinds(question(notebook, "Explain In[2]"))
    assert kinds(question(notebook, "Explain cell 20 of what is there")) == []


@pytest.mark.parametrize("text", ["Which dtype has price of df?", "Where does price come from?"])
def test_of_a_column_its_type_and_its_first_cell_are_told(text: str) -> None:
    told = question(scene(SALES, 5, variables=[FRAME]), text)

    lines = [piece.text for piece in told.pieces if piece.key == "df['price']"]
    assert lines == ["df['price']: column of dtype float64 (first named in cell [4])"]


def test_what_is_told_anyway_is_told_again_only_in_a_line() -> None:
    notebook = scene(SALES, 5, variables=[FRAME])
    shown = surroundings(notebook, BUDGET).pieces

    assert kinds(question(notebook, "Which columns has df?", shown)) == [("variable", "df")]


def test_chips_that_are_taken_out_are_not_told() -> None:
    notebook = scene(SALES, 5, variables=[FRAME])
    told = surroundings(notebook, BUDGET, without={"cell:c1", "variable:df", "active:"})

    assert not {("cell", "c1"), ("variable", "df"), ("active", "")} & set(kinds(told))
    assert ("cell", "c2") in kinds(told)


@pytest.mark.parametrize(
    ("state", "label"),
    [
        (Cell("x", "code", "a = 1"), "Cell #1, not run:"),
        (Cell("x", "code", "a = 1", 4, None, "a = 1"), "Cell [4]:"),
        (Cell("x", "code", "a = 1", 4, None, "a = 0"), "Cell [4], edited since it ran:"),
    ],
)
def test_the_state_of_a_cell_is_told(state: Cell, label: str) -> None:
    told = surroundings(scene([state], 1), BUDGET)

    assert told.pieces[0].text.startswith(label + "\n```python\na = 1\n```")


def test_what_a_librarys_object_has_is_not_listed() -> None:
    variables = [
        Variable("ax", "matplotlib.axes._axes.Axes", attributes=("bbox", "title")),
        Variable("loan", "__main__.Loan", attributes=("reader", "title")),
    ]
    told = surroundings(scene(["ax, loan = make()"], 1, variables=variables), BUDGET)
    lines = {piece.key: piece.text for piece in told.pieces if piece.kind == "variable"}

    assert lines["ax"] == "ax: Axes (defined in cell [1])"
    assert lines["loan"] == "loan: Loan with reader, title (defined in cell [1])"
