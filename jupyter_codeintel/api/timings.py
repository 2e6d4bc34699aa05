"""What the engine counted, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from jupyter_codeintel.engine.generation import Timings


def timings_json(timings: Timings | None) -> Mapping[str, Any] | None:
    """Return timings as they are sent."""
    if timings is None:
        return None
    values = asdict(timings)
    names = {
        "promptTokens": "prompt_tokens",
        "evaluatedTokens": "evaluated_tokens",
        "reusedTokens": "reused_tokens",
        "generatedTokens": "generated_tokens",
        "ttftMs": "ttft_ms",
        "totalMs": "total_ms",
    }
    return {name: values[field] for name, field in names.items()}
