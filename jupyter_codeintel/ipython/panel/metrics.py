"""What the engine counts, looked at from time to time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import httpx

from jupyter_codeintel.engine.discovery import discovery_path, read_record
from jupyter_codeintel.engine.loopback import LoopbackTransport

_PREFIX = "codeintel_engine_"
_MOST = 60
_TIMEOUT = 5.0

Numbers = dict[str, float]


@dataclass
class History:
    """The last looks, each the difference to the one before.

    Parameters
    ----------
    latency_ms : deque of float
        To the first text, of the requests that ended; the last known where none did.
    evaluated, reused : deque of float
        Prompt tokens that went through the model, and that it had read before.
    memory_gb : deque of float
        Of the process.
    """

    latency_ms: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST))
    evaluated: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST))
    reused: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST))
    memory_gb: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST))
    _last: Numbers = field(default_factory=dict)

    def add(self, numbers: Numbers) -> None:
        """Take a look into account; the first one after a start is all that there was."""
        since = {name: value - self._last.get(name, 0.0) for name, value in numbers.items()}
        if since.get("requests_total", 0.0) < 0:  # another engine counts from zero
            since = numbers
        answers = since.get("ttft_seconds_count", 0.0)
        before = self.latency_ms[-1] if self.latency_ms else 0.0
        took = 1000 * since.get("ttft_seconds_sum", 0.0) / answers if answers > 0 else before
        self.latency_ms.append(took)
        self.evaluated.append(since.get("evaluated_tokens_total", 0.0))
        self.reused.append(since.get("reused_tokens_total", 0.0))
        self.memory_gb.append(numbers.get("resident_memory_bytes", 0.0) / 1e9)
        self._last = numbers


async def engine_numbers() -> Numbers | None:
    """Return what the engine counts, None when there is none."""
    record = read_record(discovery_path())
    if record is None:
        return None
    try:
        async with httpx.AsyncClient(transport=LoopbackTransport(), timeout=_TIMEOUT) as http:
            headers = {"Authorization": f"Bearer {record.token}"}
            response = await http.get(f"{record.url}/metrics", headers=headers)
    except httpx.TransportError:
        return None
    return read_numbers(response.text) if response.is_success else None


def read_numbers(text: str) -> Numbers:
    """Return the numbers of Prometheus's text that have no labels, by name without prefix."""
    found = {}
    for line in text.splitlines():
        name, _, value = line.rpartition(" ")
        if name.startswith(_PREFIX) and "{" not in name:
            found[name.removeprefix(_PREFIX)] = float(value)
    return found
