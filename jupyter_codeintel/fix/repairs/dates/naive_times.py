"""Times without a zone that meet times with one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, comments, literal
from jupyter_codeintel.fix.knowledge.zones import zones_of_cities
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.dates.own_zones import unused_zone
from jupyter_codeintel.fix.repairs.dates.times import (
    MOMENTS,
    UTC,
    Maker,
    Time,
    called,
    column_of,
    dtype_of,
    time_of,
)
from jupyter_codeintel.fix.repairs.dates.told_zones import MOVED, local_zone, named_zones, of_a_city
from jupyter_codeintel.fix.repairs.inserting import inserted_import, with_option

_MIXED = re.compile(
    r"offset-naive and offset-aware|tz-naive and tz-aware"
    r"|Invalid comparison between dtype=datetime64\[\w+(?:, (?P<zone>[^\]]+))?\] and"
    r" (?:Timestamp|DatetimeArray|datetime)"
)
_SAYS_UTC = re.compile(r"(?<![A-Za-z])(?:UTC|GMT|Zulu)(?![A-Za-z])", re.IGNORECASE)
_OTHER_ZONES = re.compile(
    r"(?<![A-Za-z])(?:(?i:local|naive|wall[ -]?clock|daylight|summer time|winter time)"
    r"|CES?T|ES?T|EDT|[CMP][SD]T|BST|IST|JST|AEST|AEDT|MES?Z|EES?T"
    r"|(?:Eastern|Pacific|Central|Mountain|Berlin|London|Paris|Vienna|Zurich|Rome|Madrid|New York"
    r"|Tokyo|Sydney|Moscow|Amsterdam|Chicago|Denver|European|British) time)(?![A-Za-z])"
)
_PLACES = re.compile(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)/"
    r"\w+(?:/\w+)?"
)
_TIME_OF = re.compile(r"\b(\w+)(?:'s)? (?:local )?times?\b")
_ANOTHER = "another"
_CONVERTS = re.compile(r"\b(?:tz_convert|astimezone)\b")
_OFFSETS = re.compile(
    r"\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?[+-](?!00:?00)\d\d:?\d\d\b|[+-](?!00:00)\d\d:\d\d['\"]"
)


async def naive_times(case: Case) -> AsyncIterator[Repair]:
    """Yield the zone of times that have none, as the words or the other times tell it."""
    match = _MIXED.search(case.error.value)
    if not case.is_a("TypeError") or match is None:
        return
    for site in case.sites[:1]:
        found = [_told_apart(case, site, pair) for pair in _pairs(site)]
        pairs = [pair for pair in found if pair is not None]
        sure = [pair for pair in pairs if None not in (pair[0].aware, pair[1].aware)]
        if not sure and len(pairs) != 1:
            continue
        known = {aware.zone for _, aware in sure or pairs} | {match["zone"] or ""}
        makers = list(
            dict.fromkeys(
                (maker[0].cell, maker[0].code.span(maker[1]), maker)
                for naive, _ in sure or pairs
                for maker in naive.makers
            )
        )
        for repair in _made_aware(case, [one[2] for one in makers], known - {""}):
            yield repair


def _pairs(site: Site) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what a statement subtracts and compares."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                yield left, right
            case ast.Compare(left=left, comparators=others):
                yield from zip([left, *others], others, strict=False)
            case ast.Call(func=ast.Attribute(value=left, attr="between"), args=others):
                yield from ((left, right) for right in others)
            case ast.Call(func=ast.Attribute(value=left, attr="sub" | "rsub"), args=[right]):
                yield left, right
            case ast.Call(
                func=ast.Attribute(value=left, attr="gt" | "ge" | "lt" | "le"), args=[right]
            ):
                yield left, right
            case ast.Call(func=ast.Name(id="max" | "min"), args=[left, right]):
                yield left, right


def _told_apart(
    case: Case, site: Site, pair: tuple[ast.expr, ast.expr]
) -> tuple[Time, Time] | None:
    """Return the time without a zone and the one with it, if one of them is known."""
    left, right = (time_of(case, site, node) for node in pair)
    if left.aware is right.aware or any(isinstance(node, ast.Constant) for node in pair):
        return None
    if left.aware is False or (right.aware is True and left.aware is None):
        return left, right
    return right, left


def _made_aware(case: Case, makers: list[Maker], known: set[str]) -> Iterator[Candidate]:
    """Yield the cells with a zone where times are made."""
    changes: dict[str, list[Change]] = {}
    shown = set()
    for site, node in makers:
        own = unused_zone(case) if _told_at(case, site, node) != UTC else None
        zone = own or _zone(case, site, node, known)
        made = _with_zone(case, site, node, zone) if zone is not None else None
        if made is None:
            return
        changes.setdefault(site.cell, []).extend(made)
        shown.add(zone)
    edits = {}
    for cell, several in changes.items():
        edits[cell] = case.code(cell).replaced(*dict.fromkeys(several))
    if edits:
        says = f"the times without a zone are in {' and '.join(sorted(map(str, shown)))}"
        yield Candidate(edits, "rule", says, "naive_time")


def _zone(case: Case, site: Site, node: ast.expr, known: set[str]) -> str | None:
    """Return the zone of a time; None where two may be meant."""
    if isinstance(node, ast.Call) and called(case, site, node) in MOMENTS:
        return UTC
    told = _told_at(case, site, node)
    if told in ("", _ANOTHER):
        told = local_zone(case, known) or told
    if told:
        return None if told == _ANOTHER else told
    cells = [cell.source for cell in case.failure.document.cells]
    words = "\n".join([*cells, case.failure.goal])
    others = set(_PLACES.findall(words))
    is_other = _OTHER_ZONES.search(words.replace("_", " ")) or _OFFSETS.search(words)
    if is_other or _is_time_of_a_city(words) or of_a_city(case, site.cell):
        return None
    if not others and (known == {UTC} or (not known and _SAYS_UTC.search(words))):
        return UTC
    # What was brought into a zone came from another, in which the other times may be as well.
    is_mixed = _SAYS_UTC.search(words) or _CONVERTS.search(words)
    return next(iter(known)) if known == others and len(others) == 1 and not is_mixed else None


def _told_at(case: Case, site: Site, node: ast.expr) -> str:
    """Return what the name of a time and the comment at it tell: a zone, or that it is another."""
    column = column_of(node)
    names = [*column] if column is not None else []
    names += [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
    statement = site.statement
    if statement is not None:
        names += [
            name
            for target in getattr(statement, "targets", [])
            for name in (*(column_of(target) or ()), getattr(target, "id", ""))
        ]
        names += [
            str(literal(key))
            for table in ast.walk(statement)
            if isinstance(table, ast.Dict)
            for key, value in zip(table.keys, table.values, strict=True)
            if value is node
        ]
    for near in (node, statement or node):
        told = _zone_in(" ".join([*names, *_said_at(site, near)]).replace("_", " "))
        if told:
            return told
    return ""


def _said_at(site: Site, node: ast.expr | ast.stmt) -> list[str]:
    """Return the comments at the lines of a node, and those right above it."""
    first = node.lineno
    while first > 1 and site.code.line(first - 1).lstrip().startswith("#"):
        first -= 1
    last = node.end_lineno or first
    return [said for line, said in comments(site.code.python) if first <= line <= last]


def _zone_in(words: str) -> str:
    """Return the zone that words tell; nothing where they tell none."""
    zones = named_zones([words])
    is_moved = MOVED.search(words) or _PLACES.search(words)
    if len(zones) == 1 and not _SAYS_UTC.search(words) and not is_moved:
        return zones.pop()
    is_other = zones or _OTHER_ZONES.search(words) or _PLACES.search(words)
    return _ANOTHER if is_other else UTC if _SAYS_UTC.search(words) else ""


def _is_time_of_a_city(words: str) -> bool:
    """Whether a city's time is spoken of: ``departures in Oslo time``."""
    return any(name.casefold() in zones_of_cities() for name in _TIME_OF.findall(words))


