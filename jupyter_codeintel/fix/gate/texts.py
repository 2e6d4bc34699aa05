"""What explains a text that a candidate adds."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.calls import drops_the_key
from jupyter_codeintel.fix.gate.dates import is_date_format
from jupyter_codeintel.fix.gate.digits import is_beside_digits
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.items import Item, given_to, own_names
from jupyter_codeintel.fix.gate.reading import bound_names, callee, literal, strings, targets
from jupyter_codeintel.fix.gate.statements import Statement
from jupyter_codeintel.fix.gate.vocabulary import (
    ASKED_BY,
    CLEANS,
    ENDINGS,
    LOSES,
    TYPES,
    do_the_same,
)

_MISSING = (
    "missing",
    "nan",
    "invalid",
    "unreadable",
    "cannot be read",
    "not a number",
    "unknown",
    "cannot be parsed",
    "cannot be converted",
)
_NOTHING = re.compile(
    r"\W*|n/?a|nan|none|null|missing|unknown|no data|not available|tbd|n\.a\.", re.IGNORECASE
)
_GROUPS = (ast.keyword, ast.List, ast.Tuple)
_FIELD = re.compile(r"\{.*?\}")
_OF_TEXTS = re.compile(r"agg function|numeric|convert string|not support|string dtype|\bstr\b")
_LETTERS = re.compile("[A-Za-z]{2,}")
_PATTERNS = frozenset({"search", "match", "fullmatch", "findall", "finditer", "compile", "extract"})
_AGGREGATE = frozenset({"agg", "aggregate", "transform", "apply", "pivot_table", "crosstab"})
_DATES = frozenset({"strptime", "strftime", "to_datetime"})
_CONVOLVES = frozenset({"convolve", "correlate", "fftconvolve", "convolve2d"})
_CUTS = frozenset({"sub", "strip", "lstrip", "rstrip"})


def _is_looser(word: str, old: Item) -> bool:
    """Whether a pattern asks no more for letters that an old one asked for."""
    letters = (re.sub(r"\\.|[^a-zA-Z]", "", text) for text in (old.word, word))
    return old.kind == "string" and bool(set(next(letters)) - set(next(letters)))


def _is_of_the_data(word: str, balance: Balance) -> bool:
    """Whether the data have the words of a pattern, and not those that it had."""
    had = " ".join(one.word for one in balance.lost if one.kind == "string")
    new, old = (set(_LETTERS.findall(re.sub(r"\\.", "", text))) for text in (word, had))
    data = " ".join(balance.evidence.texts)
    is_there = bool(new - old) and all(one in data for one in new)
    return is_there and not any(one in data for one in old - new)


def text_explained(item: Item, balance: Balance) -> bool:
    """Whether a text is punctuation, a format, told, or a key that was meant."""
    word, evidence = item.word, balance.evidence
    calls = {callee(node) for node in item.above if isinstance(node, ast.Call)}
    if calls & _PATTERNS and any(_is_looser(word, old) for old in balance.lost):
        return _is_of_the_data(word, balance)
    arguments = {node.arg for node in item.above if isinstance(node, ast.keyword)}
    if word in LOSES and (calls & _AGGREGATE or "aggfunc" in arguments):
        is_same = any(do_the_same(old, word) for old in balance.lost_words)
        return is_same or is_asked_for(word, evidence)
    if "%" in word and (calls & _DATES or "%m" in word):
        return is_date_format(word, evidence)
    if (
        not any(c.isalnum() for c in _FIELD.sub("", word))
        or word in TYPES | evidence.shown
        or evidence.is_said(word)
        or is_asked_for(word, evidence)
        or any(isinstance(node, ast.FormattedValue) for node in item.above)
        or any(word in old.word for old in balance.lost)
        or _is_short_for_lost(item, balance)
        or (len(word) > 1 and any(word in path for path in evidence.files))
        or (calls & _CUTS and not word.isalnum())
        or (calls & CLEANS and is_beside_digits(word, evidence))
        or (given_to(item.above, *_GROUPS) == "sort_values" and word in evidence.live)
        or any(map(drops_the_key, item.above))
        or is_shorter_mode(item, evidence)
        or _is_key_for_a_name(item, balance)
        or _is_one_more_label(item, balance)
        or (arguments & ENDINGS and is_ending(word, evidence))
        or arguments & {"encoding", "tz", "dtype", "parse_dates", "converters"}
    ):
        return True
    if word in evidence.missing:
        had = evidence.live.union(old.word for old in balance.lost if old.kind == "string")
        return word in evidence.live or any(evidence.is_meant(old, [word]) for old in had)
    return _key(item, balance, bool(arguments & {"left_on", "right_on", "on", "by"}))


def _holds_labels(item: Item, balance: Balance) -> bool:
    """Whether it is a column that holds the labels which were looked up."""
    asked = any(isinstance(node, ast.Compare) for node in item.above)
    asked |= given_to(item.above, *_GROUPS) == "set_index"
    is_column = asked and item.word in balance.evidence.live
    looked_up = any(".loc[" in text for text in balance.evidence.failing)
    return is_column and looked_up and balance.is_of("KeyError")


def _is_short_for_lost(item: Item, balance: Balance) -> bool:
    """Whether the data have a code where a whole word was compared: ``"F"`` for ``"female"``."""
    lost = [old.word for old in balance.lost if old.kind == "string"]
    is_compared = any(isinstance(node, ast.Compare) for node in item.above)
    is_there = item.word in balance.evidence.existing
    return (
        is_compared
        and is_there
        and any(item.word and old.casefold().startswith(item.word.casefold()) for old in lost)
    )


def _key(item: Item, balance: Balance, is_joined: bool) -> bool:
    """Whether a key is the one that was meant, or leads to it."""
    evidence = balance.evidence
    if evidence.is_meant(item.word, balance.lost_words) or _is_passed_on(
        item, balance.change_of[item.statement].fresh
    ):
        return True
    if not evidence.missing and item.word in evidence.strings:
        return True
    if item.word in evidence.live and _is_of_a_column(item, balance):
        return True
    if (
        _leads_to_a_key(item, evidence)
        or _is_of_kind(item, evidence)
        or _is_of_a_row(item, evidence)
        or _holds_labels(item, balance)
        or (_is_named(item) and item.word in evidence.existing)
    ):
        return True
    if item.word not in evidence.existing:
        return False
    kept = strings(n for c in evidence.changes for n in ast.walk(c.tree_after))
    is_looked_up = any(isinstance(node, ast.Subscript) for node in item.above)
    renamed = any(isinstance(node, ast.Dict) for node in item.above)
    return bool(evidence.missing & kept) and (is_joined or renamed or is_looked_up)


def _is_named(item: Item) -> bool:
    """Whether a value is looked up by the name that it gets: ``low = limits["low"]``."""
    is_looked_up = any(isinstance(node, ast.Subscript) for node in item.above[:1])
    return is_looked_up and item.word in bound_names(item.statement.node)


def _is_one_more_label(item: Item, balance: Balance) -> bool:
    """Whether there are as many labels now as values, where lengths differed by one."""
    value = item.statement.node.value if isinstance(item.statement.node, ast.Assign) else None
    labels = literal(value)
    if not isinstance(labels, list) or not all(isinstance(one, str) and one for one in labels):
        return False
    sizes = set(map(int, re.findall(r"\((\d+),\)", balance.evidence.message)))
    return sizes == {len(labels), len(labels) - 1}


def _is_key_for_a_name(item: Item, balance: Balance) -> bool:
    """Whether it is the key under which stands what a variable held: ``state["count"]``."""
    change = balance.change_of[item.statement]
    return item.word in own_names(change.before) - own_names(change.after)


def _is_of_a_column(item: Item, balance: Balance) -> bool:
    """Whether tables were joined, all columns get names, or a variable is called as a column."""
    node = item.statement.node
    names = {ast.unparse(target).rpartition(".")[2] for target in targets(node)}
    looped = node.target if isinstance(node, ast.For) else None
    counted = {n.id for n in ast.walk(looped) if isinstance(n, ast.Name)} if looped else set()
    is_joined = any(old.word == "merge" for old in balance.lost)
    return is_joined or "columns" in names or item.word in counted


def _leads_to_a_key(item: Item, evidence: Evidence) -> bool:
    """Whether to replace one text by another turns the missing key into one that exists."""
    for node in item.above:
        match node:
            case ast.Call(func=ast.Attribute(attr="replace"), args=[one, other]):
                old, new = literal(one), literal(other)
                if isinstance(old, str) and isinstance(new, str):
                    there = {key.replace(old, new) for key in evidence.live}
                    here = {key.replace(old, new) for key in evidence.missing}
                    return bool(evidence.missing & there or evidence.live & here)
    return False


def _is_of_a_row(item: Item, evidence: Evidence) -> bool:
    """Whether all values of a row are written one after the other."""
    for node in item.above:
        if isinstance(node, ast.List | ast.Tuple):
            keys = strings(n.slice for n in node.elts if isinstance(n, ast.Subscript))
            return len(keys) == len(node.elts) > 1 and keys in evidence.column_sets
    return False


def _is_of_kind(item: Item, evidence: Evidence) -> bool:
    """Whether a column is chosen of numbers, or times, where others cannot be worked with."""
    if "DatetimeIndex" in evidence.message:
        return item.word in evidence.columns_of("datetime")
    match item.above[:2]:
        case (ast.List(), ast.Subscript()):
            is_number = item.word in evidence.columns_of("int", "float", "uint")
            return is_number and _OF_TEXTS.search(evidence.message) is not None
    return False


def _is_passed_on(item: Item, fresh: Sequence[Statement]) -> bool:
    """Whether a value keeps its key: ``{"a": row["a"]}``, ``t["a"] = t["a"].astype(int)``."""
    node = item.statement.node
    stored = strings(t.slice for t in targets(node) if isinstance(t, ast.Subscript))
    if item.word in stored and isinstance(node, ast.Assign) and _looks_up(node.value, item.word):
        return True
    if any(
        node.arg == "on" if isinstance(node, ast.keyword)
        else isinstance(node, ast.Call) and callee(node) == "set_index"
        for node in item.above
    ):  # fmt: skip
        made = (t for new in fresh for t in targets(new.node) if isinstance(t, ast.Subscript))
        return item.word in strings(target.slice for target in made)
    keyed = [node for node in item.above if isinstance(node, ast.Dict)]
    return any(
        literal(key) == item.word and _looks_up(value, item.word)
        for node in keyed
        for key, value in zip(node.keys, node.values, strict=True)
    )


def _looks_up(value: ast.expr, key: str) -> bool:
    return any(isinstance(n, ast.Subscript) and literal(n.slice) == key for n in ast.walk(value))


def is_shorter_mode(item: Item, evidence: Evidence) -> bool:
    """Whether a convolution gives as many values as it is given, where lengths differed."""
    calls = {callee(node) for node in item.above if isinstance(node, ast.Call)}
    is_of_shapes = re.search("shape|length|dimension", evidence.message) is not None
    return item.word == "same" and bool(calls & _CONVOLVES) and is_of_shapes


def is_ending(text: str, evidence: Evidence) -> bool:
    """Whether a column that does not exist ends so: ``"_budget"`` of ``"amount_budget"``."""
    return any(key.endswith(text) for key in evidence.missing | (evidence.used - evidence.live))


def says_nothing(word: str, evidence: Evidence) -> bool:
    """Whether a text that could not be read as a number says that there is none."""
    return _NOTHING.fullmatch(word) is not None and repr(word) in evidence.message


def is_asked_for(word: str, evidence: Evidence) -> bool:
    """Whether the person's words ask for a word, or for what it does."""
    return evidence.is_told(word, *ASKED_BY.get(word, ())) or (
        word == "coerce" and evidence.is_told(*_MISSING)
    )
