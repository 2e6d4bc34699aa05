"""Nodes of a graph that nothing leads on from, and that the graph has no key for."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.reading import literal, tree_of_most

_SEVERAL = (list, tuple, set, dict)


def is_leaf(evidence: Evidence) -> bool:
    """Whether the missing key is a node that others of the same mapping lead to."""
    nodes = (n for source in evidence.sources for n in ast.walk(tree_of_most(source)[0]))
    graphs = (literal(node) for node in nodes if isinstance(node, ast.Dict))
    return "KeyError" in evidence.errors and any(
        isinstance(graph, dict)
        and graph
        and all(isinstance(nodes, _SEVERAL) for nodes in graph.values())
        and any(name in nodes for nodes in graph.values() for name in evidence.missing)
        for graph in graphs
    )


def is_nothing(node: ast.AST | None) -> bool:
    """Whether a value is an empty list, tuple, dict or set."""
    match node:
        case ast.Call(func=ast.Name(id="set" | "list" | "dict" | "tuple"), args=[]):
            return True
    return literal(node) in ([], (), {})
