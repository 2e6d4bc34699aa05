"""What the answers say: shares with intervals, by what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median

from jupyter_codeintel.evaluation.chat.run import CONDITIONS, Answer, Condition
from jupyter_codeintel.evaluation.intervals import Paired, Share, paired, share

_HEAD = (
    f"{'asked for':11} {'told':8} {'right':>8}  {'share':22} {'prompt':>7} {'evaluated':>9} "
    f"{'seconds':>8}"
)
_UNITS = "prompt: median tokens; evaluated: mean tokens; seconds: median"


@dataclass(frozen=True)
class Row:
    """One condition over one kind of questions."""

    kind: str
    condition: Condition
    right: Share
    prompt_tokens: float
    evaluated_tokens: float
    seconds: float

    def as_dict(self) -> Mapping[str, object]:
        """Return it as plain data."""
        return {**asdict(self), "right": self.right.as_dict()}

    def __str__(self) -> str:
        hits = f"{self.right.hits} of {self.right.total}"
        return (
            f"{self.kind:11} {self.condition:8} {hits:>8}  {self.right!s:22} "
            f"{self.prompt_tokens:7.0f} {self.evaluated_tokens:9.0f} {self.seconds:8.1f}"
        )


@dataclass(frozen=True)
class Report:
    """All figures of a run."""

    rows: Sequence[Row]
    comparison: Paired

    def as_dict(self) -> Mapping[str, object]:
        """Return the figures as plain data, with intervals."""
        compared = asdict(self.comparison) | {"p": self.comparison.p_value}
        return {"rows": [row.as_dict() for row in self.rows], "bare_context": compared}

    def __str__(self) -> str:
        pair = self.comparison
        compared = (
            f"both {pair.both}, only bare {pair.only_first}, only context {pair.only_second}, "
            f"neither {pair.neither}, p = {pair.p_value:.4f}"
        )
        return "\n".join([_HEAD, *map(str, self.rows), _UNITS, "", compared])


def report(answers: Sequence[Answer]) -> Report:
    """Return what the answers say."""
    kinds = [*sorted({answer.kind for answer in answers}), "all"]
    rows = [
        _row(kind, condition, chosen)
        for kind in kinds
        for condition in CONDITIONS
        if (chosen := [a for a in answers if a.condition == condition and kind in (a.kind, "all")])
    ]
    bare, context = ({a.id: a.right for a in answers if a.condition == c} for c in CONDITIONS)
    return Report(rows, paired(bare, context))


def _row(kind: str, condition: Condition, answers: Sequence[Answer]) -> Row:
    return Row(
        kind,
        condition,
        share(answer.right for answer in answers),
        median(answer.prompt_tokens for answer in answers),
        fmean(answer.evaluated_tokens for answer in answers),
        median(answer.seconds for answer in answers),
    )
