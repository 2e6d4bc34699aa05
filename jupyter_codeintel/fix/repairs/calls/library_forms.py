"""What functions of Python's own modules are given: factories, levels, starts, keys, padding."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.live_kinds import kind_of, texts_of, way_to
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.namespace import Path

_FACTORIES = {"0": "int", "0.0": "float", "''": "str", "[]": "list", "{}": "dict",
              "set()": "set", "list()": "list", "dict()": "dict", "int()": "int"}  # fmt: skip
_LEVEL = re.compile(r"Unknown level: '(?P<name>\w+)'")
_LEVELS = ("CRITICAL", "DEBUG", "ERROR", "FATAL", "INFO", "NOTSET", "WARN", "WARNING")
_NOTHING_REDUCED = re.compile(r"reduce\(\) of empty (?:iterable|sequence) with no initial value")
_OTHERWISE = re.compile(r"\b(?:0|zero|none|nan) (?:for|if|when|where)\b")
_NUMBERS = ("float", "int")
_DECODERS = ("b64decode", "standard_b64decode", "urlsafe_b64decode")
_OF_LIST = re.compile(
    r"(?:int|float)\(\) argument must be .* not 'list'|'list' object has no attribute"
)


async def factories_of_defaults(case: Case) -> AsyncIterator[Repair]:
    """Yield ``defaultdict(int)`` for ``defaultdict(0)``."""
    if case.error.value != "first argument must be callable or None":
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "defaultdict" or not call.args:
                continue
            new = _FACTORIES.get(ast.unparse(call.args[0]))
            if new is None and isinstance(call.args[0], ast.Constant | ast.Dict | ast.List):
                new = f"lambda: {site.code.text(call.args[0])}"
            if new is not None:
                says = "a defaultdict is given what makes its values"
                change = site.code.span(call.args[0]), new
                yield repaired(site.cell, site.code, [change], says, "factory_of_default")


async def names_of_levels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``log.setLevel(level.upper())`` for a level in small letters."""
    match = _LEVEL.search(case.error.value)
    if match is None or match["name"].upper() not in _LEVELS:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            named = [word.value for word in call.keywords if word.arg == "level"]
            given = next(iter([*named, *call.args[:1]]), None)
            if callee(call) not in ("basicConfig", "setLevel") or given is None:
                continue
            is_named = isinstance(given, ast.Name | ast.Attribute | ast.Subscript)
            shown = site.code.text(given)
            if literal(given) == match["name"]:
                new = f"{shown[-1]}{match['name'].upper()}{shown[-1]}"
            elif is_named:
                new = f"{shown}.upper()"
            else:
                continue
            says = "levels are named in capital letters"
            yield repaired(site.cell, site.code, [(site.code.span(given), new)], says, "level_name")


