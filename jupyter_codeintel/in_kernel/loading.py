"""Loads the helper's modules from their text; this one is run as text itself."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

PACKAGE = "_jupyter_codeintel"


def load(kernel: Any, sources: list[tuple[str, str]], version: str) -> str:
    """Install the helper in a kernel, unless this version is there already.

    Parameters
    ----------
    kernel : Kernel
        ipykernel's.
    sources : list of (str, str)
        Names of modules within the package and their text, those first that others import,
        and packages before what is in them.
    version : str
        What to compare with a helper that is there.

    Returns
    -------
    str
        ``"codeintel quiet"`` where requests leave no trace on the kernel's channels,
        ``"codeintel loud"`` where they appear as busy and idle.
    """
    package = sys.modules.get(PACKAGE)
    previous = None if package is None else vars(package).get("helper")
    if package is None or vars(package).get("version") != version:
        package = _modules(sources)
        install = vars(sys.modules[PACKAGE + ".control"])["install"]
        vars(package).update(helper=install(kernel, version, previous), version=version)
    return "codeintel quiet" if vars(package)["helper"].is_quiet else "codeintel loud"


def _modules(sources: list[tuple[str, str]]) -> ModuleType:
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]
    package = sys.modules[PACKAGE] = ModuleType(PACKAGE)
    for name, text in sources:
        full = PACKAGE + "." + name
        module = sys.modules[full] = ModuleType(full)
        # The user's code never sees this name, a traceback would.
        code = compile(text, "<jupyter-codeintel " + name + ">", "exec")
        exec(code, vars(module))  # noqa: S102 - the text is ours
        parent, _, last = full.rpartition(".")
        vars(sys.modules[parent])[last] = module
    return package
