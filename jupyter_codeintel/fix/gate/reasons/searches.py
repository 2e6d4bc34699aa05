"""What explains where a search for parameters or a root begins; its end tells if that is good."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.evidence.expectations import names_behind
from jupyter_codeintel.fix.gate.reading.trees import bound_names, callee, loads
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

_ROOTS = ("bisect", "brenth", "brentq", "ridder", "root_scalar", "toms748")
_HOW = ("maxfev", "p0")


def begins_a_search(item: Item, balance: Balance) -> bool:
    """Whether it is a first guess of a fit that found none, or an end of a root's bracket."""
    message = balance.evidence.message
    change = balance.change_of[item.statement]
    calls = [part for new in change.after for part in new.parts() if isinstance(part, ast.Call)]
    if "Optimal parameters not found" in message:
        fits = [call for call in calls if callee(call) == "curve_fit"]
        options = [word for call in fits for word in call.keywords if word.arg in _HOW]
        if any(word in item.above or word is item.node for word in options):
            return True
        given = [word.value for word in options]
        data = frozenset().union(*(loads(one) for call in fits for one in call.args))
    elif "must have different signs" in message and item.kind == "number":
        roots = [call for call in calls if callee(call) in _ROOTS]
        given = [end for call in roots for end in call.args[1:]]
        data = frozenset().union(*(loads(call.args[0]) for call in roots if call.args))
    else:
        return False
    starts = frozenset().union(*map(loads, given))
    body = [new.node for new in change.after if not new.functions]
    made = bound_names(item.statement.node)
    return bool(made) and made <= names_behind(starts, [body]) - data
