"""A cell's outputs, put together from a kernel's messages as a notebook keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Outputs:
    """The outputs of one execution, in nbformat; feed it the messages in order."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self.count: int | None = None
        """The number of the execution."""
        self._displays: dict[str, list[dict[str, Any]]] = {}
        self._clear_next = False

    def add(self, kind: str, content: Mapping[str, Any]) -> None:
        """Take a message of the iopub channel.

        Parameters
        ----------
        kind : str
            Its type; those that are no outputs change nothing.
        content : mapping
            Its content.
        """
        match kind:
            case "execute_input":
                self.count = content["execution_count"]
            case "stream":
                self._stream(content["name"], content["text"])
            case "display_data" | "execute_result":
                self._show(kind, content)
            case "update_display_data":
                for shown in self._displays.get(_display_id(content), ()):
                    shown.update(data=content["data"], metadata=content["metadata"])
            case "error":
                error = {name: content[name] for name in ("ename", "evalue", "traceback")}
                self._keep({"output_type": "error", **error})
            case "clear_output" if content.get("wait"):
                self._clear_next = True
            case "clear_output":
                self.kept.clear()

    def _stream(self, name: str, text: str) -> None:
        last = self.kept[-1] if self.kept and not self._clear_next else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self._keep({"output_type": "stream", "name": name, "text": text})

    def _show(self, kind: str, content: Mapping[str, Any]) -> None:
        output = {"output_type": kind, "data": content["data"], "metadata": content["metadata"]}
        if kind == "execute_result":
            output["execution_count"] = content["execution_count"]
        if display := _display_id(content):
            self._displays.setdefault(display, []).append(output)
        self._keep(output)

    def _keep(self, output: dict[str, Any]) -> None:
        if self._clear_next:
            self.kept.clear()
            self._clear_next = False
        self.kept.append(output)


def _display_id(content: Mapping[str, Any]) -> str:
    return str(content.get("transient", {}).get("display_id", ""))
