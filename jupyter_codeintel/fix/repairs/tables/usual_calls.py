"""Calls of tables that need a list, a group, a mark or another way around."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.code import Span
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.live_kinds import live_at, texts_of
from jupyter_codeintel.fix.repairs.ways import Way, methods, option, rule_of
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.fix.repairs.written import written

_SEVERAL = re.compile(r"[,;|\n]")
_ONE_PART = re.compile(r"(?:(?:\\[dwDWS]|\[[^\]]+\])(?:[+*?]|\{\d+(?:,\d*)?\})?|\\?[.\-/:])+")
"""A pattern without anything around what is looked for."""
_TOO_LARGE = re.compile(r"\b(?:memory|too (?:big|large))\b", re.IGNORECASE)
_TEXTS = ("object", "str", "string")
_STATISTICS = ("count", "first", "last", "max", "mean", "median", "min", "nunique", "size", "std",
               "sum", "var")  # fmt: skip


def _listed(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``isin([x])`` for ``isin(x)`` of one value."""
    for call, _func in methods(site, "isin"):
        given = option(call, "values", 0)
        if given is None or any(map(_SEVERAL.search, texts_of(case, site, given))):
            continue
        yield site.code.span(given), f"[{site.code.text(given)}]"
        return


def _without_dt(_: Case, site: Site, __: re.Match[str]) -> Iterator[Change]:
    """Yield ``df.index.hour`` for ``df.index.dt.hour``."""
    found = [node for node in site.nodes(ast.Attribute) if node.attr == "dt"]
    for node in found:
        if ast.dump(node) == ast.dump(found[0]):
            yield (site.code.span(node.value)[1], site.code.span(node)[1]), ""


