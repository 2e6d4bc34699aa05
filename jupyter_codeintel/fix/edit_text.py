"""An edit in a few words."""

from __future__ import annotations

from difflib import SequenceMatcher

_LONGEST = 60


def edit_text(before: str, after: str) -> str:
    """Return what an edit changes: one line in full, more of them as a count."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    changes = [code[1:] for code in matcher.get_opcodes() if code[0] != "equal"]
    removed = [line.strip() for a, b, _, _ in changes for line in old[a:b] if line.strip()]
    added = [line.strip() for _, _, a, b in changes for line in new[a:b] if line.strip()]
    if len(removed) == len(added) == 1:
        return f"{_short(removed[0])} becomes {_short(added[0])}"
    if len(added) == 1 and not removed:
        return f"{_short(added[0])} is added"
    if len(removed) == 1 and not added:
        return f"{_short(removed[0])} is removed"
    count = max(len(removed), len(added))
    return f"{count} lines are written anew"


def edit_size(before: str, after: str) -> int:
    """Return how many words and signs differ."""
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    changed = (code for code in matcher.get_opcodes() if code[0] != "equal")
    return sum(max(a_end - a, b_end - b) for _, a, a_end, b, b_end in changed)


def _words(text: str) -> list[str]:
    words: list[str] = []
    word = ""
    for character in text:
        if character.isalnum() or character == "_":
            word += character
            continue
        words += [word] if word else []
        words += [] if character.isspace() else [character]
        word = ""
    return [*words, word] if word else words


def _short(line: str) -> str:
    return f"`{line}`" if len(line) <= _LONGEST else f"`{line[: _LONGEST - 1]}…`"
