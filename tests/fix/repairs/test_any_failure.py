"""No cell and no error breaks a rule."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.suspects import MOST, suspects
from jupyter_codeintel.fix.repairs.propose import propose
from jupyter_codeintel.trial import Frame, Raised
from tests.fix.failing import failure, notebook
from tests.fix.repairs.live_objects import LiveObjects

CASES = Path(__file__).parents[2] / "cases" / "repairs"

known = [
    case
    for file in sorted(CASES.glob("*/*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]
sources = st.sampled_from([source for case in known for source in case["cells"]])
cells = st.one_of(sources, st.text("ab(1)[]{}\"'\\#:,.= \n\tf%!é", max_size=40))
errors = st.sampled_from([case["error"] for case in known]) | st.text(max_size=40)
live = {"df": {"type": "pandas.core.frame.DataFrame", "keys": ["a", "b"], "members": ["head"]}}
columns = st.none() | st.tuples(st.integers(0, 60), st.integers(0, 60))
places = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), columns), max_size=3)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(cells, min_size=1, max_size=4), errors, places)
async def test_any_failure_has_suspects_and_sound_candidates(
    texts: list[str], error: str, found: list[tuple[int, int, tuple[int, int] | None]]
) -> None:
    name, _, value = error.partition(": ")
    frames = tuple(
        Frame(f"c{cell}", None, "", line, columns=columns) for cell, line, columns in found
    )
    document = notebook(*texts, kernel="k")
    objects = LiveObjects(live)
    told = failure(document, Raised(name, value, frames), namespace=objects.namespace)
    blamed = [suspect.cell for suspect in suspects(told)]
    assert told.cell in blamed
    assert len(blamed) == len(set(blamed)) <= MOST
    for repair in await propose(told, objects):
        if isinstance(repair, Candidate):
            assert all(told.source(cell) != text for cell, text in repair.edits.items())
