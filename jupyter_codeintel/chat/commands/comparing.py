"""Whether another text of a cell gives equal results, and how long each takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_codeintel.chat.port import Trials
from jupyter_codeintel.trial import Left, Trial, TrialCell, Verdict

_DEFINITIONS = frozenset({"function", "type"})
"""Of these the text differs, and is meant to."""


@dataclass(frozen=True)
class Versions:
    """Two texts of a cell, and how they are tried.

    Parameters
    ----------
    cell : str
        Its id.
    before, after : str
        Its text.
    callers : tuple of TrialCell
        Cells that use what it defines; they run after it.
    needed : collection of str
        Names that other cells use.
    replay : tuple of TrialCell
        What has to run before where no state can be copied.
    """

    cell: str
    before: str
    after: str
    callers: tuple[TrialCell, ...] = ()
    needed: Collection[str] = ()
    replay: tuple[TrialCell, ...] = ()

    def trial(self, source: str) -> Trial:
        """Return the trial of one of the texts."""
        return Trial((TrialCell(self.cell, source), *self.callers), self.replay)


@dataclass(frozen=True)
class Comparison:
    """What came of it; ``equal`` is None where it cannot be known."""

    equal: bool | None
    reasons: tuple[str, ...] = ()
    before_ms: float | None = None
    after_ms: float | None = None


async def compared(versions: Versions, trials: Trials, kernel: str, runs: int) -> Comparison:
    """Run both texts in turn, each on fresh copies of the kernel's state.

    Parameters
    ----------
    versions : Versions
        The texts.
    trials : Trials
        Tries them.
    kernel : str
        Whose state is copied.
    runs : int
        How often each runs; the shortest time counts, for whatever else the machine does
        only makes it longer.
    """
    took: dict[str, list[float]] = {"before": [], "after": []}
    for number in range(max(1, runs)):
        before = await trials.verify(kernel, versions.trial(versions.before))
        after = await trials.verify(kernel, versions.trial(versions.after))
        if number == 0:
            equal, reasons = _judged(versions, before, after)
            if before.status != "passed" or equal is False:
                return Comparison(equal, reasons)
        took["before"].append(sum(run.took_ms for run in before.runs))
        took["after"].append(sum(run.took_ms for run in after.runs))
    return Comparison(equal, reasons, min(took["before"]), min(took["after"]))


def _judged(
    versions: Versions, before: Verdict, after: Verdict
) -> tuple[bool | None, tuple[str, ...]]:
    if before.status != "passed":
        return None, (f"the cell as it is could not be run: {_why(before)}",)
    if after.status == "inconclusive":
        return None, (f"the rewrite could not be run: {_why(after)}",)
    if after.status != "passed":
        return False, (f"the rewrite fails: {_why(after)}",)
    different = tuple(_differences(versions, before, after))
    if different:
        return False, different
    unknown = tuple(_unknown(versions, before, after))
    return (None, unknown) if unknown else (True, ())


def _differences(versions: Versions, before: Verdict, after: Verdict) -> Iterator[str]:
    for name, left in before.left.items():
        other = after.left.get(name)
        if other is None:
            # What only this cell uses, such as a loop's variable, may go.
            if name in versions.needed or left.how in ("changed", "deleted"):
                yield f"`{name}` is left as it was"
        elif _differs(left, other):
            yield f"`{name}` differs"
    for name, left in after.left.items():
        if name not in before.left and left.how != "new":
            yield f"`{name}` is changed"
    if _texts(before) != _texts(after):
        yield "the outputs differ"
    if set(before.files) != set(after.files):
        yield "other files are written"


def _differs(left: Left, other: Left) -> bool:
    if "deleted" in (left.how, other.how):
        return left.how != other.how
    known = not _is_definition(left) and None not in (left.digest, other.digest)
    return known and left.digest != other.digest


def _unknown(versions: Versions, before: Verdict, after: Verdict) -> Iterator[str]:
    for name, left in before.left.items():
        other = after.left.get(name)
        if other is None or left.how == "deleted":
            continue
        if _is_definition(left):
            if not versions.callers:
                yield f"no cell that has run calls `{name}`"
        elif left.digest is None or other.digest is None:
            yield f"`{name}` cannot be compared"


def _is_definition(left: Left) -> bool:
    return left.variable is not None and left.variable.type in _DEFINITIONS


def _texts(verdict: Verdict) -> Sequence[str]:
    return [_text(output) for run in verdict.runs for output in run.outputs]


def _text(output: Mapping[str, Any]) -> str:
    data = output.get("data", {})
    return "".join(output.get("text", "")) or "".join(data.get("text/plain", ""))


def _why(verdict: Verdict) -> str:
    if verdict.error is not None:
        return f"{verdict.error.name}: {verdict.error.value}"
    return verdict.reason or verdict.status
