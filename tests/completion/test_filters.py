"""Filters: data files, and what must hold for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.completion import filters
from jupyter_codeintel.completion.shaping import finished, is_complete, unfinished
from jupyter_codeintel.completion.situation import Multiline, Situation, observe

CASES = Path(__file__).parent.parent / "cases" / "filters"

code = st.text("ab(1)[]{}\"'\\#:,.= \n\tf%!é", max_size=60)
multiline: st.SearchStrategy[Multiline] = st.sampled_from(["auto", "never", "always"])


Case = dict[str, Any]


def _cases(*names: str) -> list[Any]:
    return [
        pytest.param({"filter": name, **case}, id=f"{name}: {case['name']}")
        for name in names
        for case in tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    ]


def _place(case: Case) -> Situation:
    prefix, _, suffix = case["at"].partition("|")
    return observe(prefix, suffix, case.get("multiline", "auto"))


@pytest.mark.parametrize("case", _cases("shaping"))
def test_shaping(case: Case) -> None:
    place = _place(case)

    assert finished(case["raw"], place, truncated="truncated" in case) == case["shown"]


@pytest.mark.parametrize("case", _cases("shaping"))
def test_streaming_grows_towards_what_is_shown(case: Case) -> None:
    place = _place(case)
    shown = ""
    for end in range(len(case["raw"]) + 1):
        text = unfinished(case["raw"][:end], place)
        assert text.startswith(shown)
        shown = text
        if is_complete(case["raw"][:end], place):
            break
    if case["shown"]:
        assert case["shown"].startswith(shown)


@pytest.mark.parametrize(
    "case",
    _cases(
        "without_suffix",
        "without_line_above",
        "without_runaway",
        "balanced",
        "without_trailing_space",
        "parsing",
    ),
)
def test_filter(case: Case) -> None:
    assert getattr(filters, case["filter"])(case["raw"], _place(case)) == case["shown"]


@given(code, code, code, multiline)
def test_what_is_shown_is_a_head_of_the_text(
    prefix: str, suffix: str, raw: str, mode: Multiline
) -> None:
    place = observe(prefix, suffix, mode)

    assert raw.startswith(unfinished(raw, place))
    assert raw.startswith(finished(raw, place))
    assert raw.startswith(finished(raw, place, truncated=True))


@given(code, code, code, multiline)
def test_what_is_shown_never_repeats_what_follows(
    prefix: str, suffix: str, raw: str, mode: Multiline
) -> None:
    place = observe(prefix, suffix, mode)

    shown = finished(raw, place)

    assert filters.without_suffix(shown, place) == shown


@given(code, code, code)
def test_a_single_line_is_balanced(prefix: str, suffix: str, raw: str) -> None:
    place = observe(prefix, suffix, "never")

    shown = finished(raw, place)

    assert "\n" not in shown
    assert filters.balanced(shown, place) == shown


@given(st.text(), st.text(), st.text(), multiline)
def test_no_text_makes_it_fail(prefix: str, suffix: str, raw: str, mode: Multiline) -> None:
    place = observe(prefix, suffix, mode)

    finished(raw, place)
    unfinished(raw, place)
    is_complete(raw, place)


def test_deep_indentation_is_no_repetition() -> None:
    place = observe("ax.annotate(label,", ")", "always")

    text = "\n" + " " * 24 + "arrowprops=None"
    assert filters.without_runaway(text, place) == text
