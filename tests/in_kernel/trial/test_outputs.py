"""What messages become as outputs of a cell."""

from __future__ import annotations

from typing import Any

from jupyter_codeintel.in_kernel.trial.outputs import Outputs


def shown(text: str, name: str | None = None) -> dict[str, Any]:
    transient = {} if name is None else {"display_id": name}
    return {"data": {"text/plain": text}, "metadata": {}, "transient": transient}


def texts(outputs: list[dict[str, Any]]) -> list[str]:
    return [one["text"] if "text" in one else one["data"]["text/plain"] for one in outputs]


def test_text_of_one_stream_is_joined() -> None:
    outputs = Outputs(100)
    for name, text in (("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d")):
        outputs.message("stream", {"name": name, "text": text})
    assert texts(outputs.taken()) == ["ab", "c", "d"]
    assert outputs.taken() == []


def test_clearing_may_wait_for_what_comes_next() -> None:
    outputs = Outputs(100)
    outputs.stream("stdout", "a")
    outputs.message("clear_output", {"wait": True})
    outputs.message("status", {})
    outputs.stream("stdout", "b")
    assert texts(outputs.taken()) == ["b"]
    outputs.stream("stdout", "a")
    outputs.message("clear_output", {"wait": False})
    assert outputs.taken() == []


def test_updates_change_what_is_shown_and_show_nothing() -> None:
    outputs = Outputs(1000)
    outputs.message("display_data", shown("a", "one"))
    outputs.message("display_data", shown("b", "two"))
    outputs.message("update_display_data", shown("c", "one"))
    outputs.message("update_display_data", shown("d", "nowhere"))
    assert texts(outputs.taken()) == ["c", "b"]


def test_no_more_is_kept_than_the_budget_allows() -> None:
    outputs = Outputs(10)
    outputs.message("display_data", {"data": {"image/png": "x" * 20, "text/plain": "abc"}})
    outputs.stream("stdout", "y" * 20)
    outputs.error("Error", "z")
    image, text, error = outputs.taken()
    assert image["data"] == {"text/plain": "abc"}
    assert text["text"] == "y" * 7
    assert (error["ename"], error["evalue"]) == ("Error", "")


def test_of_other_messages_nothing_is_kept() -> None:
    outputs = Outputs(10)
    outputs.message("comm_open", {"data": {"state": 1}})
    assert outputs.taken() == []
