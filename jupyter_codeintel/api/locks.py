"""Settings that an operator has set for all: which there are, and what they do to messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import fastjsonschema

from jupyter_codeintel.api.chat_messages import (
    AskChat,
    CompleteChat,
    PreviewChat,
    TryChat,
    WarmChat,
    chat_limits,
)
from jupyter_codeintel.api.fix_messages import StartFix
from jupyter_codeintel.api.messages import NO_REQUEST, Message, Warm, load_schema
from jupyter_codeintel.completion.requests import CompletionRequest
from jupyter_codeintel.errors import RequestError


class LockedError(RequestError):
    """What the operator has switched off; ``id`` is the request's, if it has one."""

    def __init__(self, message: str, request: int) -> None:
        hint = "Whoever runs this server has decided so."
        super().__init__(message, code="locked", hint=hint)
        self.id = request


def _check(values: Mapping[str, Any]) -> None:
    schema = load_schema()["definitions"]["locks"]
    try:
        fastjsonschema.compile(schema)(values)
    except fastjsonschema.JsonSchemaValueException as error:
        names = ", ".join(schema["properties"])
        message = f"A setting cannot be locked: {error.message}. There are {names}"
        raise ValueError(message) from error


class Locks:
    """Puts the operator's settings in the place of a person's.

    Parameters
    ----------
    values : mapping
        By the setting's name, such as ``fix.timeLimit``.

    Raises
    ------
    ValueError
        There is no such setting, or it cannot have such a value.
    """

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self.values = dict(values or {})
        if self.values:
            _check(self.values)

    def applied(self, message: Message) -> Message:
        """Return the message as it is to be acted on.

        Raises
        ------
        LockedError
            It asks for what is switched off.
        """
        match message:
            case CompletionRequest():
                return self._completion(message)
            case Warm():
                self._insist("completion", "Suggestions are", NO_REQUEST)
            case StartFix():
                return self._fix(message)
            case AskChat(request, asked) | PreviewChat(request, asked):
                self._insist("chat", "The chat is", request)
                limits = {**asked.limits, **chat_limits(self._of("chat"))}
                return replace(message, asked=replace(asked, limits=limits))
            case WarmChat():
                self._insist("chat", "The chat is", NO_REQUEST)
                return replace(message, limits={**message.limits, **chat_limits(self._of("chat"))})
            case CompleteChat() | TryChat():
                self._insist("chat", "The chat is", message.id)
        return message

    def _completion(self, message: CompletionRequest) -> CompletionRequest:
        self._insist("completion", "Suggestions are", message.id)
        own = self._of("completion")
        if message.trigger == "automatic" and own.get("trigger") == "manual":
            text = "Suggestions come only when they are asked for"
            raise LockedError(text, message.id)
        return replace(
            message,
            multiline=own.get("multiline", message.multiline),
            max_tokens=own.get("maxTokens", message.max_tokens),
        )

    def _fix(self, message: StartFix) -> StartFix:
        self._insist("fix", "Repairs are", message.id)
        own = self._of("fix")
        return replace(
            message,
            max_attempts=own.get("maxAttempts", message.max_attempts),
            time_limit_s=own.get("timeLimit", message.time_limit_s),
        )

    def _insist(self, feature: str, named: str, request: int) -> None:
        if self.values.get(f"{feature}.enabled") is False:
            message = f"{named} switched off on this server"
            raise LockedError(message, request)

    def _of(self, feature: str) -> dict[str, Any]:
        """Return the settings of a feature besides its switch."""
        named = (name.partition(".") for name in self.values)
        return {
            name: self.values[f"{of}.{name}"]
            for of, _, name in named
            if of == feature and name != "enabled"
        }
