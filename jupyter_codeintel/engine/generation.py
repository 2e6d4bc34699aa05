"""What the engine is asked for, and what it answers: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

FinishReason = Literal["stop", "length", "cancelled", "error"]


class Priority(IntEnum):
    """Who goes first; a lower number interrupts a higher one within one block."""

    TYPING = 0
    FIX = 1
    CHAT = 2
    WARM = 3


@dataclass(frozen=True)
class FimParts:
    """Anchored fill-in-the-middle: ``prefix`` <gap> ``suffix``.

    Parameters
    ----------
    prefix : str
        Text above the anchor.
    suffix : str
        Text after the cursor.
    typed : str
        What was typed since the anchor: the forced head of the middle.
    """

    prefix: str
    suffix: str
    typed: str = ""


@dataclass(frozen=True)
class Sampling:
    """How tokens are chosen; temperature 0 is greedy."""

    temperature: float = 0.0
    top_p: float = 0.95
    top_k: int = 40
    seed: int = 0
    grammar: str | None = None
    json_schema: Mapping[str, object] | None = None


@dataclass(frozen=True)
class GenerationRequest:
    """One request to the engine.

    Parameters
    ----------
    prompt : str or FimParts or tuple of message mappings
        Plain text (control tokens in it are text), FIM parts, or chat messages
        (``{"role", "content"}``) for the model's own chat template.
    max_tokens : int
        Upper bound of generated tokens; 0 evaluates the prompt only (warm-up).
    stop : tuple of str
        Strings that end the text; they are not part of it.
    n : int
        How many independent generations share the prompt.
    speculate : bool
        Draft from the prompt itself (prompt lookup); for rewriting work only.
    """

    prompt: str | FimParts | tuple[Mapping[str, str], ...]
    max_tokens: int = 64
    stop: tuple[str, ...] = ()
    sampling: Sampling = field(default_factory=Sampling)
    priority: Priority = Priority.CHAT
    n: int = 1
    speculate: bool = False


@dataclass(frozen=True)
class Timings:
    """Exact token counts, and times in milliseconds.

    ``prompt_tokens`` is the prompt's length, of which ``reused_tokens`` were in the KV
    cache and ``evaluated_tokens`` went through the model (including any evaluated again
    after an interruption). Decode steps count as ``generated_tokens`` alone.
    """

    prompt_tokens: int
    evaluated_tokens: int
    reused_tokens: int
    generated_tokens: int
    queued_ms: float
    ttft_ms: float | None
    total_ms: float


@dataclass(frozen=True)
class Chunk:
    """A piece of text, or the end of a generation.

    ``finish_reason`` is set on the last chunk of each generation, and ``error`` when that
    reason is ``"error"``. ``timings`` are those so far: who stops reading early knows them
    too. ``index`` counts the ``n`` generations.
    """

    index: int
    text: str
    finish_reason: FinishReason | None = None
    timings: Timings | None = None
    error: Exception | None = None
