"""Every rule on failures that it knows, and on some that only look like them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import code
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.repairs.case import Repair
from jupyter_codeintel.fix.repairs.propose import MOST, propose
from tests.fix.failing import failure, notebook, raised
from tests.fix.repairs.live_objects import LiveObjects

CASES = Path(__file__).parents[2] / "cases" / "repairs"

Case = dict[str, Any]


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.parent.name}/{file.stem}: {case['name']}")
        for file in sorted(CASES.glob("*/*.toml"))
        for case in tomllib.loads(file.read_text("utf-8"))["case"]
    ]


def _failure(case: Case, live: LiveObjects) -> Failure:
    document = notebook(*case["cells"], kernel="k")
    name, _, value = case["error"].partition(": ")
    failing = case.get("fails", f"c{len(case['cells']) - 1}")
    document = replace(
        document,
        cells=tuple(
            replace(cell, execution_count=None, executed_source=None)
            if cell.id in case.get("not_run", ())
            else cell
            for cell in document.cells
        ),
    )
    lines = {cell.id: cell.source.split("\n") for cell in document.cells}
    places = [
        (cell, line, function, lines[cell][line - 1])
        for cell, line, function in case.get("frames", [[failing, case.get("line", 1), "<module>"]])
    ]
    error = replace(raised(name, value, *places), attributes=case.get("attributes", {}))
    goal = case.get("goal", "")
    return failure(document, error, goal=goal, namespace=live.namespace, cell=failing)


async def _proposed(case: Case) -> list[Repair]:
    live = LiveObjects(case.get("live", {}))
    return await propose(_failure(case, live), live)


@pytest.mark.parametrize("case", _cases())
async def test_what_is_proposed(case: Case) -> None:
    found = await _proposed(case)
    assert len(found) <= MOST
    candidates = [one for one in found if isinstance(one, Candidate)]
    for one in candidates:
        _assert_sound(one)
    if "command" in case:
        assert [getattr(one, "command", None) for one in found] == [case["command"]]
    elif "first" in case:
        assert candidates
        assert candidates[0].edits == case["first"]
        assert candidates[0].rerun == tuple(case.get("rerun", ()))
    else:
        assert found == []
    for other in case.get("also", ()):
        assert other in [dict(one.edits) for one in candidates[1:]]


def _assert_sound(candidate: Candidate) -> None:
    """Every candidate is Python, and says what it does."""
    assert candidate.origin == "rule"
    assert candidate.says
    assert candidate.kind
    assert all(code(text).error is None for text in candidate.edits.values())


def test_every_rule_has_cases() -> None:
    names = {file.relative_to(CASES).with_suffix("") for file in CASES.glob("*/*.toml")}
    rules = CASES.parents[2] / RULES
    modules = {file.relative_to(rules).with_suffix("") for file in rules.glob("*/[!_]*.py")}
    assert {str(one) for one in modules - names} == SHARED
    assert names <= modules


RULES = "jupyter_codeintel/fix/repairs"
SHARED = {
    "arrays/keyed_values", "arrays/row_words", "calls/differentiating", "calls/root_searches",
    "dates/date_texts", "dates/moments", "dates/own_zones", "dates/times",
    "files/sql_clauses", "files/sql_reading",
    "learning/base_uses", "learning/base_words", "learning/form_sources", "learning/made_from",
    "learning/made_of",
    "learning/scaled", "learning/second_forms", "loops/cycles", "loops/item_uses",
    "loops/iterators", "loops/lengths",
    "names/starts",
    "renamed/appending", "syntax/brackets", "syntax/indentation", "syntax/statements",
    "tables/columns_and_rows", "tables/joined", "tables/kinds", "tables/lookups",
    "tables/rows_that_count", "tables/tables_made", "tables/unique_checks",
    "texts/one_form", "texts/pattern_parts", "texts/used_patterns", "values/degree_names",
    "values/heap_entries", "values/limit_words",
    "values/share_ways", "values/straight_lines", "values/worked_out",
    "values/written_numbers",
}  # fmt: skip
"""Modules that rules share, or that are a part of one."""
