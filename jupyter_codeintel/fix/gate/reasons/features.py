"""What an estimator is given: the columns that it learned, no missing values, numbers for words.

The messages are scikit-learn's and statsmodels' own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.trees import (
    arguments_of,
    bound_names,
    callee,
    callee_of,
    literal,
    loads,
    shape_of,
    tree_of_most,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

_OTHER_COLUMNS = re.compile(
    r"feature names should match|X has \d+ features, but|[Ff]ound unknown categor"
)
_MISSING_VALUES = re.compile(r"(contains? NaN|contains inf or nans|contain infs or NaNs)\b")
_NO_NUMBER = re.compile(r"could not convert string to float: (.+)")
_NO_PARAMETER = re.compile(r"Invalid parameter '?(\w+)'? for estimator")
_IMPUTERS = frozenset({"SimpleImputer", "KNNImputer", "IterativeImputer"})
_CATEGORIES = frozenset({"astype", "CategoricalDtype", "Categorical", "set_categories"})
_LEARNS = frozenset({"fit", "fit_transform", "fit_predict", "OLS", "cross_val_score"})


def _learns(evidence: Evidence) -> bool:
    """Whether the error came from something that learns."""
    # A slice or ``*x`` alone is no Python.
    nodes = (n for text in evidence.failing for n in ast.walk(tree_of_most(text)[0]))
    return any(callee_of(node) in _LEARNS for node in nodes)


def deceives_an_estimator(item: Item, balance: Balance) -> bool:
    """Whether an estimator learns less or something else, or does not see what does not fit."""
    evidence = balance.evidence
    match item.word:
        case "select_dtypes":
            return _learns(evidence)
        case "reshape":
            shape = [literal(a) for a in item.node.args] if isinstance(item.node, ast.Call) else []
            return _learns(evidence) and shape == [1, -1]  # all values as one sample
        case "astype" if "continuous target" in evidence.message:
            value = getattr(getattr(item.node, "func", None), "value", None)
            return not isinstance(value, ast.Compare | ast.Call)  # all below 1 would be 0
        case "to_numpy" | "values":
            return "feature names should match" in evidence.message
        case "fit_transform" | "fit":
            is_other = re.search("unseen|unknown categor", evidence.message) is not None
            is_again = is_other and any(old.word == "transform" for old in balance.lost)
            return is_again or any("test" in name for name in loads(item.node))
    return False


def fits_an_estimator(item: Item, evidence: Evidence) -> bool:
    """Whether it is part of what makes data fit an estimator that refused them."""
    if _knows_no_other(item) or _has_missing_parts(item, evidence):
        return True
    if _is_of_columns(evidence):
        return _gives_known_columns(item, evidence) or _is_of_categories(item, evidence)
    if _is_of_missing_values(evidence):
        calls = (item.node, *item.above)
        is_left_out = any(leaves_missing_out(call, evidence) for call in calls)
        is_left_out |= item.kind == "name" and _has_been_cleaned(item.word, evidence)
        return is_left_out or _is_imputed(item) or _is_filled(item, evidence)
    return (
        _is_code_of_word(item, evidence)
        or _is_column_of_words(item, evidence)
        or (item.kind == "string" and _is_parameter_of_step(item.word, evidence))
    )


def _has_missing_parts(item: Item, evidence: Evidence) -> bool:
    """Whether it is split into what is missing: ``X`` where there is no ``X_train``."""
    is_split = any(callee_of(node) == "train_test_split" for node in item.above[:1])
    parts = bound_names(item.statement.node) if is_split else frozenset()
    is_missing = not parts.isdisjoint(evidence.missing)
    return is_missing and any(part.startswith(f"{item.word}_") for part in parts)


def _is_of_columns(evidence: Evidence) -> bool:
    """Whether an estimator was given other columns than it learned."""
    return _OTHER_COLUMNS.search(evidence.message) is not None


def _is_of_missing_values(evidence: Evidence) -> bool:
    """Whether an estimator was given values that are missing."""
    return _MISSING_VALUES.search(evidence.message) is not None


def _gives_known_columns(item: Item, evidence: Evidence) -> bool:
    """Whether a table gets the columns that were learned: ``x.reindex(columns=X.columns)``."""
    learned = _learned_from(evidence)
    for node in (item.node, *item.above):
        if isinstance(node, ast.Call) and _names_columns(node, learned):
            return True
        if isinstance(node, ast.Subscript) and (
            _are_columns(node.slice, learned) or ast.unparse(node.slice) in _places(evidence)
        ):
            return True
        if isinstance(node, ast.List) and any(ast.unparse(node) in t for t in evidence.written):
            return True
        if isinstance(node, ast.Call) and shape_of(node) in _given_to_predict(evidence):
            return True
    return False


def _has_been_cleaned(name: str, evidence: Evidence) -> bool:
    """Whether the notebook has made a table of those rows of another one that are complete."""
    return any(text.startswith(f"{name} = ") and ".dropna(" in text
               for text in evidence.made_of({name}))  # fmt: skip


def _given_to_predict(evidence: Evidence) -> set[str]:
    """Return what is done to the table that a model is to predict from: ``drop(columns=…)``."""
    failing = tree_of_most(evidence.failure.source(evidence.failure.cell))[0]
    asked = (n for n in ast.walk(failing) if callee_of(n) in ("predict", "predict_proba", "score"))
    return {shape_of(part) for call in asked for part in ast.walk(call)
            if callee_of(part) == "drop"}  # fmt: skip


def _knows_no_other(item: Item) -> bool:
    """Whether categories that were not learned are no column: ``handle_unknown="ignore"``."""
    return any(
        isinstance(node, ast.keyword) and node.arg == "handle_unknown"
        for node in (item.node, *item.above[:1])
    )


def _is_of_categories(item: Item, evidence: Evidence) -> bool:
    """Whether a column gets all categories that there are: ``x.astype({"city": kinds})``.

    Also where these are the values of the column in a table.
    """
    fresh = (s for change in evidence.changes for s in change.fresh)
    made = bound_names(item.statement.node)
    users = [item.statement, *(s for s in fresh if not made.isdisjoint(s.loads))]
    calls = (part for s in users for part in s.parts() if isinstance(part, ast.Call))
    is_made = any(callee(call) in _CATEGORIES for call in calls)
    is_column = item.kind == "name" and any(isinstance(n, ast.Subscript) for n in item.above[:1])
    return is_made and (is_column or (item.kind == "string" and item.word in evidence.live))


def _are_columns(node: ast.expr, tables: frozenset[str]) -> bool:
    """Whether an expression is the columns of one of some tables, or those that were learned."""
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr="columns"):
            return name in tables
    return isinstance(node, ast.Attribute) and node.attr == "feature_names_in_"


def _names_columns(call: ast.Call, tables: frozenset[str]) -> bool:
    match callee(call):
        case "reindex":
            return any(_are_columns(part, tables) for part in arguments_of(call))
        case "align":
            return any(
                isinstance(part, ast.Name) and part.id in tables for part in arguments_of(call)
            )
    return False


def _learned_from(evidence: Evidence) -> frozenset[str]:
    """Return the variables that the notebook gives something that learns."""
    return frozenset().union(*map(loads, _lessons(evidence)))


def _places(evidence: Evidence) -> frozenset[str]:
    """Return the columns that something learns from, by their places: ``:, 2:4``."""
    parts = (one for one in _lessons(evidence) if isinstance(one, ast.Subscript))
    return frozenset(ast.unparse(one.slice) for one in parts)


def _lessons(evidence: Evidence) -> Iterator[ast.expr]:
    """Yield the data that the notebook gives something that learns."""
    for text in evidence.written:
        call = ast.parse(text, mode="eval").body if "(" in text else None
        if isinstance(call, ast.Call) and callee(call) in _LEARNS:
            yield from call.args[:1]


def leaves_missing_out(call: ast.AST, evidence: Evidence) -> bool:
    """Whether rows with missing values are left out, where none may be: ``x.dropna()``.

    Or those for which a window or a difference, which starts later, has no value.
    """
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Call() as made), args=[], keywords=[]) if callee(
            call
        ) == "dropna" and _starts_later(made):
            return True
        case ast.Call(args=[], keywords=keywords) if callee(call) == "dropna":
            rows = all(word.arg == "subset" or _is_of_rows(word) for word in keywords)
            return rows and _is_of_missing_values(evidence)
    return False


def _starts_later(made: ast.Call) -> bool:
    match made.func:
        case ast.Attribute(value=ast.Call() as window) if callee(window) == "rolling":
            return True
    return callee(made) in ("diff", "pct_change")


def _is_of_rows(word: ast.keyword) -> bool:
    return word.arg == "axis" and literal(word.value) in (0, "index")


def _is_imputed(item: Item) -> bool:
    """Whether it says how missing values are imputed."""
    calls = {callee(node) for node in item.above if isinstance(node, ast.Call)}
    return bool(calls & _IMPUTERS)


def _is_filled(item: Item, evidence: Evidence) -> bool:
    """Whether it is a column in which what is missing gets a value: ``fillna({"age": m})``.

    Or of which that value is made.
    """
    if item.kind != "string" or item.word not in evidence.live:
        return False
    made = bound_names(item.statement.node)
    fresh = (s for change in evidence.changes for s in change.fresh)
    return any(
        callee_of(part) == "fillna"
        for s in (item.statement, *(s for s in fresh if not made.isdisjoint(s.loads)))
        for part in s.parts()
    )


def _is_code_of_word(item: Item, evidence: Evidence) -> bool:
    """Whether each word gets a number of its own: ``{"male": 0, "female": 1}``."""
    word = _NO_NUMBER.search(evidence.message)
    match item.above[:1]:
        case (ast.Dict(keys=keys, values=values),) if isinstance(item.node, ast.Constant):
            words = [literal(key) if key is not None else None for key in keys]
            codes = [literal(value) for value in values]
            is_all = all(isinstance(one, str) for one in words) and len(codes) > 1
            return (
                word is not None
                and is_all
                and word[1].strip("'\"") in words
                and len({repr(code) for code in codes}) == len(codes)
            )
    return False


def _is_column_of_words(item: Item, evidence: Evidence) -> bool:
    """Whether it is a column whose words become columns: ``get_dummies(x, columns=["plan"])``."""
    is_encoded = any(callee_of(node) == "get_dummies" for node in item.above)
    is_known = item.kind == "string" and item.word in evidence.live
    return is_encoded and is_known and _NO_NUMBER.search(evidence.message) is not None


def _is_parameter_of_step(word: str, evidence: Evidence) -> bool:
    """Whether a pipeline's parameter is named with its step: ``"svc__C"`` for ``"C"``."""
    wrong = _NO_PARAMETER.search(evidence.message)
    step, _, name = word.partition("__")
    is_name = wrong is not None and (name == wrong[1] or name in evidence.strings)
    return is_name and evidence.is_said(step)


def is_base_level(item: Item, balance: Balance) -> bool:
    """Whether a level of a factor is left out, to which the others are compared."""
    is_level = item.kind == "string" and any(isinstance(node, ast.List) for node in item.above)
    calls = {callee(part) for part in item.statement.parts() if isinstance(part, ast.Call)}
    is_singular = balance.evidence.message.casefold().startswith("singular matrix")
    return is_level and is_singular and bool(calls & {"column_stack", "get_dummies", "stack"})
