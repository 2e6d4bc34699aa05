"""Gaps for tests."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from jupyter_codeintel.evaluation.notebook_fim.answers import Answer, Condition
from jupyter_codeintel.evaluation.notebook_fim.items import Item

LINE = Item(
    id="harbour-2-line",
    kind="line",
    notebook="harbour",
    cells_before=("ships = ['Ida', 'Mona']", "depths = {'north': 4.5}"),
    prefix="first = ships[0]\n",
    middle="deepest = max(depths.values())",
    suffix="\nprint(first)",
    cells_after=("deepest + 1",),
    subtype="top",
    needs_earlier_cells=True,
    executed=True,
)
REST = replace(
    LINE, id="harbour-2-rest", kind="rest", prefix="count = len(", middle="ships)", suffix="\n"
)
BLOCK = replace(
    LINE,
    id="harbour-2-block",
    kind="block",
    prefix="def total():\n    ",
    middle="values = depths.values()\n    return sum(values)",
    suffix="\n\nprint(total())",
    subtype="function",
)


def write_suite(path: Path, *items: Item, **changes: Any) -> Path:
    """Write a suite; the changes are made to each item, None removes a field."""
    lines = []
    for item in items:
        fields = {**asdict(item), **changes}
        lines.append(json.dumps({k: v for k, v in fields.items() if v is not None}))
    path.write_text("\n".join(lines) + "\n")
    return path


def scored(item: Item, condition: Condition, text: str, raw: str | None = None) -> Answer:
    """Return an answer with the figures that go with its text."""
    written = text if raw is None else raw
    return Answer(
        id=item.id,
        condition=condition,
        kind=item.kind,
        subtype=item.subtype,
        notebook=item.notebook,
        needs_earlier=item.needs_earlier_cells,
        executed=item.executed,
        text=text,
        raw=written,
        exact=text == item.middle,
        raw_exact=written == item.middle,
        first_line=text == item.middle,
        similarity=float(text == item.middle),
        parses=True,
        shown=bool(text),
        prompt_tokens=100,
        evaluated_tokens=10,
        seconds=2.0,
    )
