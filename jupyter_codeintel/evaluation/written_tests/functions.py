"""The functions of HumanEval-Infilling, whole: signature, docstring and body."""

from __future__ import annotations

import ast
import random
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_codeintel.evaluation.infilling_items import Item


@dataclass(frozen=True)
class Function:
    """A function that is right.

    Parameters
    ----------
    id : str
        Of the problem.
    name : str
        What it is called.
    source : str
        The function, with the imports and functions before it.
    """

    id: str
    name: str
    source: str


def choose_functions(items: Sequence[Item], limit: int, seed: int) -> list[Function]:
    """Return random functions; a higher limit adds to those of a lower one.

    Each problem of the set has an item for each of its lines, and they all make the same
    function.
    """
    whole: dict[str, Function] = {}
    for item in items:
        problem = item.task_id.removeprefix("SingleLineInfilling/").rpartition("/L")[0]
        source = item.prompt + item.middle + item.suffix
        if problem not in whole and _defines(source, item.entry_point):
            whole[problem] = Function(problem, item.entry_point, source.strip("\n"))
    order = sorted(whole, key=lambda problem: random.Random(f"{seed}/{problem}").random())  # noqa: S311
    return [whole[problem] for problem in order[:limit]]


def _defines(source: str, name: str) -> bool:
    nodes = ast.parse(source).body
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in nodes)
