"""Rules applied to what the model wrote: it knows what to do, and forgets an import."""

from __future__ import annotations

from dataclasses import replace

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.located import located
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.repairs.propose import propose
from jupyter_codeintel.fix.workbench import Workbench
from jupyter_codeintel.trial import Raised

_MOST = 2
MENDED = "+"
"""Stands in the kind of a candidate between the prompt's name and the rule's."""


async def mended(bench: Workbench, attempt: Attempt) -> list[Candidate]:
    """Return what the rules make of a candidate that failed with an error of its own."""
    candidate, error = attempt.candidate, attempt.verdict.error
    if error is None or candidate.origin != "model" or MENDED in candidate.kind:
        return []
    found = await propose(_edited(bench.failure, candidate, error), bench.kernels)
    repairs = [one for one in found if isinstance(one, Candidate) and one.edits]
    return [
        replace(
            candidate,
            edits={**candidate.edits, **repair.edits},
            says=f"{candidate.says}; {repair.says}",
            kind=f"{candidate.kind}{MENDED}{repair.kind}",
        )
        for repair in repairs[:_MOST]
    ]


def _edited(failure: Failure, candidate: Candidate, error: Raised) -> Failure:
    """Return the failure of the notebook as a candidate leaves it."""
    cells = tuple(
        replace(cell, source=text, executed_source=text) if text is not None else cell
        for cell in failure.document.cells
        for text in [candidate.edits.get(cell.id)]
    )
    document = replace(failure.document, cells=cells)
    flow = Dataflow()
    flow.update(document)
    found = located(error, document, failure.cell)
    return replace(failure, document=document, flow=flow, error=found)
