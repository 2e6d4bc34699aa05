"""Trying code on copies of live kernels' states."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from typing import Any, get_args

import zmq.asyncio

from jupyter_codeintel.kernel import verdicts
from jupyter_codeintel.kernel.questioned import NotAskedError, QuestionedKernel
from jupyter_codeintel.kernel.reach import Kernels
from jupyter_codeintel.trial import Tier, Trial, Verdict

_PATIENCE = 30.0
_PREFLIGHT_SECONDS = 10.0
_SPARE_SECONDS = 10.0
_SPARE_SECONDS_EACH = 2.0


class KernelTrials:
    """Tries code on copies of kernels; must be closed.

    Nothing here raises for a kernel that is busy, gone, of another language or not to be
    reached: the verdict says so, and is inconclusive.

    Parameters
    ----------
    kernels : Kernels
        Knows which there are.
    patience : float
        Seconds to wait for a running cell to end.
    """

    def __init__(self, kernels: Kernels, *, patience: float = _PATIENCE) -> None:
        self._kernels = kernels
        self._patience = patience
        self._context = zmq.asyncio.Context()
        self._questioned: dict[str, QuestionedKernel] = {}

    async def tier(self, kernel_id: str) -> Tier | None:
        """Return the best tier for a kernel, None where nothing can be tried.

        Parameters
        ----------
        kernel_id : str
            The kernel.
        """
        try:
            reply = await self._asked(kernel_id, "preflight", _PREFLIGHT_SECONDS)
        except NotAskedError:
            return None
        tier: Tier | None = reply["tier"]
        return tier if tier in get_args(Tier) else None

    async def verify(self, kernel_id: str, trial: Trial) -> Verdict:
        """Try cells; waits until the kernel is idle.

        Parameters
        ----------
        kernel_id : str
            The kernel.
        trial : Trial
            What to try.
        """
        began = time.perf_counter()
        (verdict,) = await self.verify_many(kernel_id, [trial], 1)
        took_ms = (time.perf_counter() - began) * 1000
        return dataclasses.replace(verdict or verdicts.inconclusive(_ENDED), took_ms=took_ms)

    async def verify_many(
        self, kernel_id: str, trials: Sequence[Trial], enough: int
    ) -> Sequence[Verdict | None]:
        """Try several, two at a time, until ``enough`` have passed; None for those left out.

        Parameters
        ----------
        kernel_id : str
            The kernel.
        trials : sequence of Trial
            Each on a copy of its own.
        enough : int
            After so many that passed the rest is left out.
        """
        if not trials:
            return []
        seconds = sum(trial.limits.wall_s + _SPARE_SECONDS_EACH for trial in trials)
        sent = [verdicts.trial_request(trial) for trial in trials]
        try:
            reply = await self._asked(
                kernel_id, "verify", seconds + _SPARE_SECONDS, trials=sent, enough=enough
            )
        except NotAskedError as error:
            return [verdicts.inconclusive(str(error)) for _ in trials]
        return [None if one is None else verdicts.verdict(one) for one in reply["verdicts"]]

    async def aclose(self) -> None:
        """Close what is open to all kernels."""
        for questioned in self._questioned.values():
            questioned.close()
        self._questioned.clear()
        self._context.destroy(linger=0)

    async def _asked(
        self, kernel_id: str, operation: str, seconds: float, **content: object
    ) -> dict[str, Any]:
        for known in [one for one in self._questioned if self._kernels.reach(one) is None]:
            self._questioned.pop(known).close()
        questioned = self._questioned.get(kernel_id)
        if questioned is None:
            questioned = QuestionedKernel(
                lambda: self._kernels.reach(kernel_id), self._context, self._patience
            )
            self._questioned[kernel_id] = questioned
        return await questioned.ask(operation, seconds, **content)


_ENDED = "the trial was ended before it could tell anything"