def _with_zone(case: Case, site: Site, node: ast.expr, zone: str) -> list[Change] | None:
    """Return the changes that give an expression a zone."""
    text, end = site.code, site.code.span(node)[1]
    quote = "'" if text.source.count("'") > text.source.count('"') else '"'
    is_own = zone == unused_zone(case)
    quoted = zone if is_own else f"{quote}{zone}{quote}"
    full = called(case, site, node) if isinstance(node, ast.Call) else ""
    if isinstance(node, ast.Call) and full == "pandas.to_datetime" and zone != UTC:
        of = "" if _is_listed(case, site, arguments_of(node)[0]) else ".dt"
        return [((end, end), f"{of}.tz_localize({quoted})")]
    if isinstance(node, ast.Call) and full.startswith("pandas."):
        return _of_pandas(case, site, node, quoted)
    kind = dtype_of(case, site, node)
    if kind:
        is_index = isinstance(node, ast.Name) and _is_index(case, node.id)
        return [
            ((end, end), f".tz_localize({quoted})" if is_index else f".dt.tz_localize({quoted})")
        ]
    is_plain = full.startswith("datetime") or "offset-naive" in case.error.value
    if not is_plain or isinstance(node, ast.BinOp | ast.IfExp | ast.BoolOp | ast.Lambda):
        return None
    found = (zone, []) if is_own else _tzinfo(case, site, zone, quoted)
    if found is None:
        return None
    tzinfo, imported = found
    change: Change = (end, end), f".replace(tzinfo={tzinfo})"
    if isinstance(node, ast.Call) and full in MOMENTS:
        change = _of_the_moment(text, node, tzinfo)
    elif isinstance(node, ast.Call) and full == "datetime":
        change = with_option(text, node, "tzinfo", tzinfo)
    return [change, *imported]


