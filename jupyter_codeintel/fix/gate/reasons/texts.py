"""What explains a text that a candidate adds."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.lacked_keys import is_optional
from jupyter_codeintel.fix.gate.evidence.number_texts import UNREAD, is_beside_digits
from jupyter_codeintel.fix.gate.evidence.parameters import takes_parameters
from jupyter_codeintel.fix.gate.reading.likeness import likeness
from jupyter_codeintel.fix.gate.reading.trees import (
    callee,
    literal,
    strings,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import (
    ASKED_BY,
    CLEANS,
    CONVOLVES,
    ENDINGS,
    LOSES,
    TYPES,
    do_the_same,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.calls import drops_the_key, is_in_new_test
from jupyter_codeintel.fix.gate.reasons.dates import is_date_format, is_latest
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to, own_names
from jupyter_codeintel.fix.gate.reasons.keys import key_explained
from jupyter_codeintel.fix.gate.reasons.patterns import (
    PATTERNS,
    asks_for_less,
    finds_what_is_there,
    has_more_signs,
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
    r"\W*((n/?a|nan|none|null|missing|unknown|no data|not available|tbd|n\.a)\W*)?", re.IGNORECASE
)
_MISSPELT = 0.8
_READS = ("get", "fillna", "read_csv", "to_numeric", "merge")
_GROUPS = (ast.keyword, ast.List, ast.Tuple)
_FIELD = re.compile(r"\{.*?\}")
_AGGREGATE = frozenset({"agg", "aggregate", "transform", "apply", "pivot_table", "crosstab"})
_DATES = frozenset({"strptime", "strftime", "to_datetime"})
_CUTS = frozenset({"sub", "strip", "lstrip", "rstrip"})


def text_explained(item: Item, balance: Balance) -> bool:
    """Whether a text is punctuation, a format, told, or a key that was meant."""
    word, evidence = item.word, balance.evidence
    calls = {callee(node) for node in item.above if isinstance(node, ast.Call)}
    is_tag = _is_of_a_namespace(item, evidence)
    if calls & PATTERNS and not is_tag and asks_for_less(word, balance):
        return finds_what_is_there(word, balance)
    arguments = {node.arg for node in item.above if isinstance(node, ast.keyword)}
    if word in LOSES and (calls & _AGGREGATE or "aggfunc" in arguments):
        is_same = any(do_the_same(old, word) for old in balance.lost_words)
        is_added_up = word == "sum" and "duplicate entries" in evidence.message
        is_added_up |= word == "sum" and balance.is_asserted(item)
        return is_same or is_added_up or is_asked_for(word, evidence)
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
        or (calls & CONVOLVES and not any(balance.has_word(name) for name in CONVOLVES))
        or ("hasattr" in calls and is_in_new_test(item, balance))
        or ("Error tokenizing" in evidence.message and _starts_a_line(word, evidence))
        or _is_said_so_elsewhere(item, balance)
        or any(takes_parameters(item.node, change) for change in evidence.changes)
        or _names_a_column(word, evidence)
        or _is_in_its_own_case(item, balance)
        or ("OneHotEncoder" in calls and "drop" in arguments)
        or _is_spelt_right(item, evidence)
        or is_tag
        or _is_asked_of_an_unread_name(item, evidence)
        or (bool(calls & PATTERNS) and has_more_signs(word, balance))
        or (
            "keep" in arguments
            and (
                balance.has_word("drop_duplicates")
                or balance.is_of("MergeError")
                or is_latest(item, balance)
            )
        )
        or (word == "r" and given_to(item.above) == "open")
        or _is_told_zone(word, evidence)
        or _is_key_for_a_name(item, balance)
        or _is_one_more_label(item, balance)
        or (arguments & ENDINGS and is_ending(word, evidence))
        or arguments & {"encoding", "tz", "dtype", "parse_dates", "converters", "na_action"}
    ):
        return True
    if word in evidence.missing:
        return _is_there_after_all(word, balance)
    return key_explained(item, balance, bool(arguments & {"left_on", "right_on", "on", "by"}))


def _is_told_zone(word: str, evidence: Evidence) -> bool:
    """Whether it is the zone of a place that the words tell: ``"Europe/Berlin"``."""
    area, _, city = word.rpartition("/")
    return area.istitle() and evidence.is_told(city.replace("_", " "))


def _is_in_its_own_case(item: Item, balance: Balance) -> bool:
    """Whether what is asked for is written as the data have it: ``"Yes"`` for ``"yes"``."""
    word = item.word
    is_asked_for = isinstance(item.above[0], ast.Compare) and word in balance.evidence.texts
    others = (old.word for old in balance.before if old.kind == "string")
    return is_asked_for and any(
        old != word and old.casefold().strip() == word.casefold().strip() for old in others
    )


def _is_asked_of_an_unread_name(item: Item, evidence: Evidence) -> bool:
    """Whether data decide that the notebook takes and never looked at: ``if kind == "in"``."""
    match item.above[:1]:
        case (ast.Compare(left=ast.Name(id=name), ops=[ast.Eq() | ast.NotEq()]),):
            return name in evidence.unread_names and item.word in evidence.texts
    return False


def _is_of_a_namespace(item: Item, evidence: Evidence) -> bool:
    """Whether it is the namespace of an XML text, its prefix, or a tag of it with a prefix."""

    def is_name(word: object) -> bool:
        return any(f'xmlns="{word}"' in text for text in evidence.texts)

    match item.above[:1]:
        case (ast.Dict(keys=keys, values=values),) if item.node in keys:
            return is_name(literal(values[keys.index(item.node)]))
    prefix, _, tag = item.word.partition(":")
    is_tag = bool(prefix and tag) and any(f"<{tag}" in text for text in evidence.texts)
    return is_tag or ("://" in item.word and is_name(item.word))


def _is_spelt_right(item: Item, evidence: Evidence) -> bool:
    """Whether a misspelt word of the data gets the spelling that it has elsewhere."""
    match item.above[:1]:
        case (ast.Dict(keys=keys, values=values),) if item.node in values:
            wrong = literal(keys[values.index(item.node)])
        case (ast.Call(args=[wrong_node, right]) as call,) if callee(call) == "replace":
            wrong = literal(wrong_node) if right is item.node else None
        case _:
            return False
    is_known = any(item.word in re.findall(r"\w+", text) for text in evidence.texts)
    return is_known and isinstance(wrong, str) and likeness(wrong, item.word) >= _MISSPELT


def _is_there_after_all(word: str, balance: Balance) -> bool:
    """Whether a missing key is not always there, is another table's, or what one is renamed to."""
    evidence = balance.evidence
    had = evidence.live.union(old.word for old in balance.lost if old.kind == "string")
    is_meant = any(evidence.is_meant(old, [word]) for old in had)
    return word in evidence.live or is_meant or is_optional(evidence)


