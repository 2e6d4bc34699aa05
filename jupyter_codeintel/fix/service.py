"""Fixes for all notebooks of a server, one at a time for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.events import Event, Proposal
from jupyter_codeintel.fix.fixing import Fixing, Means
from jupyter_codeintel.fix.port import FixEngine, Kernels, Trials
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.fix.trajectory import Trajectory

__all__ = ["Fix", "FixRequest", "FixService", "FixSettings"]


class FixService:
    """Starts fixes.

    Parameters
    ----------
    engine : FixEngine
        Writes candidates.
    trials : Trials
        Tries them on copies of kernels' states.
    kernels : Kernels
        Look into live kernels.
    settings : FixSettings, optional
        Limits and strategy.
    trajectories : Path, optional
        The folder where fixes are recorded; without it they are not.
    """

    def __init__(
        self,
        engine: FixEngine,
        trials: Trials,
        kernels: Kernels,
        settings: FixSettings | None = None,
        trajectories: Path | None = None,
    ) -> None:
        self._means = Means(engine, trials, kernels)
        self._settings = settings or FixSettings()
        self._trajectories = trajectories
        self._under_way: set[str] = set()

    @property
    def settings(self) -> FixSettings:
        """What holds for every fix that is not given limits of its own."""
        return self._settings

    def fix(self, request: FixRequest, settings: FixSettings | None = None) -> Fix:
        """Return a fix, which begins when its events are read.

        Parameters
        ----------
        request : FixRequest
            What is to be repaired.
        settings : FixSettings, optional
            For this fix.

        Raises
        ------
        CodeIntelError
            ``fix_under_way``: this notebook has one already; ``unknown_cell``: the cell is
            not in it.
        """
        if request.document.path in self._under_way:
            raise under_way()
        if request.document.index(request.cell) is None:
            message = "The cell to be repaired is not in the notebook"
            hint = "It may have been deleted meanwhile. Run the cell again and fix it then."
            raise CodeIntelError(message, code="unknown_cell", hint=hint)
        settings = settings or self._settings
        trajectory = Trajectory(self._trajectories, content=settings.record_content)
        fixing = Fixing(request, self._means, settings, trajectory)
        return Fix(fixing, request.document.path, self._under_way, trajectory)


class Fix:
    """The fix of one failed cell.

    Parameters
    ----------
    fixing : Fixing
        Does it.
    document : str
        The notebook.
    under_way : set of str
        The notebooks with a fix under way.
    trajectory : Trajectory
        Where it is recorded.
    """

    def __init__(
        self, fixing: Fixing, document: str, under_way: set[str], trajectory: Trajectory
    ) -> None:
        self._fixing = fixing
        self._document = document
        self._under_way = under_way
        self._trajectory = trajectory

    def events(self) -> AsyncGenerator[Event, None]:
        """Yield steps, then a proposal or the end. Closing it ends all that is under way.

        Raises
        ------
        CodeIntelError
            While it is read: ``fix_under_way``.
        """
        return self._read(self._fixing.events())

    def another(self) -> AsyncGenerator[Event, None]:
        """Go on looking, and yield as `events` does; nothing is proposed twice."""
        return self._read(self._fixing.another())

    def best(self) -> Proposal | None:
        """Return the best that was found until it was ended, None if nothing ran."""
        return self._fixing.best()

    def decided(self, accepted: bool) -> None:
        """Take note of what the person decided on the last proposal."""
        self._trajectory.write("decision", {"accepted": accepted, "reward": int(accepted)})

    async def _read(self, events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
        if self._document in self._under_way:
            raise under_way()
        self._under_way.add(self._document)
        try:
            async with aclosing(events):
                async for event in events:
                    yield event
        except (GeneratorExit, asyncio.CancelledError):
            await self._fixing.aclose()
            raise
        finally:
            self._under_way.discard(self._document)


def under_way() -> CodeIntelError:
    """Return the error for a second fix of the same notebook."""
    return CodeIntelError(
        "This notebook has a fix under way",
        code="fix_under_way",
        hint="Wait until it has ended, or stop it.",
    )
