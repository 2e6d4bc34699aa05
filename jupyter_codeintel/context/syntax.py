"""What the Python grammar says about text."""

from __future__ import annotations

from functools import lru_cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_python.language()))
_MOST_COUNTED = 50


@lru_cache(maxsize=32)
def faults(source: str) -> int:
    """Return how many places of Python text do not parse; see `magics.masked` for cells."""
    tree = _PARSER.parse(source.encode())
    return _count(tree.root_node)


def _count(root: Node) -> int:
    """Count the outermost faulty nodes, without recursion: code can be nested deeply."""
    found = 0
    nodes = [root]
    while nodes and found < _MOST_COUNTED:
        node = nodes.pop()
        if node.is_error or node.is_missing:
            found += 1
        elif node.has_error:
            nodes.extend(node.children)
    return found
