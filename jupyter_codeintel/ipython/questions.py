"""Questions end in a question mark, which IPython takes for a wish for help."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUESTION = re.compile(r"\s*%ask\s+(.*\?)\s*")


def protect_question(lines: Sequence[str]) -> list[str]:
    """Return a cell's lines; one that is ``%ask ...?`` and nothing else as a call.

    An input transformer of IPython's.
    """
    match = _QUESTION.fullmatch("".join(lines))
    if match is None or "\n" in match[1]:
        return list(lines)
    return [f"get_ipython().run_line_magic('ask', {match[1]!r})\n"]
