"""What is tried in one way, and done in another where that fails: imports, and texts to read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, loads

_READS = frozenset({"decode", "fromisoformat", "literal_eval", "loads", "read_csv", "read_text",
                    "safe_load", "strptime"})  # fmt: skip
_UNREADABLE = ("JSONDecodeError", "UnicodeDecodeError", "ValueError")


def fallbacks(node: ast.Try) -> Iterator[ast.ExceptHandler]:
    """Yield the handler that imports the same names, or reads the same text, in another way."""
    match node:
        case ast.Try(
            body=[
                ast.Return(value=ast.Call() as first) | ast.Assign(value=ast.Call() as first) as one
            ],
            handlers=[
                ast.ExceptHandler(
                    type=ast.Name(id=error) | ast.Attribute(attr=error),
                    body=[
                        ast.Return(value=ast.Call() as second)
                        | ast.Assign(value=ast.Call() as second) as other
                    ],
                ) as handler
            ],
        ) if error in _UNREADABLE and _goes_to(one) == _goes_to(other):
            if _read_the_same(first, second):
                yield handler
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


def ends_of_generators(node: ast.Try) -> Iterator[ast.ExceptHandler]:
    """Yield the handler with which a generator ends where what it takes from does."""
    match node:
        case ast.Try(
            body=taken,
            handlers=[
                ast.ExceptHandler(
                    type=ast.Name(id="StopIteration"), body=[ast.Return(value=None)]
                ) as handler
            ],
            orelse=[],
            finalbody=[],
        ) if all(_takes_one(statement) for statement in taken):
            yield handler


def _takes_one(statement: ast.stmt) -> bool:
    """Whether a statement takes the next value: ``a = next(it)``."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    values = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(callee_of(one) == "next" for one in values)


def _goes_to(statement: ast.stmt) -> list[str] | None:
    """Return what a value is set to; None where it is returned."""
    if isinstance(statement, ast.Assign):
        return [ast.unparse(target) for target in statement.targets]
    return None


def _read_the_same(first: ast.Call, second: ast.Call) -> bool:
    """Whether two calls read the same text, and neither passes over what it cannot read."""
    calls = (first, second)
    modules = {"ast", "datetime", "json", "pd", "yaml"}
    is_strict = not any(word.arg == "errors" for call in calls for word in call.keywords)
    texts = [loads(call) - modules for call in calls]
    # Where day and month change places, what is read in the one way may be of the other.
    is_turned = ast.dump(first) != ast.dump(second) and len({_as_one(call) for call in calls}) == 1
    are_readers = all(callee(call) in _READS for call in calls)
    return are_readers and is_strict and texts[0] == texts[1] and not is_turned


def _as_one(call: ast.Call) -> str:
    return ast.unparse(call).replace("%d", "%m")


def tried_in_turn(function: ast.AST) -> Iterator[ast.ExceptHandler]:
    """Yield the handler that goes on with the next format of a date, where one has to fit."""
    match function:
        case ast.FunctionDef(
            body=[
                *_,
                ast.For(
                    target=ast.Name(id=form),
                    iter=forms,
                    body=[
                        ast.Try(
                            body=[ast.Return(value=ast.Call(args=[_, ast.Name(id=given)]) as call)],
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
            are_dates = callee(call) == "strptime" or _are_formats(forms)
            if form == given and are_dates:
                yield handler


def _are_formats(node: ast.expr) -> bool:
    texts = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
    return all("%" in ast.unparse(one) for one in texts)


def _bound(names: list[ast.alias]) -> list[tuple[str, str | None]]:
    return [(alias.name, alias.asname) for alias in names]
