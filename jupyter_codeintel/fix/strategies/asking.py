"""Asking the model for one cell, and trying what it answers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.fix.asking import Question
from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.edit_text import edit_text
from jupyter_codeintel.fix.events import Step
from jupyter_codeintel.fix.prompting.answers import ANSWER_GRAMMAR, STOP, read_answer
from jupyter_codeintel.fix.prompting.error_text import error_text
from jupyter_codeintel.fix.prompting.parts import part_to_correct
from jupyter_codeintel.fix.prompting.prompts import Ask, Messages, fenced, follow_up, messages
from jupyter_codeintel.fix.steps import done
from jupyter_codeintel.fix.strategies.mending import mended
from jupyter_codeintel.fix.strategies.trying import tried
from jupyter_codeintel.fix.workbench import Workbench

_ROOM = 80
"""Tokens that a corrected text may be longer than the old one, and half of it besides."""

_TEMPERATURE = 0.8


@dataclass(frozen=True)
class Turn:
    """One question about a cell.

    Parameters
    ----------
    ask : Ask
        The cell, and how much around it is told.
    n : int
        How many answers; a single one is the likeliest.
    turns : int
        How often the model is told what came of it: another error, or why it is no repair.
    mends : bool
        Whether rules are applied to answers that fail.
    """

    ask: Ask
    n: int = 1
    turns: int = 0
    mends: bool = True


async def asked(bench: Workbench, turn: Turn) -> AsyncGenerator[Step, None]:
    """Ask, try the answers, and go on where the model can learn from what came of its own."""
    part = part_to_correct(bench.failure, turn.ask.cell)
    known = "\n".join(text for text in (bench.observed, part.told(bench.failure.goal)) if text)
    conversation = messages(bench.failure, turn.ask, part.text, bench.settings.context, known)
    told = error_text(bench.failure.error)
    for number in range(turn.turns + 1):
        step = bench.steps.begin(
            "propose", f"Asking the model to correct {_target(bench, turn.ask)}"
        )
        yield step
        texts = await _written(bench, conversation, turn, number, len(part.text))
        codes = [text for text in map(read_answer, texts) if text is not None]
        whole = [part.corrected(text) for text in codes]
        candidates = [_candidate(bench, turn.ask, text) for text in whole]
        before = len(bench.attempts.all)
        yield done(step)
        async for event in tried(bench, candidates):
            yield event
        new = bench.attempts.all[before:]
        for attempt in new if turn.mends else ():
            async for event in tried(bench, await mended(bench, attempt)):
                yield event
        observation = _observation(new, told) if turn.n == 1 else ""
        if not observation:
            return
        told = observation
        conversation = follow_up(conversation, fenced(codes[0]), observation)


def _observation(new: Sequence[Attempt], told: str) -> str:
    """Return what the model should know of its answer; nothing where asking on is no use."""
    if len(new) != 1:
        return ""
    (attempt,) = new
    if attempt.verdict.error is not None:
        text = error_text(attempt.verdict.error)
        return text if text != told else ""
    refused = [one for one in attempt.objections if one.severity == "refuse"]
    if any(one.kind == "unchanged" for one in refused):
        return ""  # a model that has repeated a cell once repeats it again
    return "\n".join(one.text for one in refused)


async def _written(
    bench: Workbench, conversation: Messages, turn: Turn, number: int, length: int
) -> list[str]:
    question = Question(
        conversation,
        kind=_kind(turn.ask, number),
        longest=length // CHARS_PER_TOKEN * 3 // 2 + _ROOM,
        grammar=ANSWER_GRAMMAR,
        stop=STOP,
    )
    if turn.n > 1:
        return await bench.author.sampled(question, n=turn.n, temperature=_TEMPERATURE)
    answer = await bench.author.greedy(question)
    return [] if answer is None else [answer]


def _candidate(bench: Workbench, ask: Ask, text: str) -> Candidate:
    before = bench.failure.source(ask.cell)
    where = "" if ask.cell == bench.failure.cell else f"in {bench.name(ask.cell)}, "
    says = where + edit_text(before, text)
    return Candidate({ask.cell: text}, "model", says, f"model:{ask.context}")


def _kind(ask: Ask, number: int) -> str:
    return f"model:{ask.context}" + (f":{number + 1}" if number else "")


def _target(bench: Workbench, ask: Ask) -> str:
    more = "" if ask.context == "short" else ", shown what it depends on"
    return f"{bench.name(ask.cell)}{more}"
