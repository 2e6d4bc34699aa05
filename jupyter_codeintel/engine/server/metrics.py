"""What the engine did, as Prometheus reads it."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    exposition,
)
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from jupyter_codeintel.engine.generation import Timings
from jupyter_codeintel.engine.jobs import EngineSnapshot
from jupyter_codeintel.engine.server.host import EngineHost

PREFIX = "codeintel_engine_"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 60)

TOTALS = {
    "requests": "Generations that have ended",
    "cancelled": "Generations whose client left",
    "prompt_tokens": "Tokens of all prompts",
    "evaluated_tokens": "Prompt tokens that went through the model",
    "reused_tokens": "Prompt tokens found in the KV cache",
    "generated_tokens": "Tokens generated",
    "typing_requests": "Generations that somebody who typed waited for",
    "typing_evaluated_tokens": "Prompt tokens that went through the model for these",
}
LOADS = {
    "running": "Generations under way",
    "queued": "Generations that wait for a slot",
    "slots_used": "Slots that hold KV",
    "kv_tokens": "Tokens in the KV cache",
}


class _HostCollector(Collector):
    """Reads the engine when it is scraped, so that counting costs requests nothing."""

    def __init__(self, host: EngineHost) -> None:
        self._host = host
        self._process = psutil.Process()

    def collect(self) -> Iterator[Metric]:
        engine = self._host.ready
        snapshot = engine.snapshot() if engine else EngineSnapshot()
        for name, text in TOTALS.items():
            yield CounterMetricFamily(PREFIX + name, text, value=getattr(snapshot, name))
        for name, text in LOADS.items():
            yield GaugeMetricFamily(PREFIX + name, text, value=getattr(snapshot, name))
        memory = self._process.memory_info().rss
        yield GaugeMetricFamily(PREFIX + "resident_memory_bytes", "RSS", value=memory)
        yield GaugeMetricFamily(PREFIX + "threads", "Compute threads", value=self._host.threads)
        up = engine is not None
        yield GaugeMetricFamily(PREFIX + "up", "Whether the model is loaded", value=float(up))


class EngineMetrics:
    """Metrics in a registry of their own.

    Parameters
    ----------
    host : EngineHost
        Where the engine is.
    """

    def __init__(self, host: EngineHost) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_HostCollector(host))
        self._http = Counter(
            PREFIX + "http_responses", "HTTP responses", ["status"], registry=self._registry
        )
        self._ttft = self._histogram("ttft_seconds", "From the arrival to the first new text")
        self._total = self._histogram("request_seconds", "From the arrival to the end")

    def _histogram(self, name: str, text: str) -> Histogram:
        return Histogram(PREFIX + name, text, registry=self._registry, buckets=SECONDS)

    def count(self, status: int) -> None:
        """Note an HTTP response."""
        self._http.labels(str(status)).inc()

    def observe(self, timings: Timings) -> None:
        """Note a request that has ended."""
        if timings.ttft_ms is not None:
            self._ttft.observe(timings.ttft_ms / 1000)
        self._total.observe(timings.total_ms / 1000)

    def text(self) -> tuple[bytes, str]:
        """Return the text to scrape, and its content type."""
        return exposition.generate_latest(self._registry), exposition.CONTENT_TYPE_LATEST
