"""The levels of a traceback, as plain data."""

from __future__ import annotations

import linecache
import re
from types import CodeType
from typing import Any

from jupyter_codeintel.in_kernel.describing import describe
from jupyter_codeintel.in_kernel.reading import get
from jupyter_codeintel.in_kernel.trial.cells import Cells
from jupyter_codeintel.in_kernel.trial.summary import summary

_MOST_FRAMES = 30
_MOST_LOCALS = 15
_NAME = re.compile(r"\b[^\W\d]\w*")
_MACHINERY = ("/IPython/", "/ipykernel/", "<jupyter-codeintel ")


def frames(traceback: Any, cells: Cells) -> list[dict[str, Any]]:
    """Return the levels of a traceback from the outermost in, without the shell's own.

    Parameters
    ----------
    traceback : traceback or None
        Of an exception.
    cells : Cells
        Knows which code is a cell's.
    """
    levels = []
    while traceback is not None:
        levels.append(traceback)
        traceback = traceback.tb_next
    return [_frame(level, cells) for level in _bounded(_without_machinery(levels))]


def _without_machinery(levels: list[Any]) -> list[Any]:
    return [
        level
        for level in levels
        if not any(part in level.tb_frame.f_code.co_filename for part in _MACHINERY)
    ]


def _bounded(levels: list[Any]) -> list[Any]:
    if len(levels) <= _MOST_FRAMES:
        return levels
    return levels[: _MOST_FRAMES // 2] + levels[-_MOST_FRAMES // 2 :]


def _frame(level: Any, cells: Cells) -> dict[str, Any]:
    code = level.tb_frame.f_code
    found = cells.place(code.co_filename, level.tb_lineno)
    found["function"] = code.co_name
    found["columns"] = _columns(code, level, found.pop("text"))
    if found["cell"] is not None or found["execution_count"] is not None:
        found["locals"] = _locals(level.tb_frame, found["source"])
    return found


def _columns(code: CodeType, level: Any, written: str) -> list[int] | None:
    """Return where the failing expression stands in its line, in characters."""
    if not hasattr(code, "co_positions") or level.tb_lasti < 0:
        return None
    position = list(code.co_positions())[level.tb_lasti // 2]
    line, last_line, start, end = position
    if line is None or start is None or end is None or line != level.tb_lineno:
        return None
    text = linecache.getline(code.co_filename, line).rstrip("\n")
    if text != written:  # a magic, which ran as other text
        return None
    raw = text.encode()  # Python counts bytes
    if last_line != line:
        end = len(raw)
    return [len(raw[:at].decode("utf-8", "replace")) for at in (start, end)]


def _locals(frame: Any, source: str) -> dict[str, str]:
    """Describe a function's variables; of the whole namespace, those that the line names."""
    names = frame.f_locals
    if type(names) is not dict:  # a class body with a metaclass's namespace; or since Python 3.13
        names = dict(names)
    if frame.f_code.co_name == "<module>":
        wanted = [name for name in dict.fromkeys(_NAME.findall(source)) if name in names]
    else:
        wanted = [name for name in names if type(name) is str and name[:1] != "."]
    return {name: summary(describe(name, get(names, name))) for name in wanted[:_MOST_LOCALS]}
