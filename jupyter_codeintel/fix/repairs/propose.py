"""All rules in turn."""

from __future__ import annotations

import logging

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.port import Kernels
from jupyter_codeintel.fix.repairs.case import Case, Repair
from jupyter_codeintel.fix.repairs.rules import RULES

MOST = 6
_log = logging.getLogger(__name__)


async def propose(failure: Failure, kernels: Kernels) -> list[Repair]:
    """Return repairs that are known without a model, the most certain first.

    A rule that raises is logged, and keeps neither the others nor the model from trying.

    Parameters
    ----------
    failure : Failure
        A Python cell that raised.
    kernels : Kernels
        Look into its live kernel.
    """
    case = Case.of(failure, kernels)
    found: list[Repair] = []
    for rule in RULES:
        try:
            async for repair in rule(case):
                if _is_new(repair, found, case):
                    found.append(repair)
                if len(found) == MOST:
                    return found
        except Exception:
            # The person wants a repair, and there are many rules: the log tells what to mend.
            _log.exception("the rule %s failed", rule.__name__)
    return found


def _is_new(repair: Repair, found: list[Repair], case: Case) -> bool:
    """Whether a repair changes anything, and in another way than those before."""
    if not isinstance(repair, Candidate):
        return repair not in found
    changed = any(case.failure.source(cell) != text for cell, text in repair.edits.items())
    known = {(one.key, one.rerun) for one in found if isinstance(one, Candidate)}
    return (changed or bool(repair.rerun)) and (repair.key, repair.rerun) not in known
