"""What the answers say: a row for each condition and kind, and pairs of conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median

from jupyter_codeintel.evaluation.intervals import Mean, Paired, Share, mean, paired, share
from jupyter_codeintel.evaluation.notebook_fim.answers import CONDITIONS, Answer, Condition
from jupyter_codeintel.evaluation.notebook_fim.items import KINDS, Kind
from jupyter_codeintel.evaluation.notebook_fim.precision import Precision, precision
from jupyter_codeintel.evaluation.notebook_fim.verdicts import NamesExist


def _of_kind(kind: Kind) -> Callable[[Answer], bool]:
    return lambda answer: answer.kind == kind


GROUPS: Mapping[str, Callable[[Answer], bool]] = {
    **{kind: _of_kind(kind) for kind in KINDS},
    "needs-earlier": lambda a: a.needs_earlier and a.kind != "block",
    "all": lambda _: True,
}
"""Which answers a row is about; ``needs-earlier``: lines and rests of lines with names or
strings that stand in earlier cells only."""

COMPARED: Sequence[tuple[Condition, Condition]] = (
    ("cell", "static"), ("joined", "static"), ("joined", "live"), ("static", "live"),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One condition over one group of gaps."""

    condition: Condition
    group: str
    exact: Share
    first_line: Share
    similarity: Mean
    parses: Share
    names_exist: Share
    shown: Share
    prompt_tokens: float
    evaluated_tokens: float
    seconds: float

    def as_dict(self) -> Mapping[str, object]:
        """Return it as plain data."""
        return {
            **asdict(self),
            "exact": self.exact.as_dict(),
            "first_line": self.first_line.as_dict(),
            "similarity": self.similarity.as_dict(),
            "parses": self.parses.as_dict(),
            "names_exist": self.names_exist.as_dict(),
            "shown": self.shown.as_dict(),
        }

    def __str__(self) -> str:
        names = f"{self.names_exist.value:.3f} of {self.names_exist.total}"
        return (
            f"{self.group:13} {self.condition:7} {self.exact.total:4}  {self.exact!s:22} "
            f"{self.first_line.value:10.3f} {self.similarity!s:22} {self.parses.value:6.3f} "
            f"{names:>12} {self.shown.value:6.3f} {self.prompt_tokens:7.0f} "
            f"{self.evaluated_tokens:9.0f} {self.seconds:7.2f}"
        )


_HEAD = (
    f"{'gaps':13} {'cells':7} {'n':>4}  {'exact match':22} {'first line':>10} "
    f"{'edit similarity':22} {'parses':>6} {'names exist':>12} {'shown':>6} {'prompt':>7} "
    f"{'evaluated':>9} {'seconds':>7}"
)
_UNITS = "prompt: median tokens; evaluated: mean tokens; seconds: median"


@dataclass(frozen=True)
class Comparison:
    """Exact match of two conditions, item by item."""

    group: str
    first: Condition
    second: Condition
    result: Paired

    def as_dict(self) -> Mapping[str, object]:
        """Return it as plain data."""
        return asdict(self) | {"p": self.result.p_value}

    def __str__(self) -> str:
        result = self.result
        return (
            f"{self.group:13} exact: both {result.both}, only {self.first} {result.only_first}, "
            f"only {self.second} {result.only_second}, neither {result.neither}, "
            f"p = {result.p_value:.3f}"
        )


@dataclass(frozen=True)
class Report:
    """All figures of a run."""

    rows: Sequence[Row]
    comparisons: Sequence[Comparison]
    precisions: Sequence[Precision]

    def as_dict(self) -> Mapping[str, object]:
        """Return the figures as plain data, with intervals and p-values."""
        return {
            "rows": [row.as_dict() for row in self.rows],
            "comparisons": [one.as_dict() for one in self.comparisons],
            "precision": [one.as_dict() for one in self.precisions],
        }

    def __str__(self) -> str:
        parts = [[_HEAD, *map(str, self.rows), _UNITS], self.comparisons, self.precisions]
        return "\n\n".join("\n".join(map(str, part)) for part in parts if part)


def report(answers: Sequence[Answer], names_exist: NamesExist) -> Report:
    """Return what the answers say.

    Parameters
    ----------
    answers : sequence of Answer
        Of any conditions.
    names_exist : callable
        The verdict on an answer's names; None where there is none.
    """
    by_condition = {c: [a for a in answers if a.condition == c] for c in CONDITIONS}
    rows = [
        _row(condition, group, chosen, names_exist)
        for group, belongs in GROUPS.items()
        for condition, members in by_condition.items()
        if (chosen := [a for a in members if belongs(a)])
    ]
    comparisons = [
        Comparison(group, first, second, paired(_exact(one), _exact(other)))
        for first, second in COMPARED
        for group, belongs in GROUPS.items()
        if (one := [a for a in by_condition[first] if belongs(a)])
        and (other := [a for a in by_condition[second] if belongs(a)])
    ]
    precisions = [
        precision(condition, by_condition[condition], names_exist)
        for condition in CONDITIONS
        if by_condition[condition]
    ]
    return Report(rows, comparisons, precisions)


def _row(
    condition: Condition, group: str, answers: Sequence[Answer], names_exist: NamesExist
) -> Row:
    verdicts = [names_exist(a) for a in answers if a.shown]
    return Row(
        condition,
        group,
        exact=share(a.exact for a in answers),
        first_line=share(a.first_line for a in answers),
        similarity=mean([a.similarity for a in answers]),
        parses=share(a.parses for a in answers),
        names_exist=share(v for v in verdicts if v is not None),
        shown=share(a.shown for a in answers),
        prompt_tokens=median(a.prompt_tokens for a in answers),
        evaluated_tokens=fmean(a.evaluated_tokens for a in answers),
        seconds=median(a.seconds for a in answers),
    )


def _exact(answers: Sequence[Answer]) -> dict[str, bool]:
    return {a.id: a.exact for a in answers}
