"""The generations of one connection: the one that is read, and one ahead of an accept."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from jupyter_codeintel.completion.generation import Assignment, Generation
from jupyter_codeintel.completion.memory import CellMemory
from jupyter_codeintel.completion.port import FimEngine
from jupyter_codeintel.completion.predictions import Prediction
from jupyter_codeintel.completion.situation import Reach
from jupyter_codeintel.engine.generation import Timings


@dataclass(frozen=True)
class Written:
    """What a generation has written from the cursor on.

    Parameters
    ----------
    text : str
        The raw text so far.
    ended : bool
        Whether nothing is added any more.
    truncated : bool
        Something else than the text's own end ended it.
    timings : Timings, optional
        The engine's.
    error : Exception, optional
        Why it failed.
    """

    text: str
    ended: bool
    truncated: bool
    timings: Timings | None
    error: Exception | None


class Generations:
    """Starts, adopts and ends generations.

    Parameters
    ----------
    engine : FimEngine
        Who generates.
    """

    def __init__(self, engine: FimEngine) -> None:
        self._engine = engine
        self._running: Generation | None = None
        self._ahead: Generation | None = None

    def lead_to(self, assignment: Assignment, memory: CellMemory) -> None:
        """Go on with a generation that leads to this place, else start one."""
        self._running = self._adoptable(assignment) or self._started(assignment, memory)

    async def read(
        self, assignment: Assignment, memory: CellMemory
    ) -> AsyncGenerator[Written, None]:
        """Yield what is written here, by a new generation when the present one goes astray.

        Ends early when it is aborted; yields the same again after `wake`.
        """
        seen = -1
        while (generation := self._running) is not None:
            seen = await generation.changed(seen)
            typed = assignment.before[len(generation.assignment.before) :]
            if generation.error is None and not generation.agrees(typed):
                if generation is self._running:
                    self._running, seen = self._started(assignment, memory), -1
                continue
            written = Written(
                generation.raw[len(typed) :],
                not generation.running,
                generation.truncated,
                generation.timings,
                generation.error,
            )
            yield written
            if written.ended:  # it may have ended only while the reader was busy
                return

    def look_ahead(self, assignment: Assignment, memory: CellMemory) -> None:
        """Generate at a place that is likely to be next, unless that is under way."""
        if self._ahead is not None and self._ahead.running:
            same = self._ahead.assignment
            if (same.before, same.fim.suffix) == (assignment.before, assignment.fim.suffix):
                return
        self.abort_ahead()
        self._ahead = Generation(self._engine, assignment, lambda ended: _remember(ended, memory))

    def wake(self) -> None:
        """Let who reads look whether it still should."""
        if self._running is not None:
            self._running.wake()

    def abort(self) -> None:
        """End the generation that is read."""
        if self._running is not None:
            self._running.abort()
            self._running = None

    def abort_ahead(self) -> None:
        """End the one ahead."""
        if self._ahead is not None:
            self._ahead.abort()
            self._ahead = None

    async def aclose(self) -> None:
        """End all, and wait until the engine has let go."""
        ending = [one for one in (self._running, self._ahead) if one is not None]
        for generation in ending:
            generation.abort()
            await generation.ended()

    def _adoptable(self, assignment: Assignment) -> Generation | None:
        """Return a generation under way that leads where the person has come meanwhile."""
        for generation in (self._running, self._ahead):
            if generation is None or not _leads_to(generation, assignment):
                continue
            if generation is self._ahead:
                if not generation.raw:
                    continue
                self.abort()
                self._ahead = None
            return generation
        return None

    def _started(self, assignment: Assignment, memory: CellMemory) -> Generation:
        self.abort()
        self.abort_ahead()
        return Generation(self._engine, assignment, lambda ended: _remember(ended, memory))


def _leads_to(generation: Generation, assignment: Assignment) -> bool:
    source = generation.assignment
    reach = source.place.reach
    return (
        generation.running
        and not generation.aborted
        and source.fim.suffix == assignment.fim.suffix
        and assignment.before.startswith(source.before)
        and generation.agrees(assignment.before[len(source.before) :])
        and reach in (Reach.BLOCK, assignment.place.reach)
    )


def _remember(generation: Generation, memory: CellMemory) -> None:
    assignment = generation.assignment
    memory.predictions.add(
        Prediction(
            before=assignment.before,
            after=assignment.fim.suffix,
            text=generation.raw,
            ended=not generation.truncated,
        )
    )
