"""Columns of texts that stand for numbers, truth, records or nothing at all."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.inserting import inserted_import, quoted
from jupyter_codeintel.fix.repairs.ways import Way, methods, option, rule_of
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.fix.repairs.written import written

PLACEHOLDERS = frozenset(
    {"--", "---", "?", "??", ".", "n.a.", "n/a.", "n.d.", "n/d", "na.", "nd", "nil", "no data",
     "not available", "not measured", "not recorded", "missing", "tbd", "unknown", "k.a."}
)  # fmt: skip
"""Texts that are written where nothing is known."""
_ZERO = re.compile(r"\b(?:0(?!\.?\d)|zeros?|detected|detection)\b", re.IGNORECASE)
_NOTHING = re.compile(r"\b(?:missing|NaT|nan|unknown|no end|nothing|empty)\b", re.IGNORECASE)
_FLOATS = ("float", "float64", "np.float64")
_PERCENT = re.compile(r"\s*-?\d+(?:\.\d+)?\s*%")
_TRUTH = (("True", "False"), ("true", "false"), ("TRUE", "FALSE"), ("yes", "no"), ("Yes", "No"),
          ("Y", "N"), ("y", "n"), ("t", "f"))  # fmt: skip


def _unknown(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``replace("n.d.", None)`` before texts are read as numbers."""
    wrong = next(value for value in match.groups() if value is not None)
    words = " ".join(told_near(case, site))
    is_told = wrong in words and _NOTHING.search(words) is not None
    if not is_told and wrong.strip().lower() not in PLACEHOLDERS:
        return
    if _ZERO.search(words.replace(wrong, "")):
        return
    if re.search(r"\d", wrong) and not is_told:
        return
    for part in _converted(site):
        if ".replace(" in site.code.text(part) or not _is_column(part):
            continue
        end = site.code.span(part)[1]
        yield (end, end), f".replace({quoted(site.code, wrong)}, None)"
        return


def _converted(site: Site) -> Iterator[ast.expr]:
    """Yield what is read as numbers or dates."""
    for call, func in methods(site, "astype", "to_numeric", "to_datetime"):
        if func.attr != "astype":
            if call.args and option(call, "errors") is None:
                yield call.args[0]
        elif call.args and ast.unparse(call.args[0]).strip("'") in _FLOATS:
            yield func.value


def _is_column(node: ast.expr) -> bool:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str())) | ast.Attribute():
            return True
    return False


def _shares(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
    """Yield the shares that texts like ``"10%"`` stand for, where something is multiplied."""
    for node in site.nodes(ast.BinOp):
        is_share = isinstance(node.op, ast.Mult) or (
            isinstance(node.op, ast.Add | ast.Sub) and literal(node.left) == 1
        )
        for side in (node.left, node.right) if is_share else ():
            values = _written(case, site, side)
            if values and all(_PERCENT.fullmatch(str(value)) for value in values):
                strip = f".str.rstrip({quoted(site.code, '%')}).astype(float)"
                new = f"({site.code.text(side)}{strip} / 100)"
                yield site.code.span(side), new
                return


def _written(case: Case, site: Site, node: ast.expr) -> list[object]:
    match node:
        case ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(value=str(column))):
            return written(case, site, frame, column).values
        case ast.Attribute(value=ast.Name(id=frame), attr=column):
            return written(case, site, frame, column).values
    return []


def _truth(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``df["on"] == "yes"`` for a column of such words, or ``~df["on"].map({…})``."""
    if match["word"] is not None:
        nodes = [node.slice for node in site.nodes(ast.Subscript)]
    else:
        inverted = site.nodes(ast.UnaryOp)
        nodes = [node.operand for node in inverted if isinstance(node.op, ast.Invert)]
    for node in nodes:
        values = {str(value) for value in _written(case, site, node)}
        pairs = [pair for pair in _TRUTH if values and values <= {*pair}]
        if len(pairs) == 1:
            yes, no = (quoted(site.code, word) for word in pairs[0])
            end = site.code.span(node)[1]
            is_asked = match["word"] is not None
            yield (end, end), f" == {yes}" if is_asked else f".map({{{yes}: True, {no}: False}})"
            return


def _records(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``json_normalize(df["a"].apply(json.loads))`` for a column of such texts."""
    statements = [site.statement] if site.statement is not None else []
    asked = {name for node in site.nodes(ast.Subscript) if isinstance(name := getattr(
        node.value, "id", None), str)}  # fmt: skip
    made = [node for node in site.code.nodes(ast.Assign)
            if {getattr(one, "id", None) for one in node.targets} & asked]  # fmt: skip
    for statement in (*made, *statements):
        for call in site.code.nodes(ast.Call, statement):
            if getattr(call.func, "attr", "") != "json_normalize" or len(call.args) != 1:
                continue
            values = [_record(value) for value in _written(case, site, call.args[0])]
            if values and all(isinstance(one, dict) and match["key"] in one for one in values):
                loads = case.name_of("json.loads") or f"{case.name_of('json') or 'json'}.loads"
                if "." in loads and case.name_of("json") is None:
                    yield inserted_import(site.code, "import json")
                end = site.code.span(call.args[0])[1]
                yield (end, end), f".apply({loads}).tolist()"
                return


def _record(value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None


placeholders = rule_of(
    Way(
        r"could not convert string to float: '([^']+)'|Unable to parse string \"([^\"]+)\""
        r"|Out of bounds nanosecond timestamp: ([\d-]+), at|time data \"([^\"]+)\" doesn't match",
        _unknown,
        "a text that stands for nothing known is left missing",
        "placeholder",
    ),
)
"""Leaves the texts missing that are written where nothing is known."""
text_columns = rule_of(
    Way(r"can't multiply sequence by non-int|unsupported operand type\(s\) for [-+]:", _shares,
        "a percentage is a hundredth part of its number", "share"),
    Way(r"bad operand type for unary ~: 'str'"
        r"|None of \[Index\(\['(?P<word>True|False|true|false|TRUE|FALSE|[Yy]es|[Nn]o|Y|N|y|n)'",
        _truth, "words for yes and no are no conditions yet", "words_of_truth"),
    Way(r"KeyError: '(?P<key>\w+)'", _records, "texts of JSON are read first", "records"),
)  # fmt: skip
"""Repairs columns of texts whose values are written in the notebook."""
