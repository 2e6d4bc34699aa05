"""Files that are not there, where one with a like name is, or the same one elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice

from jupyter_codeintel.context.nearest import same_variant
from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.fix.repairs.words import words_near

_WRITING = ("imsave", "save", "savefig", "savetxt", "savez")
_STAGES = frozenset(
    {"archive", "backup", "clean", "cleaned", "final", "interim", "new", "old", "output",
     "outputs", "processed", "result", "results", "test", "train", "valid", "validation"}
)  # fmt: skip
"""Folders whose files have the same names as those in others, and are other ones."""
_Place = tuple[str, Code, ast.expr]


async def misplaced_files(case: Case) -> AsyncIterator[Repair]:
    """Yield the one file that has the name in another folder, or the nearest name in this one."""
    path = case.error.attributes.get("file", "")
    near = case.error.attributes.get("near_files", "").split("\n")
    real = _meant(path, near, _told(case)) if path else None
    if real is None or not _may_be_same(path.rpartition("/")[0], real.rpartition("/")[0]):
        return
    names = {node.id for site in case.sites for node in site.nodes(ast.Name)}
    earlier = case.failure.flow.slice(names, before=case.failure.cell)
    cells = list(dict.fromkeys([*(site.cell for site in case.sites), *reversed(earlier)]))
    says = f'there is no file "{path}", but "{real}"'
    for cell, text, changes in _changes(case, cells, path, real):
        if changes:
            yield repaired(cell, text, changes, says, "misplaced_file")
            return


async def files_as_written(case: Case) -> AsyncIterator[Repair]:
    """Yield the path by which the notebook has written a file that is looked for elsewhere."""
    path = case.error.attributes.get("file", "")
    folder, _, name = path.rpartition("/")
    read = next(_read(case, name), None) if name else None
    written = {ast.unparse(node): (text, node) for text, node in _written(case, name)}
    if read is None or len(written) != 1:
        return
    cell, text, node = read
    ((plain, (origin, other)),) = written.items()
    asked = ast.unparse(node).replace(name, "")
    if not names_in(node) or names_in(node) != names_in(other):
        asked = f"{folder.rpartition('/')[2]} {asked}"
    if plain == ast.unparse(node) or not _may_be_same(asked, plain.replace(name, "")):
        return
    if isinstance(other, ast.Constant):
        changes = _parts(case, text, node, path, _below(folder, str(other.value)))
    else:
        is_other = _is_path(node) and not _is_path(other)
        shown = origin.text(other)
        changes = [(text.span(node), f"Path({shown})" if is_other else shown)]
    if changes:
        says = f'the notebook has written "{name}" to another place'
        yield repaired(cell, text, changes, says, "file_as_written")


def _below(folder: str, path: str) -> str:
    """Return a path from a folder on, where the path goes through one of that name."""
    name = folder.rpartition("/")[2]
    if name and path.startswith(f"{name}/"):
        return folder.removesuffix(name) + path
    return path


def _told(case: Case) -> set[str]:
    """Return the words about the places that a failure came through."""
    return {word for site in case.sites for word in re.findall(r"\w+", words_near(case, site))}


def _meant(path: str, near: list[str], told: set[str]) -> str | None:
    folder, _, name = path.rpartition("/")
    namesakes = [other for other in near if other.rpartition("/")[2] == name]
    if len(namesakes) > 1:
        folders = {one: one.rpartition("/")[0].rpartition("/")[2].lower() for one in namesakes}
        namesakes = [one for one in namesakes if folders[one] in told] or namesakes
    if namesakes:
        return namesakes[0] if len(namesakes) == 1 else None
    beside = {other.rpartition("/")[2] for other in near if other.rpartition("/")[0] == folder}
    # By their names alone: a long way to both of them makes no two of them alike.
    found = meant(name, beside)
    return found and path.removesuffix(name) + found


def _changes(
    case: Case, cells: list[str], path: str, real: str
) -> Iterator[tuple[str, Code, list[Change]]]:
    """Yield the changes of the whole path, else of the parts of it that differ."""
    for cell in cells:
        text = case.code(cell)
        yield cell, text, [(text.span(node), repr(real)) for node in _strings(text, path)]
    folder, _, name = path.rpartition("/")
    new_folder, _, new_name = real.rpartition("/")
    (around, _, last), (new_around, _, new_last) = (
        folder.rpartition("/"),
        new_folder.rpartition("/"),
    )
    for cell in cells if around == new_around and meant(last, [new_last]) else ():
        text = case.code(cell)
        yield cell, text, [(text.span(node), repr(new_folder)) for node in _strings(text, folder)]
    for cell, text, node in _read(case, name):
        yield cell, text, _parts(case, text, node, path, real)
    for cell in cells if new_folder == folder else ():
        text = case.code(cell)
        yield cell, text, [(text.span(node), repr(new_name)) for node in _strings(text, name)]


def _parts(case: Case, text: Code, node: ast.expr, path: str, real: str) -> list[Change]:
    """Return the change of a path's last part, of the variable before it, or of the whole."""
    folder, _, name = path.rpartition("/")
    new_folder, _, _ = real.rpartition("/")
    start, end = text.span(node)
    if new_folder == folder or (folder and new_folder.startswith(f"{folder}/")):
        first = text.source.rfind(name, start, end)
        new = real.removeprefix(f"{folder}/") if folder else real
        return [((first, first + len(name)), new)] if first >= 0 and "'" not in new else []
    variables = case.failure.namespace.variables if case.failure.namespace else {}
    named = [one for one, live in variables.items() if live.value == repr(new_folder)]
    head = _head(node)
    if named and isinstance(head, ast.Name):
        return [(text.span(head), named[0])]
    return [((start, end), f"Path({real!r})" if _is_path(node) else repr(real))]