def _is_listed(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether what is read is a list or a single text, of which no series comes."""
    bound = case.binding(site, node)
    made = node if bound is None else bound.value
    live = case.variable(node.id) if isinstance(node, ast.Name) else None
    kinds = ("list", "tuple", "ndarray", "Index", "str")
    is_live = live is not None and live.type.rpartition(".")[2] in kinds
    return is_live or isinstance(made, ast.List | ast.Tuple | ast.ListComp | ast.Constant)


def _is_index(case: Case, name: str) -> bool:
    live = case.variable(name)
    return live is not None and live.type.endswith("Index")


def _of_pandas(case: Case, site: Site, call: ast.Call, quoted: str) -> list[Change] | None:
    """Return the option that gives what pandas makes a zone."""
    full, text = called(case, site, call), site.code
    if full == "pandas.to_datetime":
        return [with_option(text, call, "utc", "True")]
    if full in ("pandas.Timestamp", "pandas.date_range") and arguments_of(call):
        is_word = getattr(call.args[0], "value", "") in ("now", "today") if call.args else False
        return None if is_word else [with_option(text, call, "tz", quoted)]
    return [with_option(text, call, "tz", quoted)] if full in MOMENTS else None


def _of_the_moment(text: Code, call: ast.Call, tzinfo: str) -> Change:
    """Return a call for the moment in a zone: ``now(timezone.utc)`` for ``utcnow()``."""
    assert isinstance(call.func, ast.Attribute)  # noqa: S101 - all of them are methods
    end = text.span(call.func)[1]
    name = "fromtimestamp" if "timestamp" in call.func.attr else "now"
    given = "".join(f"{text.text(one)}, " for one in call.args)
    return (end - len(call.func.attr), text.span(call)[1]), f"{name}({given}{tzinfo})"


def _tzinfo(case: Case, site: Site, zone: str, quoted: str) -> tuple[str, list[Change]] | None:
    """Return how a zone is written in a cell, and the import that this needs."""
    facts = case.failure.flow.facts(site.cell).imports
    above = case.failure.flow.imports(site.cell)
    names = {one.target: name for name, one in above.items()} | {
        one.target: one.name for one in facts
    }
    if zone != UTC:
        return _of_zoneinfo(site, names, quoted)
    if "datetime.timezone" in names:
        return f"{names['datetime.timezone']}.utc", []
    if "datetime.UTC" in names:
        return names["datetime.UTC"], []
    if "datetime" in names:
        return f"{names['datetime']}.timezone.utc", []
    for node in site.code.nodes(ast.ImportFrom):
        if node.module == "datetime" and node in site.code.tree.body:
            end = site.code.span(node.names[-1])[1]
            return "timezone.utc", [((end, end), ", timezone")]
    return "timezone.utc", [inserted_import(site.code, "from datetime import timezone")]


def _of_zoneinfo(site: Site, names: dict[str, str], quoted: str) -> tuple[str, list[Change]] | None:
    """Return a zone of ``zoneinfo``, unless the notebook has those of another library."""
    made = names.get("zoneinfo.ZoneInfo")
    if made is None and "zoneinfo" in names:
        made = f"{names['zoneinfo']}.ZoneInfo"
    if made is not None:
        return f"{made}({quoted})", []
    if any(one.partition(".")[0] in ("pytz", "dateutil") for one in names):
        return None
    return f"ZoneInfo({quoted})", [inserted_import(site.code, "from zoneinfo import ZoneInfo")]
