"""The helper as text, and the one silent request that puts it into a kernel."""

from __future__ import annotations

import ast
import functools
import graphlib
import hashlib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from jupyter_codeintel.in_kernel.loading import PACKAGE

_OURS = "jupyter_codeintel.in_kernel"
_LOADER = "loading"
_EXPRESSION = "codeintel"


@functools.cache
def helper_sources() -> tuple[tuple[str, str], ...]:
    """Return names and texts of the helper's modules, importing each other in the kernel.

    Each comes after what it imports, and after the package it is in.
    """
    texts = dict(_texts(resources.files(_OURS), ""))
    # Sorted: the version is made from the order too, and is to be the same in each process.
    needs = {name: sorted(_needed(name, text) & set(texts)) for name, text in texts.items()}
    order = graphlib.TopologicalSorter(needs).static_order()
    return tuple((name, texts[name].replace(_OURS, PACKAGE)) for name in order)


def _texts(folder: Traversable, package: str) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        name = package + file.name.removesuffix(".py")
        if file.is_dir() and (file / "__init__.py").is_file():
            yield name, (file / "__init__.py").read_text("utf-8")
            yield from _texts(file, name + ".")
        elif file.name.endswith(".py") and name != _LOADER and file.name != "__init__.py":
            yield name, file.read_text("utf-8")


def _needed(name: str, text: str) -> set[str]:
    found = {name.rpartition(".")[0]}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            places = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            found |= {place.removeprefix(_OURS + ".") for place in places}
    return found


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
    loader = (resources.files(_OURS) / f"{_LOADER}.py").read_text("utf-8")
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
