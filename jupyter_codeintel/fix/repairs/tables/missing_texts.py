"""Functions of texts that are given a column in which some texts are missing."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.kinds import frame_of
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.fix.repairs.written import written

_MISSING = re.compile(
    r"argument of type '(?:float|NoneType)' is not iterable"
    r"|argument of type '(?:float|NoneType)' is not a container"
    r"|object of type '(?:float|NoneType)' has no len\(\)"
    r"|'(?:float|NoneType)' object (?:has no attribute|is not subscriptable)"
    r"|descriptor '\w+' for 'str' objects doesn't apply to a 'float' object"
)
_AS_THEY_ARE = frozenset(
    {"capitalize", "casefold", "lower", "lstrip", "rstrip", "split", "strip", "swapcase", "title",
     "upper", "zfill"}
)  # fmt: skip
_TESTS = ("endswith", "startswith")
_SIGNS = re.compile(r"[.^$*+?{}\[\]\\|()]")
_TOLD = re.compile(
    r"\b(?:empty|missing|nan|no (?:name|note|text|value)|none|unknown)\b", re.IGNORECASE
)
_STAYS = re.compile(r"\b(?:keep|keeps|kept|left|remain|remains|stay|stays)\b", re.IGNORECASE)


async def functions_of_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["a"].str.lower()`` for ``df["a"].apply(lambda t: t.lower())``.

    What is missing stays so, or has nothing that is looked for; where the words say that
    something else becomes of it, nothing is proposed.
    """
    if not _MISSING.search(case.error.value) or _is_told_otherwise(case):
        return
    for place, site in enumerate(case.sites):
        for call in site.nodes(ast.Call):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=column, attr="apply" | "map"),
                    args=[function],
                    keywords=[],
                ):
                    found = await frame_of(case, place, column)
                    new = _of_column(site, function)
                    if found is None or not new or not _is_of_texts(case, site, found):
                        continue
                    says = f'some texts of "{found[1]}" are missing, which .str passes over'
                    change = site.code.span(call), f"{site.code.text(column)}{new}"
                    yield repaired(site.cell, site.code, [change], says, "function_of_texts")
                    return


def _is_told_otherwise(case: Case) -> bool:
    """Whether the words say of missing texts that they do not stay so."""
    said = [words for site in case.sites for words in told_near(case, site)]
    return any(_TOLD.search(words) and not _STAYS.search(words) for words in said)


def _is_of_texts(case: Case, site: Site, found: tuple[ast.expr, str]) -> bool:
    """Whether no number is written among the texts of a column."""
    frame, column = found
    if not isinstance(frame, ast.Name):
        return True
    values = written(case, site, frame.id, column).values
    return not any(isinstance(value, int | float) for value in values)


def _of_column(site: Site, function: ast.expr) -> str:
    """Return the method of a column that does what a function does to each text."""
    match function:
        case ast.Name(id="len"):
            return ".str.len()"
        case ast.Attribute(value=ast.Name(id="str"), attr=name) if name in _AS_THEY_ARE:
            return f".str.{name}()"
        case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=text)], defaults=[]), body=body):
            reads = [n for n in ast.walk(body) if isinstance(n, ast.Name) and n.id == text]
            return (_of_text(site, text, body) or "") if len(reads) == 1 else ""
    return ""


def _of_text(site: Site, text: str, body: ast.expr) -> str | None:
    """Return what a column has for an expression of one text; None where there is nothing."""
    shown = site.code.text
    match body:
        case ast.Name(id=name) if name == text:
            return ""
        case ast.Compare(left=part, ops=[ast.In()], comparators=[ast.expr() as inner]):
            before = _of_text(site, text, inner)
            plain = isinstance(part, ast.Constant) and not _SIGNS.search(str(part.value))
            option = "" if plain else ", regex=False"
            new = f".str.contains({shown(part)}{option}, na=False)"
        case ast.Call(func=ast.Name(id="len"), args=[inner], keywords=[]):
            before, new = _of_text(site, text, inner), ".str.len()"
        case ast.Call(func=ast.Attribute(value=inner, attr=name), args=given, keywords=[]):
            before = _of_text(site, text, inner)
            new = _method(name, [shown(one) for one in given])
        case ast.Subscript(value=inner, slice=index) if not _is_key(index):
            before, new = _of_text(site, text, inner), f".str[{shown(index)}]"
        case _:
            return None
    return f"{before}{new}" if before is not None and new else None


def _is_key(index: ast.expr) -> bool:
    """Whether an index is a key, so that it is of no text."""
    return isinstance(index, ast.Constant) and isinstance(index.value, str)


def _method(name: str, given: list[str]) -> str:
    """Return the method of a column that is like one of a text; nothing if there is none."""
    if name == "replace" and len(given) == 2:
        return f".str.replace({given[0]}, {given[1]}, regex=False)"
    if name in _TESTS and len(given) == 1:
        return f".str.{name}({given[0]}, na=False)"
    if name not in _AS_THEY_ARE or (name == "split" and len(given) > 1):
        return ""
    return f".str.{name}({', '.join(given)})"
