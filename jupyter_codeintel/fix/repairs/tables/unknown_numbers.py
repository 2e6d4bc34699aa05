"""Whole numbers of which some are unknown."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.words import told_near

_NOT_FINITE = re.compile(
    r"[Cc]annot convert (?:non-finite values|NA) .*to integer|Integer column has NA values"
)
_COLUMN = re.compile(r"type casting for column '(.*)'")
_INTEGERS = ("int", "int32", "int64", "np.int32", "np.int64")
_UNKNOWN = r"\b(?:absent|blanks?|empty|gaps?|missing|nan|nulls?|unknowns?)\b"
_STAY = r"\b(?:keep|keeps|kept|leave|left|preserved?|remains?|stays?)\b"
_STAYS = re.compile(rf"{_STAY}.*{_UNKNOWN}|{_UNKNOWN}.*{_STAY}", re.IGNORECASE)
_GOES = re.compile(
    r"\b(?:delet|discard|drop|exclud|fill|ignor|imput|remov|replac|skip|substitut|zero)"
    r"|\b(?:never|no|not|out|without|0)\b|n't\b",
    re.IGNORECASE,
)
_NOT_KNOWN = re.compile(
    r"\b(?:not|never) (?:available|given|known|measured|recorded)\b", re.IGNORECASE
)
_BECOMES = re.compile(r"\b(?:as|becomes?|to be) (?:missing|nan|na|unknown)\b", re.IGNORECASE)
_THING = (
    r"(?:ages?|answers?|entries|measurements?|numbers?|ones|readings?|samples?|scores?|values?)"
)
_KNOWN = r"(?:answered|available|given|known|measured|present|recorded|reported|taken|valid)"
_OF_KNOWN = re.compile(
    rf"\b(?:that|where|which|who|whose)\b[^.;]{{0,40}}\b(?:is|are|was|were)(?: actually| really)?"
    rf" {_KNOWN}\b|\bwho (?:actually |did )?(?:answer(?:ed)?|gave|give|reported|told)\b"
    rf"|\b(?:all|only|the) (?:available|known|measured|recorded|valid) {_THING}\b",
    re.IGNORECASE,
)
"""Where only those count of which something is known."""
_FILLED = re.compile(
    r"\b(?:fill|imput|interpolat|replac|substitut|zero)|\b(?:0|never|not)\b|n't\b|\bcounts? as\b",
    re.IGNORECASE,
)
_UNREADABLE = re.compile(
    r"Unable to parse string \"(?P<number>[^\"]*)\""
    r"|could not convert string to float: '(?P<float>[^']*)'"
    r"|time data \"(?P<time>[^\"]*)\" doesn't match"
    r"|Unknown datetime string format.*: (?P<date>.*?),"
)
_FLOATS = ("float", "float64", "np.float64")
_READING = ("to_datetime", "to_numeric", "to_timedelta")
_SENTENCE = re.compile(r"[.;!?]\s+|\n\s*\n")


async def unknown_as_missing(case: Case) -> AsyncIterator[Repair]:
    """Yield ``astype("Int64")``, where the words near it say that unknown numbers stay so."""
    if not case.is_a("ValueError", "IntCastingNaNError") or not _NOT_FINITE.search(
        case.error.value
    ):
        return
    for site in case.sites[:1]:
        if not _stays(case, site):
            if _are_known(case, site):
                for change in _left_out(site):
                    says = "of those that are unknown nothing is wanted, as the words say"
                    yield repaired(site.cell, site.code, [change], says, "unknown_number")
            continue
        types = [node for call in site.nodes(ast.Call) for node in _types(call)]
        column = _COLUMN.search(case.error.value)
        named = [node for key, node in types if column and key == column[1]]
        # Of several columns, others may have unknown numbers as well.
        for nodes in (named, [node for _, node in types]):
            changes = [(site.code.span(node), '"Int64"') for node in nodes]
            if changes:
                says = 'unknown numbers stay unknown, as the words say: "Int64" has place for them'
                yield repaired(site.cell, site.code, changes, says, "unknown_number")


async def unreadable_as_missing(case: Case) -> AsyncIterator[Repair]:
    """Yield ``errors="coerce"`` for texts without any digit, where words say they stay missing."""
    match = _UNREADABLE.search(case.error.value)
    wrong = next((one for one in match.groups() if one is not None), None) if match else None
    pandas = case.name_of("pandas")
    if wrong is None or pandas is None or re.search(r"\d", wrong):
        return
    for site in case.sites[:1]:
        is_told = _stays(case, site) or any(map(_BECOMES.search, told_near(case, site)))
        if not is_told and not _are_known(case, site):
            continue
        quote = "'" if '"' not in site.code.source else '"'
        for call in site.nodes(ast.Call):
            match call:
                case ast.Call(func=ast.Attribute(attr=name)) if name in _READING:
                    change = with_option(site.code, call, "errors", f"{quote}coerce{quote}")
                case ast.Call(func=ast.Attribute(value=of, attr="astype"), args=[kind]) if (
                    ast.unparse(kind).strip("'") in _FLOATS
                ):
                    shown = f"{site.code.text(of)}, errors={quote}coerce{quote}"
                    change = site.code.span(call), f"{pandas}.to_numeric({shown})"
                case _:
                    continue
            says = f'"{wrong}" is none, and stays missing, as the words say'
            yield repaired(site.cell, site.code, [change], says, "unreadable_as_missing")
            return


def _stays(case: Case, site: Site) -> bool:
    """Whether the words near a place say that what is unknown stays so."""
    return any(
        _STAYS.search(sentence) and not _GOES.search(sentence)
        for words in told_near(case, site)
        for sentence in _SENTENCE.split(_NOT_KNOWN.sub("unknown", words))
    )


def _are_known(case: Case, site: Site) -> bool:
    """Whether the words near a place say that only those count of which something is known."""
    words = told_near(case, site)
    is_filled = any(map(_FILLED.search, words))
    return not is_filled and any(map(_OF_KNOWN.search, words))


def _left_out(site: Site) -> Iterator[Change]:
    """Yield ``"Int64"`` for a column of a frame, else the numbers without those unknown."""
    target = site.statement.targets[0] if isinstance(site.statement, ast.Assign) else None
    for call in site.nodes(ast.Call):
        types = _types(call)
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if len(types) != 1 or types[0][0] or callee(call) != "astype" or owner is None:
            continue
        if isinstance(target, ast.Subscript | ast.Attribute):
            yield site.code.span(types[0][1]), '"Int64"'
        elif isinstance(owner, ast.Subscript | ast.Attribute):
            end = site.code.span(owner)[1]
            yield (end, end), ".dropna()"
        return


def _types(call: ast.Call) -> list[tuple[str, ast.expr]]:
    """Return the types of whole numbers that ``astype`` or a reading is given, by column."""
    kinds = [word.value for word in call.keywords if word.arg == "dtype"]
    if getattr(call.func, "attr", "") == "astype":
        kinds = call.args[:1]
    if not kinds:
        return []
    given = kinds[0]
    if isinstance(given, ast.Dict):
        pairs = [(str(getattr(key, "value", "")), value)
                 for key, value in zip(given.keys, given.values, strict=True)]  # fmt: skip
    else:
        pairs = [("", given)]
    return [(key, value) for key, value in pairs if _is_integer(value)]


def _is_integer(node: ast.expr) -> bool:
    shown = node.value if isinstance(node, ast.Constant) else ast.unparse(node)
    return str(shown) in _INTEGERS
