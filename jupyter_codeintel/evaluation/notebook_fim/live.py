"""A kernel in which the cells above a gap have run."""

from __future__ import annotations

from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from jupyter_codeintel.evaluation.notebook_fim.items import Item
from jupyter_codeintel.evaluation.surroundings import folder_copy, seaborn_data
from jupyter_codeintel.kernel.live import LiveKernels
from jupyter_codeintel.kernel.runner import Runner, started_kernel

CELL_SECONDS = 30.0


@dataclass(frozen=True)
class Live:
    """A kernel that was looked into after the last cell ended.

    Parameters
    ----------
    kernel : str
        Its id.
    kernels : LiveKernels
        Knows it.
    """

    kernel: str
    kernels: LiveKernels


class LiveNotebook:
    """One kernel, that of the notebook asked for last; must be closed.

    Parameters
    ----------
    assets : Path
        The folder of the notebooks' folders.
    """

    def __init__(self, assets: Path) -> None:
        self._assets = assets
        self._stack = AsyncExitStack()
        self._runner: Runner | None = None
        self._notebook = ""
        self._ran: list[str] = []
        self.failed: Counter[str] = Counter()
        """Cells that ended in an error or took too long, and how often."""

    async def at(self, item: Item) -> Live:
        """Run the cells above a gap that have not run yet.

        The cells' errors are noted; it goes on with the next cell, as a person may.
        """
        runner = self._runner
        if runner is None or not self._goes_on(item):
            runner = await self._restarted(item)
        for number, source in enumerate(item.cells_before[len(self._ran) :], len(self._ran)):
            outcome = await runner.execute(source, CELL_SECONDS)
            self._ran.append(source)
            if outcome.status != "ok":
                error = f"{outcome.name}: {outcome.value[:200]}" if outcome.name else ""
                self.failed[f"{item.notebook}, cell {number}: {error or outcome.status}"] += 1
        await runner.namespace()
        return Live(runner.kernel_id, runner.live)

    async def aclose(self) -> None:
        """End the kernel."""
        await self._stack.aclose()
        self._runner = None

    def _goes_on(self, item: Item) -> bool:
        ran = list(item.cells_before[: len(self._ran)]) == self._ran
        return ran and item.notebook == self._notebook

    async def _restarted(self, item: Item) -> Runner:
        await self.aclose()
        folder = self._stack.enter_context(folder_copy(self._assets, item.cwd))
        runner = await self._stack.enter_async_context(started_kernel(folder))
        self._runner, self._notebook, self._ran = runner, item.notebook, []
        for name, value in seaborn_data(self._assets).items():
            # No name of this may be seen in the notebook's namespace.
            await runner.execute(f"__import__('os').environ[{name!r}] = {value!r}", CELL_SECONDS)
        return runner
