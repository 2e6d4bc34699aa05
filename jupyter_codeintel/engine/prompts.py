"""From a request to the tokens that are evaluated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from jupyter_codeintel.engine.backends.base import Vocabulary
from jupyter_codeintel.engine.generation import FimParts, GenerationRequest
from jupyter_codeintel.engine.healing import split_tail
from jupyter_codeintel.errors import RequestError


@dataclass(frozen=True)
class TokenPrompt:
    """What is evaluated, and what generation must spell first.

    Parameters
    ----------
    tokens : tuple of int
        The certain tokens.
    head : int
        How many of them later requests of the same place share: for FIM all up to the
        middle sentinel.
    forced : bytes
        Text that the first generated tokens must spell (word healing).
    guess : tuple of int
        The tokens that spell it exactly, if they are likely to be chosen.
    """

    tokens: tuple[int, ...]
    head: int
    forced: bytes = b""
    guess: tuple[int, ...] = ()


class PromptRenderer:
    """Renders requests for one model; remembers the tokens of recent texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._start = () if vocabulary.bos is None else (vocabulary.bos,)
        self._tokens = lru_cache(maxsize=64)(self._tokenize)

    def _tokenize(self, text: str) -> tuple[int, ...]:
        return tuple(self._vocabulary.tokenize(text))

    def render(self, request: GenerationRequest) -> TokenPrompt:
        """Return the request's tokens.

        Raises
        ------
        RequestError
            ``no_fim`` or ``no_chat_template``: the model cannot do what was asked;
            ``bad_messages``: its template refuses the messages.
        """
        if isinstance(request.prompt, FimParts):
            return self._fim(request.prompt)
        if isinstance(request.prompt, str):
            tokens = self._start + self._tokens(request.prompt)
        else:
            tokens = self._chat(request.prompt)
        return TokenPrompt(tokens, head=len(tokens))

    def _fim(self, parts: FimParts) -> TokenPrompt:
        fim = self._vocabulary.fim
        if fim is None:
            raise RequestError(
                "this model has no fill-in-the-middle tokens, so it cannot complete code",
                code="no_fim",
                hint="Choose a model that has them: `jupyter codeintel models list`. "
                "This one still serves chat.",
            )
        # PSM order, anchored: what was typed since the anchor is the forced head of the
        # middle, so that typing only ever appends tokens.
        typed, tail = split_tail(parts.typed)
        anchored = (
            *self._start,
            fim.prefix,
            *self._tokens(parts.prefix),
            fim.suffix,
            *self._tokens(parts.suffix),
            fim.middle,
        )
        tokens = anchored + tuple(self._vocabulary.tokenize(typed))
        forced = tail.encode("utf-8", "replace")
        return TokenPrompt(tokens, len(anchored), forced, self._guess(tail))

    def _guess(self, tail: str) -> tuple[int, ...]:
        """Return the tokens of a bracket or operator; a begun word ends as another token."""
        if not tail.strip() or any(character.isalnum() for character in tail):
            return ()
        return self._tokens(tail)

    def _chat(self, messages: Sequence[Mapping[str, str]]) -> tuple[int, ...]:
        if self._vocabulary.chat_template is None:
            raise RequestError(
                "this model has no chat template",
                code="no_chat_template",
                hint="Choose an instruct model: `jupyter codeintel models list`.",
            )
        # Contents are put in after rendering and tokenized as plain text, so that control
        # tokens written in a notebook never end a turn.
        marks = [f"\ue000{i}\ue001" for i in range(len(messages))]
        masked = [{**m, "content": mark} for m, mark in zip(messages, marks, strict=True)]
        rest = _render_template(self._vocabulary.chat_template, masked)
        tokens = list(self._start)
        for message, mark in zip(messages, marks, strict=True):
            before, found, after = rest.partition(mark)
            if found:  # a template may leave a message out
                tokens += self._vocabulary.tokenize(before, special=True)
                tokens += self._tokens(message["content"])
                rest = after
        tokens += self._vocabulary.tokenize(rest, special=True)
        if len(self._start) and tokens[:2] == [*self._start, *self._start]:
            tokens = tokens[1:]  # templates may write the start token themselves
        return tuple(tokens)


def _render_template(template: str, messages: Sequence[Mapping[str, str]]) -> str:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)

    def refuse(message: str) -> None:
        raise TemplateError(message)

    environment.globals["raise_exception"] = refuse
    try:
        return environment.from_string(template).render(
            messages=messages, add_generation_prompt=True, bos_token="", eos_token=""
        )
    except TemplateError as error:
        raise RequestError(
            f"the model's chat template refuses these messages: {error}",
            code="bad_messages",
            hint="Send messages with the roles system, user and assistant in turn.",
        ) from error
