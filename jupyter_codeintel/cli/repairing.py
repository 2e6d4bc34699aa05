"""The parts of repairing a notebook put together: a kernel of its own, trials, the fix."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import Chunk, GenerationRequest
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.patient import PatientEngine
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.errors import ModelError, NotebookError
from jupyter_codeintel.fix.events import Badge
from jupyter_codeintel.fix.notebook_repair import Failed, FixUnderWay, NotebookRepair
from jupyter_codeintel.fix.notebook_run import NotebookRun
from jupyter_codeintel.fix.port import FixEngine
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.fix.service import FixService
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.kernel.runner import Runner, started_kernel
from jupyter_codeintel.kernel.tiers import TieredTrials
from jupyter_codeintel.models.hardware import check_memory


@dataclass(frozen=True)
class Work:
    """What is to be repaired, and how.

    Parameters
    ----------
    document : Document
        The notebook.
    folder : Path
        Where its cells run.
    kernel_name : str
        The kernelspec.
    may_fail : frozenset of str
        Cells whose errors are passed over.
    before : str
        Code to run first, without a trace in the notebook's names or numbers.
    accept : Badge
        Proposals are made that can be trusted as far as this.
    goal : str
        What the person wants; by default the text above the failing cell.
    last : str, optional
        The cell to end with.
    cell_seconds : float
        After which a cell is interrupted.
    until : float
        No fix begins after this moment, by `time.monotonic`.
    """

    document: Document
    folder: Path
    kernel_name: str = "python3"
    may_fail: frozenset[str] = field(default=frozenset())
    before: str = ""
    accept: Badge = "verified"
    goal: str = ""
    last: str | None = None
    cell_seconds: float = float("inf")
    until: float = float("inf")


class NoModel:
    """Stands where an engine would, on a machine without a model."""

    def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Write nothing: raise `ModelError`."""
        message = "There is no model on this machine"
        raise ModelError(message, code="no_model", hint="jupyter codeintel models pull")


@asynccontextmanager
async def engine_for(model: Path | None) -> AsyncIterator[FixEngine]:
    """Give the user's engine, or who says that there is none."""
    if model is None:
        yield NoModel()
        return
    options = EngineOptions()
    supervisor = EngineSupervisor(
        lambda: model,
        before_start=lambda path: check_memory(path, options.n_ctx),
        options=options,
    )
    async with aclosing(EngineClient(supervisor)) as client:
        yield PatientEngine(client)


@asynccontextmanager
async def notebook_run(work: Work) -> AsyncIterator[NotebookRun]:
    """Give the notebook in a fresh kernel, to be run without repairs."""
    async with _kernel(work) as (_, run):
        yield run


@asynccontextmanager
async def notebook_repair(
    work: Work, engine: FixEngine, settings: FixSettings, trajectories: Path | None = None
) -> AsyncIterator[NotebookRepair]:
    """Give the notebook in a fresh kernel, to be run and repaired.

    Raises
    ------
    NotebookError
        The kernel is not Python's.
    """
    async with _kernel(work) as (runner, run), aclosing(TieredTrials(runner)) as trials:
        service = FixService(engine, trials, runner.live, settings, trajectories)

        def start(document: Document, failed: Failed) -> FixUnderWay:
            request = FixRequest(
                document=document,
                cell=failed.cell,
                kernel=runner.kernel_id,
                goal=failed.goal,
                traceback=failed.traceback,
                error=failed.error,
            )
            return service.fix(request)

        yield NotebookRepair(
            run, start, accept=work.accept, goal=work.goal, last=work.last, until=work.until
        )


@asynccontextmanager
async def _kernel(work: Work) -> AsyncIterator[tuple[Runner, NotebookRun]]:
    async with started_kernel(work.folder, kernel_name=work.kernel_name) as runner:
        if runner.reach(runner.kernel_id) is None:
            message = f"The kernel {work.kernel_name!r} does not run Python"
            hint = "Only notebooks in Python can be repaired."
            raise NotebookError(message, code="other_language", hint=hint)
        if work.before:
            await runner.execute(work.before, work.cell_seconds, silent=True)
        limit = work.cell_seconds
        yield (
            runner,
            NotebookRun(work.document, runner, may_fail=work.may_fail, cell_seconds=limit),
        )
