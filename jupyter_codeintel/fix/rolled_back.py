"""Rows of a database that a failed query has taken back."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.reading.trees import bound_names, callee_of, strings, tree_of_most

_FAILED = "Execution failed on sql"
_ADDS = re.compile(r"\binsert\b", re.IGNORECASE)
_KEEPS = re.compile(r"\bcommit\(|\bto_sql\(|\bexecutescript\(|^\s*with ", re.MULTILINE)


def rolled_back(failure: Failure) -> frozenset[str]:
    """Return the connections to databases in memory that have lost rows by the failure.

    pandas rolls a connection back when a query fails (``pandas.io.sql.SQLiteDatabase.execute``),
    so that rows which were never committed are gone.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    """
    if _FAILED not in failure.error.value:
        return frozenset()
    found: set[str] = set()
    for cell in failure.flow.order(failure.cell):
        source = failure.source(cell)
        if _ADDS.search(source) and not _KEEPS.search(source):
            for node in tree_of_most(source)[0].body:
                made = getattr(node, "value", None)
                if callee_of(made) == "connect" and ":memory:" in strings(ast.walk(node)):
                    found |= bound_names(node)
    return frozenset(found)
