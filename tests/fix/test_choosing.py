"""Which candidate is shown, and how far it is trusted."""

from __future__ import annotations

from jupyter_codeintel.fix.attempt import UNTRIED, Attempt
from jupyter_codeintel.fix.candidate import Candidate, Origin
from jupyter_codeintel.fix.choosing import Choice, choose
from jupyter_codeintel.fix.gate.objection import doubt, refuse
from jupyter_codeintel.namespace import Variable
from jupyter_codeintel.trial import CellRun, Left, Verdict
from tests.fix.failing import failure, notebook, raised

MADE = failure(
    notebook("data = [1, 2]", "total = sum(data) / '2'\nprint(total)", "share = 1 / total"),
    raised("TypeError", ""),
    cell="c1",
)
SHOWN = failure(notebook("show(1 / '2')"), raised("TypeError", ""))
SHORT, LONG = "model:short", "model:notebook"


def passed(digest: str = "a", *runs: CellRun, output: str = "") -> Verdict:
    """Return a pass that leaves ``total`` with a value."""
    shown = ({"output_type": "stream", "name": "stdout", "text": output},) if output else ()
    variable = Variable("total", "float", value=None)
    left = {"total": Left("new", variable, digest)} if digest else {}
    return Verdict("passed", "fork", (CellRun("c1", "passed", shown), *runs), left=left)


def attempt(text: str, verdict: Verdict, *by: str, origin: Origin = "model") -> Attempt:
    return Attempt(Candidate({"c1": text}, origin), verdict, (), list(by or (SHORT,)))


def chosen(*attempts: Attempt) -> Choice:
    choice = choose(MADE, attempts)
    assert choice is not None
    return choice


def test_nothing_that_ran_is_nothing_to_show() -> None:
    assert choose(MADE, []) is None
    assert choose(MADE, [attempt("x", Verdict("failed", "fork"))]) is None


def test_a_rule_that_runs_is_verified() -> None:
    choice = chosen(attempt("total = sum(data) / 2", passed(), origin="rule"))
    assert (choice.badge, choice.settled) == ("verified", True)


def test_of_two_rules_the_more_certain_one_is_shown() -> None:
    certain = attempt("total = sum(data) / float('2')", passed("a"), origin="rule")
    shorter = attempt("total = sum(data)", passed("b"), origin="rule")
    assert chosen(certain, shorter).attempt is certain


def test_a_single_answer_that_runs_is_not() -> None:
    choice = chosen(attempt("total = sum(data) / 2", passed()))
    assert (choice.badge, choice.settled) == ("runs", False)
    assert choice.reasons[0] == "Nothing shows that it does what was meant."


def test_answers_of_two_prompts_that_agree_are_verified() -> None:
    one = attempt("total = sum(data) / 2\nprint(total)", passed("a"), SHORT, SHORT)
    other = attempt("total = sum(data)\ntotal /= 2\nprint(total)", passed("a"), LONG)
    choice = chosen(one, other)
    assert (choice.badge, choice.attempt) == ("verified", one)
    assert "3 of 3 answers that ran leave the same behind." in choice.reasons


def test_the_same_text_from_two_prompts_agrees_too() -> None:
    assert chosen(attempt("x", passed(), SHORT, LONG, SHORT)).badge == "verified"


def test_the_same_text_from_one_prompt_does_not() -> None:
    assert chosen(attempt("x", passed(), SHORT, SHORT, SHORT)).badge == "runs"


def test_answers_that_disagree_are_not_verified() -> None:
    one = attempt("x", passed("a"), SHORT, LONG, SHORT)
    other = attempt("y", passed("b"), SHORT, LONG, SHORT)
    assert chosen(one, other).badge == "runs"


def test_an_example_that_holds_is_enough() -> None:
    verdict = passed("a", CellRun("check:1", "passed"))
    assert chosen(attempt("x", verdict)).badge == "verified"


def test_an_example_that_does_not_hold_is_not() -> None:
    verdict = passed("a", CellRun("check:1", "passed"), CellRun("check:2", "failed"))
    assert chosen(attempt("x", verdict)).badge == "runs"


