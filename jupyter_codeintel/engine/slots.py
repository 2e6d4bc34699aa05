"""Slots: the KV cache's sequences, found again by what they hold.

A slot is chosen by content alone: the one that shares the longest head with the prompt. Its
tail is overwritten when it continues the same place (typing), and forked otherwise, so that
the place it was made for finds it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from jupyter_codeintel.engine.backends.base import Backend, Logits
from jupyter_codeintel.engine.prompts import TokenPrompt
from jupyter_codeintel.engine.speculation import SHORTEST_NGRAM


def common_prefix(a: Sequence[int], b: Sequence[int]) -> int:
    """Return the length of the longest common prefix."""
    end = min(len(a), len(b))
    # Whole slices compare in C; bisecting them beats a loop over a thousand tokens.
    low = 0
    while low < end:
        middle = (low + end + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            end = middle - 1
    return low


@dataclass
class Slot:
    """One sequence of the KV cache.

    Parameters
    ----------
    tokens : list of int
        What the sequence holds.
    head : int
        Length of the part that marks the place it serves.
    logits : tuple of int and ndarray, or None
        The scores after the first so many tokens: asking again at the same position
        costs no evaluation.
    past : list of int
        What was written at this place the last time, from shortly before the end of what
        the present prompt shares with it; to draft from.
    """

    sequence: int
    tokens: list[int] = field(default_factory=list)
    head: int = 0
    logits: tuple[int, Logits] | None = None
    past: list[int] = field(default_factory=list)
    in_use: bool = False
    last_used: int = 0


class SlotPool:
    """The slots of one backend."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._clock = count(1)
        self.slots = [Slot(sequence) for sequence in range(backend.n_sequences)]

    def acquire(self, prompt: TokenPrompt) -> Slot | None:
        """Take an idle slot that holds as much of the prompt's head as any slot does.

        Returns
        -------
        Slot or None
            A slot whose tokens are a prefix of the prompt's; None when all are in use.
        """
        idle = [slot for slot in self.slots if not slot.in_use]
        if not idle:
            return None
        tokens = list(prompt.tokens)
        shares = {s.sequence: common_prefix(s.tokens, tokens) for s in self.slots}
        best = max(self.slots, key=lambda s: (shares[s.sequence], s.last_used))
        shared = shares[best.sequence]
        # Slots of the same place, or empty ones, lose nothing that another place needs.
        fits = [s for s in idle if shares[s.sequence] >= min(s.head, len(s.tokens))]
        if fits:
            slot = max(fits, key=lambda s: (shares[s.sequence], s.last_used))
        else:
            others = [s for s in idle if s is not best] or idle
            slot = min(others, key=lambda s: s.last_used)
        same_place = shared >= prompt.head
        slot.past = best.tokens[max(0, shared - SHORTEST_NGRAM) :] if same_place else []
        if slot is not best and shares[slot.sequence] < shared:
            self._fork(best, slot, shared)
        if shared == len(tokens) and (slot.logits is None or slot.logits[0] != shared):
            shared -= 1  # the scores after the last token are gone: evaluate it again
        self.truncate(slot, shared)
        slot.head = prompt.head
        slot.in_use = True
        slot.last_used = next(self._clock)
        return slot

    def _fork(self, source: Slot, target: Slot, length: int) -> None:
        self.truncate(target, 0)
        if length:
            self._backend.copy_sequence(source.sequence, target.sequence, length)
        target.tokens = source.tokens[:length]
        if source.logits is not None and source.logits[0] <= length:
            target.logits = source.logits

    def truncate(self, slot: Slot, length: int) -> None:
        """Forget all but the first ``length`` tokens of a slot."""
        self._backend.truncate(slot.sequence, length)
        del slot.tokens[length:]
        if slot.logits is not None and slot.logits[0] > length:
            slot.logits = None

    def release(self, slot: Slot) -> None:
        """Give a slot back; what it holds stays for the next prompt that shares it."""
        slot.in_use = False

    def evict(self) -> bool:
        """Empty the least recently used idle slot that holds something."""
        idle = [slot for slot in self.slots if not slot.in_use and slot.tokens]
        if not idle:
            return False
        self.truncate(min(idle, key=lambda s: s.last_used), 0)
        return True
