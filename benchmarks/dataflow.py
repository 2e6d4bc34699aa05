"""How fast cells are read: ``python -m benchmarks.dataflow SUITE.jsonl``.

The suite has one JSON object a line, with ``notebook``, a name, and ``cells_before``, the
code cells above a place in it. Nothing is written.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.dataflow.references import references
from jupyter_codeintel.context.notebook import Cell, Document

_LONG_NOTEBOOK = 300
_LONG_FILE = 100_000
_KEYS = "abcxyz_(.)[]='\", \n:"


def main() -> None:
    """Print cells a second from nothing, and milliseconds after one keystroke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite", type=Path)
    parser.add_argument("--keystrokes", type=int, default=1000)
    options = parser.parse_args()
    notebooks = _notebooks(options.suite)
    cells = list(dict.fromkeys(chain.from_iterable(notebooks)))
    draw = random.Random(4242)  # noqa: S311
    _cold(notebooks)
    few = draw.sample(cells, min(options.keystrokes, len(cells)))
    _print("one cell", [_keystroke(_document([cell]), 0, draw) for cell in few])
    long = _document(list(chain.from_iterable(notebooks))[:_LONG_NOTEBOOK])
    print(f"the long notebook has {len(long.cells)} cells")
    places = [draw.randrange(len(long.cells)) for _ in few]
    _print("a cell of the long notebook", [_keystroke(long, place, draw) for place in places])
    _queries(long, places)
    file = _document(["\n".join(cells)[:_LONG_FILE]])
    _print("a file of 100 kB", [_keystroke(file, 0, draw) for _ in range(20)])


def _notebooks(suite: Path) -> list[Sequence[str]]:
    """Return the cells of each notebook, as many as any item of it shows."""
    longest: dict[str, Sequence[str]] = {}
    for line in suite.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        cells = item["cells_before"]
        if len(cells) > len(longest.get(item["notebook"], ())):
            longest[item["notebook"]] = cells
    return list(longest.values())


def _document(sources: Sequence[str]) -> Document:
    cells = (Cell(str(n), "code", source) for n, source in enumerate(sources))
    return Document("benchmark.ipynb", cells=tuple(cells))


def _cold(notebooks: list[Sequence[str]]) -> None:
    documents = [_document(cells) for cells in notebooks]
    began = time.perf_counter()
    for document in documents:
        Dataflow().update(document)
    taken = time.perf_counter() - began
    count = sum(len(document.cells) for document in documents)
    print(f"cold: {count} cells of {len(documents)} notebooks, {count / taken:.0f} cells/s")


def _keystroke(document: Document, place: int, draw: random.Random) -> float:
    """Return the seconds to read a document again after one character more in a cell."""
    flow = Dataflow()
    flow.update(document)
    cell = document.cells[place]
    at = draw.randint(0, len(cell.source))
    edited = cell.source[:at] + draw.choice(_KEYS) + cell.source[at:]
    after = document.synced([Cell(cell.id, "code", edited)], None)
    return _seconds(lambda: flow.update(after))


def _queries(document: Document, places: Sequence[int]) -> None:
    """Time what a completion asks."""
    slices: list[float] = []
    names: list[float] = []
    reads: list[float] = []
    flow = Dataflow()
    flow.update(document)
    for place in places:
        cell = document.cells[place]
        uses = flow.facts(cell.id).uses
        slices.append(_seconds(partial(flow.slice, uses, cell.id)))
        names.append(_seconds(partial(flow.visible_names, cell.id)))
        reads.append(_seconds(partial(references, cell.source)))
    _print("slice in the long notebook", slices)
    _print("visible names in the long notebook", names)
    _print("references of one cell", reads)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _print(what: str, seconds: list[float]) -> None:
    ordered = sorted(1000 * value for value in seconds)
    median, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    print(f"{what}: median {median:.2f} ms, p95 {high:.2f} ms ({len(ordered)} times)")


if __name__ == "__main__":
    main()
