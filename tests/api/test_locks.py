"""What an operator has set for all holds, whatever a browser sends."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_codeintel.api.chat_messages import AskChat, PreviewChat, WarmChat
from jupyter_codeintel.api.conversation import Conversation
from jupyter_codeintel.api.fix_messages import StartFix
from jupyter_codeintel.api.locks import LockedError, Locks
from jupyter_codeintel.api.messages import Json, Message, decode, load_schema
from jupyter_codeintel.completion.requests import CompletionRequest
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.extension import CodeIntelExtension
from tests.api.fake_chats import no_chats
from tests.api.fake_fixes import no_fixes
from tests.api.fake_models import no_models
from tests.api.test_messages import COMPLETE
from tests.completion.fake_engine import FakeEngine

SCENE = {"document": "d", "cell": "c", "selection": "", "tracebacks": {}, "outputs": {}}
QUESTION = {
    "id": 4,
    "scene": SCENE,
    "conversation": None,
    "text": "Why?",
    "without": [],
    "replaces": None,
    "limits": {"answerTokens": 100, "cellsTokens": 50},
}
ASK = {"type": "chatAsk", **QUESTION}
WARM_CHAT = {"type": "chatWarm", "scene": SCENE, "conversation": None}
FIX = {"type": "fix", "id": 3, "document": "d", "cell": "c", "traceback": [], "timeLimit": 900}
WARM = {"type": "warm", "document": "d", "cell": "c", "prefix": "", "suffix": ""}
TRY = {"type": "chatTry", "id": 5, "document": "d", "source": "1"}


def acted_on(locks: Json, message: Json) -> Message:
    """Return a message as the server takes it."""
    return Locks(locks).applied(decode(json.dumps(message)))


def test_a_locked_value_replaces_the_browsers() -> None:
    completion = acted_on(
        {"completion.maxTokens": 8, "completion.multiline": "never"}, dict(COMPLETE)
    )
    assert isinstance(completion, CompletionRequest)
    assert (completion.max_tokens, completion.multiline) == (8, "never")

    fix = acted_on({"fix.timeLimit": 5, "fix.maxAttempts": 2}, FIX)
    assert isinstance(fix, StartFix)
    assert (fix.time_limit_s, fix.max_attempts) == (5, 2)


@pytest.mark.parametrize("kind", ["chatAsk", "chatPreview"])
def test_a_locked_limit_of_the_chat_replaces_the_browsers(kind: str) -> None:
    asked = acted_on({"chat.answerTokens": 200, "chat.namedTokens": 9}, {**ASK, "type": kind})
    assert isinstance(asked, AskChat | PreviewChat)
    assert asked.asked.limits == {"answer_tokens": 200, "cells": 50, "named": 9}

    warm = acted_on({"chat.cellsTokens": 7}, WARM_CHAT)
    assert isinstance(warm, WarmChat)
    assert warm.limits == {"cells": 7}


@pytest.mark.parametrize(
    ("feature", "message"),
    [
        ("completion", COMPLETE),
        ("completion", WARM),
        ("fix", FIX),
        ("chat", ASK),
        ("chat", {"type": "chatPreview", **QUESTION}),
        ("chat", WARM_CHAT),
        ("chat", TRY),
        ("chat", {"type": "chatComplete", "id": 6, "scene": SCENE, "partial": "@"}),
    ],
)
def test_what_is_switched_off_is_refused(feature: str, message: Json) -> None:
    with pytest.raises(LockedError, match="switched off on this server") as refused:
        acted_on({f"{feature}.enabled": False}, message)
    assert refused.value.id == message.get("id", -1)
    others = {f"{name}.enabled": False for name in ("completion", "fix", "chat") if name != feature}
    assert acted_on(others, message) == acted_on({}, message)


def test_suggestions_may_be_only_for_those_who_ask() -> None:
    locks = {"completion.trigger": "manual"}
    with pytest.raises(LockedError):
        acted_on(locks, {**COMPLETE, "trigger": "automatic"})
    asked = {**COMPLETE, "trigger": "invoke"}
    assert acted_on(locks, asked) == acted_on({}, asked)


async def test_a_browser_is_told_what_is_refused() -> None:
    told: list[Json] = []
    engine = FakeEngine()
    session = CompletionService(engine).open_session()
    locks = Locks({"chat.enabled": False})
    conversation = Conversation(
        session, no_fixes(engine), no_chats(), no_models(), told.append, locks
    )

    assert conversation.receive(json.dumps(ASK)) is None
    assert [(message["id"], message["error"]["code"]) for message in told] == [(4, "locked")]
    await conversation.aclose()


@pytest.mark.parametrize(
    "locked", [{"chat.colour": "red"}, {"fix.timeLimit": "long"}, {"chat.enabled": 0}]
)
def test_what_cannot_be_locked_is_said_at_the_start(locked: dict[str, Any]) -> None:
    extension = CodeIntelExtension(locked=locked)
    with pytest.raises(ValueError, match="cannot be locked"):
        extension.initialize_settings()


def test_every_setting_that_can_be_locked_is_known_here() -> None:
    names = load_schema()["definitions"]["locks"]["properties"]
    assert {name.partition(".")[0] for name in names} == {"completion", "fix", "chat"}
