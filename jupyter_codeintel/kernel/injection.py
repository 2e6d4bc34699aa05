"""The helper as text, and the one silent request that puts it into a kernel."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from jupyter_codeintel.in_kernel.loading import PACKAGE

MODULES = (
    "reading",
    "signatures",
    "libraries",
    "describing",
    "modules",
    "places",
    "returns",
    "attributes",
    "following",
    "answering",
    "trial",
    "trial.messages",
    "trial.outputs",
    "trial.capturing",
    "trial.summary",
    "trial.frames",
    "trial.raising",
    "trial.syscalls",
    "trial.call_numbers",
    "trial.seccomp",
    "trial.refusals",
    "trial.landlock",
    "trial.limits",
    "trial.environment",
    "trial.overlays",
    "trial.namespaces",
    "trial.descriptors",
    "trial.shared_memory",
    "trial.denials",
    "trial.containment",
    "trial.comparing",
    "trial.executing",
    "trial.child",
    "trial.supervising",
    "trial.memory",
    "trial.hazards",
    "trial.batch",
    "trial.trials",
    "control",
)
"""Those sent, each after what it imports and after the package it is in."""

_OURS = "jupyter_codeintel.in_kernel"
_EXPRESSION = "codeintel"


@functools.cache
def helper_sources() -> tuple[tuple[str, str], ...]:
    """Return names and texts of the helper's modules, importing each other in the kernel."""
    folder = resources.files(_OURS)
    return tuple((name, _text(folder, name).replace(_OURS, PACKAGE)) for name in MODULES)


def _text(folder: Traversable, name: str) -> str:
    place = folder.joinpath(*name.split("."))
    file = place / "__init__.py" if place.is_dir() else folder / f"{name.replace('.', '/')}.py"
    return file.read_text("utf-8")


@functools.cache
def helper_version() -> str:
    """Return what changes whenever the helper does."""
    return hashlib.sha256(repr(helper_sources()).encode()).hexdigest()[:12]


@functools.cache
def injection() -> dict[str, Any]:
    """Return the content of an ``execute_request`` that installs the helper.

    There is no code, only an expression: so no hook of IPython sees a cell, nothing is
    counted, and no name is bound.
    """
    loader = (resources.files(_OURS) / "loading.py").read_text("utf-8")
    expression = (
        "(lambda scope: (__import__('builtins').exec(scope['loader'], scope), scope['load']("
        "__import__('IPython').get_ipython().kernel, scope['sources'], scope['version']))[1])"
        f"({{'__name__': {PACKAGE!r}, 'loader': {loader!r}, "
        f"'sources': {helper_sources()!r}, 'version': {helper_version()!r}}})"
    )
    return {
        "code": "",
        "silent": True,
        "store_history": False,
        "allow_stdin": False,
        "stop_on_error": False,
        "user_expressions": {_EXPRESSION: expression},
    }


def answer_of(reply: dict[str, Any]) -> str:
    """Return ``"quiet"``, ``"loud"``, ``"aborted"`` or ``"unsupported"``.

    Parameters
    ----------
    reply : dict
        The content of the ``execute_reply``.
    """
    if reply.get("status") == "aborted":
        return "aborted"
    result = reply.get("user_expressions", {}).get(_EXPRESSION, {})
    shown = result.get("data", {}).get("text/plain", "")
    return next((word for word in ("quiet", "loud") if f"codeintel {word}" in shown), "unsupported")
