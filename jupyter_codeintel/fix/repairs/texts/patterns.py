"""What the functions of ``re`` are given: patterns, groups and texts."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_TAKING = frozenset(("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn"))
_SPECIAL = re.compile(r"[\\^$.|?*+(){}\[\]]")
_PLAIN_CLASS = re.compile(r"(?:\\[dw]|\[[^\]]*\]|[+*?.:/-]|\{\d+(?:,\d*)?\}|\\[b.])+")
"""A pattern of which all is meant: ``\\d{4}-\\d{2}``, without words around it."""
_GROUP_OF_ONE = "no such group"


async def whole_matches(case: Case) -> AsyncIterator[Repair]:
    """Yield ``m.group()`` for ``m.group(1)`` where a pattern has no group."""
    if _GROUP_OF_ONE not in case.error.value:
        return
    says = "the pattern has no group; all that it matches is meant"
    for site in case.sites[:1]:
        for node in site.nodes(ast.expr):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=found, attr="group"), args=[ast.Constant(value=1)]
                ):
                    change = site.code.span(node.args[0]), ""
                case ast.Subscript(value=found, slice=ast.Constant(value=1)):
                    change = site.code.span(node.slice), "0"
                case _:
                    continue
            if _PLAIN_CLASS.fullmatch(_pattern_of(case, site, found)):
                yield repaired(site.cell, site.code, [change], says, "whole_match")


def _pattern_of(case: Case, site: Site, found: ast.expr) -> str:
    """Return the pattern that made a match, as far as it is written; empty otherwise."""
    made = _meant(case, site, found)
    if not isinstance(made, ast.Call) or callee_of(made) not in _TAKING:
        return ""
    owner = made.func.value if isinstance(made.func, ast.Attribute) else None
    compiled = _meant(case, site, owner) if owner is not None else None
    source = compiled if callee_of(compiled) == "compile" else made
    if not isinstance(source, ast.Call) or not source.args:
        return ""
    pattern = literal(_meant(case, site, source.args[0]))
    is_whole = isinstance(pattern, str) and not re.search(r"(?<!\\)\(", pattern)
    return str(pattern) if is_whole else ""


def _meant(case: Case, site: Site, node: ast.expr) -> ast.expr:
    bound = case.binding(site, node)
    return node if bound is None else bound.value


async def escaped_patterns(case: Case) -> AsyncIterator[Repair]:
    """Yield a pattern with a backslash before the one sign of ``"+"``, which is a text."""
    if not case.is_a("error", "PatternError"):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee_of(call) not in _TAKING | {"compile"} or not call.args:
                continue
            given = call.args[0]
            pattern = literal(_meant(case, site, given))
            if not isinstance(pattern, str) or not _is_text(pattern):
                continue
            new = f"re.escape({site.code.text(given)})" if case.name_of("re") == "re" else None
            if isinstance(given, ast.Constant):
                quote = site.code.text(given)[-1]
                new = f"r{quote}{_SPECIAL.sub(lambda one: chr(92) + one[0], pattern)}{quote}"
            if new is not None:
                says = "a sign that has a meaning in patterns stands for itself with a backslash"
                change = site.code.span(given), new
                yield repaired(site.cell, site.code, [change], says, "escaped_pattern")


def _is_text(pattern: str) -> bool:
    """Whether a pattern that cannot be read is surely a text with one sign that is special."""
    signs = set(_SPECIAL.findall(pattern))
    if len(signs) != 1 or "\\" in pattern or '"' in pattern or "'" in pattern:
        return False
    try:
        re.compile(pattern)
    except re.error:
        sign = signs.pop()
        if sign in "([":  # with something after it, its counterpart may be what is missing
            return pattern.rstrip().endswith(sign) and pattern.count(sign) == 1
        # A star within a text may be that of names of files.
        return sign == "+" or set(pattern.strip()) == {sign}
    return False


async def texts_of_patterns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``re.match(p, str(phone))`` for a number, and ``"0"`` for what is put in."""
    is_searched = re.search(r"expected string or bytes-like object, got 'int'", case.error.value)
    is_put_in = "decoding to str: need a bytes-like object, int found" in case.error.value
    for site in case.sites[:1] if is_searched or is_put_in else ():
        for call in site.nodes(ast.Call):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=[_, second, *more]
                ) if attr in _TAKING and case.target(site, name) == "re":
                    puts_in = attr in ("sub", "subn")
                    node = more[0] if puts_in and is_searched and more else second
                    if puts_in or is_searched:
                        new = _as_text(site, node)
                        says = "functions of re take texts"
                        change = site.code.span(node), new
                        yield repaired(site.cell, site.code, [change], says, "text_of_pattern")


def _as_text(site: Site, node: ast.expr) -> str:
    shown = site.code.text(node)
    return f'"{shown}"' if isinstance(node, ast.Constant) else f"str({shown})"
