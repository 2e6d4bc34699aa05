"""Trying code on copies of the process that this code runs in, without a client between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any, get_args

from jupyter_codeintel.in_kernel.trial.trials import Trials
from jupyter_codeintel.ipython.own_kernel import OwnKernel
from jupyter_codeintel.kernel import verdicts
from jupyter_codeintel.trial import Tier, Trial, Verdict

KERNEL = "own"
"""What the one kernel is called that there is."""

_PATIENCE = 30.0
_PAUSE = 0.1


class OwnTrials:
    """Tries code on copies of its own process; must be closed.

    Parameters
    ----------
    kernel : OwnKernel
        What is copied.
    patience : float
        Seconds to wait for a running cell to end.
    """

    def __init__(self, kernel: OwnKernel, *, patience: float = _PATIENCE) -> None:
        self._trials = Trials(kernel)
        self._patience = patience

    async def tier(self, kernel_id: str) -> Tier | None:
        """Return the best tier, None where nothing can be tried."""
        found: Tier | None = (await self._asked("preflight"))["tier"]
        return found if found in get_args(Tier) else None

    async def verify(self, kernel_id: str, trial: Trial) -> Verdict:
        """Try cells; waits until the kernel is idle."""
        (verdict,) = await self.verify_many(kernel_id, [trial], 1)
        return verdict or verdicts.inconclusive("the trial was ended before it could tell anything")

    async def verify_many(
        self, kernel_id: str, trials: Sequence[Trial], enough: int
    ) -> Sequence[Verdict | None]:
        """Try several, two at a time, until ``enough`` have passed; None for those left out."""
        if not trials:
            return []
        sent = [verdicts.trial_request(trial) for trial in trials]
        deadline = time.monotonic() + self._patience
        while (reply := await self._asked("verify", trials=sent, enough=enough)).get("refused"):
            if time.monotonic() > deadline:
                return [verdicts.inconclusive("a cell runs in the kernel") for _ in trials]
            await asyncio.sleep(_PAUSE)
        return [None if one is None else verdicts.verdict(one) for one in reply["verdicts"]]

    def close(self) -> None:
        """End all copies."""
        self._trials.close()

    async def _asked(self, operation: str, **content: object) -> dict[str, Any]:
        """Return the reply; when cancelled, end the copies and wait until they have ended."""
        loop = asyncio.get_running_loop()
        reply: asyncio.Future[dict[str, Any]] = loop.create_future()
        self._trials.handle(
            {"op": operation, **content},
            lambda found: _call(loop, reply, found),
        )
        try:
            await asyncio.wait([reply])
        except asyncio.CancelledError:
            self._trials.cancel()
            await asyncio.wait([reply])
            raise
        return reply.result()


def _call(
    loop: asyncio.AbstractEventLoop, reply: asyncio.Future[dict[str, Any]], found: dict[str, Any]
) -> None:
    loop.call_soon_threadsafe(reply.set_result, found)
