"""New parts that are wrong for an error, although its message may name them."""

from __future__ import annotations

import ast
import re
from collections.abc import Set

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.number_texts import UNREAD
from jupyter_codeintel.fix.gate.evidence.parameters import takes_parameters
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal, root
from jupyter_codeintel.fix.gate.reading.vocabulary import EVADES
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.counting import is_none_counted
from jupyter_codeintel.fix.gate.reasons.elementwise import is_one_for_all
from jupyter_codeintel.fix.gate.reasons.features import deceives_an_estimator
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.queries import asks_otherwise
from jupyter_codeintel.fix.gate.reasons.texts import is_asked_for
from jupyter_codeintel.fix.knowledge.zones import zones_of_cities

_OPPOSITES = {
    "NotEq": "Eq", "Eq": "NotEq", "NotIn": "In", "In": "NotIn", "IsNot": "Is", "Is": "IsNot",
    "Lt": "Gt", "Gt": "Lt", "LtE": "GtE", "GtE": "LtE",
}  # fmt: skip


_AWAY = re.compile(r"\d[+-](?!00:?00)\d\d:?\d\d$")
"""Ends a time that is not of Greenwich."""

_OF_A_PLACE = re.compile(r"\blocal\b|\boffsets?\b|summer time")
_INVALID = re.compile(r"Invalid parameter '?(\w+)")
_FOLDS = frozenset({"KFold", "StratifiedKFold", "GroupKFold", "cross_val_score"})
_COUNTS_BY_KEY = re.compile(r"\b(?:groupby|value_counts|crosstab|pivot_table)\(")
_OF_COLUMNS = re.compile("agg function failed|not support operation|Could not convert|reduction")
_NUMBER_TEXTS = re.compile(r"""["']:\s*\[\s*["'][-+$€£]?\d[\d.,]*(?:%| ?[^\W\d]{1,3})?["']""")
_CHOOSES_COLUMNS = frozenset({"drop", "numeric_only", "select_dtypes"})
_ALIGNED = re.compile(r"indices for endog and exog are not aligned")
_ONE_OF_ALL = re.compile(
    r"only (length-1|size-1|0-dimensional) arrays? can be converted|must return a scalar"
)


def is_misfit(item: Item, balance: Balance) -> bool:
    """Whether it lets pass what does not fit, although the error's message may name it."""
    evidence = balance.evidence
    if item.kind == "string":
        options = {node.arg for node in item.above[:1] if isinstance(node, ast.keyword)}
        evades = item.word in EVADES and "na_action" not in options
        return (
            (evades and not is_asked_for(item.word, evidence))
            or (not _takes_parameters(item, balance) and asks_otherwise(item.word, balance))
            or _is_of_another_zone(item.word, options, evidence)
            or _sets_another(item.word, evidence)
            or ("average" in options and "pos_label" in evidence.message
                and not is_asked_for(item.word, evidence))
        )  # fmt: skip
    if item.kind == "operator" and _is_opposite(item, balance):
        # What was taken out where it held is kept where it does not.
        return not balance.is_checked(item) and not balance.is_same("Del")
    if (
        (item.word in ("int", "round") and _cuts_off(item.node, balance))
        or _takes_one_of_all(item, evidence)
        or (item.word in _CHOOSES_COLUMNS and _is_text_of_numbers(evidence))
        or (item.word == "numeric_only" and _is_of_chosen(item))
        or deceives_an_estimator(item, balance)
        or _cuts_to_size(item, evidence)
        or _takes_the_first(item)
        or _is_laid_behind(item, evidence)
        or (item.word in ("tz_localize", "tzinfo") and _cuts_off_a_zone(item.node, evidence))
        or (item.word in ("astype", "str") and _counts_texts_of_lists(evidence))
        or (item.word == "to_datetime" and _dates_places(item.node, evidence))
        or (item.word == "named_steps" and _INVALID.search(evidence.message) is not None)
        or (item.word == "train_test_split" and bool(balance.lost_words & _FOLDS))
        or _is_in_the_wrong_order(item)
        or (item.word in ("mean", "median") and _is_count_of_none(item, balance))
        or (item.word == "as_ordered" and "Unordered Categoricals" in evidence.message)
        or (item.word in ("to_numpy", "values") and _ALIGNED.search(evidence.message) is not None)
    ):
        return True
    if item.word == "pop" and "popleft" in balance.lost_words:
        return isinstance(item.node, ast.Call) and [literal(a) for a in item.node.args] != [0]
    if item.word == "reshape" and _is_mixed_up(item, balance):
        return True
    # Texts are in another order than numbers.
    compared = re.search("not supported|omparison", evidence.message) is not None
    return (compared and item.word in ("str", "string")) or is_one_for_all(item, balance)


