"""What typing costs: the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median

from jupyter_codeintel.evaluation.latency import Arrival, Key, Session

TARGETS = {"median": 2, "p90": 4, "again": 4}


def quantile(values: Sequence[float], part: float) -> float:
    """Return the smallest value that at least this part of the values does not exceed."""
    ordered = sorted(values)
    rank = -int(-part * len(ordered) // 1)  # rounded up
    return ordered[max(rank, 1) - 1]


def summarize(session: Session) -> dict[str, object]:
    """Return the figures of one way of typing."""
    keys = session.keys
    figures: dict[str, object] = {
        "keys": len(keys),
        "sources": dict(Counter(key.source for key in keys)),
        "reply_ms_median": _medians(keys),
        "warm_up_tokens": _by_visit(session.arrivals, warm_alone=True),
    }
    if session.mode == "slow":
        figures |= _slow(keys, session.arrivals)
    return figures


def _slow(keys: Sequence[Key], arrivals: Sequence[Arrival]) -> dict[str, object]:
    asked = [key for key in keys if key.requests]
    return {
        "reached_model": len(asked),
        "share_without_model": 1 - len(asked) / len(keys),
        "evaluated_tokens": _spread([key.evaluated for key in asked]),
        "arrival_tokens": _by_visit(arrivals, warm_alone=False),
    }


def _medians(keys: Sequence[Key]) -> dict[str, float]:
    """Return each source's median time, and how many times that of a cached reply it is."""
    by_source = {
        source: median(key.milliseconds for key in keys if key.source == source)
        for source in sorted({key.source for key in keys})
    }
    medians = {source: round(value, 1) for source, value in by_source.items()}
    if "cache" in by_source and "model" in by_source:
        medians["model / cache"] = round(by_source["model"] / by_source["cache"], 1)
    return medians


def _by_visit(arrivals: Sequence[Arrival], *, warm_alone: bool) -> dict[str, object]:
    found: dict[str, list[float]] = {}
    for arrival in arrivals:
        if warm_alone:
            found.setdefault(arrival.visit, []).append(arrival.warm_tokens)
        elif arrival.first_key_tokens is not None:
            tokens = arrival.warm_tokens + arrival.first_key_tokens
            found.setdefault(arrival.visit, []).append(tokens)
    return {visit: _spread(tokens) for visit, tokens in found.items()}


def _spread(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {"n": 0}
    return {
        "n": len(values),
        "median": round(median(values), 1),
        "p90": round(quantile(values, 0.9), 1),
        "max": round(max(values), 1),
    }


def as_json(sessions: Sequence[Session]) -> Mapping[str, object]:
    """Return all figures, and what they were made from."""
    return {
        "figures": {session.mode: summarize(session) for session in sessions},
        "keys": {session.mode: [asdict(key) for key in session.keys] for session in sessions},
        "arrivals": {session.mode: [asdict(a) for a in session.arrivals] for session in sessions},
    }


def render(session: Session) -> str:
    """Return the figures as a table."""
    figures = summarize(session)
    lines = [f"{session.mode} typing: {figures['keys']} keys"]
    for name, value in figures.items():
        if name == "keys":
            continue
        if isinstance(value, dict) and value and isinstance(next(iter(value.values())), dict):
            lines += [f"  {name}, {part}: {_words(spread)}" for part, spread in value.items()]
        else:
            lines.append(f"  {name}: {_words(value)}")
    return "\n".join(lines)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    return f"{value:.1%}" if isinstance(value, float) else str(value)
