"""Calls that reach beyond the kernel."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.context.magics import masked
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import callee, is_literal, literal, root

_REMOVES = frozenset({"remove", "unlink", "rmdir", "removedirs", "rmtree", "rename", "move"})
_RUNS = frozenset(
    {"system", "popen", "Popen", "run", "check_call", "check_output", "spawn", "kill"}
)
_NETWORK = frozenset({"requests", "urllib", "httpx", "socket", "urlopen", "urlretrieve", "ftplib"})
_WRITES = frozenset({"write_text", "write_bytes", "savefig", "savez", "dump", "imwrite", "save"})
_IN_MEMORY = frozenset(
    {"to_numpy", "to_list", "to_dict", "to_frame", "to_datetime", "to_numeric", "to_period",
     "to_timedelta", "to_timestamp", "to_records", "to_string", "to_flat_index", "to_series",
     "to_pydatetime", "to_categorical", "to_markdown", "to_array", "to_device", "to_xarray"}
)  # fmt: skip


def risks(change: CellChange) -> Iterator[Objection]:
    """Yield a doubt for each new call with an effect outside of the kernel."""
    for call in change.new_calls():
        if effect := _effect(call):
            yield doubt("risky", f"It {effect}: {ast.unparse(call)[:60]}")
    yield from _magics(change)


def _effect(call: ast.Call) -> str:
    """Return what a call does outside of the kernel, in words."""
    name, start = callee(call), root(call.func)
    removes = start in ("os", "shutil") or name in ("rmtree", "unlink", "rmdir")
    runs = start == "subprocess" or (name in _RUNS and start == "os")
    effects = {
        "moves or removes files": name in _REMOVES and removes,
        "starts other programs": runs,
        "uses the network": start in _NETWORK or name in _NETWORK,
        "runs text as code": name == start == "eval",
        "writes files": name in _WRITES or _exports(call) or _opens_to_write(call),
    }
    return next((text for text, happens in effects.items() if happens), "")


def _exports(call: ast.Call) -> bool:
    name = callee(call)
    method = isinstance(call.func, ast.Attribute) and bool(call.args)
    return method and name.startswith("to_") and name not in _IN_MEMORY


def _opens_to_write(call: ast.Call) -> bool:
    if callee(call) != "open":
        return False
    modes = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "mode")]
    for mode in modes:
        text = literal(mode) if is_literal(mode) else "w"
        if not isinstance(text, str) or set(text) & set("wax+"):
            return True
    return False


def _magics(change: CellChange) -> Iterator[Objection]:
    before, after = _magic_lines(change.source_before), _magic_lines(change.source)
    for line in after:
        if line in before:
            continue
        if line.startswith("%%") and not line.startswith(("%%time", "%%capture")):
            yield refuse("hides", f"The cell does not run as Python any more: {line}")
        elif line.startswith("%%capture"):
            yield refuse("swallows", "It hides what the cell shows.")
        else:
            yield doubt("risky", f"It adds a command of IPython or the shell: {line[:60]}")


def _magic_lines(source: str) -> list[str]:
    pairs = zip(source.splitlines(), masked(source)[0].splitlines(), strict=False)
    return [line.strip() for line, python in pairs if line != python]
