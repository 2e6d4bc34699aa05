"""The loop in which the model acts by itself: ask, act, observe, until it submits."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import assert_never

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.fix.actions import (
    ACTION_GRAMMAR,
    HELP,
    Action,
    EditCell,
    FormatError,
    Inspect,
    RunCells,
    SearchText,
    Submit,
    read_action,
)
from jupyter_codeintel.fix.asking import Question
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.edit_text import edit_text
from jupyter_codeintel.fix.events import Step
from jupyter_codeintel.fix.prompting.error_text import error_text, message_line
from jupyter_codeintel.fix.prompting.notebook_text import variable_lines
from jupyter_codeintel.fix.prompting.output_text import output_text
from jupyter_codeintel.fix.prompting.prompts import fenced
from jupyter_codeintel.fix.steps import done, failed
from jupyter_codeintel.fix.strategies.trying import tried
from jupyter_codeintel.fix.workbench import Workbench
from jupyter_codeintel.trial import Trial, TrialCell

_LONGEST_ANSWER = 400
_HISTORY = 2500
"""Tokens of what was said after the task; of more, the oldest is forgotten."""

_MOST_LINES = 12
_SYSTEM = f"You repair a Python notebook step by step.\n{HELP}"


class Submitted(Exception):  # noqa: N818 - a signal, not a fault
    """The model hands in what it has."""


class Agent:
    """Repairs with actions of the model's own choice.

    Parameters
    ----------
    bench : Workbench
        The failure, and the means.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._cells = [c.id for c in bench.failure.document.cells if c.type == "code"]
        self._edits: dict[str, str] = {}
        self._task = _task(bench, self._cells)
        self._history: list[Mapping[str, str]] = []

    async def run(self) -> AsyncGenerator[Step, None]:
        """Yield steps until the model submits.

        Raises
        ------
        LimitsExceeded
            The budget ends before.
        """
        try:
            while True:
                async for step in self._step():
                    yield step
        except Submitted:
            return

    async def _step(self) -> AsyncGenerator[Step, None]:
        thinking = self._bench.steps.begin("propose", "The model decides what to do")
        yield thinking
        answer = await self._answer()
        try:
            action = read_action(answer)
        except FormatError as error:
            yield failed(thinking, detail=answer)
            self._observe(answer, error.message)
            return
        yield done(thinking, _said(action), answer)
        known = len(self._bench.attempts.all)
        if isinstance(action, RunCells | Submit):
            async for step in tried(self._bench, self._candidates()):
                yield step
        self._observe(answer, await self._observation(action, known))
        if isinstance(action, Submit):
            raise Submitted

    async def _answer(self) -> str:
        question = Question(
            (*self._task, *self._recent()), "agent", _LONGEST_ANSWER, ACTION_GRAMMAR
        )
        return await self._bench.author.greedy(question) or ""

    def _recent(self) -> tuple[Mapping[str, str], ...]:
        """Return the last turns, as many as fit; a turn is an answer and its observation."""
        left = _HISTORY * CHARS_PER_TOKEN
        start = len(self._history)
        while start > 0:
            turn = self._history[start - 2 : start]
            left -= sum(len(message["content"]) for message in turn)
            if left < 0:
                break
            start -= 2
        return tuple(self._history[start:])

    def _observe(self, answer: str, observation: str) -> None:
        self._history += [
            {"role": "assistant", "content": answer},
            {"role": "user", "content": f"Observation:\n{observation}"},
        ]

    def _candidates(self) -> list[Candidate]:
        source = self._bench.failure.source
        says = "; ".join(edit_text(source(cell), text) for cell, text in self._edits.items())
        return [Candidate(dict(self._edits), "model", says, "agent")] if self._edits else []

    async def _observation(self, action: Action, known: int) -> str:
        match action:
            case EditCell():
                return self._edit(action)
            case RunCells() | Submit():
                return self._result(known)
            case Inspect():
                return await self._value(action.expression)
            case SearchText():
                return self._found(action.text)
        assert_never(action)

    def _edit(self, action: EditCell) -> str:
        if not 0 < action.number <= len(self._cells):
            return f"There is no cell {action.number}. The cells are 1 to {len(self._cells)}."
        self._edits[self._cells[action.number - 1]] = action.source
        return f"Cell {action.number} is changed. Run it."

    def _result(self, known: int) -> str:
        if len(self._bench.attempts.all) == known:
            return "Nothing new to run: edit a cell first, in another way than before."
        attempt = self._bench.attempts.all[-1]
        against = "\n".join(objection.text for objection in attempt.objections)
        if attempt.verdict.status == "passed":
            return f"It runs.\n{against}\n{output_text(attempt.verdict)}".strip()
        if attempt.verdict.error is not None:
            return error_text(attempt.verdict.error)
        return against or attempt.verdict.reason

    async def _value(self, expression: str) -> str:
        trial = Trial((TrialCell("inspected", expression),))
        verdict = await self._bench.attempts.inspect(trial)
        if verdict.error is not None:
            return message_line(verdict.error)
        return output_text(verdict) or verdict.reason or "no output"

    def _found(self, text: str) -> str:
        lines = [
            f"cell {number}, line {line_number}: {line.strip()}"
            for number, cell in enumerate(self._cells, 1)
            for line_number, line in enumerate(self._text(cell).splitlines(), 1)
            if text.lower() in line.lower()
        ]
        return "\n".join(lines[:_MOST_LINES]) or "no line contains that"

    def _text(self, cell: str) -> str:
        return self._edits.get(cell, self._bench.failure.source(cell))


def _task(bench: Workbench, cells: list[str]) -> tuple[Mapping[str, str], ...]:
    """Return the failing cell, what it depends on, and the error, the cells with numbers."""
    failure = bench.failure
    facts = failure.flow.facts(failure.cell)
    needed = failure.flow.slice(facts.uses | facts.uses_later, before=failure.cell)
    shown = [cell for cell in cells if cell in {*needed, failure.cell}]
    parts = [f"Cell {cells.index(c) + 1}:\n{fenced(failure.source(c))}" for c in shown]
    variables = variable_lines(failure, shown, bench.settings.context.variables)
    parts += [f"Variables:\n{variables}"] if variables else []
    parts += [f"Goal: {failure.goal}"] if failure.goal else []
    parts.append(f"Cell {cells.index(failure.cell) + 1} fails:\n{error_text(failure.error)}")
    return (
        {"role": "system", "content": _SYSTEM},
        {"role": "user", "content": "\n\n".join(parts)},
    )


def _said(action: Action) -> str:
    match action:
        case EditCell():
            return f"The model edits cell {action.number}"
        case RunCells():
            return "The model runs its edits"
        case Inspect():
            return f"The model looks at {action.expression}"
        case SearchText():
            return f"The model searches for {action.text!r}"
        case Submit():
            return "The model hands in its edits"
    assert_never(action)
