"""Statements that Python writes otherwise: colons, comparisons, ``print``, other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Change

_BLOCK = re.compile(
    r"\s*(?:if|elif|else|for|while|def|class|with|try|except|finally|async|match|case)\b"
)
_LIKE_TEXT = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2212": "-",
     "\uff0c": ",", "\uff08": "(", "\uff09": ")", "\uff1a": ":", "\u00a0": " ", "\u00d7": "*"}
)  # fmt: skip
_PRINT = re.compile(r"(?P<head>\s*(?:.*[:;]\s*)?)print\s+(?P<what>[^#\n]*?)\s*$")
_ASSIGNED = re.compile(r"(?<![=!<>:+\-*/%&|^@])=(?!=)")
_REPLACED = (
    (re.compile(r"\belse\s+if\b"), "elif", '"else if" is "elif" in Python'),
    (re.compile(r"\belseif\b"), "elif", '"elseif" is "elif" in Python'),
    (re.compile(r"\s*&&\s*"), " and ", '"&&" is "and" in Python'),
    (re.compile(r"\s*\|\|\s*"), " or ", '"||" is "or" in Python'),
    (re.compile(r"!(?=[\w(])"), "not ", '"!" is "not" in Python'),
    (re.compile(r"\+\+"), " += 1", '"++" is "+= 1" in Python'),
    (re.compile(r"(?<=\w)--(?=\s*$)"), " -= 1", '"--" is "-= 1" in Python'),
    (re.compile(r"=>"), ">=", '"=>" is ">=" in Python'),
    (re.compile(r"=<"), "<=", '"=<" is "<=" in Python'),
    (re.compile(r"<>"), "!=", '"<>" is "!=" in Python 3'),
    (re.compile(r"(?<=except )([\w.]+), (\w+)"), r"\1 as \2", '"except A, e" is "except A as e"'),
    (re.compile(r"\bfunction(?=\s+\w+\s*\()"), "def", '"function" is "def" in Python'),
)


def statements(text: Code, error: SyntaxError) -> Iterator[tuple[str, Change]]:
    """Yield how the line of an error may be meant."""
    lines = dict.fromkeys((error.lineno or 1, max(1, (error.lineno or 1) - 1)))
    for number in lines:
        start, end = text.line_span(number)
        line = text.source[start:end]
        yield from _colon(line, start)
        yield from _comparison(line, start, error)
        yield from _printed(line, start, end)
        yield from _comma(line, start, error)
        plain = line.translate(_LIKE_TEXT)
        if plain != line:
            yield "characters that only look like Python's", ((start, end), plain)
        for pattern, new, says in _REPLACED:
            replaced = pattern.sub(new, line)
            if replaced != line:
                yield says, ((start, end), replaced)


def _colon(line: str, start: int) -> Iterator[tuple[str, Change]]:
    """Yield the colon that the head of a block lacks."""
    if _BLOCK.match(line):
        code = re.sub(r"\s*(?:#.*)?$", "", line)
        at = start + len(code)
        if code.endswith((";", ",")):
            yield "a block begins with a colon", ((at - 1, at), ":")
        yield "a block begins with a colon", ((at, at), ":")


def _comparison(line: str, start: int, error: SyntaxError) -> Iterator[tuple[str, Change]]:
    """Yield ``==`` where a value is compared rather than set."""
    if "==" not in error.msg and "invalid syntax" not in error.msg:
        return
    for found in _ASSIGNED.finditer(line):
        at = start + found.start()
        yield '"=" sets a name; "==" compares', ((at, at + 1), "==")


def _printed(line: str, start: int, end: int) -> Iterator[tuple[str, Change]]:
    match = _PRINT.match(line)
    if match is not None:
        new = f"{match['head']}print({match['what']})"
        yield "print is a function", ((start, end), new)


def _comma(line: str, start: int, error: SyntaxError) -> Iterator[tuple[str, Change]]:
    """Yield the comma that is missing between two items."""
    if "comma" not in error.msg:
        return
    first = max(0, (error.offset or 1) - 1)
    for gap in re.finditer(r"(?<=[\w\"')\]}])(\s+)(?=[\w\"'(\[{])", line):
        if gap.start() >= first:
            at = start + gap.start()
            yield "a comma is missing", ((at, at), ",")
    if line.rstrip():
        at = start + len(line.rstrip())
        yield "a comma is missing", ((at, at), ",")
