"""The parts of a pattern, and what else may be meant by each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_PARTS = re.compile(
    r"(?P<head>\(\?(?:P<\w+>|[:=!]|<[=!])?)"
    r"|(?P<number>\\d\+(?P<rest>\\\.(?:\\d\+|\\d\{\d\}|(?:\\d)+(?![+*{])))?)"
    r"|(?P<digits>\\d\{\d+\}|(?:\\d){1,6}(?![+*?{\\]))"
    r"|(?P<kinds>(?:\\w|\[[^\]\\^]+\])(?P<many>\+|\{\d+\})?(?![*?{]))"
    r"|(?P<word>[A-Za-z]{2,}(?![?*+{]))"
    r"|(?P<blank> (?![?*+{]))"
    r"|(?P<sign>(?:[:=€£]|\\\$)(?![?*+{]))"
    r"|(?P<other>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.)",
    re.DOTALL,
)
_OPENED = re.compile(r"(?<!\\)\((?:\?P<\w+>)?$")
_METHODS = frozenset(("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"))
_KINDS = {
    "[a-z]": ("[A-Za-z]", "[a-z0-9]", "[a-z_]", "[a-z-]", r"\w", r"[\w-]", r"[\w.-]", r"[\w ]",
              r"[\w' -]"),
    "[A-Z]": ("[A-Za-z]", "[A-Z0-9]", "[A-Z_]", "[A-Z-]", r"\w", r"[\w-]", r"[\w.-]", r"[\w ]"),
    "[A-Za-z]": ("[A-Za-z-]", "[A-Za-z ]", r"\w", r"[\w-]", r"[\w.-]", r"[\w ]", r"[\w' -]"),
    r"\w": (r"[\w-]", r"[\w.]", r"[\w.-]", r"[\w ]", r"[\w -]", r"[\w.@-]", r"[\w.@+-]",
            r"[\w' -]", r"[\w/-]", r"[\w./-]"),
}  # fmt: skip
_KINDS["[a-zA-Z]"] = _KINDS["[A-Za-z]"]

Part = tuple[tuple[int, int], tuple[str, ...]]
"""Where a part of a pattern stands, and what may stand there instead, the least first."""

Edit = tuple[tuple[int, int], str]
"""A place in a pattern, and what stands there instead."""


def parts_of(pattern: str, words: str, *, has_dashes: bool = False) -> Iterator[Part]:
    """Yield the parts that a pattern may have too narrow.

    Parameters
    ----------
    pattern : str
        The pattern.
    words : str
        What the person says: a word that is named there is meant as it is.
    has_dashes : bool
        Whether a dash may stand alone where there is no number, as in logs.
    """
    for found in _PARTS.finditer(pattern):
        text, kind = found[0], found.lastgroup
        others: tuple[str, ...] = ()
        if found["number"]:
            others = _numbers(found["rest"] or "")
            if has_dashes:
                others += (_or_a_dash(pattern, found),)
        elif found["digits"]:
            others = _digits(text)
        elif found["kinds"]:
            others = _kinds(text, found["many"] or "")
        elif kind == "word":
            others = _words(text, words)
        elif kind == "blank":
            others = (" +", " *", r"\s+", r"\s*")
        elif kind == "sign":
            others = (f"{text} *", f" *{text} *")  # with blanks around it
        if others:
            yield found.span(), others


def _numbers(rest: str) -> tuple[str, ...]:
    whole, parted = r"\d+", r"[\d,]+"
    forms: tuple[str, ...]
    if not rest:
        forms = (whole, rf"{whole}(?:\.\d+)?", parted, rf"{parted}(?:\.\d+)?")
    else:
        forms = (f"{whole}{rest}", f"{whole}(?:{rest})?", rf"{whole}\.\d+", rf"{whole}(?:\.\d+)?",
                 f"{parted}{rest}", f"{parted}(?:{rest})?")  # fmt: skip
    signed = [f"{sign}{form}" for form in forms for sign in ("", "-?", "[+-]?")]
    return tuple(form for form in signed if form != whole + rest)


def _or_a_dash(pattern: str, number: re.Match[str]) -> str:
    start, end = number.span()
    is_group = _OPENED.search(pattern[:start]) is not None and pattern[end : end + 1] == ")"
    return f"{number[0]}|-" if is_group else f"(?:{number[0]}|-)"


def _digits(text: str) -> tuple[str, ...]:
    count = int(text[3:-1]) if "{" in text else text.count("d")
    if count == 1:
        return (r"\d{1,2}", r"\d+")
    return (rf"\d{{1,{count}}}", rf"\d{{{count},{count + 1}}}", r"\d+")


def _kinds(text: str, many: str) -> tuple[str, ...]:
    kind = text.removesuffix(many)
    wider = _KINDS.get(kind, ())
    if many == "+":
        return tuple(f"{one}+" for one in wider)
    return (f"{kind}+", *(f"{one}{many}" for one in wider), *(f"{one}+" for one in wider))


def _words(text: str, words: str) -> tuple[str, ...]:
    if text in _METHODS:
        return () if re.search(rf"\b{text}\b", words) else ("[A-Z]+",)
    more = f"{text}?" if text.endswith("s") else f"{text}s?"
    return more, f"(?i:{text})"


def beginnings(pattern: str, edits: Sequence[Edit]) -> Iterator[str]:
    """Yield the pattern with some edits up to the end of each of its parts, its groups closed."""
    depth = 0
    for found in _PARTS.finditer(pattern):
        depth += 1 if found["head"] else -1 if found[0] == ")" else 0
        end = found.end()
        inside = [one for one in edits if one[0][1] <= end]
        yield edited(pattern[:end], inside) + ")" * depth


def edited(pattern: str, edits: Sequence[Edit]) -> str:
    """Return a pattern with other forms in the places of some of its parts."""
    for (start, end), form in sorted(edits, reverse=True):
        pattern = pattern[:start] + form + pattern[end:]
    return pattern