def _marked(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``query("a < @limit")`` for ``query("a < limit")``."""
    for call, func in methods(site, "query", "eval"):
        asked = option(call, "expr", 0)
        if not isinstance(asked, ast.Constant) or not isinstance(asked.value, str):
            continue
        live = live_at(case, site, func.value)
        columns = {name for name, _ in live.columns} if live is not None else set()
        names = [name for name in _names(asked.value) if name == match["name"] or live is not None]
        bound = [name for name in names if name not in columns and _is_bound(case, site, name)]
        if match["name"] in bound:
            start, inner, end = _in_quotes(site.code.text(asked))
            for name in dict.fromkeys(bound):
                inner = re.sub(rf"(?<![\w@.`'\"]){name}\b(?![`'\"(])", f"@{name}", inner)
            yield site.code.span(asked), f"{start}{inner}{end}"
            return


def _in_quotes(text: str) -> tuple[str, str, str]:
    """Return what is written before, in and after the quotes of a text."""
    match = re.fullmatch(r"(\w*(\"{3}|'{3}|[\"']))(.*)(\2)", text, re.DOTALL)
    return (match[1], match[3], match[4]) if match is not None else (text, "", "")


def _names(query: str) -> list[str]:
    try:
        tree = ast.parse(query.strip().replace("@", ""), mode="eval")
    except SyntaxError:
        return []
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]


def _is_bound(case: Case, site: Site, name: str) -> bool:
    if site.inside is not None:
        nodes = [*ast.walk(site.inside)]
        if any(isinstance(node, ast.arg) and node.arg == name for node in nodes):
            return True
    return case.variable(name) is not None or case.binding(site, ast.Name(name)) is not None


def _grouped(_: Case, site: Site, __: re.Match[str]) -> Iterator[Change]:
    """Yield ``extract("([0-9]+)", expand=False)`` for ``extract("[0-9]+")``."""
    for call, _func in methods(site, "extract", "extractall"):
        pattern = option(call, "pat", 0)
        if not isinstance(pattern, ast.Constant) or not _ONE_PART.fullmatch(str(pattern.value)):
            continue
        start, end = site.code.span(pattern)
        before, inner, after = _in_quotes(site.code.text(pattern))
        yield (start, end), f"{before}({inner}){after}"
        is_whole = callee(call) == "extract" and not _is_taken_apart(site, call)
        if is_whole and option(call, "expand") is None:
            yield with_option(site.code, call, "expand", "False")
        return


def _is_taken_apart(site: Site, call: ast.Call) -> bool:
    """Whether a column of the result is asked for."""
    return any(node.value is call for node in site.nodes(ast.Subscript))


def _for_each_row(_: Case, site: Site, __: re.Match[str]) -> Iterator[Change]:
    """Yield ``groupby("g")["n"].transform("mean")`` for ``groupby("g")["n"].mean().values``."""
    match site.statement:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=frame))], value=value):
            pass
        case _:
            return
    inner = _plain(value)
    match inner:
        case ast.Call(
            func=ast.Attribute(
                value=ast.Subscript(value=ast.Call() as grouped) as column, attr=how
            ),
            args=[],
            keywords=[],
        ) if how in _STATISTICS and callee(grouped) == "groupby":
            owner = grouped.func.value if isinstance(grouped.func, ast.Attribute) else None
            if isinstance(owner, ast.Name) and owner.id == frame:
                new = f"{site.code.text(column)}.transform({quoted(site.code, how)})"
                yield site.code.span(value), new


def _plain(node: ast.expr) -> ast.expr:
    """Return what an array or a list is made of."""
    match node:
        case ast.Attribute(value=inner, attr="values"):
            return inner
        case ast.Call(func=ast.Attribute(value=inner, attr="to_numpy" | "tolist"), args=[]):
            return inner
        case ast.Call(func=ast.Name(id="list"), args=[inner]):
            return inner
    return node


def _each_column(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``df.apply(lambda col: col.str.strip())`` for ``df.str.strip()``."""
    chains = [(call, frame) for call in site.nodes(ast.Call) if (frame := _frame_of(call))]
    for call, frame in sorted(chains, key=lambda one: -len(ast.dump(one[0])))[:1]:
        whole, names = frame, None
        if isinstance(frame, ast.Subscript):
            whole, names = frame.value, literal(frame.slice)
        live = live_at(case, site, whole)
        kinds = dict(live.columns) if live is not None and live.all_keys else {}
        asked = names if isinstance(names, list) else list(kinds)
        if asked and all(kinds.get(name) in _TEXTS for name in asked):
            end: Span = (site.code.span(frame)[1], site.code.span(call)[1])
            rest = site.code.source[end[0] : end[1]]
            yield end, f".apply(lambda col: col{rest})"


def _frame_of(node: ast.expr) -> ast.expr | None:
    """Return the frame of ``df.str.strip().str.lower()``."""
    found = None
    while True:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(value=inner, attr="str"))):
                found = node = inner
            case _:
                return found


