"""The questions that the helper answers: what variables there are, where a path leads."""

from __future__ import annotations

import builtins
import time
from typing import Any

from jupyter_codeintel.in_kernel.describing import describe
from jupyter_codeintel.in_kernel.following import follow, unresolved
from jupyter_codeintel.in_kernel.reading import MISSING, forget, full_name, get, is_any

_SHELL_NAMES = frozenset(("In", "Out", "exit", "quit", "get_ipython", "open"))


class Budget:
    """A deadline: whether it has passed is asked between two objects."""

    def __init__(self, milliseconds: float) -> None:
        self._end = time.perf_counter() + milliseconds / 1000

    def is_spent(self) -> bool:
        """Return whether it is time to stop."""
        return time.perf_counter() > self._end


def peek(shell: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Describe variables, those named in the request first, then the last bound first."""
    began = time.perf_counter()
    budget = Budget(request["budget_ms"])
    names = user_ns(shell)
    hidden = hidden_names(shell, names)
    everything = list(names)
    bound = [name for name in everything if type(name) is str]
    simple = len(bound) == len(everything)  # no key brings an __eq__ of its own
    order = [name for name in request["names"] if get(names, name) is not MISSING]
    order += reversed(bound)
    variables: dict[str, dict[str, Any]] = {}
    complete = True
    for name in order:
        if name in variables or name[:1] == "_" or name in hidden:
            continue
        if len(variables) >= request["limit"] or budget.is_spent():
            complete = False
            break
        # Fetched one by one: a reference kept here would keep an object alive that a cell
        # deletes, and its end would then run in this thread.
        value = names.get(name, MISSING) if simple else get(names, name)
        if value is not MISSING:
            variables[name] = _described(name, value)
        del value
    return {
        "variables": list(variables.values()),
        "complete": complete,
        "took_ms": (time.perf_counter() - began) * 1000,
    }


def user_ns(shell: Any) -> dict[Any, Any]:
    """Return the user's namespace."""
    names = shell.user_ns
    if type(names) is not dict:
        raise TypeError("the namespace is no plain dict")
    return names


def hidden_names(shell: Any, names: dict[Any, Any]) -> set[str]:
    """Return the names that the shell put there, except those bound anew by the user."""
    hidden = shell.user_ns_hidden
    found = set()
    for name in list(hidden) if type(hidden) is dict else []:
        if type(name) is str and get(names, name) is get(hidden, name):
            found.add(name)
    for name in _SHELL_NAMES:
        value = get(names, name)
        if value is not MISSING and _is_shells(name, value):
            found.add(name)
    return found


def _is_shells(name: str, value: Any) -> bool:
    # In and Out change with every cell and so differ from what the shell remembers.
    if name in ("In", "Out"):
        return is_any(type(value), (list, dict))
    module = full_name(type(value)).partition(".")[0]
    return module in ("IPython", "ipykernel", "method", "function")


def _described(name: str, value: Any) -> dict[str, Any]:
    try:
        return describe(name, value)
    except BaseException:  # a library while a cell changes the object; Rust's panic is no Exception
        return {"name": name, "type": full_name(type(value))}


def root_value(shell: Any, name: str) -> Any:
    """Return what a name means in a cell, ``MISSING`` if nothing."""
    value = get(user_ns(shell), name)
    return get(vars(builtins), name) if value is MISSING else value


def members(shell: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Follow paths, each a name and a list of steps."""
    budget = Budget(request["budget_ms"])
    resolutions = []
    for root, steps in request["paths"]:
        if budget.is_spent():
            resolutions.append(unresolved())
        else:
            resolutions.append(_followed(shell, root, steps))
    return {"resolutions": resolutions}


def _followed(shell: Any, root: str, steps: list[Any]) -> dict[str, Any]:
    try:
        return follow(root_value(shell, root), steps)
    except BaseException:  # as above
        return unresolved()


_OPERATIONS = {"peek": peek, "members": members}


def answer(shell: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Answer one request."""
    try:
        return _OPERATIONS[request["op"]](shell, request)
    finally:
        forget()
