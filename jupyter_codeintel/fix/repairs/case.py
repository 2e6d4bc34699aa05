"""What a rule is asked about: a failure, its places, and the live objects there."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import Binding, binding
from jupyter_codeintel.fix.diagnosis.code import Code, Span, code
from jupyter_codeintel.fix.diagnosis.sites import Site, sites
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.port import Kernels
from jupyter_codeintel.fix.repairs.advice import Advice
from jupyter_codeintel.namespace import Path, Resolution, Step, Variable
from jupyter_codeintel.trial import Raised

Change = tuple[Span, str]
"""A piece of a cell's text and what stands there instead."""

_SECONDS = 2.0
"""A look at live objects may take this long; a busy machine must not cost a repair."""


@dataclass(frozen=True)
class Case:
    """A failure as rules see it.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    kernels : Kernels
        Look into the live kernel.
    sites : tuple of Site
        Where in the notebook the error came through, the innermost first.
    """

    failure: Failure
    kernels: Kernels
    sites: tuple[Site, ...]

    @classmethod
    def of(cls, failure: Failure, kernels: Kernels) -> Case:
        """Return a failure with its places."""
        return cls(failure, kernels, sites(failure))

    @property
    def error(self) -> Raised:
        """What was raised."""
        return self.failure.error

    def is_a(self, *names: str) -> bool:
        """Whether the error is of one of these classes, or of one that derives from it."""
        return self.error.name in names or not set(names).isdisjoint(self.error.names)

    def code(self, cell: str) -> Code:
        """Return the text of a cell."""
        return code(self.failure.source(cell))

    def binding(self, site: Site, node: ast.expr) -> Binding | None:
        """Return the assignment that a name at a site has its value from."""
        return binding(self.failure, site, node.id) if isinstance(node, ast.Name) else None

    def target(self, site: Site, name: str) -> str | None:
        """Return what an imported name stands for: ``numpy`` of ``np``."""
        for imported in self.failure.flow.facts(site.cell).imports:
            if imported.name == name:
                return imported.target
        found = self.failure.flow.imports(before=self.failure.cell).get(name)
        if found is not None:
            return found.target
        live = self.variable(name)
        return live.module if live is not None and live.type == "module" else None

    def name_of(self, module: str) -> str | None:
        """Return the name that the notebook has for a module."""
        own = self.failure.flow.facts(self.failure.cell).imports
        seen = {one.name: one for one in own} | self.failure.flow.imports(self.failure.cell)
        return next((name for name, found in seen.items() if found.target == module), None)

    def variable(self, name: str) -> Variable | None:
        """Return what is known of a live variable."""
        namespace = self.failure.namespace
        return None if namespace is None else namespace.variables.get(name)

    async def resolve(self, path: Path | None) -> Resolution:
        """Return what is live at the end of a path."""
        found = await self.resolve_all([path])
        return found[0] if found else Resolution()

    async def resolve_all(self, paths: Iterable[Path | None]) -> list[Resolution]:
        """Return what is live at the ends of paths, those left out that are none."""
        kernel = self.failure.document.kernel
        asked = list(dict.fromkeys(path for path in paths if path is not None))
        if kernel is None or not asked:
            return []
        found = await self.kernels.resolve(kernel, asked, _SECONDS)
        return [found[path] for path in asked if path in found]

    def path(self, site: Site, node: ast.expr) -> Path | None:
        """Return the way to the object of an expression from a live variable."""
        steps: list[Step] = []
        while not isinstance(node, ast.Name):
            step = _step(node)
            if step is None:
                return None
            steps.insert(0, step)
            node = node.func if isinstance(node, ast.Call) else node.value  # type: ignore[attr-defined]
        if _is_local(site, node.id):
            return None
        return Path(node.id, tuple(steps))


Repair = Candidate | Advice
Rule = Callable[[Case], AsyncIterator[Repair]]
"""Yields what may repair a failure, the most likely first; nothing where it does not apply."""


def repaired(cell: str, text: Code, changes: Iterable[Change], says: str, kind: str) -> Candidate:
    """Return a candidate that changes pieces of one cell."""
    return Candidate({cell: text.replaced(*dict.fromkeys(changes))}, "rule", says, kind)


def _step(node: ast.expr) -> Step | None:
    if isinstance(node, ast.Attribute):
        return ("attr", node.attr)
    if isinstance(node, ast.Call):
        return ("call", None)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        key = node.slice.value
        if isinstance(key, str | int):
            return ("key", key)
    return None


def _is_local(site: Site, name: str) -> bool:
    """Whether a name is bound by the function around a site, or by a comprehension there."""
    scopes: list[ast.AST] = [*site.nodes(ast.comprehension), *site.nodes(ast.Lambda)]
    if site.inside is not None:
        scopes.append(site.inside)
    return any(
        (isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load))
        or (isinstance(node, ast.arg) and node.arg == name)
        for scope in scopes
        for node in ast.walk(scope)
    )