def _numbers_again(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``df["n"].astype(int).mean()`` for categories that are written as numbers."""
    for _call, func in methods(site, match["name"]):
        match func.value:
            case ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(value=str(column))):
                values = written(case, site, frame, column).values
                kinds = {type(value) for value in values}
                if kinds and kinds <= {int, float}:
                    end = site.code.span(func.value)[1]
                    yield (end, end), f".astype({'float' if float in kinds else 'int'})"
                    return


def _one_by_one(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``df.explode("tags").groupby("tags")`` for groups of a column of lists."""
    for call, func in methods(site, "groupby", "value_counts"):
        by = option(call, "by", 0) if callee(call) == "groupby" else None
        match func.value, by:
            case ast.Name(id=name) as part, ast.Constant(value=str(column)) as key:
                given = site.code.text(key)
            case ast.Subscript(
                value=ast.Name(id=name), slice=ast.Constant(value=str(column))
            ) as part, None:
                given = ""
            case _:
                continue
        if _holds_lists(case, site, name, column):
            end = site.code.span(part)[1]
            yield (end, end), f".explode({given})"
            return


def _holds_lists(case: Case, site: Site, frame: str, column: str) -> bool:
    """Whether a column is written with lists of several lengths, so that each item counts."""
    values = written(case, site, frame, column).values
    lists = [value for value in values if isinstance(value, list)]
    return len(lists) == len(values) and len({len(one) for one in lists}) > 1


def _one_of_each(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield a lookup without its doubled keys, where these stand for the same."""
    for call, _func in methods(site, "map"):
        given = option(call, "arg", 0)
        bound = case.binding(site, given) if given is not None else None
        made = bound.value if bound is not None else None
        if not isinstance(made, ast.Call) or callee(made) != "Series" or given is None:
            continue
        values, keys = literal(option(made, "data", 0)), literal(option(made, "index", 1))
        if isinstance(values, list) and isinstance(keys, list):
            pairs = {(str(key), str(value)) for key, value in zip(keys, values, strict=False)}
            if len(pairs) == len({str(key) for key in keys}):
                shown = site.code.text(given)
                yield site.code.span(given), f"{shown}[~{shown}.index.duplicated()]"
                return


def _whole(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield ``pd.concat(reader)`` where a reader of chunks is taken for a table."""
    pandas = case.name_of("pandas")
    if pandas is None or any(map(_TOO_LARGE.search, told_near(case, site))):
        return
    for node in site.nodes(ast.Attribute) + site.nodes(ast.Subscript):
        live = live_at(case, site, node.value)
        if live is not None and live.type.endswith("TextFileReader"):
            shown = site.code.text(node.value)
            yield site.code.span(node.value), f"{pandas}.concat({shown})"
            return


def _without_prefix(_: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``removeprefix("wk")`` before texts like ``"wk1"`` become whole numbers."""
    for call, func in methods(site, "astype"):
        kind = ast.unparse(call.args[0]).strip("'") if call.args else ""
        column = func.value.slice if isinstance(func.value, ast.Subscript) else None
        if kind in ("int", "int64", "Int64") and isinstance(literal(column), str):
            end = site.code.span(func.value)[1]
            yield (end, end), f".str.removeprefix({quoted(site.code, match['prefix'])})"
            return


usual_calls = rule_of(
    Way(r"only list-like objects are allowed to be passed to isin\(\), you passed a `(?:str|int"
        r"|float|bool)`", _listed, "isin() takes a list, if only of one", "listed_value"),
    Way(r"'(?:Datetime|Period|Timedelta)Index' object has no attribute 'dt'", _without_dt,
        "an index of dates has these parts itself", "part_of_index"),
    Way(r"UndefinedVariableError: name '(?P<name>\w+)' is not defined", _marked,
        'a variable has an "@" before it in a query', "marked_variable"),
    Way(r"pattern contains no capture groups", _grouped,
        "what is to be taken out stands in brackets", "capture_group"),
    Way(r"Length of values \(\d+\) does not match length of index", _for_each_row,
        "transform() gives each row what belongs to its group", "for_each_row"),
    Way(r"'DataFrame' object has no attribute 'str'", _each_column,
        "each column has texts of its own", "each_column"),
    Way(r"'Categorical' with dtype category does not support (?:reduction|operation) "
        r"'(?P<name>\w+)'", _numbers_again, "the categories are numbers", "numbers_again"),
    Way(r"unhashable type: 'list'", _one_by_one,
        "explode() gives a row for each item of the lists", "one_by_one"),
    Way(r"Reindexing only valid with uniquely valued Index objects", _one_of_each,
        "the doubled keys of the lookup stand for the same", "one_of_each"),
    Way(r"'TextFileReader' object (?:has no attribute|is not subscriptable)", _whole,
        "a reader gives parts, which make the table together", "whole_table"),
    Way(r"invalid literal for int\(\) with base 10: '(?P<prefix>[A-Za-z]+[ _-]?)\d+'",
        _without_prefix, "the numbers stand behind the same letters", "without_prefix"),
)  # fmt: skip
"""Repairs calls of tables by what the message says."""
