"""What is kept of the repair of one notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_codeintel.evaluation.notebook_fix.items import GOAL, Item
from jupyter_codeintel.evaluation.notebook_fix.judging import Judge
from jupyter_codeintel.fix.notebook_repair import NotebookRepair


@dataclass(frozen=True)
class Answer:
    """One notebook, repaired in one way.

    Parameters
    ----------
    id, strategy : str
        Which, and how.
    type, subtype, origin_kind : str
        Of the item.
    root_before_failure : bool
        Of the item.
    raised : str
        What the notebook raised first; empty when it ran.
    badge : str
        Of the first proposal; empty when there was none.
    origin, kind, says : str
        Of the first proposal.
    right_cell : bool
        Whether the cell with the bug is among those that were changed.
    repairs : int
        Failures that were repaired, one after the other.
    tries : int
        Candidates tried for the first failure.
    seconds : float
        From the first failure to the proposal, or to the end without one.
    total_seconds : float
        Of all, the start of the kernel included.
    evaluated_tokens, generated_tokens : int
        That went through the model.
    cells : sequence of str
        The notebook as it was handed in.
    confirmed : bool
        Whether the judge lets it pass.
    verdict : str
        Of the judge, in words.
    ended : str
        Why there was no proposal.
    broke : str
        What went wrong with the repairing itself.
    """

    id: str
    strategy: str
    type: str
    subtype: str
    origin_kind: str
    root_before_failure: bool
    raised: str
    badge: str
    origin: str
    kind: str
    says: str
    right_cell: bool
    repairs: int
    tries: int
    seconds: float
    total_seconds: float
    evaluated_tokens: int
    generated_tokens: int
    cells: Sequence[str]
    confirmed: bool
    verdict: str
    ended: str = ""
    broke: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What was repaired, and how."""
        return self.id, self.strategy


@dataclass(frozen=True)
class Spent:
    """Time and tokens, and what went wrong."""

    seconds: float
    evaluated_tokens: int
    generated_tokens: int
    broke: str = ""


def answer(item: Item, strategy: str, repair: NotebookRepair, judge: Judge, spent: Spent) -> Answer:
    """Judge what was handed in, and put together what is kept."""
    sources = [cell.source for cell in repair.run.document.cells if cell.id != GOAL]
    judged = judge.judge(item, sources)
    first = repair.repairs[0] if repair.repairs else None
    proposal = None if first is None else first.proposal
    return Answer(
        item.id,
        strategy,
        item.type,
        item.subtype,
        item.origin_kind,
        item.root_before_failure,
        raised="" if first is None else first.failed.error.name,
        badge="" if proposal is None else proposal.badge,
        origin=(proposal and proposal.origin) or "",
        kind="" if proposal is None else proposal.kind,
        says="" if proposal is None else proposal.says,
        right_cell=_is_changed(item, sources),
        repairs=sum(one.accepted for one in repair.repairs),
        tries=0 if first is None else first.tries,
        seconds=0.0 if first is None else first.seconds,
        total_seconds=spent.seconds,
        evaluated_tokens=spent.evaluated_tokens,
        generated_tokens=spent.generated_tokens,
        cells=sources,
        confirmed=judged.passed,
        verdict=str(judged),
        ended="" if first is None else first.text,
        broke=spent.broke,
    )


def _is_changed(item: Item, sources: Sequence[str]) -> bool:
    """Whether the cell with the bug has another text."""
    root = item.root_cell
    return 0 <= root < len(sources) and sources[root] != item.cells_broken[root]
