"""Fill-in-the-middle: what the answers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median
from typing import Literal

from jupyter_codeintel.evaluation.infilling import Answer
from jupyter_codeintel.evaluation.infilling_items import LAYOUTS, CursorKind, Layout
from jupyter_codeintel.evaluation.intervals import Paired, Share, paired, share


@dataclass(frozen=True)
class Row:
    """One layout at one kind of cursor."""

    cursor: CursorKind
    layout: Layout
    exact: Share
    passed: Share
    mean_tokens: float
    median_tokens: float

    def __str__(self) -> str:
        tokens = f"{self.mean_tokens:.1f} / {self.median_tokens:.0f}"
        return (
            f"{self.cursor:15} {self.layout:9} {self.exact.total:4}  "
            f"{self.exact!s:22} {self.passed!s:22} {tokens}"
        )


@dataclass(frozen=True)
class Comparison:
    """The plain layout (first) against another (second), item by item."""

    cursor: CursorKind
    layout: Layout
    judged: Literal["exact", "passed"]
    result: Paired

    def __str__(self) -> str:
        result = self.result
        return (
            f"{self.cursor:15} {self.judged:7} both {result.both}, "
            f"only plain {result.only_first}, only {self.layout} {result.only_second}, "
            f"neither {result.neither}, p = {result.p_value:.3f}"
        )


@dataclass(frozen=True)
class Report:
    """All figures of a run."""

    rows: Sequence[Row]
    comparisons: Sequence[Comparison]

    def as_dict(self) -> Mapping[str, object]:
        """Return the figures as plain data, with intervals and p-values."""
        return {
            "rows": [
                asdict(row) | {"exact": row.exact.as_dict(), "passed": row.passed.as_dict()}
                for row in self.rows
            ],
            "comparisons": [
                asdict(one) | {"result": asdict(one.result), "p": one.result.p_value}
                for one in self.comparisons
            ],
        }

    def __str__(self) -> str:
        head = (
            f"{'cursor':15} {'layout':9} {'n':>4}  {'exact match':22} {'pass@1':22} "
            "evaluated tokens, mean / median"
        )
        return "\n".join([head, *map(str, self.rows), "", *map(str, self.comparisons)])


def report(answers: Sequence[Answer]) -> Report:
    """Return what the answers say."""
    found = {
        (cursor, layout): [a for a in answers if (a.cursor, a.layout) == (cursor, layout)]
        for cursor, layouts in LAYOUTS.items()
        for layout in layouts
    }
    return Report(
        rows=[_row(c, y, members) for (c, y), members in found.items() if members],
        comparisons=[
            comparison
            for (cursor, layout), members in found.items()
            if layout != "plain" and members and found[cursor, "plain"]
            for comparison in _compare(cursor, layout, found[cursor, "plain"], members)
        ],
    )


def _row(cursor: CursorKind, layout: Layout, answers: Sequence[Answer]) -> Row:
    evaluated = [answer.evaluated_tokens for answer in answers]
    return Row(
        cursor,
        layout,
        exact=share(answer.exact for answer in answers),
        passed=share(answer.passed for answer in answers),
        mean_tokens=fmean(evaluated),
        median_tokens=median(evaluated),
    )


def _compare(
    cursor: CursorKind, layout: Layout, plain: Sequence[Answer], other: Sequence[Answer]
) -> list[Comparison]:
    exact = paired({a.task_id: a.exact for a in plain}, {a.task_id: a.exact for a in other})
    passed = paired({a.task_id: a.passed for a in plain}, {a.task_id: a.passed for a in other})
    return [
        Comparison(cursor, layout, "exact", exact),
        Comparison(cursor, layout, "passed", passed),
    ]
