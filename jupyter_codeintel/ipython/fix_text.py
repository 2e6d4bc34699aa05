"""A fix in plain words, line by line."""

from __future__ import annotations

import difflib

from jupyter_codeintel.fix.events import Edit, Ended, Proposal, Step

BADGES = {
    "verified": "Verified",
    "runs": "Runs, please check",
    "unverified": "Not verified",
}
"""What a badge says."""


def step_lines(step: Step) -> list[str]:
    """Return the lines of a step that has ended."""
    lines = [f"  {step.text}"]
    if step.state == "failed" and step.detail:
        lines += [f"    {line}" for line in step.detail.splitlines()]
    return lines


def proposal_lines(proposal: Proposal) -> list[str]:
    """Return a repair: its diff, its badge, and what speaks for and against it."""
    lines = [line for edit in proposal.edits for line in diff(edit)]
    lines.append(f"{BADGES[proposal.badge]}: {proposal.says}")
    lines += [f"  {reason}" for reason in proposal.evidence.reasons]
    lines += [f"  writes {path}" for path in proposal.evidence.files]
    return lines


def ended_lines(ended: Ended) -> list[str]:
    """Return the end without a repair."""
    return ended.text.splitlines() or ["Nothing was found."]


def diff(edit: Edit) -> list[str]:
    """Return the lines of a unified diff of a cell."""
    before, after = edit.before.splitlines(), edit.after.splitlines()
    return list(difflib.unified_diff(before, after, edit.cell, edit.cell, lineterm=""))