async def starts_of_reductions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``reduce(mul, factors, 1)`` for ``reduce(mul, factors)`` of nothing."""
    if not _NOTHING_REDUCED.search(case.error.value):
        return
    for site in case.sites[:1]:
        told = " ".join(told_near(case, site)).lower()
        for call in site.nodes(ast.Call):
            if callee(call) != "reduce" or len(call.args) != 2 or call.keywords:
                continue
            start = _start(call.args[0], told)
            if start is not None:
                end = site.code.span(call.args[1])[1]
                says = f"of nothing the result is {start}"
                change = (end, end), f", {start}"
                yield repaired(site.cell, site.code, [change], says, "start_of_reduction")


def _start(function: ast.expr, told: str) -> str | None:
    """Return what a function of two numbers begins with; sums may be of lists as well."""
    name = ast.unparse(function).rpartition(".")[2]
    operation = getattr(getattr(function, "body", None), "op", None)
    if name == "mul" or isinstance(operation, ast.Mult):
        return None if _OTHERWISE.search(told) else "1"
    if name == "add" or isinstance(operation, ast.Add):
        return "0" if re.search(r"\b(?:0|zero) (?:for|if|when|where)\b", told) else None
    return None


async def keys_of_pairs(case: Case) -> AsyncIterator[Repair]:
    """Yield ``bisect(grades, points, key=lambda pair: pair[0])`` for a list of tuples."""
    if "'<' not supported between" not in case.error.value or "'tuple'" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            has_key = any(word.arg == "key" for word in call.keywords)
            is_it = callee(call) in ("bisect", "bisect_left", "bisect_right")
            if not is_it or has_key or len(call.args) < 2:
                continue
            if await kind_of(case, site, call.args[1]) in ("tuple", "str"):
                continue
            first = await _first_of_first(case, site, call.args[0])
            if first in _NUMBERS:
                change = with_option(site.code, call, "key", "lambda pair: pair[0]")
                says = "the list is of pairs, and what is looked for is compared with the first"
                yield repaired(site.cell, site.code, [change], says, "key_of_pairs")


async def _first_of_first(case: Case, site: Site, values: ast.expr) -> str:
    """Return of what kind the first part of the first of some pairs is."""
    bound = case.binding(site, values)
    written = literal(bound.value if bound is not None else values)
    if isinstance(written, list | tuple) and written and isinstance(written[0], tuple):
        return type(written[0][0]).__name__
    path = way_to(case, site, values)
    if path is None:
        return ""
    found = await case.resolve(Path(path.root, (*path.steps, ("key", 0), ("key", 0))))
    return found.type or ""


async def slices_from_behind(case: Case) -> AsyncIterator[Repair]:
    """Yield ``list(values)[:-2]`` for ``islice(values, 0, -2)``."""
    if "islice() must be None or an integer: 0 <= x" not in case.error.value:
        return
    for site in case.sites[:1]:
        calls = site.nodes(ast.Call)
        for call in calls:
            if callee(call) != "islice" or len(call.args) not in (2, 3):
                continue
            bounds = [literal(one) for one in call.args[1:]]
            whole = [None, *bounds] if len(bounds) == 1 else bounds
            if not any(isinstance(one, int) and one < 0 for one in whole):
                continue
            shown = ["" if one in (None, 0) else str(one) for one in whole]
            outer = [one for one in calls if callee(one) == "list" and one.args == [call]]
            place = outer[0] if outer else call
            new = f"list({site.code.text(call.args[0])})[{':'.join(shown)}]"
            says = "only a list can be counted from its end"
            change = site.code.span(place), new
            yield repaired(site.cell, site.code, [change], says, "slice_from_behind")


async def padded_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield the signs that a text of base64 is short of."""
    if case.error.value != "Incorrect padding":
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) not in _DECODERS or len(call.args) != 1:
                continue
            given = call.args[0]
            if not isinstance(given, ast.Name | ast.Attribute | ast.Subscript):
                continue
            texts = texts_of(case, site, given)
            if any(len(one.rstrip("=")) % 4 == 1 for one in texts):
                continue  # no padding makes such a text whole
            kind = await kind_of(case, site, given)
            shown = site.code.text(given)
            sign = 'b"="' if kind == "bytes" else '"="'
            if kind in ("bytes", "str"):
                says = "the signs are left out that fill up a text of base64"
                change = site.code.span(given), f"{shown} + {sign} * (-len({shown}) % 4)"
                yield repaired(site.cell, site.code, [change], says, "padded_text")


async def single_parameters(case: Case) -> AsyncIterator[Repair]:
    """Yield ``query["page"][0]`` for ``query["page"]`` of ``parse_qs``, which gives lists."""
    if not _OF_LIST.search(case.error.value):
        return
    for site in case.sites[:1]:
        names = {
            name.id
            for name in site.nodes(ast.Name)
            if (bound := case.binding(site, name)) is not None
            and callee_of(bound.value) == "parse_qs"
        }
        changes: list[Change] = []
        for node in site.code.nodes(ast.expr):
            match node:
                case ast.Call(func=ast.Name(id="int" | "float"), args=[ast.Subscript() as one]):
                    pass
                case ast.Attribute(value=ast.Subscript() as one):
                    pass
                case _:
                    continue
            is_it = isinstance(one.value, ast.Name) and one.value.id in names
            if is_it and isinstance(literal(one.slice), str):
                end = site.code.span(one)[1]
                changes.append(((end, end), "[0]"))
        if changes:
            says = "each parameter of a query is a list of what is given for it"
            yield repaired(site.cell, site.code, changes, says, "single_parameter")
