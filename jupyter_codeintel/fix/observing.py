"""What a failed assert compared: its message hardly ever tells."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.attempts import Attempts
from jupyter_codeintel.fix.diagnosis.sites import sites
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.prompting.output_text import output_text
from jupyter_codeintel.trial import Trial, TrialCell

_LONGEST = 200


async def observed(failure: Failure, attempts: Attempts) -> str:
    """Return what the failed comparison really gave, evaluated on a copy of the kernel.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    attempts : Attempts
        Try things.

    Returns
    -------
    str
        ``half(5) gives 2``; nothing where no comparison failed.
    """
    expression = _compared(failure)
    if not expression:
        return ""
    verdict = await attempts.inspect(Trial((TrialCell("observed", expression),)))
    shown = output_text(verdict)
    if verdict.status != "passed" or not shown:
        return ""
    return f"{expression} gives {shown[:_LONGEST]}"


def _compared(failure: Failure) -> str:
    """Return the call on the left of the comparison that failed."""
    site = next((site for site in sites(failure) if site.cell == failure.cell), None)
    statement = None if site is None else site.statement
    if site is None or not isinstance(statement, ast.Assert):
        return ""
    test = statement.test
    if not isinstance(test, ast.Compare) or not isinstance(test.left, ast.Call):
        return ""
    return site.code.text(test.left)
