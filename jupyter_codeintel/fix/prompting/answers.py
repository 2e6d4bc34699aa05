"""What the model may write, and what is read from it."""

from __future__ import annotations

ANSWER_GRAMMAR = r"""root ::= "```python\n" line+ "```"
line ::= ([^`\n] [^\n]*)? "\n"
"""
"""One block of Python and nothing else. Each line is free: the model knows Python better
than a grammar that would be slow over the whole vocabulary."""

_FENCE = "```"
STOP = (f"\n{_FENCE}",)


def read_answer(text: str) -> str | None:
    """Return the code of an answer, None where there is none.

    A missing fence at the end is forgiven: the token limit may have cut it off.
    """
    before, fence, rest = text.partition(_FENCE)
    body = before if not fence else rest.partition("\n")[2].partition(f"\n{_FENCE}")[0]
    body = body.removesuffix(_FENCE).strip("\n")
    return body.rstrip() if body.strip() else None
