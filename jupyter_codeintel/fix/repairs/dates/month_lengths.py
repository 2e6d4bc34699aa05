"""Days that a month does not have, where its last one is meant."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.words import told_near

_OUTSIDE = re.compile(r"day is out of range for month|day \d+ must be in range 1\.\.\d+ for month")
_LAST = re.compile(
    r"\b(?:last (?:calendar )?day (?:in|of) (?:(?:a|each|every|its|the|this) )?(?:\w+ )?months?"
    r"|month[- ]?ends?|ends? of (?:(?:a|each|every|that|the|this) )?(?:\w+ )?months?"
    r"|(?:or|else|otherwise) (?:at |in |on )?(?:its|the) last (?:day|one))\b"
)
_SAME = re.compile(
    r"\b(?:same day|shorter|short months?|28(?:th)? (?:of )?feb\w*|feb\w* (?:the )?28(?:th)?)\b"
    r"|\bmonths?[^.]{0,30}(?:\b(?:fewer|no such|only)\b|(?:\bnot|n't) have\b)"
)
_OTHERWISE = re.compile(
    r"\b(?:skip\w*|left out|leave out|drop\w*|ignor\w*|rolls? over|next month instead"
    r"|first (?:day )?of (?:the )?(?:next|following)"
    r"|1(?:st)? (?:of )?march|march (?:the )?1(?:st)?)\b"
)
_MAKERS = ("date", "datetime", "Timestamp")
_PARTS = ("year", "month", "day")
_PLAIN = (ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.Subscript, ast.operator,
          ast.expr_context, ast.UnaryOp, ast.unaryop)  # fmt: skip


class _Day(NamedTuple):
    """A date that is made: how its parts read, and where its day is written."""

    year: str
    month: str
    day: ast.expr | None
    shown: str


async def days_within_months(case: Case) -> AsyncIterator[Repair]:
    """Yield the last day of a month for one that it does not have, as the words say."""
    if not case.is_a("ValueError") or not _OUTSIDE.search(case.error.value):
        return
    for site in case.sites[:1]:
        told = [" ".join(words.lower().split()) for words in told_near(case, site)]
        is_last = any(_LAST.search(words) for words in told)
        is_same = any(_SAME.search(words) for words in told)
        if not (is_last or is_same) or any(_OTHERWISE.search(words) for words in told):
            continue
        found = [(call, day) for call in site.nodes(ast.Call)
                 if (day := _day(case, site, call, is_same=is_same)) is not None]  # fmt: skip
        if len(found) == 1:
            call, day = found[0]
            changes = _by_months(case, site, call) or _clamped(
                case, site.code, call, day, is_last=is_last and not is_same
            )
            says = "not every month has that day; the words say that its last one is meant"
            yield repaired(site.cell, site.code, changes, says, "day_of_month")


def _day(case: Case, site: Site, call: ast.Call, *, is_same: bool) -> _Day | None:
    """Return the parts of the date that a call makes."""
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    of = of if callee(call) == "replace" else None
    given = _parts(call) if of is not None or callee(call) in _MAKERS else {}
    is_whole = of is not None or len(given) == len(_PARTS)
    if not given or not is_whole or not all(map(_is_plain, [*given.values(), of or call.func])):
        return None
    if of is None and all(isinstance(one, ast.Constant) for one in given.values()):
        return None  # that is what the data says
    owner = site.code.text(of) if of is not None else ""
    texts = {part: site.code.text(given[part]) if part in given else f"{owner}.{part}"
             for part in _PARTS}  # fmt: skip
    if is_same and of is not None and "day" not in given and _is_carried(site, of):
        start = _start(site, of)
        if start is None:
            return None  # once in February, it would go on with the 28th
        texts["day"] = f"{start}.day"
    return _Day(texts["year"], texts["month"], given.get("day"), texts["day"])


def _parts(call: ast.Call) -> dict[str, ast.expr]:
    """Return the year, the month and the day that a call is given."""
    parts = dict(zip(_PARTS, call.args, strict=False))
    parts |= {word.arg: word.value for word in call.keywords if word.arg in _PARTS}
    texts = (one for one in parts.values() if isinstance(one, ast.Constant | ast.Starred))
    is_fine = all(isinstance(getattr(one, "value", None), int) for one in texts)
    return parts if is_fine else {}


def _is_plain(node: ast.expr) -> bool:
    """Whether an expression may be written twice."""
    return all(isinstance(one, _PLAIN) for one in ast.walk(node))


def _is_carried(site: Site, of: ast.expr) -> bool:
    """Whether a date is made of itself again and again."""
    match site.statement:
        case ast.Assign(targets=[target]):
            return ast.unparse(target) == ast.unparse(of)
    return False


def _start(site: Site, of: ast.expr) -> str | None:
    """Return the name of the date that one began as."""
    if not isinstance(of, ast.Name):
        return None
    others = [
        node.value.id
        for node in site.code.nodes(ast.Assign, site.inside)
        if isinstance(node.value, ast.Name)
        and [ast.unparse(target) for target in node.targets] == [of.id]
    ]
    return others[0] if len(others) == 1 else None


def _by_months(case: Case, site: Site, call: ast.Call) -> list[Change]:
    """Return the change to ``d + relativedelta(months=1)`` where the notebook has that."""
    name = case.name_of("dateutil.relativedelta.relativedelta")
    if (
        name is None
        or not isinstance(call.func, ast.Attribute)
        or _is_carried(site, call.func.value)
    ):
        return []
    owner = ast.unparse(call.func.value)
    match call:
        case ast.Call(
            args=[], keywords=[ast.keyword(arg=str() as part, value=ast.BinOp() as sum_)]
        ):
            is_own = ast.unparse(sum_.left) == f"{owner}.{part}"
            if is_own and isinstance(sum_.op, ast.Add) and part in ("month", "year"):
                step = site.code.text(sum_.right)
                shown = f"{site.code.text(call.func.value)} + {name}({part}s={step})"
                return [(site.code.span(call), shown)]
    return []


def _clamped(case: Case, text: Code, call: ast.Call, day: _Day, *, is_last: bool) -> list[Change]:
    """Return the changes by which a day is at most the last one of its month."""
    ranged, statement = _ranged(case)
    last = f"{ranged}({day.year}, {day.month})[1]"
    number = getattr(day.day, "value", None)
    is_number = isinstance(number, int) and (number == 31 or (is_last and number > 27))
    new = last if is_number else f"min({day.shown}, {last})"
    if day.day is not None:
        changes: list[Change] = [(text.span(day.day), new)]
    else:
        end = max(text.span(one)[1] for one in (*call.args, *call.keywords))
        changes = [((end, end), f", day={new}")]
    return [*changes, inserted_import(text, statement)] if statement else changes


def _ranged(case: Case) -> tuple[str, str]:
    """Return what tells the length of a month, and the import that it takes."""
    for module, shown in (("calendar.monthrange", "{}"), ("calendar", "{}.monthrange")):
        name = case.name_of(module)
        if name is not None:
            return shown.format(name), ""
    live = case.variable("calendar")
    if live is not None and live.type != "module":
        return "monthrange", "from calendar import monthrange"
    return "calendar.monthrange", "import calendar"
