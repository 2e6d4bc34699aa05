"""Documents and their deltas; files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_codeintel.context.files import read_document
from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.errors import NotebookError


def _code(name: str, source: str = "") -> Cell:
    return Cell(name, "code", source)


def _ids(document: Document) -> list[str]:
    return [cell.id for cell in document.cells]


def test_a_delta_makes_a_new_snapshot() -> None:
    before = Document("a.ipynb", cells=(_code("a", "1"), _code("b", "2")))

    after = before.synced([_code("b", "3")], None)

    assert [cell.source for cell in after.cells] == ["1", "3"]
    assert [cell.source for cell in before.cells] == ["1", "2"]


def test_the_structure_follows_the_order() -> None:
    document = Document("a.ipynb", cells=(_code("a"), _code("b"), _code("c")))

    assert _ids(document.synced([_code("d")], ["c", "d", "a"])) == ["c", "d", "a"]


def test_ids_without_a_cell_are_left_out() -> None:
    assert _ids(Document("a.ipynb").synced([_code("a")], ["x", "a", "a"])) == ["a"]


def test_cells_without_an_order_come_last() -> None:
    assert _ids(Document("a", cells=(_code("a"),)).synced([_code("b")], None)) == ["a", "b"]


def test_the_index_of_a_cell() -> None:
    document = Document("a", cells=(_code("a"), _code("b")))

    assert document.index("b") == 1
    assert document.index("z") is None


def test_a_cell_is_stale_from_an_edit_to_the_next_run() -> None:
    document = Document("a", cells=(_code("a", "1"),))
    stale, ran = [], []
    for source, count in [("1", 1), ("1\n", 1), ("2", 1), ("2", 2), ("2", None), ("3", None)]:
        document = document.synced([Cell("a", "code", source, count)], None)
        stale.append(document.cells[0].stale)
        ran.append(document.cells[0].executed_source)

    assert stale == [False, False, True, False, False, False]
    assert ran == ["1", "1", "1", "2", None, None]


def test_what_ran_is_kept_when_other_cells_change() -> None:
    document = Document("a").synced([Cell("a", "code", "1", 1), _code("b")], None)

    after = document.synced([Cell("a", "code", "2", 1)], ["b", "a"]).synced([_code("b", "x")], None)

    assert [cell.executed_source for cell in after.cells] == [None, "1"]


def _notebook(**changes: object) -> str:
    output = {"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": []}
    cells = [
        {"cell_type": "markdown", "source": ["# a\n", "b"]},
        {"cell_type": "code", "source": "x", "execution_count": 3, "outputs": [output]},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4} | changes)


def test_a_notebook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(_notebook(metadata={"kernelspec": {"language": "julia"}}))

    document = read_document(path)

    assert document.language == "julia"
    assert document.cells == (
        Cell("0", "markdown", "# a\nb"),
        Cell("1", "code", "x", 3, CellError("NameError", "x"), executed_source="x"),
    )


def test_a_python_file_is_one_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 'é'\n", encoding="utf-8")

    document = read_document(path)

    assert (document.kind, document.cells) == ("file", (Cell("0", "code", "x = 'é'\n"),))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"cells": 1}', '{"cells": [{}]}', _notebook(metadata=[]),
     '{"cells": [{"cell_type": "code", "source": 3}]}'],
)  # fmt: skip
def test_what_is_not_a_notebook(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(content)

    with pytest.raises(NotebookError) as caught:
        read_document(path)
    assert caught.value.code == "notebook_invalid"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "b.ipynb").write_bytes(b"\xff\xfe\xfa")

    for name in ("missing.ipynb", "b.ipynb", "."):
        with pytest.raises(NotebookError) as caught:
            read_document(tmp_path / name)
        assert caught.value.code == "notebook_unreadable"
        assert caught.value.hint
