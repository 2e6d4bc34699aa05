"""How sure a share or mean is: intervals, and the paired comparison of two ways."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from statistics import fmean

Z95 = 1.959964
_RESAMPLES = 1000


@dataclass(frozen=True)
class Share:
    """``hits`` of ``total``, with Wilson's 95 % interval."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share itself; 0 of nothing is 0."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share is, 95 times in 100."""
        if not self.total:
            return 0.0, 1.0
        weight = Z95**2 / self.total
        middle = (self.value + weight / 2) / (1 + weight)
        half = sqrt(self.value * (1 - self.value) * weight + weight**2 / 4) / (1 + weight)
        return max(0.0, middle - half), min(1.0, middle + half)

    def as_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "share": self.value,
            "hits": self.hits,
            "total": self.total,
            "interval": list(self.interval),
        }

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}]"


def share(hits: Iterable[bool]) -> Share:
    """Count."""
    results = list(hits)
    return Share(sum(results), len(results))


@dataclass(frozen=True)
class Mean:
    """The mean of ``total`` values, with a bootstrap's 95 % interval."""

    value: float
    interval: tuple[float, float]
    total: int

    def as_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"mean": self.value, "total": self.total, "interval": list(self.interval)}

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}]"


def mean(values: Sequence[float]) -> Mean:
    """Average; the interval is that of means of values drawn again, the same each time."""
    if not values:
        return Mean(0.0, (0.0, 1.0), 0)
    chance = random.Random(0)  # noqa: S311 - not for secrets
    size = len(values)
    means = sorted(fmean(chance.choices(values, k=size)) for _ in range(_RESAMPLES))
    tail = _RESAMPLES // 40
    return Mean(fmean(values), (means[tail], means[-1 - tail]), size)


@dataclass(frozen=True)
class Paired:
    """Two ways over the same items: who was right where the other was not."""

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def p_value(self) -> float:
        """McNemar's exact test: how often equal ways would differ this much or more."""
        n = self.only_first + self.only_second
        tail = sum(comb(n, k) for k in range(min(self.only_first, self.only_second) + 1))
        return min(1.0, 2.0 * tail / float(2**n))


def paired(first: Mapping[str, bool], second: Mapping[str, bool]) -> Paired:
    """Compare over the items that both have."""
    results = [(first[key], second[key]) for key in first.keys() & second.keys()]
    return Paired(
        both=results.count((True, True)),
        only_first=results.count((True, False)),
        only_second=results.count((False, True)),
        neither=results.count((False, False)),
    )