def _is_of_chosen(item: Item) -> bool:
    """Whether columns are left out that are asked for: ``t[["kg", "price"]].mean(...)``."""
    calls = (node.func for node in item.above if isinstance(node, ast.Call))
    return any(isinstance(getattr(function, "value", None), ast.Subscript) for function in calls)


def _takes_parameters(item: Item, balance: Balance) -> bool:
    return takes_parameters(item.node, balance.change_of[item.statement])


def _is_of_another_zone(zone: str, options: Set[str | None], evidence: Evidence) -> bool:
    """Whether a time gets a zone that nobody speaks of, where the others are of Greenwich."""
    city = zone.rpartition("/")[2].replace("_", " ")
    is_known = zone.upper() in ("UTC", "GMT") or evidence.is_said(zone) or evidence.is_told(city)
    return "tz" in options and "UTC" in evidence.message and not is_known


def _sets_another(name: str, evidence: Evidence) -> bool:
    """Whether another parameter of a step is set than the one that was not found."""
    invalid = _INVALID.search(evidence.message)
    own = name.rpartition("__")[2]
    is_other = invalid is not None and own not in invalid[1]
    return is_other and "__" in name and own not in evidence.strings


def _is_count_of_none(item: Item, balance: Balance) -> bool:
    """Whether what is not there is counted like others: ``fillna(n_orders.median())``."""
    return "fillna" in map(callee_of, item.above) and is_none_counted(ast.Constant(0), balance)


def _is_in_the_wrong_order(item: Item) -> bool:
    """Whether the intercept is taken for the slope: ``intercept, slope = polyfit(x, y, 1)``."""
    match item.statement.node:
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=first), _])]):
            return item.word == "polyfit" and re.match(r"intercept|offset|bias", first) is not None
    return False


def _cuts_to_size(item: Item, evidence: Evidence) -> bool:
    """Whether something is cut to the length that an assert asks for: ``x[:len(y)]``."""
    match item.node:
        case ast.Slice(lower=None, upper=ast.Call() as size):
            return callee(size) == "len" and "AssertionError" in evidence.errors
        case ast.Slice():
            return "Bin labels must be" in evidence.message
    return False


def _takes_the_first(item: Item) -> bool:
    """Whether the first of several texts one after the other is read, and no other."""
    loops = ast.While | ast.For
    in_loop = any(isinstance(outer.node, loops) for outer in item.statement.around)
    return item.word == "raw_decode" and not in_loop


def _is_laid_behind(item: Item, evidence: Evidence) -> bool:
    """Whether changes get an end for the beginning that they lack: ``append(diff(x), nan)``."""
    match item.node:
        case ast.Call(args=[ast.Call() as changes, _]) if callee(item.node) == "append":
            is_told = re.search(r"\b(next|following|after)\b", evidence.told) is not None
            return callee(changes) == "diff" and not is_told
    return False


def _is_text_of_numbers(evidence: Evidence) -> bool:
    """Whether a text that could not be read as a number holds one, or columns of texts do."""
    unread = UNREAD.search(evidence.message)
    if _OF_COLUMNS.search(evidence.message):
        return any(map(_NUMBER_TEXTS.search, evidence.sources))
    return unread is not None and re.search(r"\d", unread[1]) is not None


