"""The outputs of one cell, as in nbformat and in order."""

from __future__ import annotations

import json
from typing import Any

_DISPLAYS = ("display_data", "execute_result", "update_display_data")


class Outputs:
    """Collects outputs until a budget is spent.

    Parameters
    ----------
    most : int
        Bytes to keep, for all cells together.
    """

    def __init__(self, most: int) -> None:
        self._left = most
        self._outputs: list[dict[str, Any]] = []
        self._displays: dict[str, dict[str, Any]] = {}
        self._clears = False

    def taken(self) -> list[dict[str, Any]]:
        """Return what was collected, and start anew."""
        outputs, self._outputs, self._clears = self._outputs, [], False
        return outputs

    def stream(self, name: str, text: str) -> None:
        """Add text, to what stands last if that is of the same stream.

        Parameters
        ----------
        name : {'stdout', 'stderr'}
            Of the stream.
        text : str
            What was written.
        """
        text = self._within(text)
        if not text:
            return
        self._clear_if_due()
        last = self._outputs[-1] if self._outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self._add({"output_type": "stream", "name": name, "text": text})

    def message(self, kind: str, content: dict[str, Any]) -> None:
        """Add what a message to the front ends shows; others are of no interest.

        Parameters
        ----------
        kind : str
            Of the message.
        content : dict
            Of the message.
        """
        if kind == "stream":
            self.stream(content["name"], content["text"])
        elif kind == "clear_output":
            self._clears = True
            if not content.get("wait"):
                self._clear_if_due()
        elif kind in _DISPLAYS:
            self._display(kind, content)

    def error(self, name: str, value: str) -> None:
        """Add an error; its traceback is told apart from the outputs."""
        self._clear_if_due()
        value = self._within(value)
        self._add({"output_type": "error", "ename": name, "evalue": value, "traceback": []})

    def _display(self, kind: str, content: dict[str, Any]) -> None:
        data = self._affordable(content.get("data") or {})
        metadata = content.get("metadata") or {}
        name = (content.get("transient") or {}).get("display_id")
        known = None if name is None else self._displays.get(name)
        if known is not None:
            known.update(data=data, metadata=metadata)
        if kind == "update_display_data":
            return
        self._clear_if_due()
        output = {"output_type": kind, "data": data, "metadata": metadata}
        if name is not None:
            self._displays[name] = output
        self._add(output)

    def _affordable(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the forms of one output that the budget allows, small ones first."""
        sizes = {
            kind: len(value if type(value) is str else json.dumps(value, default=str))
            for kind, value in data.items()
        }
        kept = set()
        for kind in sorted(sizes, key=lambda kind: sizes[kind]):
            if sizes[kind] <= self._left:
                self._left -= sizes[kind]
                kept.add(kind)
        return {kind: value for kind, value in data.items() if kind in kept}

    def _within(self, text: str) -> str:
        text = text[: max(self._left, 0)]
        self._left -= len(text)
        return text

    def _clear_if_due(self) -> None:
        if self._clears:
            self._clears = False
            self._outputs.clear()

    def _add(self, output: dict[str, Any]) -> None:
        self._outputs.append(output)
