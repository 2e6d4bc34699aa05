"""The websocket's messages about fixes, as plain data and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_codeintel.fix.events import Ended, Event, Evidence, Proposal, Step

Json = Mapping[str, Any]


@dataclass(frozen=True)
class StartFix:
    """Repair a failed cell; without a limit the server's own holds."""

    id: int
    document: str
    cell: str
    traceback: tuple[str, ...] = ()
    goal: str = ""
    max_attempts: int | None = None
    time_limit_s: float | None = None


@dataclass(frozen=True)
class AnotherFix:
    """Look for another repair."""

    id: int


@dataclass(frozen=True)
class StopFix:
    """A fix is no longer wanted."""

    id: int


@dataclass(frozen=True)
class DecideFix:
    """What the person decided on the last proposal."""

    id: int
    accepted: bool


FixMessage = StartFix | AnotherFix | StopFix | DecideFix


def _start(data: Json) -> StartFix:
    attempts = data.get("maxAttempts")
    return StartFix(
        id=int(data["id"]),
        document=data["document"],
        cell=data["cell"],
        traceback=tuple(data["traceback"]),
        goal=data.get("goal", ""),
        max_attempts=None if attempts is None else int(attempts),
        time_limit_s=data.get("timeLimit"),
    )


FIX_READERS: Mapping[str, Callable[[Json], FixMessage]] = {
    "fix": _start,
    "fixAnother": lambda data: AnotherFix(int(data["id"])),
    "fixStop": lambda data: StopFix(int(data["id"])),
    "fixDecided": lambda data: DecideFix(int(data["id"]), data["accepted"]),
}


def event_message(request: int, event: Event) -> Json:
    """Return the message that tells an event of a fix."""
    match event:
        case Step():
            return {
                "type": "fixStep",
                "id": request,
                "number": event.number,
                "phase": event.phase,
                "text": event.text,
                "state": event.state,
                "detail": event.detail,
            }
        case Proposal():
            return _proposal(request, event)
        case Ended(outcome, text):
            return {"type": "fixEnded", "id": request, "outcome": outcome, "text": text}


def _proposal(request: int, proposal: Proposal) -> Json:
    return {
        "type": "fixProposal",
        "id": request,
        "badge": proposal.badge,
        "says": proposal.says,
        "origin": proposal.origin,
        "edits": [
            {"cell": edit.cell, "before": edit.before, "after": edit.after}
            for edit in proposal.edits
        ],
        "run": list(proposal.run),
        "forget": list(proposal.forget),
        "evidence": _evidence(proposal.evidence),
    }


def _evidence(evidence: Evidence) -> Json:
    return {
        "tier": evidence.tier,
        "outputs": [dict(output) for output in evidence.outputs],
        "variables": list(evidence.variables),
        "files": list(evidence.files),
        "reasons": list(evidence.reasons),
        "tookMs": evidence.took_ms,
    }
