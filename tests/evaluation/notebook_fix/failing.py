"""Notebooks that fail, and answers about them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from jupyter_codeintel.evaluation.notebook_fix.answers import Answer
from jupyter_codeintel.evaluation.notebook_fix.items import Item

TYPO = Item(
    id="typo",
    type="key_error",
    cells_broken=("prices = {'rye': 3}", "cost = prices['rey']"),
    fail_cell=1,
    ename="KeyError",
    cells_fixed=("prices = {'rye': 3}", "cost = prices['rye']"),
    check="assert cost == 3",
    root_cell=1,
    origin_kind="injected",
)
EARLIER = Item(
    id="earlier",
    type="api_misuse",
    cells_broken=("values = 3", "size = len(values)"),
    fail_cell=1,
    ename="TypeError",
    cells_fixed=("values = [3]", "size = len(values)"),
    check="assert size == 1",
    goal="How many there are.",
    root_cell=0,
    root_before_failure=True,
    origin_kind="real",
)


def write_suite(path: Path, *items: Item, **changes: object) -> Path:
    """Write a suite; a change to None leaves a field out of all items."""
    lines = []
    for item in items:
        fields = {**asdict(item), **changes}
        lines.append(json.dumps({k: v for k, v in fields.items() if v is not None}))
    path.write_text("\n".join(lines) + "\n")
    return path


def repaired(
    item: Item,
    strategy: str = "search",
    *,
    badge: str = "verified",
    confirmed: bool = True,
    kind: str = "misspelt",
    tries: int = 1,
) -> Answer:
    """Return an answer."""
    return Answer(
        id=item.id,
        strategy=strategy,
        type=item.type,
        subtype=item.subtype,
        origin_kind=item.origin_kind,
        root_before_failure=item.root_before_failure,
        raised=item.ename,
        badge=badge,
        origin="rule" if kind == "misspelt" else "model",
        kind=kind,
        says="a typo",
        right_cell=not item.root_before_failure,
        repairs=1,
        tries=tries,
        seconds=2.0 * tries,
        total_seconds=9.0,
        evaluated_tokens=100,
        generated_tokens=10,
        cells=item.cells_fixed,
        confirmed=confirmed,
        verdict="passed" if confirmed else "failed",
    )
