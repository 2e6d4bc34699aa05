"""Imports that are tried from one module, and taken from another where there is none."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def fallbacks(node: ast.Try) -> Iterator[ast.ExceptHandler]:
    """Yield the handler that imports the same names from another module."""
    match node:
        case ast.Try(
            body=[ast.ImportFrom(names=tried)],
            handlers=[
                ast.ExceptHandler(
                    type=ast.Name(id="ImportError" | "ModuleNotFoundError"),
                    body=[ast.ImportFrom(names=other)],
                ) as handler
            ],
            orelse=[],
            finalbody=[],
        ):
            if _bound(tried) == _bound(other):
                yield handler


def _bound(names: list[ast.alias]) -> list[tuple[str, str | None]]:
    return [(alias.name, alias.asname) for alias in names]
