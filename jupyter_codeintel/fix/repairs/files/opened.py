"""Files: the mode that fits what is done with them, and texts alone are written to them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of, texts_of

_NUMBER = r"(?:bool|float|int|Decimal|Fraction|numpy\.\w+|decimal\.Decimal)"
_NO_TEXT = re.compile(rf"(?:write\(\) argument|data) must be str, not '?{_NUMBER}'?$")
_NUMBERS = ("Decimal", "bool", "float", "float32", "float64", "int", "int64")
_WRITERS = ("DictWriter", "writer")
_READ = re.compile(r"'str' object has no attribute '(read|readline|readlines)'")
_OF_FILES = re.compile(r"path|file|fname")
_ENDING = re.compile(r"[^\n]*\.\w{1,5}")
_TEXT_ALONE = "write() argument must be str, not bytes"
_BYTES_ALONE = "a bytes-like object is required, not 'str'"


async def modes_of_files(case: Case) -> AsyncIterator[Repair]:
    """Yield the opening of a file for bytes or for texts, or for reading, as it is used."""
    for site in case.sites[:1]:
        for call, body in _openings(case, site):
            text = site.code if call in set(ast.walk(site.code.tree)) else None
            mode = _mode(call)
            wanted = _wanted(case, site, mode, body) if mode is not None else None
            has_text_options = any(word.arg in ("encoding", "newline") for word in call.keywords)
            if text is not None and wanted is not None and not ("b" in wanted and has_text_options):
                says = "the file is opened for something else than what is done with it"
                start, new = _with_mode(text, call, wanted)
                change = start, new + _more(case, site, call, wanted, new[-1:])
                yield repaired(site.cell, text, [change], says, "mode_of_file")


def _wanted(case: Case, site: Site, mode: str, body: list[ast.stmt]) -> str | None:
    """Return the mode that fits how a file is used."""
    told = case.error.value
    loads = any(callee(call) == "load" for call in site.nodes(ast.Call))
    if "b" not in mode and loads and (case.is_a("UnicodeDecodeError") or _BYTES_ALONE in told):
        return _binary(mode) if _is_pickled(case, site) else None
    if "b" not in mode and _TEXT_ALONE in told:
        return _binary(mode)
    if "b" in mode and _BYTES_ALONE in told and mode[:1] in "awx":
        return mode.replace("b", "")  # a file that is packed takes a "t" as well
    if case.is_a("UnsupportedOperation") and told == "not readable" and "+" not in mode:
        writes = (node for one in body for node in ast.walk(one))
        is_written = any(callee_of(node).startswith(("write", "dump")) for node in writes)
        return None if is_written else "rb" if "b" in mode else "r"
    return None


def _more(case: Case, site: Site, call: ast.Call, mode: str, quote: str) -> str:
    """Return the options of a file for texts: of one that is packed, and of rows."""
    named = {word.arg for word in call.keywords}
    if "b" in mode or mode[:1] == "r":
        return ""
    if _is_packed(call):
        return "" if "encoding" in named else f", encoding={quote}utf-8{quote}"
    names = site.nodes(ast.Name)
    made = (bound.value for one in names if (bound := case.binding(site, one)) is not None)
    is_of_rows = any(callee_of(one) in _WRITERS for one in made) and "newline" not in named
    return f", newline={quote}{quote}" if is_of_rows else ""


def _is_packed(call: ast.Call) -> bool:
    owner = getattr(call.func, "value", None)
    return isinstance(owner, ast.Name) and owner.id in ("bz2", "gzip", "lzma")


def _binary(mode: str) -> str:
    return f"{mode[:1]}b{mode[1:].replace('t', '')}"


def _is_pickled(case: Case, site: Site) -> bool:
    """Whether a statement loads what only bytes can tell."""
    for call in site.nodes(ast.Call):
        if callee(call) == "load":
            owner = getattr(call.func, "value", None)
            name = getattr(owner, "id", "") if owner is not None else callee(call)
            target = case.target(site, name) or ""
            return target.split(".")[0] in ("cloudpickle", "dill", "joblib", "marshal", "pickle")
    return False


def _openings(case: Case, site: Site) -> Iterator[tuple[ast.Call, list[ast.stmt]]]:
    """Yield the calls that open what a statement uses, and what stands within the opening."""
    used = names_in(site.statement) if site.statement is not None else {}
    used |= _written_to(case, site, used)
    for call in site.nodes(ast.Call):
        if callee(call) == "open":
            yield call, []
    for node in site.code.nodes(ast.With):
        if not node.lineno <= site.line <= (node.end_lineno or 0):
            continue
        for item in node.items:
            name = getattr(item.optional_vars, "id", None)
            if name in used and callee_of(item.context_expr) == "open":
                assert isinstance(item.context_expr, ast.Call)  # noqa: S101 - it has a callee
                yield item.context_expr, node.body
    for name in used:
        bound = case.binding(site, ast.Name(name))
        is_here = bound is not None and bound.cell == site.cell
        if bound is not None and is_here and callee_of(bound.value) == "open":
            assert isinstance(bound.value, ast.Call)  # noqa: S101 - it has a callee
            yield bound.value, site.code.tree.body


def _written_to(case: Case, site: Site, used: dict[str, None]) -> dict[str, None]:
    """Return the files that writers of rows write to."""
    found: dict[str, None] = {}
    for name in used:
        bound = case.binding(site, ast.Name(name))
        made = bound.value if bound is not None and bound.cell == site.cell else None
        if isinstance(made, ast.Call) and callee(made) in _WRITERS and made.args:
            found |= names_in(made.args[0])
    return found


def _place(call: ast.Call) -> int | None:
    """Return where a call takes its mode; None for what opens no plain file."""
    if isinstance(call.func, ast.Name):
        return 1
    owner = getattr(call.func, "value", None)
    if _is_packed(call):
        return 1
    module = isinstance(owner, ast.Name) and owner.id in ("io", "zipfile")
    return None if module else 0


def _mode(call: ast.Call) -> str | None:
    """Return the mode that a call opens a file in."""
    place = _place(call)
    if place is None:
        return None
    given = [word.value for word in call.keywords if word.arg == "mode"]
    given += call.args[place : place + 1]
    mode = literal(given[0]) if given else "r"
    if not isinstance(mode, str):
        return None
    is_of_bytes = _is_packed(call) and not set(mode) & {"b", "t"}
    return f"{mode}b" if is_of_bytes else mode


def _with_mode(text: Code, call: ast.Call, mode: str) -> Change:
    if _is_packed(call) and "b" not in mode and "t" not in mode:
        mode = f"{mode[:1]}t{mode[1:]}"
    given = [word.value for word in call.keywords if word.arg == "mode"]
    place = _place(call) or 0
    given += call.args[place : place + 1]
    quote = "'" if text.source.count("'") > text.source.count('"') else '"'
    if given and mode == "r" and given[0] in call.args and place and len(call.args) == place + 1:
        return (text.span(call.args[place - 1])[1], text.span(given[0])[1]), ""
    if given:
        first = text.text(given[0])[:1]
        return text.span(given[0]), f"{first}{mode}{first}"
    if call.args:
        end = text.span(call.args[-1])[1]
        return (end, end), f", {quote}{mode}{quote}"
    end = text.span(call)[1] - 1
    return (end, end), f"{quote}{mode}{quote}"


async def texts_to_write(case: Case) -> AsyncIterator[Repair]:
    """Yield ``f.write(str(n))`` for ``f.write(n)``, in the lines below as well."""
    if not _NO_TEXT.search(case.error.value):
        return
    for site in case.sites[:1]:
        calls = [call for call in site.nodes(ast.Call) if _writes(call)][:1]
        for call in calls:
            changes = [(site.code.span(call.args[0]), f"str({site.code.text(call.args[0])})")]
            below = [one for one in site.code.nodes(ast.Call) if _writes(one) and one is not call]
            for one in below:
                is_same_file = ast.unparse(one.func) == ast.unparse(call.func)
                kind = await kind_of(case, site, one.args[0]) if one.lineno > site.line else ""
                if is_same_file and kind in _NUMBERS:
                    shown = site.code.text(one.args[0])
                    changes.append((site.code.span(one.args[0]), f"str({shown})"))
            says = "only texts are written to a file"
            yield repaired(site.cell, site.code, changes, says, "text_to_write")


def _writes(call: ast.Call) -> bool:
    is_writing = isinstance(call.func, ast.Attribute) and call.func.attr in ("write", "write_text")
    return is_writing and len(call.args) == 1


async def opened_paths(case: Case) -> AsyncIterator[Repair]:
    """Yield ``open(path).read()`` for ``path.read()`` of a text that is a file's name."""
    match = _READ.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Attribute):
            if node.attr != match[1] or isinstance(node.value, ast.Call):
                continue
            shown = site.code.text(node.value)
            texts = texts_of(case, site, node.value)
            is_file = bool(texts) and all(_ENDING.fullmatch(one) for one in texts)
            if is_file or (not texts and _OF_FILES.search(shown.lower())):
                says = f'"{shown}" is the name of a file, which is to be opened'
                change = site.code.span(node.value), f"open({shown})"
                yield repaired(site.cell, site.code, [change], says, "opened_path")
