"""A backend that recites a script instead of running a model; for tests.

It keeps a real token sequence per slot and decides its scores from what was decoded into
it, so that reused prefixes, forks, healing and aborted blocks show in the text when they
are wrong.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jupyter_codeintel.engine.backends.base import (
    Aborted,
    BatchToken,
    CacheFull,
    Logits,
    Vocabulary,
)
from jupyter_codeintel.engine.backends.scripted_vocabulary import ScriptedVocabulary
from jupyter_codeintel.engine.generation import Sampling
from jupyter_codeintel.errors import ModelError, RequestError

ASSISTANT = b"<|im_start|>assistant\n"
_FOLLOWS_SCRIPT = 30.0


@dataclass(frozen=True)
class Rule:
    """A continuation and when to recite it.

    Parameters
    ----------
    when : str
        For text and FIM, what stands just before the continuation; for chat, what the
        conversation contains.
    text : str
        The continuation, after which the generation ends.
    """

    when: str
    text: str

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Rule:
        """Make a rule from JSON; raises KeyError or TypeError."""
        when, text = data["when"], data["text"]
        if not isinstance(when, str) or not isinstance(text, str):
            raise TypeError(when, text)
        return cls(when, text)

    def rest(self, text: bytes, conversation: bytes | None) -> bytes | None:
        """Return what is left to recite after ``text``, or None when another rule applies."""
        when, script = self.when.encode(), self.text.encode()
        if conversation is not None:
            applies = when in conversation and script.startswith(text)
            return script[len(text) :] if applies else None
        for done in range(len(script), -1, -1):
            if text.endswith(when + script[:done]):
                return script[done:]
        return None


class ScriptedSampler:
    """Greedy at temperature 0, else drawn with the request's seed.

    A grammar is checked for a root rule and otherwise left to the script.
    """

    def __init__(self, sampling: Sampling) -> None:
        if sampling.grammar is not None and "root" not in sampling.grammar:
            message = "The grammar has no root rule"
            raise RequestError(message, code="bad_grammar", hint="Start it with: root ::= ...")
        self._temperature = sampling.temperature
        self._random = np.random.default_rng(sampling.seed)

    def sample(self, logits: Logits) -> int:
        """Choose a token."""
        if self._temperature <= 0:
            return int(np.argmax(logits))
        weights = np.exp((logits - logits.max()).astype(np.float64) / self._temperature)
        return int(self._random.choice(len(weights), p=weights / weights.sum()))

    def close(self) -> None:
        """Nothing to free."""


class _Cell:
    """A place in the KV cache, shared by the sequences that were forked from one another."""

    __slots__ = ("token", "users")

    def __init__(self, token: int) -> None:
        self.token = token
        self.users = 1


class ScriptedBackend:
    """Recites `Rule` texts; the first rule that applies wins, and without one it ends.

    Parameters
    ----------
    rules : sequence of Rule
        The script.
    delay : float
        Seconds that each token takes, so that a test can interrupt.
    fim : bool
        Whether the model is one that fills in the middle.
    """

    name = "scripted"
    n_block = 64

    def __init__(
        self,
        rules: Sequence[Rule] = (),
        *,
        delay: float = 0.0,
        fim: bool = True,
        n_ctx: int = 4096,
        n_sequences: int = 4,
    ) -> None:
        self._vocabulary = ScriptedVocabulary(fim=fim)
        self.vocabulary: Vocabulary = self._vocabulary
        self.n_ctx = n_ctx
        self.n_sequences = n_sequences
        self.threads = 0
        self._rules = tuple(rules)
        self._delay = delay
        self._sequences: list[list[_Cell]] = [[] for _ in range(n_sequences)]
        self._used = 0
        self._aborted = threading.Event()

    @classmethod
    def load(cls, script: Path, *, n_ctx: int, n_sequences: int) -> ScriptedBackend:
        """Read a JSON script: ``[{"when", "text"}]`` or ``{"rules", "delay"?, "fim"?}``.

        Raises
        ------
        ModelError
            The script is missing or is not one.
        """
        try:
            data = json.loads(script.read_text("utf-8"))
            settings: Mapping[str, object] = {"rules": data} if isinstance(data, list) else data
            rules = settings["rules"]
            if not isinstance(rules, list):
                raise TypeError(rules)
            return cls(
                [Rule.read(rule) for rule in rules],
                delay=float(str(settings.get("delay", 0.0))),
                fim=bool(settings.get("fim", True)),
                n_ctx=n_ctx,
                n_sequences=n_sequences,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"The script {script.name} cannot be read: {error!r}"
            raise ModelError(message, code="damaged_model") from error

    def decode(self, batch: Sequence[BatchToken]) -> list[Logits]:
        """Append the tokens to their sequences and score what follows them."""
        if len(batch) > self.n_block:
            message = f"a block has at most {self.n_block} tokens, not {len(batch)}"
            raise ValueError(message)
        if self._used + len(batch) > self.n_ctx:
            raise CacheFull
        before = {item.sequence: len(self._sequences[item.sequence]) for item in batch}
        logits = []
        for item in batch:
            if self._aborted.wait(self._delay) if self._delay else self._aborted.is_set():
                for sequence, length in before.items():
                    self.truncate(sequence, length)
                raise Aborted
            self._append(item)
            if item.logits:
                logits.append(self._score(item.sequence))
        return logits

    def _append(self, item: BatchToken) -> None:
        cells = self._sequences[item.sequence]
        if item.position != len(cells):
            message = f"position {item.position} in a sequence of {len(cells)} tokens"
            raise ValueError(message)
        cells.append(_Cell(item.token))
        self._used += 1

    def _score(self, sequence: int) -> Logits:
        vocabulary = self._vocabulary
        logits = np.zeros(vocabulary.size, np.float32)
        rest = self._rest(b"".join(vocabulary.shown(c.token) for c in self._sequences[sequence]))
        if not rest:
            logits[vocabulary.end] = _FOLLOWS_SCRIPT
        for token in vocabulary.heads(rest):
            logits[token] = _FOLLOWS_SCRIPT + len(vocabulary.piece(token))
        return logits

    def _rest(self, text: bytes) -> bytes:
        conversation, chat, reply = text.rpartition(ASSISTANT)
        if chat:
            text = reply
        elif b"<|fim_middle|>" in text:
            prefix, _, rest = text.removeprefix(b"<|fim_prefix|>").partition(b"<|fim_suffix|>")
            text = prefix + rest.partition(b"<|fim_middle|>")[2]
        rests = (rule.rest(text, conversation if chat else None) for rule in self._rules)
        return next((rest for rest in rests if rest is not None), b"")

    def copy_sequence(self, source: int, target: int, length: int) -> None:
        """Let ``target`` share the first ``length`` tokens of ``source``."""
        if source == target:
            return
        self.truncate(target, 0)
        shared = self._sequences[source][:length]
        for cell in shared:
            cell.users += 1
        self._sequences[target] = shared

    def truncate(self, sequence: int, length: int) -> None:
        """Forget all but the first ``length`` tokens of ``sequence``."""
        cells = self._sequences[sequence]
        for cell in cells[length:]:
            cell.users -= 1
            self._used -= cell.users == 0
        del cells[length:]

    def sampler(self, sampling: Sampling) -> ScriptedSampler:
        """Make a sampler."""
        return ScriptedSampler(sampling)

    def abort(self) -> None:
        """Stop the block under way."""
        self._aborted.set()

    def clear_abort(self) -> None:
        """Allow blocks again."""
        self._aborted.clear()

    def set_threads(self, n: int) -> None:
        """Remember the number; reciting takes none."""
        self.threads = n

    def close(self) -> None:
        """Nothing to free."""
