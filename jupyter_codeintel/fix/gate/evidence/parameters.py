"""Queries that take as parameters what was written into them: ``WHERE city = ?``."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, loads

_PLACE = r"(?:\?|:\w+|%s|%\(\w+\)s)"
"""How the place of a parameter is written in SQL (PEP 249, ``paramstyle``)."""


def takes_parameters(text: ast.AST, change: CellChange) -> bool:
    """Whether a query has places for what the one before was built of, and is given that."""
    query = text.value if isinstance(text, ast.Constant) else None
    built = [n for n in change.nodes_before if isinstance(n, ast.JoinedStr)]
    return isinstance(query, str) and any(
        re.fullmatch(_as_pattern(old), query.strip()) and _is_given(loads(old), change)
        for old in built
    )


def _as_pattern(built: ast.JoinedStr) -> str:
    """Return what a query looks like that has places, without quotes, for what was built in."""
    parts = (str(part.value) if isinstance(part, ast.Constant) else "\0" for part in built.values)
    text = "".join(parts).strip().replace("'\0'", "\0").replace('"\0"', "\0")
    return re.escape(text).replace("\0", _PLACE)


def _is_given(names: frozenset[str], change: CellChange) -> bool:
    """Whether some call is given several values as one: ``params=[city]``."""
    groups = ast.Tuple | ast.List | ast.Dict
    given = (part for n in change.nodes_after if isinstance(n, ast.Call)
             for part in arguments_of(n) if isinstance(part, groups))  # fmt: skip
    return any(names <= loads(part) for part in given)
