"""Type-through: what was predicted answers while the person types just that."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True)
class Prediction:
    """What the model wrote at a place.

    Parameters
    ----------
    before, after : str
        The prompt around the place: all that the model was told, so that a change in
        another cell makes no stale answer.
    text : str
        The raw text.
    ended : bool
        The model or the structure ended it, not a limit.
    """

    before: str
    after: str
    text: str
    ended: bool

    def rest(self, before: str, after: str) -> str | None:
        """Return what remains at a later place, None if it does not lead there."""
        if after != self.after or not before.startswith(self.before):
            return None
        typed = before[len(self.before) :]
        return self.text[len(typed) :] if self.text.startswith(typed) else None


class Predictions:
    """The last predictions of one cell."""

    def __init__(self, limit: int = 32) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[str, str], Prediction] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, prediction: Prediction) -> None:
        """Keep a prediction, instead of an older one for the same place."""
        key = (prediction.before, prediction.after)
        self._kept.pop(key, None)
        self._kept[key] = prediction
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def match(self, before: str, after: str) -> tuple[Prediction, str] | None:
        """Return the prediction that says most about a place, and what remains of it."""
        best: tuple[Prediction, str] | None = None
        for prediction in reversed(self._kept.values()):
            rest = prediction.rest(before, after)
            if rest is not None and (best is None or len(rest) > len(best[1])):
                best = (prediction, rest)
        if best is not None:
            self._kept.move_to_end((best[0].before, best[0].after))
        return best
