"""Keystrokes while a chat answer streams, against the same keystrokes while nothing does.

The engine as shipped. A notebook is typed twice, each time under another name, so that the
second time nothing of its cells is in the cache. Keys take turns: one at rest, the next one
while a long answer is being written; the second time the other way round. So each cursor is
asked both ways, and what was read before it is the same.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks.contenders import Ours, time_line
from benchmarks.engine_process import engine_process
from benchmarks.positions import Position, positions
from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.evaluation.latency_report import quantile
from jupyter_codeintel.evaluation.replays import parse_replay
from jupyter_codeintel.models.resolve import resolve_model

NOTEBOOK = Path(__file__).with_name("peers.toml")
TARGET = 1.5
ANSWER_TOKENS = 2000
UNDER_WAY = 6
"""Pieces of an answer after which it is surely being written, not read."""
LONGEST = 300.0
"""Seconds until then; the first time the notebook is read."""

QUESTION = (
    "Write a long tutorial about time series in pandas: resampling, rolling windows, gaps, "
    "time zones. Explain each function with an example, and take your time."
)


@dataclass(frozen=True)
class Key:
    """One keystroke.

    Parameters
    ----------
    cursor : int
        Its number; each is asked twice.
    chatting : bool
        Whether an answer was streaming.
    first : float, optional
        Seconds to the first character; None without text.
    line : float
        Seconds to the end of the line.
    written : int
        Pieces of the answer that came between the request and the end of the line.
    """

    cursor: int
    chatting: bool
    first: float | None
    line: float
    written: int = 0


class Chat:
    """An answer that streams."""

    def __init__(self, client: EngineClient, notebook: str) -> None:
        self._client = client
        self._messages = [{"role": "user", "content": f"{notebook}\n\n{QUESTION}"}]
        self._more = asyncio.Event()
        self.pieces = 0

    async def read(self) -> None:
        """Read it to its end."""
        answer = self._client.chat(self._messages, max_tokens=ANSWER_TOKENS)
        async with aclosing(answer) as chunks:
            async for chunk in chunks:
                self.pieces += bool(chunk.text)
                self._more.set()

    async def more(self, pieces: int) -> None:
        """Return when so many more pieces have come."""
        end = self.pieces + pieces
        while self.pieces < end:
            self._more.clear()
            await self._more.wait()


@asynccontextmanager
async def streaming(client: EngineClient, notebook: str) -> AsyncIterator[Chat]:
    """Let an answer be written until the block ends."""
    chat = Chat(client, notebook)
    reading = asyncio.create_task(chat.read())
    try:
        async with asyncio.timeout(LONGEST):
            await chat.more(UNDER_WAY)
        yield chat
    finally:
        reading.cancel()
        await asyncio.wait([reading])


class Beside(Ours):
    """The engine, which is not at rest after a line: an answer goes on."""

    async def rest(self) -> None:
        """Return at once."""


class Keyboard:
    """Asks at cursors, at rest or while an answer streams.

    Parameters
    ----------
    client : EngineClient
        Of the engine.
    notebook : str
        What the answer is about.
    """

    def __init__(self, client: EngineClient, notebook: str) -> None:
        self._client = client
        self._notebook = notebook

    async def press(self, cursor: int, place: Position, *, chatting: bool) -> Key:
        """Ask at a cursor."""
        at_rest = Ours(self._client)
        if not chatting:
            timing = await time_line(at_rest, place)
            return Key(cursor, chatting, timing.first, timing.line)
        async with streaming(self._client, self._notebook) as chat:
            before = chat.pieces
            timing = await time_line(Beside(self._client), place)
            key = Key(cursor, chatting, timing.first, timing.line, chat.pieces - before)
            await chat.more(1)  # it goes on
        await at_rest.rest()
        return key

    async def press_all(self, places: Sequence[Position]) -> list[Key]:
        """Ask at each cursor both ways; the first in a cell is left out: it reads a lot."""
        keys = []
        for turn in range(2):
            for cursor, place in enumerate(places):
                parts = replace(place.parts, prefix=f"# notebook {turn}\n{place.parts.prefix}")
                chatting = bool((cursor + turn) % 2)
                keys.append(
                    await self.press(cursor, replace(place, parts=parts), chatting=chatting)
                )
                print(f"\r{len(keys)} of {2 * len(places)} ", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return [key for key in keys if not places[key.cursor].arriving]


def report(keys: Sequence[Key]) -> tuple[list[str], bool]:
    """Return what is printed, and whether the target is met."""
    found = {(key.cursor, key.chatting): key for key in keys}
    pairs = [
        (found[cursor, False], found[cursor, True])
        for cursor in sorted({key.cursor for key in keys})
        if found[cursor, False].first and found[cursor, True].first
    ]
    lines = [
        f"{len(pairs)} cursors with text both ways; seconds, median / p90",
        f"{'':24} {'first character':17} complete line",
    ]
    for name, which in (("at rest", 0), ("while an answer streams", 1)):
        first = [pair[which].first or 0.0 for pair in pairs]
        line = [pair[which].line for pair in pairs]
        lines.append(f"{name:24} {_spread(first):17} {_spread(line)}")
    idle, busy = ([pair[which].first or 0.0 for pair in pairs] for which in (0, 1))
    of_medians = median(busy) / median(idle)
    paired = median(b / i for i, b in zip(idle, busy, strict=True))
    met = max(of_medians, paired) <= TARGET
    verdict = "met" if met else "MISSED"
    lines.append(
        f"first character: ratio of the medians {of_medians:.2f}, median of the paired ratios "
        f"{paired:.2f} (target {TARGET}: {verdict})"
    )
    beside = sum(busy_key.written for _, busy_key in pairs)
    lines.append(f"pieces of answers that came before the end of a line: {beside}")
    return lines, met


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.3f} / {quantile(values, 0.9):.3f}"


async def run(model: Path, most: int, every: int) -> list[Key]:
    """Start an engine and press the keys."""
    replay = parse_replay(NOTEBOOK.name, NOTEBOOK.read_text("utf-8"))
    places = list(positions(replay, every))[:most]
    with engine_process(model) as engine:
        client = EngineClient(engine)
        try:
            return await Keyboard(client, places[0].before).press_all(places)
        finally:
            await client.aclose()


def main() -> int:
    """Run; return 1 when the target is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.while_chatting", description=__doc__
    )
    parser.add_argument("--model", help="name or path; default: the one in use")
    parser.add_argument("--keys", type=int, default=50, help="cursors (%(default)s)")
    parser.add_argument(
        "--every", type=int, default=3, help="take one key of so many (%(default)s)"
    )
    parser.add_argument("--json", dest="out", type=Path, metavar="OUT")
    arguments = parser.parse_args()
    model = resolve_model(arguments.model)
    keys = asyncio.run(run(model, arguments.keys, arguments.every))
    lines, met = report(keys)
    print("\n".join(lines))
    if arguments.out:
        arguments.out.write_text(json.dumps([asdict(key) for key in keys], indent=1))
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
