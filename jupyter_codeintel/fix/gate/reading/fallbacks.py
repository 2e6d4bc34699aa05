"""What is tried in one way, and done in another where that fails: imports, and dates to read."""

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


def tried_in_turn(function: ast.AST) -> Iterator[ast.ExceptHandler]:
    """Yield the handler that goes on with the next format of a date, where one has to fit."""
    match function:
        case ast.FunctionDef(
            body=[
                *_,
                ast.For(
                    target=ast.Name(id=form),
                    iter=ast.Tuple(elts=forms) | ast.List(elts=forms),
                    body=[
                        ast.Try(
                            body=[ast.Return(value=ast.Call(args=[_, ast.Name(id=given)]))],
                            handlers=[
                                ast.ExceptHandler(
                                    type=ast.Name(id="ValueError"),
                                    body=[ast.Pass() | ast.Continue()],
                                ) as handler
                            ],
                        )
                    ],
                ),
                ast.Raise(),
            ]
        ):
            if form == given and all("%" in ast.unparse(one) for one in forms):
                yield handler


def _bound(names: list[ast.alias]) -> list[tuple[str, str | None]]:
    return [(alias.name, alias.asname) for alias in names]
