"""One generation: prefill, healing, decode, until it ends."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jupyter_codeintel.engine.backends.base import BatchToken, Logits, Sampler, Vocabulary
from jupyter_codeintel.engine.generation import (
    FinishReason,
    GenerationRequest,
    Priority,
    Timings,
)
from jupyter_codeintel.engine.healing import PrefixIndex
from jupyter_codeintel.engine.prompts import TokenPrompt
from jupyter_codeintel.engine.slots import Slot
from jupyter_codeintel.engine.speculation import draft
from jupyter_codeintel.engine.text import TextStream


@dataclass
class Counts:
    """What a generation cost so far, in tokens."""

    evaluated: int = 0
    generated: int = 0
    healed: int = 0


class Decoding:
    """The state of one generation.

    It owns no thread and no cache: the scheduler lends it a `Slot`, evaluates the tokens
    it asks for and hands back their scores.

    Parameters
    ----------
    index : PrefixIndex
        Of the model's vocabulary, for healing.
    """

    def __init__(
        self,
        request: GenerationRequest,
        prompt: TokenPrompt,
        vocabulary: Vocabulary,
        index: PrefixIndex,
        sampler: Sampler,
    ) -> None:
        self._request = request
        self._vocabulary = vocabulary
        self._index = index
        self._sampler = sampler
        self._text = TextStream(request.stop)
        self._forced = prompt.forced
        self._prompt = prompt
        self._output: list[int] = []
        self._drafted: list[int] = []
        self.slot: Slot | None = None
        self.finished: FinishReason | None = None
        self.counts = Counts()
        self._submitted = time.monotonic()
        self._started: float | None = None
        self._first_text: float | None = None

    # The tokens it asks for ------------------------------------------------------------

    @property
    def priority(self) -> Priority:
        """How urgent the request is."""
        return self._request.priority

    @property
    def resume_prompt(self) -> TokenPrompt:
        """The prompt with what was generated: what a new slot must hold to go on."""
        return TokenPrompt(self._prompt.tokens + tuple(self._output), self._prompt.head)

    @property
    def prefilled(self) -> bool:
        """Whether the prompt is in the KV cache."""
        return self.slot is not None and len(self.slot.tokens) >= len(self._prompt.tokens)

    def attach(self, slot: Slot) -> str:
        """Continue on a slot; return new text if its remembered scores already give some."""
        self.slot = slot
        if self._started is None:
            self._started = time.monotonic()
        if slot.logits is not None and slot.logits[0] == len(self.resume_prompt.tokens):
            return self._advance([slot.logits[1].copy()])
        return ""

    def detach(self) -> None:
        """Lose the slot; what it held is evaluated again on the next one."""
        self.slot = None
        self._drafted = []

    def batch(self, room: int) -> list[BatchToken]:
        """Return the next tokens to evaluate, at most ``room``."""
        if self.slot is None:
            return []
        held = len(self.slot.tokens)
        known = self._prompt.tokens + tuple(self._output)
        tokens = list(known[held : held + room])
        reaches_end = held + len(tokens) == len(known)
        self._drafted = self._draft(room - len(tokens)) if reaches_end else []
        scored = len(tokens) - 1 if reaches_end else len(tokens)
        return [
            BatchToken(token, held + i, self.slot.sequence, logits=i >= scored)
            for i, token in enumerate(tokens + self._drafted)
        ]

    def _draft(self, room: int) -> list[int]:
        if self._forced and not self._output:
            # One block more of a token or two costs half of what a block of its own does.
            return list(self._prompt.guess[:room])
        if self.slot is None or self._request.sampling.temperature > 0:
            return []
        if not self._output or self._forced or room <= 0:
            return []
        tokens = self._prompt.tokens + tuple(self._output)
        return draft(tokens, tokens if self._request.speculate else self.slot.past)[:room]

    # What comes back -------------------------------------------------------------------

    def accept(self, batch: Sequence[BatchToken], rows: Sequence[Logits]) -> str:
        """Take the scores of an evaluated batch; return the new text."""
        slot = self.slot
        assert slot is not None, "a batch was evaluated without a slot"  # noqa: S101
        before = len(slot.tokens)
        slot.tokens.extend(item.token for item in batch)
        self.counts.evaluated += max(0, min(len(slot.tokens), len(self._prompt.tokens)) - before)
        if not rows:
            return ""
        if not self._output:
            slot.logits = (len(self._prompt.tokens), rows[0].copy())
        return self._advance(rows)

    def _advance(self, rows: Sequence[Logits]) -> str:
        if self._request.max_tokens == 0:
            self.finished = "length"
            return ""
        text = ""
        drafted, self._drafted = self._drafted, []
        for row, guess in zip(rows, [*drafted, None], strict=True):
            token = self._choose(row)
            text += self._emit(token)
            if self.finished is not None or token != guess:
                break
        if text and self._first_text is None:
            self._first_text = time.monotonic()
        return text

    def _choose(self, row: Logits) -> int:
        if not self._forced:
            return self._sampler.sample(row)
        allowed = self._index.allowed(self._forced)
        masked = np.full_like(row, -np.inf)
        masked[allowed] = row[allowed]
        return self._sampler.sample(masked)

    def _emit(self, token: int) -> str:
        self.counts.generated += 1
        if not self._forced and self._vocabulary.is_end(token):
            self.finished = "stop"
            return self._text.finish()
        self._output.append(token)
        piece = self._vocabulary.piece(token)
        spelled = min(len(piece), len(self._forced))
        if spelled and spelled == len(piece):
            # Nothing new: this token stands for text that was typed.
            self.counts.healed += 1
        self._forced = self._forced[spelled:]
        text = self._text.feed(piece[spelled:])
        if self._text.stopped:
            self.finished = "stop"
        elif self.counts.generated - self.counts.healed >= self._request.max_tokens:
            self.finished = "length"
            text += self._text.finish()
        return text

    @property
    def certain_length(self) -> int:
        """How many of the slot's tokens were chosen and evaluated; rejected drafts follow."""
        return len(self._prompt.tokens) + max(0, len(self._output) - 1)

    def timings(self) -> Timings:
        """Return the counts and times so far; healed tokens count as evaluated prompt."""
        now = time.monotonic()
        started = self._started or now
        counts = self.counts
        prompt_tokens = len(self._prompt.tokens) + counts.healed
        evaluated = counts.evaluated + counts.healed
        return Timings(
            prompt_tokens=prompt_tokens,
            evaluated_tokens=evaluated,
            reused_tokens=max(0, prompt_tokens - evaluated),
            generated_tokens=counts.generated - counts.healed,
            queued_ms=(started - self._submitted) * 1e3,
            ttft_ms=None
            if self._first_text is None
            else (self._first_text - self._submitted) * 1e3,
            total_ms=(now - self._submitted) * 1e3,
        )

    def close(self) -> None:
        """Free the sampler."""
        self._sampler.close()
