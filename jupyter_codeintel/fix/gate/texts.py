"""What explains a text that a candidate adds."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.items import Item
from jupyter_codeintel.fix.gate.reading import callee
from jupyter_codeintel.fix.gate.vocabulary import TYPES

_MISSING = (
    "missing",
    "nan",
    "invalid",
    "unreadable",
    "cannot be read",
    "not a number",
    "unknown",
    "cannot be parsed",
    "cannot be converted",
)
_FIELD = re.compile(r"\{.*?\}")
_OF_FORMATS = re.compile("time|format|convert")
_CUTS = frozenset({"sub", "strip", "lstrip", "rstrip"})


def text_explained(item: Item, balance: Balance) -> bool:
    """Whether a text is punctuation, a format, told, or a key that was meant."""
    word, evidence = item.word, balance.evidence
    calls = {callee(node) for node in item.above if isinstance(node, ast.Call)}
    arguments = {node.arg for node in item.above if isinstance(node, ast.keyword)}
    if (
        not any(c.isalnum() for c in _FIELD.sub("", word))
        or word in TYPES | evidence.shown
        or evidence.is_said(word)
        or is_asked_for(word, evidence)
        or ("%" in word and _OF_FORMATS.search(evidence.message) is not None)
        or any(isinstance(node, ast.FormattedValue) for node in item.above)
        or any(word in old.word for old in balance.lost)
        or (calls & _CUTS and not word.isalnum())
        or arguments & {"encoding", "tz"}
    ):
        return True
    if word in evidence.missing:
        had = evidence.live.union(old.word for old in balance.lost if old.kind == "string")
        return word in evidence.live or any(evidence.is_meant(old, [word]) for old in had)
    return _key(item, balance, bool(arguments & {"left_on", "right_on", "on", "by"}))


def _key(item: Item, balance: Balance, is_joined: bool) -> bool:
    """Whether a key is the one that was meant, or leads to it."""
    evidence = balance.evidence
    if evidence.is_meant(item.word, balance.lost_words):
        return True
    if item.word not in evidence.existing:
        return False
    kept = {one.word for one in balance.now if one.kind == "string"}
    is_looked_up = any(isinstance(node, ast.Subscript) for node in item.above)
    renamed = any(isinstance(node, ast.Dict) for node in item.above)
    return is_joined or (bool(evidence.missing & kept) and (renamed or is_looked_up))


def is_asked_for(word: str, evidence: Evidence) -> bool:
    """Whether the person's words ask for a word, or for what it does."""
    return evidence.is_told(word) or (word == "coerce" and evidence.is_told(*_MISSING))
