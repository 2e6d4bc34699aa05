"""Folders that are made though they are there, or that are not there though they are needed."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, strings
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import, with_option
from jupyter_codeintel.fix.repairs.spelling import meant

_NO_FOLDER = re.compile(
    r"non-existent directory|No such file or directory|Parent directory .* does not exist"
)
_QUOTED = re.compile(r"'([^']+)'\s*$")
_WRITING = ("ExcelWriter", "imsave", "imwrite", "save", "save_weights", "savefig", "savetxt",
            "savez", "savez_compressed", "write_bytes", "write_html", "write_image",
            "write_text")  # fmt: skip
_SECOND = ("joblib.dump", "torch.save")
"""Functions whose second argument is the path."""
_PATHS = ("PosixPath", "WindowsPath", "Path")


async def folders_made(case: Case) -> AsyncIterator[Repair]:
    """Yield the option that lets a folder be there already, or makes those around it too."""
    is_there = case.is_a("FileExistsError")
    if not is_there and (not case.is_a("FileNotFoundError") or _may_be_misspelt(case)):
        return
    option = "exist_ok" if is_there else "parents"
    says = "the folder is there already" if is_there else "the folders around it are not there"
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            changes = _made(site, call, option)
            if changes:
                yield repaired(site.cell, site.code, changes, says, "folder_made")


async def missing_folders(case: Case) -> AsyncIterator[Repair]:
    """Yield the line that makes the folder of a file that is to be written."""
    is_of_files = case.is_a("OSError", "FileNotFoundError", "RuntimeError")
    if not is_of_files or not _NO_FOLDER.search(case.error.value):
        return
    if _may_be_misspelt(case):
        return
    for site in case.sites[:1]:
        statement = site.statement
        paths = [path for path in map(_written, site.nodes(ast.Call)) if path is not None]
        if statement is None or len(paths) != 1:
            continue
        made = await _made_for(case, site, paths[0])
        statement = _above_loops(site, statement, made or "")
        start = site.code.span(statement)[0]
        indent = site.code.line(statement.lineno)[: statement.col_offset]
        if made is None or indent.strip():
            continue
        changes: list[Change] = [((start, start), f"{made}\n{indent}")]
        if made.startswith("os.") and case.name_of("os") != "os":
            added = inserted_import(site.code, "import os")
            if added[0][0] > start:
                continue
            changes.append(added)
        says = "the folder of the file is not there before it is made"
        if len({span for span, _ in changes}) < len(changes):  # both at the very top
            changes = [((start, start), changes[1][1] + changes[0][1])]
        yield repaired(site.cell, site.code, changes, says, "missing_folder")


def _above_loops(site: Site, statement: ast.stmt, made: str) -> ast.stmt:
    """Return a statement, or the outermost loop around it in which a folder is the same."""
    names = {node.id for node in ast.walk(ast.parse(made)) if isinstance(node, ast.Name)}
    for loop in site.code.nodes(ast.For, site.inside):
        is_around = loop.lineno < statement.lineno <= (loop.end_lineno or 0)
        is_own = site.inside is not None or not any(
            isinstance(node, ast.FunctionDef) and loop in ast.walk(node)
            for node in site.code.tree.body
        )
        bound = {node.id for node in ast.walk(loop)
                 if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}  # fmt: skip
        if is_around and is_own and not names & bound:
            return loop
    return statement


def _may_be_misspelt(case: Case) -> bool:
    """Whether a part of the path is nearly what the notebook writes elsewhere."""
    match = _QUOTED.search(case.error.value)
    parts = set(match[1].split("/")) if match is not None else set()
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    written = {
        part
        for cell in cells
        for text in strings(ast.walk(case.code(cell).tree))
        for part in text.split("/")
    }
    return any(len(part) > 2 and meant(part, written - {part}) for part in parts & written)


def _made(site: Site, call: ast.Call, option: str) -> list[Change]:
    """Return the changes of a call that makes a folder."""
    text = site.code
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr="mkdir" as name), args=[_]):
            changes: list[Change] = []
            end = text.span(call.func)[1]
            changes.append(((end - len(name), end), "makedirs"))
            if option == "exist_ok":
                changes.append(with_option(text, call, option, "True"))
            return changes
        case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr="makedirs")):
            return [with_option(text, call, option, "True")] if option == "exist_ok" else []
        case ast.Call(func=ast.Name(id="makedirs"), args=[_, *_]):
            return [with_option(text, call, option, "True")] if option == "exist_ok" else []
        case ast.Call(func=ast.Attribute(attr="mkdir"), args=[]):
            return [with_option(text, call, option, "True")]
    return []


def _written(call: ast.Call) -> ast.expr | None:
    """Return the path that a call writes to."""
    name = callee(call)
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if name == "open":
        modes = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
        texts = [one.value for one in modes if isinstance(one, ast.Constant)]
        is_writing = any(re.fullmatch(r"[wxa][bt+]*", str(mode)) for mode in texts)
        return (owner or call.args[0]) if is_writing and (owner or call.args) else None
    if name in ("write_bytes", "write_text"):
        return owner
    if ast.unparse(call.func) in _SECOND:
        return call.args[1] if len(call.args) > 1 else None
    if name in _WRITING or name.startswith("to_"):
        return call.args[0] if call.args else None
    return None


async def _made_for(case: Case, site: Site, path: ast.expr) -> str | None:
    """Return the statement that makes the folder of a path."""
    shown = site.code.text(path)
    match path:
        case ast.Constant(value=str(name)) if "/" in name:
            folder = name.rpartition("/")[0]
            quote = shown[0] if shown[0] in "'\"" else '"'
            return f"os.makedirs({quote}{folder}{quote}, exist_ok=True)"
        case ast.BinOp(left=folder, op=ast.Div()):
            inner = site.code.text(folder)
            owner = inner if isinstance(folder, ast.Name) else f"({inner})"
            return f"{owner}.mkdir(parents=True, exist_ok=True)"
        case ast.Call(func=ast.Attribute(attr="join"), args=[*folders, last]) if _is_file(last):
            folder = ", ".join(map(site.code.text, folders))
            if len(folders) > 1:
                folder = f"{site.code.text(path.func)}({folder})"
            return f"os.makedirs({folder}, exist_ok=True)"
        case ast.JoinedStr():
            return _made_for_text(path, shown)
        case ast.Name():
            return await _made_for_name(case, site, path)
    return None


def _made_for_text(path: ast.JoinedStr, shown: str) -> str | None:
    """Return the statement that makes the folder of a text with values in it."""
    match path.values:
        case [ast.FormattedValue(value=ast.Name(id=folder)), ast.Constant(value=rest), *_] if (
            str(rest).startswith("/") and shown.count("/") == 1
        ):
            return f"os.makedirs({folder}, exist_ok=True)"
        case [ast.Constant(value=str(first)), *_] if "/" in first and shown.count(
            "/"
        ) == first.count("/"):
            return f'os.makedirs("{first.rpartition("/")[0]}", exist_ok=True)'
    return None


def _is_file(node: ast.expr) -> bool:
    """Whether a text is the name of a file, without a folder in it."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [one.value for one in parts if isinstance(one, ast.Constant)]
    return bool(texts) and not any("/" in str(one) for one in texts)


async def _made_for_name(case: Case, site: Site, path: ast.Name) -> str | None:
    bound = case.binding(site, path)
    kind = ((await case.resolve(case.path(site, path))).type or "").rpartition(".")[2]
    is_path = kind in _PATHS or (
        bound is not None and isinstance(bound.value, ast.BinOp | ast.Call)
        and _is_pathlib(bound.value)
    )  # fmt: skip
    if is_path:
        return f"{path.id}.parent.mkdir(parents=True, exist_ok=True)"
    is_text = kind == "str" or (bound is not None and not isinstance(bound.value, ast.Name))
    return f"os.makedirs(os.path.dirname({path.id}), exist_ok=True)" if is_text else None


def _is_pathlib(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return callee(value) in ("Path", "joinpath", "with_name", "with_suffix")
    return isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div)
