"""Times of a timetable that go on after midnight: ``25:10`` of the day that it began on."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.moments import moments_of
from jupyter_codeintel.fix.repairs.dates.times import called
from jupyter_codeintel.fix.repairs.inserting import inserted_import, quoted
from jupyter_codeintel.fix.repairs.words import all_words

_LATE = re.compile(r"(?<![\d:])(?P<hour>2[4-9]|3[0-5]):[0-5]\d(?::[0-5]\d)?(?![\d:])")
_TIME = re.compile(r"(?:\d{4}-\d\d-\d\d[ T])?(?P<hour>\d{1,2}):[0-5]\d(?::[0-5]\d)?")
_SAYS = re.compile(
    r"\b(?:gtfs|midnight|night|nights|overnight|late|service day|next day|24:00)\b|night-",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b(?:invalid|typos?|mistyped|wrong|corrupt|malformed|bad)\b", re.IGNORECASE)
_FAILED = re.compile(r"time data|unable to parse|must be in 0\.\.23|isoformat string|24:00")
_FORMATS = ("%H:%M", "%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
_LAST = 35


async def times_beyond_midnight(case: Case) -> AsyncIterator[Repair]:
    """Yield lengths of time since the day began, where times go on after 24:00."""
    match = _LATE.search(case.error.value)
    if match is None or not _FAILED.search(case.error.value) or not _goes_on(case, match[0]):
        return
    for site in case.sites[:1]:
        changes = list(_spans(case, site))
        if changes:
            says = f'"{match[0]}" is a time of the next day, counted from the day before'
            yield repaired(site.cell, site.code, changes, says, "beyond_midnight")


def _goes_on(case: Case, text: str) -> bool:
    """Whether times are told, or seen, to go on after midnight."""
    words = all_words(case)
    cells = [cell for cell in case.failure.document.cells if cell.type == "code"]
    texts = [one for cell in cells for one in _several(case, cell.id)
             if any(text in part for part in one)]  # fmt: skip
    if any(map(_REFUSED.search, words)) or not texts:
        return False
    if any(int(hour) > _LAST for several in texts for hour in map(_hour, several)):
        return False
    return any(map(_SAYS.search, words)) or any(_ascend(several) for several in texts)


def _several(case: Case, cell: str) -> Iterator[list[str]]:
    """Yield the times that stand together in a list, or in the lines of a text."""
    for node in case.code(cell).nodes(ast.List):
        times = [str(literal(one)) for one in node.elts]
        if len(times) > 1 and all(map(_TIME.fullmatch, times)):
            yield times
    for long in case.code(cell).nodes(ast.Constant):
        if isinstance(long.value, str) and len(long.value.splitlines()) > 1:
            yield [found[0] for found in _TIME.finditer(long.value)]
    fields = [one for node in case.code(cell).nodes(ast.Tuple) for one in node.elts]
    fields += [one for node in case.code(cell).nodes(ast.Dict) for one in node.values]
    texts = [getattr(one, "value", None) for one in fields]
    yield [one for one in texts if isinstance(one, str) and _TIME.fullmatch(one)]


def _hour(text: str) -> str:
    match = _TIME.fullmatch(text)
    return match["hour"] if match is not None else "0"


def _ascend(times: list[str]) -> bool:
    """Whether times are in order, and more than one is after midnight."""
    keys = [(int(_hour(one)), one[-5:]) for one in times]
    return keys == sorted(keys) and sum(hour > 23 for hour, _ in keys) > 1


def _spans(case: Case, site: Site) -> Iterator[Change]:
    """Yield the changes of what reads such times in a cell."""
    imports: list[Change] = []
    for call in site.code.nodes(ast.Call):
        full = called(case, site, call)
        if full == "pandas.to_datetime" and call in site.nodes(ast.Call):
            yield from _of_pandas(site, call)
        elif full == "datetime.strptime" and len(call.args) == 2:
            written = literal(call.args[1])
            name = _timedelta(case, site, call)
            yield from moments_of(case, site, call)
            if written not in _FORMATS or not isinstance(call.args[0], ast.Name | ast.Subscript):
                continue
            shown = _of_text(site.code.text(call.args[0]), str(written), name[0])
            if " " in str(written):
                head = site.code.text(call.func)
                day = (
                    f"{head}({site.code.text(call.args[0])}[:10], {quoted(site.code, '%Y-%m-%d')})"
                )
                shown = f"({day} + {shown})"
            yield site.code.span(call), shown
            imports = name[1]
    yield from imports


def _of_text(text: str, written: str, name: str) -> str:
    """Return the length of time that a text is written with."""
    start = "11" if " " in written else ""
    if written.endswith("%S"):
        hours, rest = "-6", f"minutes=int({text}[-5:-3]), seconds=int({text}[-2:])"
    else:
        hours, rest = "-3", f"minutes=int({text}[-2:])"
    return f"{name}(hours=int({text}[{start}:{hours}]), {rest})"


def _of_pandas(site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield ``to_timedelta`` for ``to_datetime``."""
    options = {word.arg: literal(word.value) for word in call.keywords}
    is_plain = len(call.args) == 1 and options.keys() <= {"format"}
    written = options.get("format")
    text = site.code.text(call)
    quote = quoted(site.code, "")
    pandas = site.code.text(call.func).removesuffix(".to_datetime")
    if not is_plain or not (written is None or written in _FORMATS) or "." not in text:
        return
    given = site.code.text(call.args[0])
    is_short = written is not None and not str(written).endswith("%S")
    more = f" + {quote[0]}:00{quote[0]}" if is_short else ""
    if written is not None and " " in str(written):
        day = f"{pandas}.to_datetime({given}.str[:10])"
        yield site.code.span(call), f"({day} + {pandas}.to_timedelta({given}.str[11:]{more}))"
    elif written is not None:
        yield site.code.span(call), f"{pandas}.to_timedelta({given}{more})"


def _timedelta(case: Case, site: Site, call: ast.Call) -> tuple[str, list[Change]]:
    """Return how ``timedelta`` is called in a cell, and the import that this needs."""
    owner = site.code.text(call.func).removesuffix(".strptime")
    if "." in owner:
        return f"{owner.rpartition('.')[0]}.timedelta", []
    known = case.name_of("datetime.timedelta")
    if known is not None:
        return known, []
    for node in site.code.nodes(ast.ImportFrom):
        if node.module == "datetime" and node in site.code.tree.body:
            end = site.code.span(node.names[-1])[1]
            return "timedelta", [((end, end), ", timedelta")]
    return "timedelta", [inserted_import(site.code, "from datetime import timedelta")]
