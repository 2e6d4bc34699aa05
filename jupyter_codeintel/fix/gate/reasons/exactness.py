"""Steps and bounds with which a method comes nearer to what it looks for."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.number_texts import ROUNDED
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    defaults,
    literal,
    loads,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import A_HAIR
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to

_A_STEP = 1e-3
"""The largest step of a difference quotient."""
_CENTS = 2
_GUESSES = frozenset({"p0", "x0"})
"""Arguments that say where a search starts, in ``scipy.optimize``."""
_OF_EXACTNESS = re.compile("step|iter|tol|eps|prec|acc|order|max")


def is_more_exact(item: Item, balance: Balance) -> bool:
    """Whether a method takes more steps, or goes on to a smaller error, than the default does."""
    if not balance.is_of("AssertionError", "RuntimeError"):
        return False
    number = float(item.word)
    if given_to(item.above) == "round" and ROUNDED.search(balance.evidence.message):
        return number >= _CENTS
    match item.above[:1]:
        case (ast.Dict() as options,):
            return _is_later_end(item, options, balance)
        case (ast.keyword(arg=str(name)),):
            known = _defaults(balance).get(name)
            is_more = known is not None and (number > known if known >= 1 else 0 < number < known)
            return is_more and _OF_EXACTNESS.search(name) is not None
        case (ast.arguments() as given,):
            names = [name for name, value in defaults(given) if value is item.node]
            return 0 < number <= A_HAIR and any(map(_OF_EXACTNESS.search, names))
    return False


def _is_later_end(item: Item, options: ast.Dict, balance: Balance) -> bool:
    """Whether a search that found no end may go on longer: ``options={"maxiter": 500}``."""
    keys = (key for key, value in zip(options.keys, options.values, strict=True)
            if value is item.node)  # fmt: skip
    had = [float(old.word) for old in balance.lost if old.kind == "number"]
    is_more = bool(had) and float(item.word) > max(had)
    is_end = any(str(literal(key)).startswith(("maxiter", "max_iter", "maxfev")) for key in keys)
    return is_more and is_end and "converge" in balance.evidence.message


def is_rounded_as_before(item: Item, balance: Balance) -> bool:
    """Whether another value is rounded to as many digits as one was."""
    digits = (old.word for old in balance.before
              if old.kind == "number" and given_to(old.above) == "round")  # fmt: skip
    return given_to(item.above) == "round" and item.word in digits


def is_guess(item: Item, balance: Balance) -> bool:
    """Whether it is where a search starts, and not what it finds."""
    words = (node.arg for node in item.above if isinstance(node, ast.keyword))
    is_given = not _GUESSES.isdisjoint(words)
    return is_given or starts_a_search(item.statement, balance.change_of[item.statement])


def starts_a_search(statement: Statement, change: CellChange) -> bool:
    """Whether a variable only says where a search starts: ``curve_fit(f, x, y, p0=guess)``."""
    words = [node for node in change.nodes_after if isinstance(node, ast.keyword)]
    guesses = frozenset().union(*(loads(word.value) for word in words if word.arg in _GUESSES))
    own = (word for word in words if word in set(statement.parts()) and word.arg in _GUESSES)
    said = bound_names(statement.node).union(*(loads(word.value) for word in own))
    return bool(guesses & said)


def _defaults(balance: Balance) -> dict[str, float]:
    """Return what parameters of the notebook's functions are if nothing is given."""
    nodes = (n for source in balance.evidence.sources for n in ast.walk(tree_of_most(source)[0]))
    given = (n for n in nodes if isinstance(n, ast.arguments))
    values = ((name, literal(value)) for one in given for name, value in defaults(one))
    return {name: float(value) for name, value in values if isinstance(value, int | float)}


def is_another_step(item: Item, balance: Balance) -> bool:
    """Whether a step that was too small to make a difference is a larger one now."""
    became = balance.change_of[item.statement].became
    old = next((one for one, new in became.items() if new is item.statement), None)
    had = literal(value_of(old.node)) if old is not None else None
    is_small = isinstance(had, float) and 0 < had < float(item.word) <= _A_STEP
    return is_small and literal(value_of(item.statement.node)) == literal(item.node)