def _takes_one_of_all(item: Item, evidence: Evidence) -> bool:
    """Whether one value is taken where something is to be worked out of each: ``x[0]``."""
    is_place = item.kind == "number" and isinstance(item.above[0], ast.Subscript)
    is_of_lists = "list indices must be integers or slices, not str" in evidence.message
    is_summed = is_of_lists and evidence.is_told("add up", "adds up", "over all", "sum", "total")
    return is_place and (is_summed or _ONE_OF_ALL.search(evidence.message) is not None)


def _cuts_off_a_zone(node: ast.AST, evidence: Evidence) -> bool:
    """Whether times lose a zone that is hours away from the others': ``tz_localize(None)``."""
    given = node.args if isinstance(node, ast.Call) else [getattr(node, "value", None)]
    is_none = any(isinstance(one, ast.Constant) and one.value is None for one in given)
    if "Already tz-aware" in evidence.message:
        return is_none
    is_away = any(map(_AWAY.search, evidence.texts)) or _OF_A_PLACE.search(evidence.comments)
    is_of_a_city = not zones_of_cities().keys().isdisjoint(re.findall(r"\w+", evidence.comments))
    return is_none and (bool(is_away) or is_of_a_city)


def _counts_texts_of_lists(evidence: Evidence) -> bool:
    """Whether whole lists would be counted, as they are printed, where each item was meant to."""
    is_of_lists = "unhashable type: 'list'" in evidence.message
    return is_of_lists and any(map(_COUNTS_BY_KEY.search, evidence.failing))


def _dates_places(node: ast.AST, evidence: Evidence) -> bool:
    """Whether dates are made of the numbers of the rows."""
    given = [ast.unparse(part) for part in getattr(node, "args", [])[:1]]
    return "RangeIndex" in evidence.message and any(text.endswith(".index") for text in given)


def _is_opposite(item: Item, balance: Balance) -> bool:
    """Whether it asks for the opposite of what was asked of the same values, or cuts it off."""
    opposite = _OPPOSITES.get(item.word)
    if item.word == "FloorDiv" and re.search("cast|non-int", balance.evidence.message):
        opposite = "Div"
    others = [old.node for old in balance.lost if old.kind == "operator" and old.word == opposite]
    return any(_sides(old) == _sides(item.node) for old in others)


def _sides(node: ast.AST) -> list[str]:
    """Return what an operator stands between."""
    match node:
        case ast.Compare(left=left, comparators=others):
            return [ast.unparse(side) for side in (left, *others)]
        case ast.AugAssign(target=target, value=value):
            return [ast.unparse(target), ast.unparse(value)]
        case ast.BinOp(left=left, right=right):
            return [ast.unparse(left), ast.unparse(right)]
    return []


def _cuts_off(node: ast.AST, balance: Balance) -> bool:
    """Whether a live number with a fraction loses it."""
    match node:
        case ast.Call(args=[ast.Name(id=name)]):
            namespace = balance.evidence.failure.namespace
            live = namespace.variables.get(name) if namespace is not None else None
            if live is not None and live.type == "float":
                return not float(live.value or "0").is_integer()
    return False


def _is_mixed_up(item: Item, balance: Balance) -> bool:
    """Whether a table is filled anew in another shape, or a curve where a grid was needed."""
    node, namespace = item.node, balance.evidence.failure.namespace
    name = root(node.func) if isinstance(node, ast.Call) else ""
    live = namespace.variables.get(name) if namespace is not None else None
    given = [literal(a) for a in node.args] if isinstance(node, ast.Call) else []
    shape = live.shape if live is not None else None
    if 1 in given:
        return False
    if shape is None or len(shape) < 2:
        return "must be 2-dimensional" in balance.evidence.message
    is_of_products = "matmul" in balance.evidence.message and -1 not in given
    first = given[0] if len(given) > 1 else None
    is_turned = isinstance(first, int) and first in shape[1:] and first != shape[0]
    return is_of_products or is_turned
