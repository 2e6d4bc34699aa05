"""Paths that are used like texts: put together with ``+``, and asked for their ends."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of

_PATHS = ("Path", "PosixPath", "PurePath", "PurePosixPath", "WindowsPath")
_ADDED = re.compile(r"unsupported operand type\(s\) for \+: '\w*Path' and 'str'")
_NO_TEXT = re.compile(r"'\w*Path' object has no attribute '(\w+)'")
_OF_NAMES = ("endswith", "startswith")
_OF_TEXTS = ("casefold", "count", "find", "format", "lower", "lstrip", "partition", "removeprefix",
             "removesuffix", "rfind", "rpartition", "rsplit", "rstrip", "split", "strip", "title",
             "upper")  # fmt: skip
_SUFFIX = re.compile(r"\.\w+")
_FOLDER = re.compile(r"^base|(?:dir|directory|folder|home|root|temp|tmp)$|^(?:out|output|data)$")


async def joined_paths(case: Case) -> AsyncIterator[Repair]:
    """Yield ``base / "report.txt"`` for ``base + "/report.txt"``."""
    if not _ADDED.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.BinOp):
            change = await _joined(case, site, node)
            if change is not None:
                says = "the parts of a path are put together with /"
                yield repaired(site.cell, site.code, [change], says, "joined_path")
                break


async def _joined(case: Case, site: Site, node: ast.BinOp) -> Change | None:
    """Return the change of a sum into a path."""
    parts = _parts(node)
    if not parts or await kind_of(case, site, parts[0]) not in _PATHS:
        return None
    text, shown = site.code, [site.code.text(parts[0])]
    is_open = False
    for n, part in enumerate(parts[1:]):
        told = literal(part)
        begins = _begin(part)
        is_folder = n == 0 and _FOLDER.search(shown[0].lower()) is not None
        if told == "/":
            is_open = True
        elif begins.startswith("/") and _quoted(text, part):
            shown.append(_without_slash(text, part))
            is_open = isinstance(told, str) and told.endswith("/")
        elif is_open or (is_folder and not begins.startswith((" ", ".", "_", "-"))):
            shown.append(text.text(part))
            is_open = isinstance(told, str) and told.endswith("/")
        elif n > 0 and len(shown) > 1:  # the end of a name
            shown[-1] += f" + {text.text(part)}"
        else:
            return None
    brackets = [f"({one})" if " + " in one else one for one in shown]
    return (text.span(node), " / ".join(brackets)) if len(shown) > 1 else None


def _parts(node: ast.expr) -> list[ast.expr]:
    """Return the parts of a sum."""
    if isinstance(node, ast.BinOp):
        return [*_parts(node.left), node.right] if isinstance(node.op, ast.Add) else []
    return [node]


def _begin(node: ast.expr) -> str:
    """Return what a written text begins with."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
    told = literal(first)
    return told if isinstance(told, str) else ""


def _quoted(text: Code, node: ast.expr) -> bool:
    return re.match(r"f?[\"']/", text.text(node)) is not None


def _without_slash(text: Code, node: ast.expr) -> str:
    """Return a written text without the slash that it begins with, which would start anew."""
    return re.sub(r"^(f?[\"'])/+", r"\1", text.text(node))


async def texts_of_paths(case: Case) -> AsyncIterator[Repair]:
    """Yield ``path.suffix == ".txt"`` for ``path.endswith(".txt")``, ``str(path).split("/")``."""
    match = _NO_TEXT.search(case.error.value)
    if match is None or match[1] not in (*_OF_NAMES, *_OF_TEXTS):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or call.func.attr != match[1]:
                continue
            owner = call.func.value
            if isinstance(owner, ast.Constant | ast.JoinedStr):
                continue
            change = _text_of(site.code, call, owner, match[1])
            says = "a path is no text, but knows its name and its end"
            yield repaired(site.cell, site.code, [change], says, "text_of_path")


def _text_of(text: Code, call: ast.Call, owner: ast.expr, method: str) -> Change:
    """Return the change that asks a path's name, its end or its text."""
    shown = text.text(owner)
    told = literal(call.args[0]) if len(call.args) == 1 else None
    ends = told if isinstance(told, tuple) else (told,)
    if method == "endswith" and all(isinstance(x, str) and _SUFFIX.fullmatch(x) for x in ends):
        sign = "in" if isinstance(told, tuple) else "=="
        return text.span(call), f"{shown}.suffix {sign} {text.text(call.args[0])}"
    if method in _OF_NAMES and isinstance(told, str) and "/" not in told:
        return text.span(owner), f"{shown}.name"
    return text.span(owner), f"str({shown})"
