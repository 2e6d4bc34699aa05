"""The answers of a run in a file, so that an interrupted run goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from jupyter_codeintel.errors import NotebookError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

A = TypeVar("A", bound="DataclassInstance")


class AnswerLog(Generic[A]):
    """The answers so far, in a file: a run that was interrupted goes on from it.

    Parameters
    ----------
    path : Path
        A JSONL file, whose first line is the settings.
    settings : dataclass
        What must be equal for answers to belong to one run.
    read : callable
        Makes an answer from its fields: the answers' dataclass.

    Raises
    ------
    NotebookError
        The file holds answers of other settings.
    """

    def __init__(self, path: Path, settings: DataclassInstance, read: Callable[..., A]) -> None:
        self._path = path
        self.answers: list[A] = []
        lines = _whole_lines(path)
        if not lines:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(asdict(settings)) + "\n", "utf-8")
        elif json.loads(lines[0]) != asdict(settings):
            message = f"{path} holds the answers of another run: {lines[0]}"
            hint = "Name another file, or remove this one."
            raise NotebookError(message, code="other_run", hint=hint)
        self.answers = [read(**json.loads(line)) for line in lines[1:]]

    def add(self, answer: A) -> None:
        """Keep an answer."""
        self.answers.append(answer)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(answer)) + "\n")


def _whole_lines(path: Path) -> list[str]:
    """Return the file's lines; one that was cut off while it was written is removed."""
    text = path.read_text("utf-8") if path.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, "utf-8")
    return whole.splitlines()
