"""A thread with an event loop of its own: a cell may wait for it, and ipykernel's loop goes on."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Coroutine, Generator
from concurrent.futures import Future
from contextlib import aclosing, suppress
from typing import TypeVar

T = TypeVar("T")

_CLOSING_S = 5.0


class Background:
    """Runs coroutines; must be closed."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        # A copy of the kernel lacks this thread, which its name says is ours.
        self._thread = threading.Thread(target=self._run, name="codeintel-magics", daemon=True)
        self._thread.start()

    def start(self, work: Coroutine[object, object, T]) -> Future[T]:
        """Run a coroutine; whoever cancels the future cancels it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def result(self, work: Coroutine[object, object, T]) -> T:
        """Run a coroutine and wait for it; an interrupt cancels it."""

        async def once() -> AsyncGenerator[T, None]:
            yield await work

        return next(found for found in self.each(once()))

    def each(self, source: AsyncGenerator[T, None]) -> Generator[T, None, None]:
        """Yield what a generator does; closing this one closes it, and waits until it has ended.

        So that an interrupt leaves nothing, use `contextlib.closing`.
        """
        found: queue.SimpleQueue[tuple[T] | None] = queue.SimpleQueue()
        reading: list[asyncio.Task[None]] = []

        async def read() -> None:
            async with aclosing(source):
                async for one in source:
                    found.put((one,))

        def begin() -> None:
            reading.append(self._loop.create_task(read()))
            reading[0].add_done_callback(lambda _: found.put(None))

        has_ended = False
        try:
            self._loop.call_soon_threadsafe(begin)
            while (one := found.get()) is not None:
                yield one[0]
            has_ended = True
        finally:
            if not has_ended:
                self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in reading])
            while not has_ended:
                has_ended = found.get(timeout=_CLOSING_S) is None
        reading[0].result()

    def close(self) -> None:
        """Cancel all that runs, and end the thread."""
        with suppress(TimeoutError):
            self.start(_cancel_others()).result(_CLOSING_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSING_S)

    def _run(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
