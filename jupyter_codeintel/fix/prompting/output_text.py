"""What a trial shows, as text."""

from __future__ import annotations

from jupyter_codeintel.trial import Verdict

_LONGEST = 800


def output_text(verdict: Verdict) -> str:
    """Return what the last cell of a trial shows."""
    texts: list[str] = []
    for output in verdict.runs[-1].outputs if verdict.runs else ():
        data = output.get("data")
        text = output.get("text") or (data.get("text/plain", "") if data else "")
        texts.append("".join(text) if isinstance(text, list) else str(text))
    return "\n".join(texts).strip()[:_LONGEST]
