"""Text assembly: whole characters and stop strings, however the bytes are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.engine.text import TextStream


def test_a_stop_string_over_two_pieces_is_never_shown() -> None:
    stream = TextStream(["END"])
    assert stream.feed(b"one E") == "one "
    assert stream.feed(b"ND two") == ""
    assert stream.stopped
    assert stream.finish() == ""


def test_text_that_only_looked_like_a_stop_is_released() -> None:
    stream = TextStream(["END"])
    assert stream.feed(b"E") == ""
    assert stream.feed(b"x") == "Ex"
    assert stream.finish() == ""


@given(st.text(), st.lists(st.integers(1, 4)), st.lists(st.text(min_size=1, max_size=3)))
def test_the_text_is_what_precedes_the_first_stop(
    text: str, cuts: list[int], stops: list[str]
) -> None:
    data = text.encode()
    stream = TextStream(stops)
    out = ""
    while data and not stream.stopped:
        n = cuts.pop() if cuts else len(data)
        out += stream.feed(data[:n])
        data = data[n:]
    out += stream.finish()
    assert out == text[: len(out)]
    if stream.stopped:
        assert any(text[len(out) :].startswith(stop) for stop in stops)
    else:
        assert out == text
