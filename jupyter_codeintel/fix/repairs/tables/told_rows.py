"""Rows that are missing, doubled or there already, where the words say what becomes of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.ways import Way, methods, option, rule_of
from jupyter_codeintel.fix.repairs.words import told_near

_UNKNOWN = r"(?:absent|blanks?|empty|gaps?|missing|nan|NaT|nothing|nulls?|unknown)"
_ZERO_FOR = re.compile(
    rf"\b{_UNKNOWN}\b[^.;]{{0,40}}?\b(?:as|become|becomes|counts? as|is|are|means?|to|with)\b"
    rf"[^.;]{{0,40}}?\(?\b(?:0|zeros?)\b(?!\.?\d)"
    rf"|\b(?:0|zeros?) (?:for|if|in place of|instead of|where|when)\b[^.;]{{0,40}}?"
    rf"\b(?:{_UNKNOWN}|do not have|not (?:in|there|known|given))\b",
    re.IGNORECASE,
)
_NOT_ZERO = re.compile(
    r"(?:\b(?:different from|instead of|never|no|not|rather than)|n't)"
    r" (?:(?:a|as|be|by|to|with) )*(?:0|zeros?)\b",
    re.IGNORECASE,
)
_MISSING_FOR = re.compile(
    rf"\b(?:NaN|missing) (?:for|where) (?:those|these|the|what)\b[^.;]*?\b(?:not|{_UNKNOWN})\b",
    re.IGNORECASE,
)
_EMPTY_TEXT = re.compile(r"\b(?:an |as )?(?:empty (?:text|string|str|cell|label)|blank text)\b",
                         re.IGNORECASE)  # fmt: skip
_ADDS = re.compile(
    r"\bappend\w*|\b(?:add|insert)\w*\b[^.;]{0,60}\b(?:in|into|to) (?:an? |the )?(?:\w+ ){0,2}"
    r"(?:database|db|table)\b|\bholds? (?:all|both)\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(r"\b(?:anew|from scratch|overwrit\w*|recreat\w*|replac\w*)\b", re.IGNORECASE)
_LABEL = r"(?:[\"'`](?P<quoted>[^\"'`]+)[\"'`]|(?P<word>[\w-]+))"
_OTHERS = (
    re.compile(
        rf"(?:^|[,;:]|\b(?:and|or|as|gets?|is|are|be))\s+{_LABEL}"
        r" (?:(?:for|to) (?:all (?:the )?|the |any|every|anything |everything )?"
        r"(?:others?|rest|else|thing else|remaining)|otherwise)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:otherwise|else|others?(?: are| gets?)?|the rest (?:is|are|gets?)),? {_LABEL}"
        r"(?=\s*(?:$|[.,;:)]))",
        re.IGNORECASE,
    ),
)
_NO_LABEL = ("used", "values", "label", "labels", "nothing", "none", "the", "a", "an", "as", "it",
             "everything", "anything", "and", "or", "is", "are", "be")  # fmt: skip
_KEPT = r"(?:counts?|holds?|is (?:valid|kept|the one)|wins?|applies)"
_LAST = re.compile(
    rf"\blast (?:\w+ )?{_KEPT}\b|\b(?:keep|use|take)\w* (?:only )?the last\b", re.IGNORECASE
)
_FIRST = re.compile(
    rf"\bfirst (?:\w+ )?{_KEPT}\b|\b(?:keep|use|take)\w* (?:only )?the first\b", re.IGNORECASE
)
_DOUBLE = r"(?:doubles?|doubled|doublets?|duplicates?|duplicated|repeated|several|same)"
_OF_DOUBLES = {
    "mean": re.compile(rf"\b{_DOUBLE}\b[^.;,]*\b(?:averaged?|means?)\b"
                       rf"|\b(?:average|mean) (?:of )?(?:the )?\b{_DOUBLE}\b", re.IGNORECASE),
    "sum": re.compile(rf"\b{_DOUBLE}\b[^.;,]*\b(?:added|summed|sums?|totals?)\b"
                      rf"|\b(?:add|sum) (?:up )?(?:the )?\b{_DOUBLE}\b", re.IGNORECASE),
}  # fmt: skip


def _words(case: Case, site: Site) -> str:
    return "\n".join(told_near(case, site))


def _table(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``if_exists="append"`` where the words say that rows are added to a table."""
    words = _words(case, site)
    ways = [
        name for name, told in (("append", _ADDS), ("replace", _REPLACES)) if told.search(words)
    ]
    for call, _func in methods(site, "to_sql"):
        if len(ways) == 1 and option(call, "if_exists") is None and len(call.args) <= 2:
            yield with_option(site.code, call, "if_exists", quoted(site.code, ways[0]))
        return


