"""What is told of the names in reach."""

from __future__ import annotations

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.fim import ActiveCell, Budget, render_fim, tell_reach
from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.namespace import Namespace, Variable

FRAME = Variable(
    "sales", "pandas.core.frame.DataFrame", shape=(9, 1), columns=(("price", "float64"),)
)


def _prompt(
    document: Document, active: ActiveCell, budget: Budget, namespace: Namespace | None = None
) -> str:
    flow = Dataflow()
    flow.update(document)
    reach = tell_reach(document, active, budget, flow, namespace)
    return render_fim(document, active, budget, flow, reach).prefix


def _long(count: int) -> list[Cell]:
    return [Cell(f"long-{n}", "code", f"value_{n} = {n}\n" * 8) for n in range(count)]


def test_live_columns_are_told_above_the_nearest_cell() -> None:
    sources = {"a": "sales = load()", "b": "n = 1", "c": ""}
    cells = tuple(Cell(name, "code", source) for name, source in sources.items())
    document = Document("a.ipynb", cells=cells)
    namespace = Namespace({"sales": FRAME})

    prompt = _prompt(document, ActiveCell("c", "", "sales[", ""), Budget(), namespace)

    line = "sales: DataFrame with 9 rows, columns ['price']"
    assert prompt == f'sales = load()\n\n"""\n{line}\n"""\n\nn = 1\n\n'


def test_what_is_far_away_is_told_by_its_imports_and_definitions() -> None:
    far = Cell(
        "far", "code", 'import numpy as np\n\n\ndef load(path):\n    """Read it."""\n    return 1\n'
    )
    table = Cell("table", "code", "table = load('a.csv')")
    document = Document("a.ipynb", cells=(far, table, *_long(30), Cell("c", "code", "")))

    prompt = _prompt(document, ActiveCell("c", "", "table.", ""), Budget())

    assert prompt.startswith('import numpy as np\ndef load(path):\n    """Read it."""\n')
    assert "table = load('a.csv')\n" in prompt


def test_three_hundred_cells_stay_within_the_budget() -> None:
    budget = Budget()
    document = Document("a", cells=(*_long(300), Cell("c", "code", "")))

    prompt = _prompt(document, ActiveCell("c", "", "value_3 + ", ""), budget)

    assert len(prompt) <= (budget.above + budget.outside) * CHARS_PER_TOKEN


def test_the_last_error_of_the_cell_is_told() -> None:
    failed = Cell("c", "code", "x", 3, CellError("KeyError", "'Price'\nmore"))

    prompt = _prompt(Document("a", cells=(failed,)), ActiveCell("c", "", "x", ""), Budget())

    assert prompt.startswith('"""\nThe last run ended in KeyError: \'Price\'\n"""\n')


def test_a_busy_kernel_says_how_old_its_variables_are() -> None:
    namespace = Namespace({"sales": FRAME}, busy=True)
    document = Document("a", cells=(Cell("c", "code", ""),))

    prompt = _prompt(document, ActiveCell("c", "", "sales.", ""), Budget(), namespace)

    assert "before the cell that runs now:\nsales: DataFrame" in prompt


def test_other_languages_get_their_text_alone() -> None:
    cells = (Cell("a", "code", "x <- 1"), Cell("c", "code", ""))
    document = Document("a", language="R", cells=cells)

    assert _prompt(document, ActiveCell("c", "", "x", ""), Budget()) == "x <- 1\n\n"
