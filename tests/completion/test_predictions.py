"""The type-through cache."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.completion.predictions import Prediction, Predictions

short = st.text("ab", max_size=6)


def test_the_longest_rest_is_found() -> None:
    predictions = Predictions()
    predictions.add(Prediction("x", "", "abc", ended=True))
    predictions.add(Prediction("xab", "", "cdef", ended=True))

    match = predictions.match("xab", "")

    assert match is not None
    assert match[1] == "cdef"


def test_the_latest_prediction_for_a_place_counts() -> None:
    predictions = Predictions()
    predictions.add(Prediction("x", "", "old text", ended=True))
    predictions.add(Prediction("x", "", "new", ended=True))

    match = predictions.match("x", "")

    assert match is not None
    assert match[1] == "new"
    assert len(predictions) == 1


def test_it_keeps_what_was_used_last() -> None:
    predictions = Predictions(limit=2)
    for before in "ab":
        predictions.add(Prediction(before, "", "!", ended=True))
    assert predictions.match("a", "")

    predictions.add(Prediction("c", "", "!", ended=True))

    assert predictions.match("a", "")
    assert not predictions.match("b", "")


@given(short, short, short, short)
def test_a_match_continues_what_was_predicted(
    before: str, predicted: str, after: str, typed: str
) -> None:
    predictions = Predictions()
    predictions.add(Prediction(before, after, predicted, ended=True))

    match = predictions.match(before + typed, after)

    assert (match is not None) == predicted.startswith(typed)
    if match:
        assert typed + match[1] == predicted
    assert predictions.match(before + typed, after + "x") is None
