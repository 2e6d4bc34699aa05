"""Texts that are made of what others wrote."""

from __future__ import annotations

import pytest

from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.fix.events import Edit, Evidence, Proposal, Step
from jupyter_codeintel.ipython.answer_view import without_html
from jupyter_codeintel.ipython.fix_view import FixPage
from jupyter_codeintel.ipython.magics import unquoted
from jupyter_codeintel.ipython.questions import protect_question
from jupyter_codeintel.ipython.repaired import repaired_text
from jupyter_codeintel.ipython.session_log import is_ours

EVIL = "<img src=x onerror=alert(1)>"
FENCED = f"```html\n{EVIL}\n```"
SHOWN = EVIL.replace("<", "&lt;")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (EVIL, SHOWN),
        (f"a `{EVIL}` b", f"a `{EVIL}` b"),
        (FENCED, FENCED),
        (f"{FENCED}\n{EVIL}", f"{FENCED}\n{SHOWN}"),
        (f"```\n{EVIL}", f"```\n{EVIL}"),  # a fence that is never closed goes on to the end
        (f"x ```{EVIL}", f"x ```{SHOWN}"),
        (f"` {EVIL} ``", f"` {SHOWN} ``"),
        (f"`a\n{EVIL}`", f"`a\n{SHOWN}`"),
        ("a && b &lt; c", "a &amp;&amp; b &amp;lt; c"),
    ],
)
def test_html_of_a_model_shows_as_text(text: str, shown: str) -> None:
    assert without_html(text) == shown


def test_a_fix_in_html_is_escaped_everywhere() -> None:
    page = FixPage()
    page.tell(Step(1, "try", f"Trying: {EVIL}", "failed", EVIL))
    evidence = Evidence("fork", files=(EVIL,), reasons=(EVIL,))
    page.tell(Proposal("runs", EVIL, (Edit(EVIL, EVIL, f"{EVIL}2"),), (EVIL,), evidence))
    page.say(EVIL)
    assert "<img" not in page.html()
    assert page.html().count("&lt;img") == 10
    assert f"+{EVIL}2" in page.text()


def test_several_cells_become_one_in_the_order_they_run() -> None:
    sources = ("rate = '2'", "n = 3", "rate * n\n")
    cells = tuple(Cell(f"c{place}", "code", text) for place, text in enumerate(sources))
    edits = (Edit("c0", "rate = '2'", "rate = 2"),)
    proposal = Proposal("verified", "", edits, ("c0", "c2"), Evidence("fork"))
    assert repaired_text(Document("a", cells=cells), proposal) == "rate = 2\n\nrate * n"
    only_edited = Proposal("verified", "", edits, ("c2",), Evidence("fork"))
    assert repaired_text(Document("a", cells=cells), only_edited) == "rate = 2\n\nrate * n"


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("%ask what is x?\n", "get_ipython().run_line_magic('ask', 'what is x?')\n"),
        ("%ask what is 'x'\n", "%ask what is 'x'\n"),
        ("%ask a?\nx = 1\n", "%ask a?\nx = 1\n"),
        ("x?\n", "x?\n"),
        ("%%ask\nwhat is x?\n", "%%ask\nwhat is x?\n"),
    ],
)
def test_a_question_is_no_wish_for_help(cell: str, seen: str) -> None:
    assert "".join(protect_question(cell.splitlines(keepends=True))) == seen


def test_cells_that_only_call_the_magics_are_left_out() -> None:
    ours = ("%fix", " %%ask\nwhat?", "%ask x", "%load_ext jupyter_codeintel", "%codeintel", "fix")
    assert all(map(is_ours, ours))
    assert not any(map(is_ours, ("fix = 1", "%time fix()", "asking", "explain_all()")))


def test_quotes_around_an_argument_are_not_part_of_it() -> None:
    assert unquoted("'the sum'") == unquoted('"the sum"') == unquoted(" the sum ") == "the sum"
