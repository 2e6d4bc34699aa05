"""Trying code where it can be tried best: on a copy of the kernel, else in a fresh one."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Sequence

import psutil

from jupyter_codeintel.in_kernel.trial import containment
from jupyter_codeintel.kernel.reach import Kernels, Reach
from jupyter_codeintel.kernel.shadow import shadow_verify
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.kernel.verdicts import inconclusive
from jupyter_codeintel.trial import Tier, Trial, Verdict


class TieredTrials:
    """Tries code on copies of kernels, and in fresh kernels what hangs in a copy.

    Parameters
    ----------
    kernels : Kernels
        Knows which there are.
    """

    def __init__(self, kernels: Kernels) -> None:
        self._kernels = kernels
        self._copies = KernelTrials(kernels)
        self._not_copied: set[Hashable] = set()

    async def tier(self, kernel_id: str) -> Tier | None:
        """Return the best tier for a kernel, None where nothing can be tried.

        Parameters
        ----------
        kernel_id : str
            The kernel.
        """
        tier = await self._copies.tier(kernel_id)
        reach = self._kernels.reach(kernel_id)
        if tier is not None or reach is None or _cwd(reach) is None:
            return tier
        # What stands against a copy of this kernel, such as a graphics processor in use, does
        # not stand against a fresh one, as long as this system can contain anything.
        if not await asyncio.to_thread(containment.available):
            return None
        self._not_copied.add(reach.incarnation)
        return "shadow"

    async def verify(self, kernel_id: str, trial: Trial) -> Verdict:
        """Try cells; waits until the kernel is idle.

        Parameters
        ----------
        kernel_id : str
            The kernel.
        trial : Trial
            What to try.
        """
        (verdict,) = await self.verify_many(kernel_id, [trial], 1)
        return verdict or inconclusive("it was left out")

    async def verify_many(
        self, kernel_id: str, trials: Sequence[Trial], enough: int
    ) -> Sequence[Verdict | None]:
        """Try several until ``enough`` have passed; None for those left out.

        On copies two at a time, in fresh kernels one after the other.

        Parameters
        ----------
        kernel_id : str
            The kernel.
        trials : sequence of Trial
            Each on a state of its own.
        enough : int
            After so many that passed the rest is left out.
        """
        found: list[Verdict | None] = [_HUNG] * len(trials)
        if not self._is_not_copied(kernel_id):
            found = list(await self._copies.verify_many(kernel_id, trials, enough))
        for index, trial in enumerate(trials):
            copied = found[index]
            if copied is not None and copied.status == "deadlock":
                passed = sum(one is not None and one.status == "passed" for one in found)
                is_enough = passed >= enough
                found[index] = None if is_enough else await self._fresh(kernel_id, trial, copied)
        return found

    async def aclose(self) -> None:
        """Close what is open to all kernels."""
        await self._copies.aclose()

    async def _fresh(self, kernel_id: str, trial: Trial, copied: Verdict) -> Verdict:
        """Return what a fresh kernel tells of a trial that hung in a copy."""
        reach = self._kernels.reach(kernel_id)
        cwd = None if reach is None else _cwd(reach)
        if reach is None or cwd is None:
            return copied
        self._not_copied.add(reach.incarnation)  # the next one would hang as long
        fresh = await shadow_verify(reach.kernel_name, cwd, trial)
        return fresh if fresh.tier is not None else copied

    def _is_not_copied(self, kernel_id: str) -> bool:
        reach = self._kernels.reach(kernel_id)
        return reach is not None and reach.incarnation in self._not_copied


_HUNG = Verdict("deadlock", reason="the kernel cannot be copied")


def _cwd(reach: Reach) -> str | None:
    """Return the folder that a kernel works in, None where its process is not on this machine."""
    try:
        return psutil.Process(reach.process).cwd() if reach.process else None
    except psutil.Error:
        return None
