"""Rendering of FIM parts."""

from __future__ import annotations

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.fim import ActiveCell, Budget, render_fim
from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.engine.generation import FimParts

CELLS = (
    Cell("a", "code", "import x\n"),
    Cell("b", "markdown", "# text"),
    Cell("c", "code", "%%bash\nls"),
    Cell("d", "code", "%%time\ny = 1"),
    Cell("e", "code", "stale"),
    Cell("f", "code", "z = 2"),
    Cell("g", "code", "%%bash\ncat"),
)
DOCUMENT = Document("a.ipynb", cells=CELLS)
BUDGET = Budget()


def _flow(document: Document) -> Dataflow:
    flow = Dataflow()
    flow.update(document)
    return flow


FLOW = _flow(DOCUMENT)


def test_code_above_and_below() -> None:
    active = ActiveCell("e", "head\n", "ty", "\nrest")

    assert render_fim(DOCUMENT, active, BUDGET, FLOW) == FimParts(
        prefix="import x\n\n%%time\ny = 1\n\nhead\n", suffix="\nrest\n\nz = 2", typed="ty"
    )


def test_cells_of_another_language_see_their_own_kind() -> None:
    active = ActiveCell("g", "%%bash\n", "ec", "")

    assert render_fim(DOCUMENT, active, BUDGET, FLOW).prefix == "%%bash\nls\n\n%%bash\n"


def test_a_cell_that_is_not_known_yet() -> None:
    active = ActiveCell("new", "head\n", "x", "")

    assert render_fim(DOCUMENT, active, BUDGET, FLOW) == FimParts("head\n", "", "x")


def test_below_starts_with_the_rest_of_the_cell() -> None:
    active = ActiveCell("a", "", "x", "\n" + "rest of the cell\n" * 3)

    suffix = render_fim(DOCUMENT, active, Budget(below=12), FLOW).suffix

    assert suffix == "\n" + "rest of the cell\n" * 2
