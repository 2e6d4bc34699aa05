"""Notebooks to talk about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.notebook import Cell, CellError, CellType, Document
from jupyter_codeintel.namespace import Namespace, Variable

FRAME = Variable(
    "df",
    "pandas.core.frame.DataFrame",
    shape=(3, 2),
    columns=(("price", "float64"), ("zip code", "object")),
)


def cell(
    number: int, source: str, *, error: CellError | None = None, kind: CellType = "code"
) -> Cell:
    """Return a cell ``c<number>`` that ran as this number; text cells did not."""
    count = number if kind == "code" else None
    return Cell(f"c{number}", kind, source, count, error, source)


def scene(
    cells: Sequence[str | Cell],
    active: int | None = None,
    *,
    variables: Sequence[Variable] = (),
    selection: str = "",
    tracebacks: Mapping[str, str] | None = None,
    outputs: Mapping[str, str] | None = None,
    path: str = "a.ipynb",
) -> Scene:
    """Return a notebook whose cells ran in order; ``active`` counts them from 1 on."""
    made = tuple(
        cell(number, one) if isinstance(one, str) else one for number, one in enumerate(cells, 1)
    )
    document = Document(f"notebook:{path}", cells=made, kernel="k")
    flow = Dataflow()
    flow.update(document)
    namespace = Namespace({one.name: one for one in variables})
    here = None if active is None else made[active - 1].id
    return Scene(document, flow, here, selection, tracebacks or {}, outputs or {}, namespace)


SALES = (
    "import pandas as pd",
    "df = pd.read_csv('sales.csv')",
    "def tax(price, rate=0.2):\n    return price * rate",
    "df['price'] = df['price'].round(2)",
    "total = tax(df['price'].sum())",
)
