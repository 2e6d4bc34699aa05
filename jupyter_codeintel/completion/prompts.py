"""From a request and what is remembered to what the engine is asked for."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from jupyter_codeintel.completion.anchoring import anchored
from jupyter_codeintel.completion.generation import Assignment
from jupyter_codeintel.completion.memory import CellMemory, Memory, Reach
from jupyter_codeintel.completion.port import Kernels, namespace_of
from jupyter_codeintel.completion.requests import CompletionRequest
from jupyter_codeintel.completion.situation import observe
from jupyter_codeintel.context.fim import ActiveCell, Budget, render_fim, tell_reach
from jupyter_codeintel.context.modules import LocalModules
from jupyter_codeintel.context.notebook import Document
from jupyter_codeintel.engine.generation import Priority


class Prompts:
    """Makes assignments for one connection.

    Parameters
    ----------
    memory : Memory
        Its documents.
    budget : Budget
        How much of a notebook a prompt holds.
    kernels : Kernels
        Know the live variables.
    modules : LocalModules, optional
        Read the files that notebooks import.
    """

    def __init__(
        self, memory: Memory, budget: Budget, kernels: Kernels, modules: LocalModules | None
    ) -> None:
        self._memory = memory
        self._budget = budget
        self._kernels = kernels
        self._modules = modules

    async def read_modules(self, request: CompletionRequest) -> None:
        """Read the files that the document imports, which may be on a slow disk."""
        if self._modules is None:
            return
        document = self._memory.document(request.document)
        imports = self._memory.flow(request.document).imports(request.cell).values()
        # The browser says of a path how it is open: as a notebook or as a file.
        path = document.path.removeprefix(f"{document.kind}:")
        found = await asyncio.to_thread(self._modules.imported, tuple(imports), path)
        self._memory.keep_modules(request.document, found)

    def assign(
        self, request: CompletionRequest, priority: Priority = Priority.TYPING
    ) -> Assignment:
        """Return what the engine is asked for; a look ahead moves no anchor."""
        memory = self._memory.cell(request.document, request.cell)
        document = self._memory.document(request.document)
        language = document.language_of(request.cell)
        place = observe(request.prefix, request.suffix, request.multiline, language)
        anchor = anchored(memory.anchor, request.prefix, place.suffix)
        if priority is Priority.TYPING:
            memory.anchor = anchor
        typed = request.prefix[len(anchor.head) :]
        active = ActiveCell(request.cell, anchor.head, typed, place.suffix)
        flow = self._memory.flow(request.document)
        reach = self._reach(document, active, memory)
        modules = self._memory.modules(request.document)
        fim = render_fim(document, active, self._budget, flow, reach, modules)
        return Assignment(fim, replace(place, suffix=fim.suffix), request.max_tokens, priority)

    def _reach(self, document: Document, active: ActiveCell, memory: CellMemory) -> str:
        """Return what was told before, unless another cell or the variables have changed."""
        others = tuple(cell for cell in document.cells if cell.id != active.cell)
        namespace = namespace_of(document, self._kernels)
        variables = namespace.variables if namespace else {}
        kept = memory.reach
        if kept is None or kept.others != others or kept.variables != variables:
            flow = self._memory.flow(document.path)
            text = tell_reach(document, active, self._budget, flow, namespace)
            kept = memory.reach = Reach(others, variables, text)
        return kept.text
