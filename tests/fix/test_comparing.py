"""A candidate beside what a rule repairs."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.candidate import Candidate, Origin
from jupyter_codeintel.fix.comparing import accounted_for, compared
from jupyter_codeintel.fix.effects import leaves_the_same
from jupyter_codeintel.fix.gate.objection import doubt
from jupyter_codeintel.namespace import Variable
from jupyter_codeintel.trial import CellRun, Left, Verdict
from tests.fix.failing import failure, notebook, raised

How = Literal["new", "rebound", "changed", "deleted"]
FAILED = failure(
    notebook("data = [1, 2]", "total = sum(dta)\nprint(total)", "good = total > 0\nprint(good)"),
    raised("NameError", ""),
    cell="c1",
)


def ran(
    digest: str | None,
    shown: str = "",
    *,
    below: str = "",
    type_: str = "int",
    how: How = "new",
    name: str = "total",
) -> Verdict:
    """Return a pass that leaves ``total``, or another name, with what the cells print."""
    runs = tuple(
        CellRun(cell, "passed", ({"output_type": "stream", "name": "stdout", "text": text},))
        for cell, text in (("c1", shown), ("c2", below))
        if text
    )
    left = {name: Left(how, Variable(name, type_), digest)}
    return Verdict("passed", "fork", runs, left=left)


def tried(verdict: Verdict, origin: Origin = "model") -> Attempt:
    return Attempt(Candidate({"c1": "total = sum(data)"}, origin, "the name"), verdict)


def kinds(candidate: Verdict, rule: Verdict) -> list[str]:
    return [one.kind for one in compared(FAILED, tried(candidate), [tried(rule, "rule")])]


def test_other_values_are_doubted_with_what_the_rule_says() -> None:
    (found,) = compared(FAILED, tried(ran("b")), [tried(ran("a"), "rule")])

    assert (found.kind, found.severity) == ("others", "doubt")
    assert "the name" in found.text


@pytest.mark.parametrize(
    ("candidate", "rule"),
    [
        (ran("a"), ran("a")),
        (ran("b", "3"), ran("a", "3")),  # printed alike
        (ran("b", type_="str"), ran("a", type_="str")),  # laid out otherwise
        (ran("b", type_="float"), ran("a")),  # another kind of the same, perhaps
        (ran(None), ran("a")),
        (ran("b", "x", below="True", type_="pandas.Series"),
         ran("a", "y", below="True", type_="pandas.Series")),
        (Verdict("failed", "fork"), ran("a")),
        (ran("b"), Verdict("failed", "fork")),
    ],
)  # fmt: skip
def test_what_may_be_the_same_is_not(candidate: Verdict, rule: Verdict) -> None:
    assert kinds(candidate, rule) == []


def test_a_number_is_doubted_though_a_cell_below_prints_the_same() -> None:
    assert kinds(ran("b", below="True"), ran("a", below="True")) == ["others"]


@pytest.mark.parametrize(
    ("shown", "known", "expected"),
    [
        ("best value: 41", "best value: 42", ["others"]),
        ("a 1\nb 2", "a 1\nb 3", ["others"]),
        ("mean 3.142", "mean 3.14", []),
        ("total 1200.0", "total 1,200", []),
        ("mean 3.15", "mean 3.14", ["others"]),
        ("the best is 41", "best value: 42", []),  # another sentence, which may count otherwise
        ("done", "done", []),
    ],
)
def test_numbers_that_only_are_printed_are_compared_between_the_same_words(
    shown: str, known: str, expected: list[str]
) -> None:
    assert kinds(ran(None, shown), ran(None, known)) == expected


def test_what_a_clock_tells_is_not_compared() -> None:
    clock = "start = time()\nprint(sum(dta), time() - start)"
    timed = failure(notebook("data = [1, 2]", clock), raised("NameError", ""), cell="c1")
    attempts = [tried(ran(None, shown)) for shown in ("3 0.25", "3 0.75")]
    rule = replace(attempts[1], candidate=replace(attempts[1].candidate, origin="rule"))
    assert list(compared(timed, attempts[0], [rule])) == []


def test_a_table_may_have_values_of_another_type_where_the_same_numbers_are_printed() -> None:
    candidate = ran("b", "tea 4\nmilk 2", type_="pandas.DataFrame")
    rule = ran("a", "tea 4.0\nmilk 2.0", type_="pandas.DataFrame")
    assert kinds(candidate, rule) == []


def test_a_value_that_was_there_before_is_compared_once_it_is_made_anew() -> None:
    assert kinds(ran("b", how="rebound"), ran("a", how="rebound")) == ["others"]
    assert kinds(ran("b", how="changed"), ran("a", how="changed")) == []


def test_what_a_cell_below_makes_is_compared_if_it_ran() -> None:
    one, other = (ran(digest, below=digest, name="good") for digest in ("b", "a"))

    assert kinds(one, other) == ["others"]
    assert kinds(ran("b", name="good"), ran("a", name="good")) == []


def test_only_what_a_rule_repairs_without_a_doubt_counts() -> None:
    doubted = Attempt(Candidate({}, "rule"), ran("a"), (doubt("small", "It is doubted."),))

    assert list(compared(FAILED, tried(ran("b")), [doubted, tried(ran("a"))])) == []


def test_of_several_repairs_one_that_leaves_the_same_is_enough() -> None:
    rules = [tried(ran("a"), "rule"), tried(ran("b"), "rule")]

    assert list(compared(FAILED, tried(ran("b")), rules)) == []
    assert len(list(compared(FAILED, tried(ran("c")), rules))) == 1


def test_rules_are_not_compared() -> None:
    assert list(compared(FAILED, tried(ran("b"), "rule"), [tried(ran("a"), "rule")])) == []


@pytest.mark.parametrize(
    ("candidate", "rule", "left"),
    [
        (ran("a"), ran("a"), {"drops"}),
        (ran(None, "3"), ran(None, "3"), {"drops"}),
        (ran("b"), ran("a"), {"drops", "unexplained"}),
        (ran(None), ran(None), {"drops", "unexplained"}),  # both unknown
        (ran("a"), Verdict("failed", "fork"), {"drops", "unexplained"}),
        (Verdict("failed", "fork"), ran("a"), {"drops", "unexplained"}),
    ],
)
def test_what_leaves_just_what_a_rule_leaves_needs_no_reasons(
    candidate: Verdict, rule: Verdict, left: set[str]
) -> None:
    objections = (doubt("unexplained", "It adds 3."), doubt("drops", "It uses less."))
    attempt = Attempt(tried(candidate).candidate, candidate, objections)

    assert {one.kind for one in accounted_for(FAILED, attempt, [tried(rule, "rule")])} == left


def test_what_is_not_used_any_more_needs_no_reason_where_nothing_else_lacks_one() -> None:
    unused, new = doubt("unused", "It does not use n."), doubt("unexplained", "It adds 3.")
    rules = [tried(ran("a"), "rule")]

    assert accounted_for(FAILED, replace(tried(ran("a")), objections=(unused,)), rules) == ()
    assert accounted_for(FAILED, replace(tried(ran("a")), objections=(unused, new)), rules) == (
        unused,
    )


def test_what_is_left_out_is_not_wanted_where_a_rule_leaves_the_same() -> None:
    objections = (doubt("leaves_out", "It may leave out data."), doubt("drops", "It uses less."))
    attempt = replace(tried(ran("a")), objections=objections)

    assert accounted_for(FAILED, attempt, [tried(ran("a"), "rule")]) == objections[1:]
    assert accounted_for(FAILED, attempt, [tried(ran("b"), "rule")]) == objections


def test_what_failed_may_go_where_nothing_else_is_said_against_what_stands_for_it() -> None:
    gone, new = doubt("deletes", "It takes out what failed."), doubt("chooses", "It adds 3.")
    rules = [tried(ran("a"), "rule")]

    assert accounted_for(FAILED, replace(tried(ran("a")), objections=(gone,)), rules) == ()
    assert accounted_for(FAILED, replace(tried(ran("b")), objections=(gone,)), rules) == (gone,)
    both = (gone, new)
    assert accounted_for(FAILED, replace(tried(ran("a")), objections=both), rules) == both


@pytest.mark.parametrize(("shape", "found"), [((3,), []), ((1, 3), []), ((2,), ["others"])])
def test_a_column_is_not_compared_with_as_many_in_a_row(
    shape: tuple[int, ...], found: list[str]
) -> None:
    column, row = (
        replace(
            ran(digest), left={"total": Left("new", Variable("total", "ndarray", shape=of), digest)}
        )
        for digest, of in (("a", (3, 1)), ("b", shape))
    )

    assert kinds(row, column) == found


def test_what_only_a_loop_sets_and_reads_may_have_no_counterpart() -> None:
    """A loop may be written as one call, which sets less."""
    loop = "found = []\nfor at in (0, 1):\n    part = dta[at]\n    found.append(part)"
    looped = failure(notebook("data = [1, 2]", loop), raised("NameError", ""), cell="c1")
    found, part = (Left("new", Variable(name, "int"), "a") for name in ("found", "part"))
    one, rule = (
        Attempt(Candidate({"c1": text}, "model"), Verdict("passed", "fork", left=left))
        for text, left in (
            ("found = list(data)", {"found": found}),
            (loop.replace("dta", "data"), {"found": found, "part": part}),
        )
    )

    assert leaves_the_same(looped, one, rule)
    assert not leaves_the_same(FAILED, one, rule)
