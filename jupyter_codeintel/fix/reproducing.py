"""What fails, as exactly as it can be known: run again on a copy, or read from its traceback."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.fix.diagnosis.located import located
from jupyter_codeintel.fix.diagnosis.traceback_text import parse_traceback
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.port import Kernels, Trials
from jupyter_codeintel.fix.replay import reproduce
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.trial import Raised, Verdict


@dataclass(frozen=True)
class Reproduced:
    """A failure, and what came of running its cell again on a copy.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    verdict : Verdict, optional
        Of the cell as it is; None where nothing can be tried.
    """

    failure: Failure
    verdict: Verdict | None


async def reproduced(request: FixRequest, trials: Trials, kernels: Kernels) -> Reproduced:
    """Run the failing cell again on a copy of the kernel's state, where that is possible."""
    failure = await _told(request, kernels)
    if request.kernel is None or await trials.tier(request.kernel) is None:
        return Reproduced(failure, None)
    trial = reproduce(failure)
    verdict = await trials.verify(request.kernel, trial)
    if verdict.status == "failed" and verdict.error is not None:
        error = located(verdict.error, failure.document, failure.cell)
        failure = replace(failure, error=error)
    return Reproduced(failure, verdict)


async def _told(request: FixRequest, kernels: Kernels) -> Failure:
    """Return the failure as the notebook tells it."""
    document = replace(request.document, kernel=request.kernel)
    flow = Dataflow()
    flow.update(document)
    namespace = None if request.kernel is None else await kernels.refreshed(request.kernel)
    error = located(_printed(request), document, request.cell)
    return Failure(document, flow, request.cell, error, namespace, request.goal)


def _printed(request: FixRequest) -> Raised:
    printed = parse_traceback(request.traceback)
    if printed is not None:
        return printed
    if request.error is not None:
        return Raised(request.error.name, request.error.value)
    return Raised("Error", "")
