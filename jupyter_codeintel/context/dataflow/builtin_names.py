"""The names that are bound in every kernel, by Python and by IPython."""

from __future__ import annotations

import builtins

BUILTIN_NAMES = frozenset(dir(builtins)) | {
    "In", "Out", "_", "__", "___", "display", "exit", "get_ipython", "quit",
}  # fmt: skip
