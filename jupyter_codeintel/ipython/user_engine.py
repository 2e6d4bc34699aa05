"""The user's engine, as the command line finds and starts it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from pathlib import Path

from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.generation import Chunk, GenerationRequest, Timings
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.patient import PatientEngine
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.engine.wire import EngineHealth
from jupyter_codeintel.errors import EngineUnavailable
from jupyter_codeintel.models.hardware import check_memory
from jupyter_codeintel.models.resolve import resolve_model


class UserEngine:
    """Answers while it is on; starts the user's engine when it is first asked.

    Parameters
    ----------
    model : callable
        Returns the name or path of the model; an empty one: the one in use.
    options : EngineOptions
        What the engine is started with.
    """

    def __init__(self, model: Callable[[], str], options: EngineOptions) -> None:
        self.is_on = True
        self._model = model
        self._options = options
        self._supervisor = EngineSupervisor(self._wanted, before_start=self._check, options=options)
        self._client = EngineClient(self._supervisor)
        self._patient = PatientEngine(self._client)

    @property
    def log_path(self) -> Path:
        """Where the engine's log is."""
        return self._supervisor.log_path

    def complete(self, request: GenerationRequest) -> AsyncGenerator[Chunk, None]:
        """Yield text as it is generated.

        Raises
        ------
        EngineUnavailable
            It was switched off.
        """
        self._check_is_on()
        return self._patient.complete(request)

    async def warm(self, request: GenerationRequest) -> Timings | None:
        """Evaluate a prompt, so that one that begins like it starts at once."""
        self._check_is_on()
        return await self._client.warm(request)

    async def status(self) -> EngineHealth | None:
        """Return how the engine is, without starting it."""
        return await self._supervisor.status()

    def model_changed(self) -> None:
        """Want another model from the next request on."""
        self._supervisor.use(self._wanted)

    async def aclose(self) -> None:
        """Close the connections; the engine serves others and ends when it is idle."""
        await self._client.aclose()

    def _wanted(self) -> Path:
        if self._options.backend == "scripted":
            return Path(self._model())
        return resolve_model(self._model() or None)

    def _check(self, model: Path) -> None:
        if self._options.backend == "llama":
            check_memory(model, self._options.n_ctx)

    def _check_is_on(self) -> None:
        if not self.is_on:
            message = "The model is switched off in this session"
            hint = "%codeintel on switches it on."
            raise EngineUnavailable(message, code="switched_off", hint=hint)
