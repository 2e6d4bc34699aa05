"""What the browser is told of chat, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from jupyter_codeintel.api.timings import timings_json
from jupyter_codeintel.chat.conversations.conversation import Conversation, Turn
from jupyter_codeintel.chat.conversations.export import as_markdown
from jupyter_codeintel.chat.conversations.store import Entry
from jupyter_codeintel.chat.events import Action, ChatEvent, Done, Sending, Text, as_data
from jupyter_codeintel.chat.references.candidates import Candidate
from jupyter_codeintel.trial import Verdict

Json = Mapping[str, Any]

_RESULTS: Mapping[str, Mapping[str, str]] = {
    "assertion": {"source": "source", "verdict": "verdict", "detail": "detail"},
    "edit": {
        "cell": "cell",
        "before": "before",
        "after": "after",
        "why": "why",
        "equal": "equal",
        "reasons": "reasons",
        "beforeMs": "before_ms",
        "afterMs": "after_ms",
    },
    "note": {"text": "text"},
}


def event_message(request: int, event: ChatEvent) -> Json:
    """Return the message that tells an event of an answer."""
    match event:
        case Sending():
            return sending_message(request, event)
        case Text(delta):
            return {"type": "chatText", "id": request, "delta": delta}
        case Action(name, cell):
            return {"type": "chatAction", "id": request, "name": name, "cell": cell}
        case Done(turn, timings):
            return {
                "type": "chatDone",
                "id": request,
                "turn": None if turn is None else _turn(turn),
                "timings": timings_json(timings),
            }
        case result:
            return {"type": "chatBrought", "id": request, "result": _result(as_data(result))}


def sending_message(request: int, sending: Sending) -> Json:
    """Return the message that tells what is sent with a question."""
    meter = sending.meter
    return {
        "type": "chatSending",
        "id": request,
        "conversation": sending.conversation,
        "chips": [asdict(chip) for chip in sending.chips],
        "tokens": meter.tokens,
        "budget": meter.budget,
        "parts": [
            {
                "part": use.part,
                "tokens": use.tokens,
                "budget": use.budget,
                "leftOut": list(use.left_out),
            }
            for use in meter.parts
        ],
    }


def candidates_message(request: int, candidates: Sequence[Candidate]) -> Json:
    """Return the message that tells how to go on."""
    found = [asdict(candidate) for candidate in candidates]
    return {"type": "chatCandidates", "id": request, "candidates": found}


def entries_message(request: int, entries: Sequence[Entry]) -> Json:
    """Return the message that lists conversations."""
    told = [asdict(entry) for entry in entries]
    return {"type": "chatConversations", "id": request, "entries": told}


def conversation_message(request: int, conversation: Conversation) -> Json:
    """Return the message that tells a conversation."""
    return {
        "type": "chatConversation",
        "id": request,
        "conversation": conversation.id,
        "title": conversation.shown_title,
        "turns": [_turn(turn) for turn in conversation.turns],
    }


def export_message(request: int, conversation: Conversation) -> Json:
    """Return the message that tells a conversation as Markdown."""
    return {
        "type": "chatExported",
        "id": request,
        "title": conversation.shown_title,
        "text": as_markdown(conversation),
    }


def tried_message(request: int, verdict: Verdict) -> Json:
    """Return the message that tells what came of code on a copy of the kernel."""
    return {
        "type": "chatTried",
        "id": request,
        "status": verdict.status,
        "tier": verdict.tier,
        "outputs": [dict(output) for run in verdict.runs for output in run.outputs],
        "reason": verdict.reason,
    }


def _turn(turn: Turn) -> Json:
    return {
        "question": turn.question,
        "told": [piece.label for piece in turn.pieces],
        "answer": turn.answer,
        "ended": turn.ended,
        "results": [_result(result) for result in turn.results],
    }


def _result(data: Json) -> Json:
    """Return a result as conversations keep it with the names of the protocol."""
    kind = data["type"]
    return {"type": kind, **{ours: data[theirs] for ours, theirs in _RESULTS[kind].items()}}
