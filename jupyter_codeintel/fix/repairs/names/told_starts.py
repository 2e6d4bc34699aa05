"""Where a sum starts from, as a parameter, a variable or the words near it are named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.words import told_near

UNSURE = ""
_STARTS = frozenset({"opening", "start", "starting", "initial", "init", "begin", "beginning",
                     "base", "seed", "carried", "carryover"})  # fmt: skip
_ADJECTIVES = r"(?:opening|starting|initial|beginning)"
_NUMBER = r"[^\w\s]{0,2}(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?![\d,]*\d)"
_OTHER = _NUMBER.replace("number", "other")
_NOUNS = frozenset({"amount", "balance", "level", "number", "stock", "sum", "total", "value"})
_KINDS = ("int", "float", "Decimal", "Fraction")


def told_start(case: Case, site: Site, name: str) -> str | None:
    """Return what a sum starts from; `UNSURE` if there is something, and None if nothing."""
    for found in (
        list(_parameters(site, name)),
        list(_attributes(site, name)),
        list(_variables(case, site, name)),
    ):
        if found:
            return found[0] if len(found) == 1 else UNSURE
    return _told(case, site, name)


def _parts(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))


def _is_start(name: str, of: str) -> bool:
    """Whether a name says that something starts there: ``opening_balance`` of ``balance``."""
    parts = _parts(name)
    rest = parts - _STARTS
    if parts == {"seed"}:
        return False  # rather of random numbers
    return bool(parts & _STARTS) and (not rest or bool(rest & _nouns(of)))


def _nouns(of: str) -> set[str]:
    """Return the words that a sum may be called by."""
    parts = _parts(of)
    return parts | _NOUNS if parts & _NOUNS else parts


def _parameters(site: Site, name: str) -> Iterator[str]:
    """Yield the parameters of the function that it does not read, and that are named so."""
    function = site.inside
    if function is None:
        return
    read = _names(function)
    given = function.args
    for one in (*given.posonlyargs, *given.args, *given.kwonlyargs):
        if one.arg not in read and _parts(one.arg) & _STARTS:
            # "start_date" that is read nowhere tells that something is left out, but not what.
            yield one.arg if _is_start(one.arg, name) else UNSURE


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _attributes(site: Site, name: str) -> Iterator[str]:
    """Yield the attributes that the class around a method sets, and the method does not read."""
    function = site.inside
    if function is None or not function.args.args:
        return
    own = function.args.args[0].arg
    for kind in site.code.nodes(ast.ClassDef):
        if function not in kind.body:
            continue
        read = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
        found = {
            node.attr
            for node in ast.walk(kind)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        }
        yield from (f"{own}.{one}" for one in sorted(found - read) if _is_start(one, name))


def _variables(case: Case, site: Site, name: str) -> Iterator[str]:
    """Yield the live numbers that are named so, and that nothing near the place reads."""
    namespace = case.failure.namespace
    read = _names(site.inside or site.code.tree)
    for live in namespace.variables.values() if namespace is not None else ():
        if live.type.rpartition(".")[2] not in _KINDS or live.name in read:
            continue
        if not _parts(live.name) - _STARTS:
            # "seed" and "base" are the names of other things too.
            continue
        if _is_start(live.name, name) and not _is_given(case, live.name):
            yield live.name


def _is_given(case: Case, name: str) -> bool:
    """Whether the notebook gives a variable to a call, which may be what it is for."""
    return any(
        isinstance(one, ast.Name) and one.id == name
        for cell in case.failure.document.cells
        if cell.type == "code"
        for call in case.code(cell.id).nodes(ast.Call)
        if getattr(call.func, "id", "") != "print"
        for one in (*call.args, *(word.value for word in call.keywords))
    )


def _told(case: Case, site: Site, name: str) -> str | None:
    """Return the number that the words near a place give as the start."""
    nouns = "|".join(sorted(_nouns(name)))
    said = re.compile(
        rf"\b{_ADJECTIVES} (?:{nouns})\b(?: (?:is|of|was|at))?[ :=]*(?:{_NUMBER})?"
        rf"|\b(?:{nouns}) (?:starts|begins|started|starting) (?:at|with|from|out at) {_OTHER}"
    )
    found: set[str] = set()
    for words in told_near(case, site):
        for match in said.finditer(" ".join(words.lower().replace("_", " ").split())):
            found.add((match["number"] or match["other"] or UNSURE).replace(",", ""))
    numbers = found - {UNSURE}
    if len(numbers) == 1:
        return numbers.pop()
    return UNSURE if found else None
