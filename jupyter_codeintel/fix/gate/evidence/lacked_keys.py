"""Keys that may be lacking: leaves of a graph, and what the person says is not always there."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.trees import literal, tree_of_most

_BOTH_WAYS = re.compile(r"\b(?:both|either) (?:ways?|directions?)\b|two-way|undirected")
_SEVERAL = (list, tuple, set, dict)


_OPTIONAL = re.compile(
    r"only there|only (present|given|set|sent)\b|optional|not (always|every|all)\b|"
    r"may (be|have no)|might|sometimes|where (there|given)|if (any|given|there)"
)


def stands_for_nothing(default: ast.AST | None, evidence: Evidence) -> bool:
    """Whether a default says that there is nothing, for a key that may be lacking."""
    value = literal(default)
    is_none = isinstance(default, ast.Constant) and (value is None or value in (0, ""))
    is_end = (_is_leaf(evidence) or _is_of_a_tree(evidence)) and not goes_both_ways(evidence)
    return (_is_nothing(default) and is_end) or (
        (is_none or _is_nothing(default)) and is_optional(evidence)
    )


def goes_both_ways(evidence: Evidence) -> bool:
    """Whether the person says that there is a way back, so that no place leads nowhere."""
    return _BOTH_WAYS.search(evidence.told) is not None


def is_optional(evidence: Evidence) -> bool:
    """Whether the person's words say that the missing key is not always there."""
    return "KeyError" in evidence.errors and any(
        re.search(rf"\b{re.escape(key.lower())}\b", line) and _OPTIONAL.search(line)
        for key in evidence.missing
        for line in evidence.comments.splitlines()
    )


def is_of_those_with(key: str, evidence: Evidence) -> bool:
    """Whether the person's words ask for those that have a key: "rated books" for "rating"."""
    stem = re.sub(r"(?:ing|e|s)$", "", key.lower().rpartition("_")[2])
    said = rf"\b{re.escape(stem)}{re.escape(stem[-1:])}?e?d\b"  # also "tagged" for "tag"
    return len(stem) > 2 and re.search(said, evidence.told) is not None


def _is_leaf(evidence: Evidence) -> bool:
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


def _is_of_a_tree(evidence: Evidence) -> bool:
    """Whether nodes that stand under the missing key have it themselves, and others have not."""
    nodes = (n for source in evidence.sources for n in ast.walk(tree_of_most(source)[0]))
    written = [value for node in nodes if isinstance(node, ast.Dict)
               and isinstance(value := literal(node), dict)]  # fmt: skip
    under = [(key, value[key]) for value in written for key in evidence.missing & value.keys()]
    return any(
        {isinstance(one, dict) and key in one for one in ones} == {True, False}
        for key, ones in under
        if isinstance(ones, list | tuple)
    )


def _is_nothing(node: ast.AST | None) -> bool:
    """Whether a value is an empty list, tuple, dict or set."""
    match node:
        case ast.Call(func=ast.Name(id="set" | "list" | "dict" | "tuple"), args=[]):
            return True
    return literal(node) in ([], (), {})