def test_little_changed_and_used_below_takes_two() -> None:
    verdict = passed("a", CellRun("c2", "passed"))
    text = "total = sum(data) / 2\nprint(total)"
    assert chosen(attempt(text, verdict, SHORT)).badge == "runs"
    assert chosen(attempt(text, verdict, SHORT, LONG)).badge == "verified"
    assert chosen(attempt("t = data\n" * 9 + text, verdict, SHORT, LONG)).badge == "runs"


def test_a_doubt_lowers_the_badge() -> None:
    doubted = attempt("x", passed(), SHORT, LONG, SHORT)
    doubted.objections = (doubt("large", "Much is changed."),)
    choice = chosen(doubted)
    assert (choice.badge, choice.reasons[0]) == ("runs", "Much is changed.")


def test_what_is_refused_is_never_shown() -> None:
    refused = attempt("x", passed(), SHORT, LONG, SHORT)
    refused.objections = (refuse("swallows", "It hides the error."),)
    assert choose(MADE, [refused]) is None


def test_the_smaller_edit_is_shown() -> None:
    large = attempt("y = 2\ntotal = sum(data) / y\nprint(total)", passed())
    small = attempt("total = sum(data) / 2\nprint(total)", passed())
    assert chosen(large, small).attempt is small


def test_variables_of_a_candidates_own_do_not_divide() -> None:
    helped = passed("a")
    left = {**helped.left, "helper": Left("new", None, "h")}
    one = attempt("x", Verdict("passed", "fork", helped.runs, left=left), SHORT, SHORT)
    assert chosen(one, attempt("y", passed("a"), LONG)).badge == "verified"


def test_without_variables_the_outputs_are_compared() -> None:
    def shown(text: str, output: str, by: str) -> Attempt:
        outputs = ({"output_type": "stream", "name": "stdout", "text": output},)
        verdict = Verdict("passed", "fork", (CellRun("c0", "passed", outputs),))
        return Attempt(Candidate({"c0": text}, "model"), verdict, (), [by] * 2)

    same = choose(
        SHOWN, [shown("x", "<at 0x7f00aa11>", SHORT), shown("y", "<at 0x7f00bb22>", LONG)]
    )
    other = choose(SHOWN, [shown("x", "1", SHORT), shown("y", "2", LONG)])
    assert same is not None
    assert other is not None
    assert (same.badge, other.badge) == ("verified", "runs")


def test_what_could_not_be_tried_is_unverified() -> None:
    choice = chosen(attempt("x", UNTRIED))
    assert (choice.badge, choice.settled) == ("unverified", True)
    denied = Verdict("inconclusive", "fork", reason="It wants the network.")
    choice = chosen(attempt("x", denied))
    assert (choice.badge, choice.settled) == ("unverified", False)
    assert "It wants the network." in choice.reasons


def test_asserts_that_hold_now_are_enough() -> None:
    asserted = failure(
        notebook("def double(n):\n    return n", "assert double(2) == 4"),
        raised("AssertionError", ""),
    )
    verdict = Verdict("passed", "fork", (CellRun("c1", "passed"),))
    fixed = Attempt(Candidate({"c0": "def double(n):\n    return 2 * n"}, "model"), verdict)
    weakened = Attempt(Candidate({"c1": "assert double(2)"}, "model"), verdict)
    assert choose(asserted, [fixed]).badge == "verified"  # type: ignore[union-attr]
    assert choose(asserted, [weakened]).badge == "runs"  # type: ignore[union-attr]


def test_values_that_are_too_large_to_compare_are_told_apart_by_what_is_shown() -> None:
    def large(text: str, output: str, by: str) -> Attempt:
        verdict = passed("", output=output)
        left = {"total": Left("new", Variable("total", "numpy.ndarray", shape=(9**9,)))}
        return attempt(text, Verdict("passed", "fork", verdict.runs, left=left), by, by)

    assert chosen(large("x", "[1 2]", SHORT), large("y", "[1 2]", LONG)).badge == "verified"
    assert chosen(large("x", "[1 2]", SHORT), large("y", "[2 1]", LONG)).badge == "runs"