def _starts_a_line(word: str, evidence: Evidence) -> bool:
    """Whether a line of the data starts so, as a header does."""
    return any(line.startswith(word) for text in evidence.texts for line in text.splitlines())


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


def _names_a_column(word: str, evidence: Evidence) -> bool:
    """Whether there are more columns than names, and the person's words have this one."""
    is_short = "Length mismatch: Expected axis" in evidence.message
    said = rf"(?<!\w){re.escape(word.lower())}(?!\w)"
    return is_short and re.search(said, evidence.comments) is not None


def _is_said_so_elsewhere(item: Item, balance: Balance) -> bool:
    """Whether the notebook gives the same function the same option already."""
    option = next((node for node in item.above[:1] if isinstance(node, ast.keyword)), None)
    called = given_to(item.above, ast.keyword)
    said = f"{option.arg}={item.word!r}" if option is not None else ""
    calls = (text for text in balance.evidence.written - balance.evidence.failing
             if text.partition("(")[0].endswith(called))  # fmt: skip
    return bool(said) and called not in _READS and any(said in text for text in calls)


def is_shorter_mode(item: Item, evidence: Evidence) -> bool:
    """Whether a convolution gives as many values as it is given, where lengths differed."""
    calls = {callee(node) for node in item.above if isinstance(node, ast.Call)}
    is_of_shapes = re.search("shape|length|dimension", evidence.message) is not None
    return item.word == "same" and bool(calls & CONVOLVES) and is_of_shapes


def is_ending(text: str, evidence: Evidence) -> bool:
    """Whether a column that is looked up ends so, and there is none: ``"_budget"``."""
    now = strings(n for change in evidence.changes for n in change.nodes_after)
    if any(column + text in now for column in evidence.live):
        return True
    return any(key.endswith(text) for key in evidence.missing | (evidence.used - evidence.live))


def says_nothing(word: str, evidence: Evidence) -> bool:
    """Whether a text that could not be read as a number says that there is none."""
    return _NOTHING.fullmatch(word) is not None and repr(word) in evidence.message


def is_asked_for(word: str, evidence: Evidence) -> bool:
    """Whether the person's words ask for a word, or for what it does."""
    return evidence.is_told(word, *ASKED_BY.get(word, ())) or (
        word == "coerce" and (evidence.is_told(*_MISSING) or _is_of_nothing(evidence))
    )


def _is_of_nothing(evidence: Evidence) -> bool:
    """Whether the text that could not be read as a number says that there is none."""
    unread = UNREAD.search(evidence.message)
    return unread is not None and _NOTHING.fullmatch(unread[1]) is not None
