"""The vocabulary of the scripted backend: small, and with every trap of a real one."""

from __future__ import annotations

import re

from jupyter_codeintel.engine.backends.base import FimTokens

WORDS = b"""def |return| return|import|import | as | in |for |if |else|print|self|None|True|False|\
pand|pandas| pandas|as|pd|np|numpy|data|Data|Frame|DataFrame|frame|group|groupby|mean|sum|\
.head|.read|_csv|.read_csv|plot|x = |y = |==|()|  |    |\n    |\n\n""".split(b"|")
"""Words that overlap, so that there are several ways to spell a text."""

LETTERS = ("é", "ü", "→", "数据")
"""Tokens of several bytes; other letters outside ASCII are spelled byte by byte."""

CONTROL = ("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|im_start|>", "<|im_end|>")
END = "<|im_end|>"
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


class ScriptedVocabulary:
    """All bytes, some words, and control tokens.

    Parameters
    ----------
    fim : bool
        Whether the model is one that fills in the middle.
    """

    def __init__(self, *, fim: bool = True) -> None:
        texts = [*WORDS, *(letter.encode() for letter in LETTERS)]
        self._pieces = [bytes([n]) for n in range(256)] + texts
        self._ids = {piece: token for token, piece in enumerate(self._pieces)}
        self._longest = max(map(len, texts))
        first = len(self._pieces)
        self.control = {name: first + i for i, name in enumerate(CONTROL)}
        self._names = {token: name.encode() for name, token in self.control.items()}
        self._control = re.compile("(" + "|".join(map(re.escape, CONTROL)) + ")")
        self.size = first + len(CONTROL)
        self.end = self.control[END]
        self.fim = FimTokens(first, first + 1, first + 2) if fim else None
        self.bos: int | None = None
        self.chat_template: str | None = CHAT_TEMPLATE

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        """Return the tokens of ``text``, the longest first."""
        tokens: list[int] = []
        for part in self._control.split(text) if special else [text]:
            if special and part in self.control:
                tokens.append(self.control[part])
            else:
                tokens += self._spell(part.encode())
        return tokens

    def _spell(self, data: bytes) -> list[int]:
        tokens, start = [], 0
        while start < len(data):
            for end in range(min(len(data), start + self._longest), start, -1):
                if data[start:end] in self._ids:
                    tokens.append(self._ids[data[start:end]])
                    start = end
                    break
        return tokens

    def piece(self, token: int) -> bytes:
        """Return the bytes of ``token``; empty for control tokens."""
        return self._pieces[token] if token < len(self._pieces) else b""

    def is_end(self, token: int) -> bool:
        """Whether ``token`` ends a generation."""
        return token == self.end

    def shown(self, token: int) -> bytes:
        """Return the bytes of ``token``, or its name for a control token."""
        return self._names.get(token) or self._pieces[token]

    def heads(self, text: bytes) -> list[int]:
        """Return the tokens that ``text`` may start with."""
        starts = (text[:length] for length in range(1, min(len(text), self._longest) + 1))
        return [self._ids[start] for start in starts if start in self._ids]
