"""Where well-known names are imported from."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def module_of_alias(name: str) -> str | None:
    """Return the module that a name abbreviates by convention: ``numpy`` of ``np``."""
    module = _table()["aliases"].get(name)
    return module if isinstance(module, str) else None


def known_modules() -> frozenset[str]:
    """Return the modules that are known to exist somewhere."""
    table = _table()
    return frozenset([*table["modules"]["names"], *table["members"], *table["aliases"].values()])


def homes(name: str) -> tuple[str, ...]:
    """Return the modules that a well-known name is taken from."""
    return _homes().get(name, ())


def own_homes(name: str) -> tuple[str, ...]:
    """Return the modules of Python's own that have a name, also those with common words.

    It tells nothing where there is a name alone; where it is imported from another module of
    Python's own, it tells which one is meant.
    """
    table = _table()
    own = [home for home in homes(name) if home.partition(".")[0] in sys.stdlib_module_names]
    return (*own, *(module for module, names in table["own"].items() if name in names))


def members(package: str) -> dict[str, str]:
    """Return the well-known names of a package and its modules, with the module of each."""
    return {
        name: module
        for module, names in _table()["members"].items()
        if module.partition(".")[0] == package
        for name in names
    }


def import_statements(name: str) -> tuple[str, ...]:
    """Return the statements that import a well-known name, the most common one first."""
    found: list[str] = []
    if alias := module_of_alias(name):
        package, _, last = alias.rpartition(".")
        found.append(
            f"from {package} import {last}" if last == name else f"import {alias} as {name}"
        )
    if name in _table()["modules"]["names"]:
        found.append(f"import {name}")
    found += (f"from {module} import {name}" for module in homes(name))
    return tuple(found)


def distribution(module: str) -> str | None:
    """Return what is to be installed for a module; None for a module of Python's own."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        return None
    name = _table()["distributions"].get(top, top)
    return str(name)


@cache
def _homes() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for module, names in _table()["members"].items():
        for name in names:
            found[name] = (*found.get(name, ()), module)
    return found


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("imports.toml").read_text("utf-8"))