def _default(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield the default of ``np.select`` that the words tell for all others."""
    told = [(words, one) for words in told_near(case, site) for one in _OTHERS]
    labels = {one["quoted"] or one["word"] for words, by in told for one in by.finditer(words)}
    for call, _func in methods(site, "select"):
        choices = literal(option(call, "choicelist", 1))
        if len(labels) != 1 or not isinstance(choices, list) or option(call, "default", 2):
            continue
        label = labels.pop()
        if label.lower() in _NO_LABEL or not all(isinstance(one, str) for one in choices):
            return
        yield with_option(site.code, call, "default", quoted(site.code, label))
        return


def _found_again(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``s.reindex(names, fill_value=0)`` for ``s.loc[names]`` with names that are not in."""
    is_zero = _is_zero(case, site)
    is_missing = _MISSING_FOR.search(_words(case, site)) is not None
    for node in site.nodes(ast.Subscript) if is_zero or is_missing else ():
        match node:
            case ast.Subscript(
                value=ast.Attribute(value=of, attr="loc"),
                slice=ast.Name() | ast.List() as names,
                ctx=ast.Load(),
            ):
                fill = ", fill_value=0" if is_zero else ""
                text = site.code
                yield text.span(node), f"{text.text(of)}.reindex({text.text(names)}{fill})"
                return


def _is_zero(case: Case, site: Site) -> bool:
    """Whether the words say that what is missing is 0."""
    words = _words(case, site)
    return _ZERO_FOR.search(words) is not None and _NOT_ZERO.search(words) is None


def _zero(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``fillna(0).astype(int)`` where the words say that what is missing is 0."""
    for call, func in methods(site, "astype"):
        if call.args and _is_zero(case, site):
            end = site.code.span(func.value)[1]
            given = _zeros(call.args[0])
            if given:
                yield (end, end), f".fillna({given})"
            return


def _zeros(kinds: ast.expr) -> str:
    """Return what is filled in: 0, or 0 for those columns alone that become whole numbers."""
    if isinstance(kinds, ast.Dict):
        keys = [ast.unparse(key) for key, kind in zip(kinds.keys, kinds.values, strict=True)
                if key is not None and "int" in ast.unparse(kind).lower()]  # fmt: skip
        return "{" + ", ".join(f"{key}: 0" for key in keys) + "}"
    return "0"


def _one_of_doubles(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``drop_duplicates("key", keep="last")`` for the side whose last rows count."""
    words = _words(case, site)
    keep = [name for name, told in (("last", _LAST), ("first", _FIRST)) if told.search(words)]
    for call, func in methods(site, "merge"):
        is_own = option(call, "left") is None and len(call.args) < 2
        frames = [func.value, *call.args] if is_own else [*call.args]
        place = 0 if match["side"] == "left" else 1
        frame = frames[place] if place < len(frames) else option(call, match["side"])
        key = option(call, f"{match['side']}_on") or option(call, "on")
        if frame is not None and key is not None and len(keep) == 1:
            end = site.code.span(frame)[1]
            shown = f"{site.code.text(key)}, keep={quoted(site.code, keep[0])}"
            yield (end, end), f".drop_duplicates({shown})"
        return


def _doubled_labels(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield one value for each label of an index, as the words say, before it is reindexed."""
    words = _words(case, site)
    found = [
        f".groupby(level=0).{how}()" for how, told in _OF_DOUBLES.items() if told.search(words)
    ]
    for call, func in methods(site, "reindex", "asfreq"):
        if len(found) == 1 and option(call, "columns") is None:
            end = site.code.span(func.value)[1]
            yield (end, end), found[0]
        return


def _of_parts(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``s.str.split().str[1]`` for a function of each value, which passes over none."""
    words = _words(case, site)
    is_empty = _EMPTY_TEXT.search(words) is not None
    text = site.code
    for call, func in methods(site, "apply", "map"):
        match call.args:
            case [ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name)]), body=body)]:
                pass
            case _:
                continue
        rest = _accessed(text.text(func.value), name, body, text.text)
        if rest and is_empty and len(call.keywords) == 0:
            yield text.span(call), f"{rest}.fillna({quoted(text, '')})"
            return


def _accessed(column: str, name: str, body: ast.expr, shown: Callable[[ast.expr], str]) -> str:
    """Return a function's body with accessors, for those that are known to have one."""
    match body:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=own), attr="strftime"), args=[form]):
            return f"{column}.dt.strftime({shown(form)})" if own == name else ""
        case ast.Subscript(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=own), attr="split"), args=given, keywords=[]
            ),
            slice=ast.Constant(value=int()) as place,
        ) if own == name:
            between = ", ".join(shown(one) for one in given)
            return f"{column}.str.split({between}).str[{shown(place)}]"
    return ""


told_rows = rule_of(
    Way(r"Table '.*' already exists", _table,
        "the words say what becomes of the rows that the table has", "table_there"),
    Way(r"Choicelist and default value do not have a common dtype", _default,
        "the words say which label all others get", "label_of_others"),
    Way(r"KeyError: \"?(?:\[.*\] not in index|None of \[Index\(.* are in the \[index\])",
        _found_again, "the words say what stands for names that are not in it", "not_in_index"),
    Way(r"[Cc]annot convert (?:non-finite values|NA) .*to integer", _zero,
        "the words say that what is missing is 0", "missing_is_zero"),
    Way(r"Merge keys are not unique in (?P<side>left|right) dataset", _one_of_doubles,
        "the words say which of the rows with one key counts", "one_of_doubles"),
    Way(r"cannot reindex on an axis with duplicate labels", _doubled_labels,
        "the words say what becomes of several values of one label", "doubled_labels"),
    Way(r"NaTType does not support strftime|IndexError: list index out of range", _of_parts,
        "what has none gets an empty text, as the words say", "empty_text"),
)  # fmt: skip
"""Repairs what the message and the words decide."""
