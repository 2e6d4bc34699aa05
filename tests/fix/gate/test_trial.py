"""What a trial says against a candidate, and the badge that comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_codeintel.context.notebook import CellError
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.badge import badge
from jupyter_codeintel.fix.gate.objection import doubt, refuse
from jupyter_codeintel.fix.gate.trial import trial_objections
from jupyter_codeintel.namespace import Namespace, Variable
from jupyter_codeintel.trial import CellRun, Left, Raised, Status, Verdict
from tests.fix.failing import failure, notebook, raised

FRAME = "pandas.core.frame.DataFrame"
CANDIDATE = Candidate({"c1": "small = big.query('a > 1')\nsmall"}, "model")


def _failure(*, ran: bool = False, below: str = "small.sum()") -> Failure:
    """Return a failure with one cell below, which has run or has not."""
    document = notebook("big = load()", "small = big.quer('a > 1')\nsmall", below)
    cells = list(document.cells)
    cells[1] = replace(cells[1], error=CellError("AttributeError", ""))
    if not ran:
        cells[2] = replace(cells[2], execution_count=None, executed_source=None)
    names = Namespace({"small": Variable("small", FRAME, shape=(3, 2))})
    document = replace(document, cells=tuple(cells))
    return failure(document, raised("AttributeError", ""), namespace=names, cell="c1")


def _verdict(**left: Variable | None) -> Verdict:
    found = {
        name: Left("deleted" if variable is None else "rebound", variable)
        for name, variable in left.items()
    }
    return Verdict("passed", "fork", (CellRun("c1", "passed"),), left=found)


def _said(
    verdict: Verdict, before: Verdict | None = None, *, ran: bool = False
) -> list[tuple[str, str]]:
    found = trial_objections(_failure(ran=ran), CANDIDATE, verdict, before)
    return [(objection.kind, objection.severity) for objection in found]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (Variable("small", FRAME, shape=(1, 2)), []),
        (Variable("small", FRAME, shape=(0, 2)), [("empty", "refuse")]),
        (Variable("small", "NoneType"), [("none", "refuse")]),
        (Variable("small", "int", value="4"), [("kinds", "doubt")]),
        (None, [("names", "refuse")]),
    ],
)
def test_a_variable_that_was_something(now: Variable | None, expected: list[object]) -> None:
    assert _said(_verdict(small=now)) == expected


def test_a_column_without_any_value_is_in_doubt() -> None:
    left = {"small": Left("rebound", Variable("small", FRAME, shape=(1, 2)), blank=("price",))}
    found = replace(_verdict(), left=left)
    assert _said(found) == [("empty", "doubt")]


def test_a_column_that_is_the_same_for_all_rows_now_is_in_doubt() -> None:
    left = {"small": Left("rebound", Variable("small", FRAME, shape=(3, 2)), even=("price",))}
    found = replace(_verdict(), left=left)
    assert _said(found) == [("even", "doubt")]


def test_a_file_that_a_cell_below_writes_is_no_doubt() -> None:
    below = 'plt.savefig("small.png")'
    verdict = replace(_verdict(), files=("/home/ada/small.png",))
    other = replace(_verdict(), files=("/home/ada/other.png",))
    case = _failure(below=below)
    assert trial_objections(case, CANDIDATE, verdict) == ()
    assert [one.kind for one in trial_objections(case, CANDIDATE, other)] == ["files"]


def test_a_result_that_is_new_and_has_nothing_in_it_is_in_doubt() -> None:
    case = replace(_failure(), namespace=None)

    none = trial_objections(case, CANDIDATE, _verdict(small=Variable("small", "NoneType")))
    empty = trial_objections(case, CANDIDATE, _verdict(small=Variable("small", "list", length=0)))

    assert [(one.kind, one.severity) for one in (*none, *empty)] == [
        ("none", "doubt"),
        ("empty", "doubt"),
    ]


@pytest.mark.parametrize(("ran", "expected"), [(True, "refuse"), (False, "doubt")])
def test_a_later_cell_that_fails(ran: bool, expected: str) -> None:
    failed = CellRun("c2", "failed", error=Raised("TypeError", "no sum"))
    verdict = Verdict("passed", "fork", (CellRun("c1", "passed"), failed))

    assert _said(verdict, ran=ran) == [("later", expected)]


def test_a_later_cell_that_fails_for_reasons_of_its_own_says_nothing() -> None:
    error = Raised("NameError", "", names=("NameError",), attributes={"name": "other"})
    failed = CellRun("c2", "failed", error=error)
    verdict = Verdict("passed", "fork", (CellRun("c1", "passed"), failed))

    assert trial_objections(_failure(below="other + small"), CANDIDATE, verdict) == ()
    assert trial_objections(_failure(below="elsewhere"), CANDIDATE, verdict) == ()


def test_only_warnings_that_are_new_count() -> None:
    text = "<x>:1: SettingWithCopyWarning: \nA value\n"
    output = {"output_type": "stream", "name": "stderr", "text": text}
    warned = Verdict("passed", "fork", (CellRun("c1", "passed", (output,)),))

    assert _said(warned) == [("warns", "doubt")]
    assert _said(warned, warned) == []


def test_an_empty_result_and_new_files_are_in_doubt() -> None:
    output = {"output_type": "execute_result", "data": {"text/plain": "Empty DataFrame\nColumns:"}}
    runs = (CellRun("c1", "passed", (output,)),)

    assert _said(Verdict("passed", "fork", runs)) == [("empty", "doubt")]
    assert _said(Verdict("passed", "fork", files=("/w/out.csv",))) == [("files", "doubt")]


def test_an_example_that_does_not_hold_is_told() -> None:
    failed = CellRun("check:1", "failed", error=Raised("AssertionError", "f(1) should give 2"))

    assert _said(Verdict("passed", "fork", (failed,))) == [("examples", "doubt")]


PASSED = Verdict("passed", "fork", (CellRun("c1", "passed"), CellRun("check:1", "passed")))


def test_what_speaks_against_a_candidate_comes_first_and_what_for_it_last() -> None:
    worded, reasons = badge([doubt("a", "Small doubt."), refuse("b", "No repair.")], PASSED)

    assert worded == "runs"
    assert reasons[:2] == ("No repair.", "Small doubt.")
    assert reasons[2].startswith("The cell ran to its end")
    assert badge([], PASSED) == ("verified", reasons[2:])


@pytest.mark.parametrize("status", ["failed", "timeout", "deadlock", "died", "inconclusive"])
def test_what_did_not_pass_is_not_verified(status: Status) -> None:
    worded, reasons = badge([], Verdict(status, reason="the network is closed"))

    assert worded == "unverified"
    assert reasons[-1] == "the network is closed"
    assert all(reasons)


def test_what_was_not_tried_is_not_verified() -> None:
    assert badge([], None) == ("unverified", ("It could not be tried.",))
