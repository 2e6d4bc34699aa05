"""One keystroke after another, the same for all: this engine and llama-server in turns.

Ours: the engine over HTTP as shipped, with the package's prompt. ``/infill``: llama-server
driven as llama.vim does, with the lines that llama.vim sends (256 above and 64 below).
Anchored by the client: llama-server sent our prompt, without healing. All have the same
weights, threads and cursors; one of them works at a time, and each goes first as often.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.contenders import (
    AnchoredByClient,
    Contender,
    LlamaVim,
    Ours,
    Timing,
    time_line,
)
from benchmarks.engine_process import engine_process
from benchmarks.llama_server import llama_server
from benchmarks.positions import Position, positions
from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.server.cpu import default_threads
from jupyter_codeintel.evaluation.latency_report import quantile
from jupyter_codeintel.evaluation.replays import parse_replay
from jupyter_codeintel.models.resolve import resolve_model

NOTEBOOK = Path(__file__).with_suffix(".toml")
TARGETS = {"infill": (30.0, 8.0), "anchored by client": (1.0, 1.0)}
"""How many times a peer's first character and line may take ours, at least."""


@dataclass(frozen=True)
class Turn:
    """What all contenders took at one cursor."""

    arriving: bool
    timings: Mapping[str, Timing]


async def take_turns(contenders: Mapping[str, Contender], places: Sequence[Position]) -> list[Turn]:
    """Ask everyone at every cursor; who begins changes from one to the next."""
    turns = []
    for number, place in enumerate(places):
        shift = number % len(contenders)
        order = [*list(contenders)[shift:], *list(contenders)[:shift]]
        timings = {name: await time_line(contenders[name], place) for name in order}
        turns.append(Turn(place.arriving, timings))
        print(f"\r{number + 1} of {len(places)} ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return turns


def report(turns: Sequence[Turn]) -> list[str]:
    """Return the table, the ratios, and whether the targets are met."""
    names = list(turns[0].timings)
    typed = [turn for turn in turns if not turn.arriving]
    shown = [t for t in typed if all(t.timings[name].first is not None for name in names)]
    lines = [
        f"{len(typed)} keys, {len(shown)} of them with text from all; seconds, median / p90",
        f"{'':20} {'first character':17} {'complete line':17} arriving in a cell",
    ]
    for name in names:
        first = [turn.timings[name].first or 0.0 for turn in shown]
        line = [turn.timings[name].line for turn in shown]
        cold = [turn.timings[name].line for turn in turns if turn.arriving]
        lines.append(f"{name:20} {_spread(first):17} {_spread(line):17} {_spread(cold)}")
    for name, targets in TARGETS.items():
        first = [_ratio(t.timings[name].first, t.timings["ours"].first) for t in shown]
        line = [_ratio(t.timings[name].line, t.timings["ours"].line) for t in shown]
        for what, ratios, target in (("first", first, targets[0]), ("line", line, targets[1])):
            value = median(ratios)
            verdict = "met" if value >= target else "MISSED"
            lines.append(
                f"{name} / ours, {what}: median of paired ratios {value:.2f} "
                f"(target {target:.0f}: {verdict})"
            )
    return lines


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.3f} / {quantile(values, 0.9):.3f}"


def _ratio(peer: float | None, ours: float | None) -> float:
    return (peer or 0.0) / (ours or 1e-9)


async def run(model: Path, program: Path | None, keys: int | None, every: int) -> list[Turn]:
    """Start the three servers and let them take turns."""
    replay = parse_replay(NOTEBOOK.name, NOTEBOOK.read_text("utf-8"))
    places = list(positions(replay, every))[:keys]
    threads = default_threads()
    with ExitStack() as stack:
        engine = stack.enter_context(engine_process(model, EngineOptions(threads=threads)))
        servers = [stack.enter_context(llama_server(program, model, threads)) for _ in range(2)]
        client = EngineClient(engine)
        contenders: dict[str, Contender] = {
            "ours": Ours(client),
            "infill": LlamaVim(servers[0]),
            "anchored by client": AnchoredByClient(servers[1]),
        }
        try:
            return await take_turns(contenders, places)
        finally:
            await client.aclose()


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--model", help="name or path; default: the one in use")
    parser.add_argument(
        "--llama-server", type=Path, metavar="PATH", help="the program; default: xllamacpp's"
    )
    parser.add_argument("--keys", type=int, help="at most so many cursors")
    parser.add_argument(
        "--every", type=int, default=3, help="take one key of so many (%(default)s)"
    )
    parser.add_argument("--json", dest="out", type=Path, metavar="OUT")
    arguments = parser.parse_args()
    model = resolve_model(arguments.model)
    turns = asyncio.run(run(model, arguments.llama_server, arguments.keys, arguments.every))
    lines = report(turns)
    print("\n".join(lines))
    if arguments.out:
        arguments.out.write_text(json.dumps([asdict(turn) for turn in turns], indent=1))
    return int(any("MISSED" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