def _strings(text: Code, value: str) -> list[ast.Constant]:
    return [node for node in text.nodes(ast.Constant) if node.value == value]


def _last(node: ast.expr) -> str:
    """Return the name of the file that an expression of a path ends in."""
    match node:
        case ast.Constant(value=str(text)):
            return text.rpartition("/")[2]
        case ast.BinOp(op=ast.Div() | ast.Add(), right=ast.Constant() as part):
            return _last(part)
        case ast.JoinedStr(values=[_, *_, ast.Constant(value=str(text))]) if "/" in text:
            return text.rpartition("/")[2]
        case ast.Call(args=[*_, ast.Constant() as part]):
            return _last(part) if callee(node) in ("Path", "join", "joinpath") else ""
    return ""


def _head(node: ast.expr) -> ast.expr | None:
    """Return what an expression of a path begins with."""
    match node:
        case ast.BinOp(left=head) | ast.Call(args=[head, _, *_]):
            return head
        case ast.JoinedStr(values=[ast.FormattedValue(value=head), *_]):
            return head
    return None


def _paths(within: Iterable[ast.AST], name: str) -> Iterator[ast.expr]:
    """Yield the outermost expression of a path to a file of that name, if there is one."""
    found = (node for node in within if isinstance(node, ast.expr) and _last(node) == name)
    yield from islice(found, 1)


def _read(case: Case, name: str) -> Iterator[_Place]:
    """Yield where the failing statement has its path from."""
    for site in case.sites:
        for node in _paths(site.nodes(ast.expr), name):
            yield site.cell, site.code, node
        for used in site.nodes(ast.Name):
            bound = case.binding(site, used)
            if bound is not None:
                for node in _paths(ast.walk(bound.value), name):
                    yield bound.cell, bound.code, node


def _written(case: Case, name: str) -> Iterator[tuple[Code, ast.expr]]:
    """Yield the paths of a name to which the cells that ran have written."""
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            target = _target(call)
            if target is None:
                continue
            at = Site(cell, text, call.lineno)
            bound = case.binding(at, target)
            path = bound.value if bound is not None else target
            for node in _paths(ast.walk(path), name):
                # What the names in it stand for is what they stood for there.
                if all(case.variable(used) is not None for used in names_in(node)):
                    yield (bound.code if bound is not None else text), node


def _target(call: ast.Call) -> ast.expr | None:
    """Return the path that a call writes to."""
    function, method = callee(call), call.func
    owner = method.value if isinstance(method, ast.Attribute) else None
    if function == "open":
        modes = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
        written = [str(one.value) for one in modes if isinstance(one, ast.Constant)]
        if not any(re.fullmatch(r"[wxa][bt+]*", mode) for mode in written):
            return None
        return call.args[0] if not owner or len(call.args) > 1 else owner
    if function in ("touch", "write_bytes", "write_text"):
        return owner
    if function in _WRITING or function.startswith("to_"):
        return call.args[0] if call.args else None
    return None


def _is_path(node: ast.expr) -> bool:
    """Whether an expression is, as it is written, one of pathlib's."""
    is_made = callee_of(node) in ("Path", "joinpath")
    return is_made or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))


def _may_be_same(looked_for: str, other: str) -> bool:
    """Whether two folders do not tell of other files: of another year, or another stage."""
    if looked_for and other.startswith(f"{looked_for}/"):
        looked_for, other = "", other.removeprefix(looked_for)  # below it; numbers may be its own
    first, second = (set(re.findall(r"[a-z]+", text.lower())) for text in (looked_for, other))
    return same_variant(looked_for, other) and not (first - second) & _STAGES
