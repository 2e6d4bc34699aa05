"""What the answers say: a row for each strategy and group of notebooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from statistics import median

from jupyter_codeintel.evaluation.intervals import Paired, Share, paired, share
from jupyter_codeintel.evaluation.notebook_fix.answers import Answer

TRIES = (1, 2, 4, 8, 16, 32)

_GROUPS: Mapping[str, Callable[[Answer], bool]] = {
    "all": lambda _: True,
    "without api_misuse": lambda a: a.type != "api_misuse",
    "bug in an earlier cell": lambda a: a.root_before_failure,
    "bug where it fails": lambda a: not a.root_before_failure,
}


@dataclass(frozen=True)
class Spread:
    """The median of some numbers, and what nine of ten stay below."""

    median: float
    p90: float

    def __str__(self) -> str:
        return f"{self.median:.1f}/{self.p90:.1f}"


def spread(values: Sequence[float]) -> Spread:
    """Return how numbers are spread; none of them are zeros."""
    ordered = sorted(values) or [0.0]
    return Spread(median(ordered), ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))])


@dataclass(frozen=True)
class Row:
    """One strategy over one group of notebooks.

    Parameters
    ----------
    strategy, group : str
        Which.
    repaired : Share
        The judge confirms.
    right_cell : Share
        It does, and the cell with the bug was changed.
    verified : Share
        Shown with the badge ``verified``.
    precision : Share
        Of those shown as verified, the judge confirms.
    lower : mapping of str to Share
        The same of the lower badges.
    seconds : Spread
        To the proposal, or the end without one.
    verified_seconds : Spread
        To a proposal that is verified, and confirmed by the judge.
    evaluated_tokens, generated_tokens : Spread
        Of a notebook.
    """

    strategy: str
    group: str
    repaired: Share
    right_cell: Share
    verified: Share
    precision: Share
    lower: Mapping[str, Share]
    seconds: Spread
    verified_seconds: Spread
    evaluated_tokens: Spread
    generated_tokens: Spread

    def as_dict(self) -> Mapping[str, object]:
        """Return it as plain data."""
        shares = ("repaired", "right_cell", "verified", "precision")
        return {
            **asdict(self),
            **{name: getattr(self, name).as_dict() for name in shares},
            "lower": {badge: one.as_dict() for badge, one in self.lower.items()},
        }

    def __str__(self) -> str:
        lower = ", ".join(f"{b} {s.hits}/{s.total}" for b, s in self.lower.items() if s.total)
        return (
            f"{self.strategy:8} {self.group:24} {self.repaired.total:4}  {self.repaired!s:22} "
            f"{self.right_cell.value:6.3f} {self.verified.value:8.3f}  {self.precision!s:22} "
            f"{self.seconds!s:>11} {self.verified_seconds.median:8.1f} "
            f"{self.evaluated_tokens!s:>15} {self.generated_tokens!s:>13}  {lower}"
        )


_HEAD = (
    f"{'strategy':8} {'notebooks':24} {'n':>4}  {'repaired':22} {'cell':>6} {'verified':>8}  "
    f"{'of these confirmed':22} {'seconds':>11} {'verified':>8} {'evaluated':>15} "
    f"{'generated':>13}  other badges"
)
_UNITS = (
    "cell: repaired where the bug is; seconds and tokens: median/p90 of a notebook; "
    "second verified: median seconds to a verified repair; other badges: confirmed/shown"
)


@dataclass(frozen=True)
class Source:
    """Where one strategy's confirmed repairs come from, and how soon.

    Parameters
    ----------
    strategy : str
        Which.
    deterministic : Share
        Made by a rule, of those confirmed.
    kinds : mapping of str to Share
        By the rule's or prompt's name: confirmed, of those shown.
    by_tries : mapping of int to Share
        Confirmed with at most so many candidates tried, of all notebooks.
    not_failing : int
        Notebooks in which nothing failed.
    broke : int
        Notebooks whose repairing broke or was given up.
    """

    strategy: str
    deterministic: Share
    kinds: Mapping[str, Share]
    by_tries: Mapping[int, Share]
    not_failing: int
    broke: int

    def as_dict(self) -> Mapping[str, object]:
        """Return it as plain data."""
        return {
            "strategy": self.strategy,
            "deterministic": self.deterministic.as_dict(),
            "kinds": {kind: one.as_dict() for kind, one in self.kinds.items()},
            "by_tries": {str(tries): one.as_dict() for tries, one in self.by_tries.items()},
            "not_failing": self.not_failing,
            "broke": self.broke,
        }

    def __str__(self) -> str:
        tries = ", ".join(f"{n}: {one.value:.3f}" for n, one in self.by_tries.items())
        kinds = ", ".join(f"{kind} {s.hits}/{s.total}" for kind, s in self.kinds.items())
        lines = [
            f"{self.strategy}: {self.deterministic!s} of the repairs are a rule's",
            f"  repaired within so many tries: {tries}",
            f"  confirmed/shown by kind: {kinds}",
        ]
        if self.not_failing:
            lines.append(f"  in {self.not_failing} nothing failed")
        if self.broke:
            lines.append(f"  in {self.broke} the repairing broke or was given up")
        return "\n".join(lines)


@dataclass(frozen=True)
class Comparison:
    """Confirmed repairs of two strategies, notebook by notebook."""

    first: str
    second: str
    result: Paired

    def as_dict(self) -> Mapping[str, object]:
        """Return it as plain data."""
        return asdict(self) | {"p": self.result.p_value}

    def __str__(self) -> str:
        result = self.result
        return (
            f"repaired: both {result.both}, only {self.first} {result.only_first}, "
            f"only {self.second} {result.only_second}, neither {result.neither}, "
            f"p = {result.p_value:.3f}"
        )


@dataclass(frozen=True)
class Report:
    """All figures of a run."""

    rows: Sequence[Row]
    sources: Sequence[Source]
    comparisons: Sequence[Comparison]

    def as_dict(self) -> Mapping[str, object]:
        """Return the figures as plain data, with intervals and p-values."""
        return {
            "rows": [row.as_dict() for row in self.rows],
            "sources": [one.as_dict() for one in self.sources],
            "comparisons": [one.as_dict() for one in self.comparisons],
        }

    def __str__(self) -> str:
        parts = [[_HEAD, *map(str, self.rows), _UNITS], self.sources, self.comparisons]
        return "\n\n".join("\n".join(map(str, part)) for part in parts if part)


def report(answers: Sequence[Answer]) -> Report:
    """Return what the answers say."""
    by_strategy: dict[str, list[Answer]] = {}
    for one in answers:
        by_strategy.setdefault(one.strategy, []).append(one)
    rows = [
        _row(strategy, group, chosen)
        for strategy, members in by_strategy.items()
        for group, belongs in _groups(members).items()
        if (chosen := [a for a in members if belongs(a)])
    ]
    sources = [_source(strategy, members) for strategy, members in by_strategy.items()]
    comparisons = [
        Comparison(one, other, paired(_confirmed(by_strategy[one]), _confirmed(by_strategy[other])))
        for one, other in combinations(by_strategy, 2)
    ]
    return Report(rows, sources, comparisons)


def _groups(answers: Sequence[Answer]) -> Mapping[str, Callable[[Answer], bool]]:
    kinds = sorted({a.origin_kind for a in answers if a.origin_kind})
    types = [name for name, _ in Counter(a.type for a in answers).most_common()]
    return {
        **_GROUPS,
        **{f"origin {kind}": _with("origin_kind", kind) for kind in kinds},
        **{name: _with("type", name) for name in types},
    }


def _with(field: str, value: str) -> Callable[[Answer], bool]:
    return lambda answer: getattr(answer, field) == value


def _row(strategy: str, group: str, answers: Sequence[Answer]) -> Row:
    verified = [a for a in answers if a.badge == "verified"]
    lower = {
        badge: share(a.confirmed for a in answers if a.badge == badge)
        for badge in ("runs", "unverified")
    }
    return Row(
        strategy,
        group,
        repaired=share(a.confirmed for a in answers),
        right_cell=share(a.confirmed and a.right_cell for a in answers),
        verified=Share(len(verified), len(answers)),
        precision=share(a.confirmed for a in verified),
        lower=lower,
        seconds=spread([a.seconds for a in answers]),
        verified_seconds=spread([a.seconds for a in verified if a.confirmed]),
        evaluated_tokens=spread([a.evaluated_tokens for a in answers]),
        generated_tokens=spread([a.generated_tokens for a in answers]),
    )


def _source(strategy: str, answers: Sequence[Answer]) -> Source:
    shown = [a for a in answers if a.badge]
    kinds = [name for name, _ in Counter(a.kind or a.origin for a in shown).most_common()]
    return Source(
        strategy,
        deterministic=share(a.origin == "rule" for a in answers if a.confirmed),
        kinds={k: share(a.confirmed for a in shown if (a.kind or a.origin) == k) for k in kinds},
        by_tries={n: share(a.confirmed and a.tries <= n for a in answers) for n in TRIES},
        not_failing=sum(not a.raised and not a.broke for a in answers),
        broke=sum(bool(a.broke) for a in answers),
    )


def _confirmed(answers: Sequence[Answer]) -> dict[str, bool]:
    return {a.id: a.confirmed for a in answers}
