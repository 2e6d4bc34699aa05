"""Files that are read in another encoding than they are written in."""

from __future__ import annotations

import ast
import codecs
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import binding, names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.words import prose_of

_Call = tuple[str, Code, ast.Call]
_UNREADABLE = re.compile(
    r"'(?P<codec>[\w-]+)' codec can't decode byte 0x(?P<byte>[0-9a-f]{2}) in position (?P<at>\d+)"
)
_READING = ("genfromtxt", "loadtxt", "open", "read_csv", "read_fwf", "read_json", "read_table",
            "read_text")  # fmt: skip
_SAID = re.compile(
    r"\bwindows\b[^.;]{0,30}\bwest(?:ern)?[- ]europe"
    r"|\bwest(?:ern)?[- ]europe\w*[^.;]{0,30}\bwindows\b",
    re.IGNORECASE,
)
_WRITING = ("encode", "to_csv", "write_text")
_NAMED = re.compile(
    r"(?<![\w-])(?:latin[-_ ]?[19]|iso[-_ ]?8859[-_ ]\d+|cp\d{3,4}|windows[-_ ]125\d"
    r"|utf[-_ ]?16|shift[-_ ]?jis|euc[-_]jp|gbk|gb18030|big5|koi8-r|mac[-_ ]?roman)(?![\w-])",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(
    r"\.(?:bz2|docx?|gif|gz|h5|jpe?g|npy|npz|parquet|pdf|pickle|pkl|png|pptx?|xlsx?|xz|zip)\b",
    re.IGNORECASE,
)
_BEGINNINGS = ((0, 0x80), (0, 0x89), (0, 0xD0), (1, 0x8B))
"""Where which byte tells of a file that is no text: pickles, pictures, old Excel, gzip."""
_MARKS = (0xFE, 0xFF)
_CONTROLS = range(0x80, 0xA0)
_MADE_FOR_ENGLISH = ("ascii", "charmap")
_DEEPEST = 3


async def encodings(case: Case) -> AsyncIterator[Repair]:
    """Yield the reading in the encoding that the notebook names, or that the byte points to."""
    match = _UNREADABLE.search(case.error.value)
    if match is None or not case.is_a("UnicodeDecodeError"):
        return
    codec, byte, at = match["codec"], int(match["byte"], 16), int(match["at"])
    for site in case.sites:
        calls = [one for one in _readings(case, site) if not _NO_TEXT.search(_shown(case, one))]
        for cell, text, call in calls:
            encoding = told = _told(case, (cell, text, call), codec)
            is_one_of_many = _is_in_turn(text, call)
            if is_one_of_many and _is_written(case, codec):
                continue  # some of them are in the one, and some in the other
            if told is None and callee(call) != "decode" and not is_one_of_many:
                encoding = _of_byte(codec, byte, at)
            if encoding is not None:
                source = "the notebook says" if told else f"the byte 0x{byte:02x} tells"
                says = f'the text is in "{encoding}", as {source}'
                change = _in_encoding(text, call, encoding)
                yield repaired(cell, text, [change], says, "encoding")
        if calls:
            return


def _is_in_turn(text: Code, call: ast.Call) -> bool:
    """Whether a call reads one file after the other."""
    within = (node for node in text.nodes(ast.AST) if call in ast.walk(node))
    targets = (
        target
        for node in within
        for target in (
            [node.target]
            if isinstance(node, ast.For)
            else [one.target for one in getattr(node, "generators", ())]
        )
    )
    names = {part.id for one in targets for part in ast.walk(one) if isinstance(part, ast.Name)}
    return not names.isdisjoint(names_in(call))


def _is_written(case: Case, codec: str) -> bool:
    """Whether the notebook writes something in an encoding."""
    cells = (cell.id for cell in case.failure.document.cells if cell.type == "code")
    calls = (call for cell in cells for call in case.code(cell).nodes(ast.Call))
    return any(
        _canonical(name) == _canonical(codec)
        for call in calls
        if callee(call) in _WRITING
        for name in _options(call)
    )


def _of_byte(codec: str, byte: int, at: int) -> str | None:
    """Return the encoding that a byte is likely of which cannot be read in another."""
    if codec in _MADE_FOR_ENGLISH:
        return "utf-8"
    if _canonical(codec) != "utf-8" or (at, byte) in _BEGINNINGS:
        return None
    if at == 0 and byte in _MARKS:
        return "utf-16"
    return "cp1252" if byte in _CONTROLS else "latin-1"


def _in_encoding(text: Code, call: ast.Call, encoding: str) -> Change:
    if callee(call) in ("decode", "read_text") and call.args:
        return text.span(call.args[0]), f'"{encoding}"'
    return with_option(text, call, "encoding", f'"{encoding}"')


def _readings(case: Case, site: Site) -> Iterator[_Call]:
    """Yield the calls that read the text of a failing statement, or open its file."""
    for call in site.nodes(ast.Call):
        if _reads(call):
            yield site.cell, site.code, call
    around = [
        item.context_expr
        for node in site.code.nodes(ast.With)
        if node.lineno < site.line <= (node.end_lineno or node.lineno)
        for item in reversed(node.items)
    ]
    for opened in reversed(around):
        if isinstance(opened, ast.Call) and _reads(opened):
            yield site.cell, site.code, opened
    if site.statement is not None:
        yield from _bound(case, site, site.statement, _DEEPEST)


def _bound(case: Case, site: Site, within: ast.AST, depth: int) -> Iterator[_Call]:
    """Yield the calls that open what names stand for: of a reader, its file."""
    for name in names_in(within) if depth else ():
        bound = binding(case.failure, site, name)
        if bound is None:
            continue
        if isinstance(bound.value, ast.Call) and callee(bound.value) == "open":
            if _reads(bound.value):
                yield bound.cell, bound.code, bound.value
        else:
            at = bound.site
            yield from _bound(case, at, bound.value, depth - 1)


def _reads(call: ast.Call) -> bool:
    """Whether a call reads text, or opens a file to do so."""
    name = callee(call)
    if name == "decode":
        return isinstance(call.func, ast.Attribute)
    if name not in _READING or any(keyword.arg is None for keyword in call.keywords):
        return False
    if name != "open":
        return True
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    # A path has its mode first; the modules that open files have it after the path.
    written = [one for one in (*modes, *call.args[:2]) if isinstance(one, ast.Constant)]
    shown = [str(one.value) for one in written if len(str(one.value)) <= len("rb+")]
    return not any(set(mode) & set("wax+b") and set(mode) <= set("rwaxbtU+") for mode in shown)


def _told(case: Case, reading: _Call, codec: str) -> str | None:
    """Return the one other encoding that the notebook names: for this file, or at all."""
    marks = _marks(case, reading)
    written: dict[str, str] = {}
    same_file: dict[str, str] = {}
    said: dict[str, str] = {}
    others = {_canonical(codec), "utf-8", *map(_canonical, _options(reading[2]))}
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        for statement, name in _written(case.code(cell)):
            written[_canonical(name)] = name
            if marks & _words(statement):
                same_file[_canonical(name)] = name
    for words in _prose(case):
        for found in _NAMED.findall(words):
            said[_canonical(found)] = found.lower().replace(" ", "-")
        if _SAID.search(words):
            said["cp1252"] = "cp1252"
    for told in (same_file, written, said):
        names = [name for key, name in told.items() if key and key not in others]
        if names:
            return names[0] if len(names) == 1 else None
    return None


def _written(text: Code) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statements that name an encoding, the innermost last, with its name."""
    for statement in text.nodes(ast.stmt):
        for call in text.nodes(ast.Call, statement):
            yield from ((statement, name) for name in _options(call))


def _options(call: ast.Call) -> list[str]:
    """Return the encoding that a call is given, if it is written there."""
    given = [word.value for word in call.keywords if word.arg == "encoding"]
    given += call.args[:1] if callee(call) in ("decode", "encode") else []
    return [str(one.value) for one in given if isinstance(one, ast.Constant)]


def _prose(case: Case) -> Iterator[str]:
    for cell in case.failure.document.cells:
        if cell.type == "code":
            yield from prose_of(case, cell.id)
        else:
            yield cell.source
    yield case.failure.goal


def _marks(case: Case, reading: _Call) -> frozenset[str]:
    """Return the names and texts of a call that tell which file it reads."""
    cell, text, call = reading
    found = _words(call)
    site = Site(cell, text, call.lineno)
    for name in names_in(call):
        bound = binding(case.failure, site, name)
        found |= _words(bound.value) if bound is not None else frozenset()
    return frozenset(one for one in found if case.target(site, one) is None and len(one) > 1)


def _words(node: ast.AST) -> frozenset[str]:
    """Return the variables of an expression, and the last parts of the paths in it."""
    found = {name for name in names_in(node) if name not in _READING}
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and "." in one.value:
            found.add(one.value.rpartition("/")[2])
    return frozenset(found)


def _shown(case: Case, reading: _Call) -> str:
    """Return what tells of a file's name."""
    return " ".join((*_marks(case, reading), reading[1].text(reading[2])))


def _canonical(name: str) -> str:
    """Return the name of an encoding as Python has it, the same for all that it has."""
    try:
        return codecs.lookup(name.replace(" ", "-")).name
    except LookupError:
        return ""
