"""Arrays whose rows and columns are taken the other way."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import root_name
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee, callee_of
from jupyter_codeintel.fix.repairs.arrays.named_reductions import are_of_columns
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.splits import misordered, part_of, split_of

_UNPACKED = re.compile(r"too many values to unpack \(expected (\d+)\)")
_BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes \((\d+,[\d,]*)\) \((\d+,[\d,]*)\)"
)
_NO_TABLE = re.compile(
    r"Expected 2D array, got (?:1D|scalar) array instead"
    r"|Expected a 2-dimensional container but got <class '[\w.]*(?P<series>Series)'>"
)
_OF_TABLES = (
    "decision_function", "fit", "fit_predict", "fit_transform", "inverse_transform", "predict",
    "predict_log_proba", "predict_proba", "score", "transform",
)  # fmt: skip
_OF_ONE = ("CountVectorizer", "HashingVectorizer", "LabelBinarizer", "LabelEncoder",
           "MultiLabelBinarizer", "TfidfVectorizer")  # fmt: skip
"""Estimators that take no table."""
_CHAINS = ast.Attribute | ast.Call | ast.Name | ast.Subscript
_FRAME, _SERIES = "DataFrame", "Series"
_TAKING_EITHER = ("display", "len", "plot", "print", "scatter", "train_test_split")
_LOOKED_AT = ("describe", "head", "info", "shape", "tail")


async def unpacked_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x, y = points.T`` for the columns of an array; only there it can be done."""
    match = _UNPACKED.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        if not isinstance(statement := site.statement, ast.Assign) or len(statement.targets) != 1:
            continue
        target, value = statement.targets[0], statement.value
        is_text = callee_of(value) in ("split", "rsplit")
        if is_text or len(getattr(target, "elts", ())) != int(match[1]):
            continue
        if isinstance(value, ast.Call | ast.Name | ast.Attribute | ast.Subscript):
            end = site.code.span(value)[1]
            says = "an array is unpacked by rows, and these are its columns"
            yield repaired(site.cell, site.code, [((end, end), ".T")], says, "unpacked_columns")


async def one_for_each_row(case: Case) -> AsyncIterator[Repair]:
    """Yield ``a[:, np.newaxis]`` for one value for each row of a matrix.

    Or ``a[..., np.newaxis]`` for one value for each place of a picture with colours.
    """
    match = _BROADCAST.search(case.error.value)
    numpy = case.name_of("numpy")
    if match is None or numpy is None:
        return
    shapes = (tuple(map(int, shape.strip(",").split(","))) for shape in match.groups())
    values, whole = sorted(shapes, key=len)
    is_fit = values == whole[:-1] and values[-1] != whole[-1]
    for site in (one for one in case.sites[:1] if is_fit and not are_of_columns(case, one)):
        for operation in site.nodes(ast.BinOp):
            for node in (operation.left, operation.right):
                live = case.variable(node.id) if isinstance(node, ast.Name) else None
                if (
                    live is not None
                    and live.shape == values
                    and not live.type.startswith("pandas.")
                ):
                    end = site.code.span(node)[1]
                    places, what = (":", "row") if len(values) == 1 else ("...", "place")
                    says = f'"{live.name}" has one value for each {what}'
                    changes = [((end, end), f"[{places}, {numpy}.newaxis]")]
                    yield repaired(site.cell, site.code, changes, says, "one_for_each_row")


async def one_feature(case: Case) -> AsyncIterator[Repair]:
    """Yield a column, or a row, of values that an estimator takes for a table."""
    match = _NO_TABLE.search(case.error.value)
    if match is None or any(misordered(case)):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            node = _table(case, site, call)
            if node is None or not _is_flat(case, node):
                continue
            kind = match["series"] or (await case.resolve(case.path(site, node))).type or ""
            kind = kind.rpartition(".")[2]
            if kind == _FRAME:
                continue
            for edits in _edits(case, site, call, node, kind):
                says = "an estimator takes a table: one column, or one row"
                yield Candidate(edits, "rule", says, "one_feature")


def _edits(
    case: Case, site: Site, call: ast.Call, node: ast.expr, kind: str
) -> Iterator[dict[str, str]]:
    """Yield new texts with a table in the place of flat values, the likeliest first."""
    found = []
    source = _source(case, site, node) if isinstance(node, ast.Name) else None
    if source is not None:
        cell, text, value = source
        found.append({cell: text.replaced((text.span(value), _column(case, text, value, kind)))})
    if not _is_row(node):
        changes = {
            cell: [(text.span(one), _column(case, text, one, kind)) for one in uses]
            for cell, text, uses in _uses(case, site, node)
        }
        found.append(
            {cell: case.code(cell).replaced(*several) for cell, several in changes.items()}
        )
        found.append({site.cell: site.code.replaced(*changes[site.cell])})
    if not callee(call).startswith("fit"):
        change = site.code.span(node), _row(site.code, node, kind)
        # What is written down in the call is mostly one sample.
        at = 0 if isinstance(node, ast.List) else len(found)
        found.insert(at, {site.cell: site.code.replaced(change)})
    yield from found


def _table(case: Case, site: Site, call: ast.Call) -> ast.expr | None:
    """Return what an estimator takes for a table."""
    owner = getattr(call.func, "value", None)
    if callee(call) not in _OF_TABLES or owner is None or not call.args:
        return None
    kind = callee_of(owner)
    if isinstance(owner, ast.Name):
        live, bound = case.variable(owner.id), case.binding(site, owner)
        kind = live.type.rpartition(".")[2] if live is not None else ""
        if bound is not None and isinstance(bound.value, ast.Call):
            kind = kind or callee(bound.value)
    root = root_name(call) if not any(isinstance(n, ast.Call) for n in ast.walk(owner)) else None
    is_module = root is not None and case.target(site, root) is not None
    return None if kind in _OF_ONE or is_module else call.args[0]


def _is_flat(case: Case, node: ast.expr) -> bool:
    """Whether values may be no table, as far as it is known."""
    match node:
        case ast.Name():
            live = case.variable(node.id)
            return live is None or not live.shape or len(live.shape) == 1
        case ast.List(elts=[ast.List(), *_]) | ast.Subscript(slice=ast.List()):
            return False
    return True


def _uses(case: Case, site: Site, node: ast.expr) -> Iterator[tuple[str, Code, list[ast.expr]]]:
    """Yield where the same values, or another part of them, are given as a table from here on."""
    root, statement = root_name(node), site.statement
    assert statement is not None  # noqa: S101 - it has the values
    stores = [
        store.lineno
        for store in site.code.nodes(ast.Name, site.inside)
        if store.id == root and isinstance(store.ctx, ast.Store) and store.lineno >= site.line
    ]
    last = max(min(stores, default=len(site.code.source)), statement.end_lineno or 0)
    yield site.cell, site.code, _same(case, site, node, (statement.lineno, last))
    if root is None or stores or site.inside is not None or site.cell != case.failure.cell:
        return
    cells = case.failure.document.cells
    for cell in cells[(case.failure.document.index(site.cell) or 0) + 1 :]:
        if cell.type != "code":
            continue
        if root in case.failure.flow.facts(cell.id).defines:
            break
        text = case.code(cell.id)
        found = _same(case, Site(cell.id, text, 1), node, (1, len(cell.source) + 1))
        if found:
            yield cell.id, text, found


def _same(case: Case, site: Site, node: ast.expr, lines: tuple[int, int]) -> list[ast.expr]:
    found = {}
    for call in site.code.nodes(ast.Call, site.inside):
        other = _table(case, site, call) if lines[0] <= call.lineno <= lines[1] else None
        if other is not None and _whole(other) == _whole(node) and _is_flat(case, other):
            found[site.code.span(other)] = other
    return list(found.values())


def _whole(node: ast.expr) -> str:
    """Return an expression as it is of all parts: ``X["a"]`` for ``X_test["a"]``."""
    root, shown = root_name(node), ast.unparse(node)
    if root is None or not shown.startswith(root):
        return shown
    return part_of(root).stem + shown.removeprefix(root)


def _source(case: Case, site: Site, node: ast.Name) -> tuple[str, Code, ast.expr] | None:
    """Return what a name, or what it is a part of, is set to, if all its uses are of tables."""
    names = {node.id}
    for _ in range(2):
        bound = case.binding(site, node) if site.inside is None else None
        if bound is not None:
            is_plain = isinstance(bound.value, _CHAINS | ast.List)
            found = bound.cell, bound.code, bound.value
            return found if is_plain and _are_for_tables(case, names) else None
        split = split_of(case, site, node)
        if split is None:
            return None
        cell, text, parts, given = split
        names |= parts
        if not isinstance(given, ast.Name):
            return (cell, text, given) if _are_for_tables(case, names) else None
        names.add(given.id)
        site, node = Site(cell, text, given.lineno), given
    return None


def _are_for_tables(case: Case, names: set[str]) -> bool:
    """Whether names are set once in the notebook, and used where a table does as well."""
    stored: list[str] = []
    for cell in case.failure.document.cells:
        text = case.code(cell.id) if cell.type == "code" else Code("")
        fine: set[int] = set()
        for node in text.nodes(ast.AST):
            match node:
                case ast.Call() if callee(node) in _TAKING_EITHER:
                    fine.update(map(id, arguments_of(node)))
                case ast.Call():
                    fine.add(id(_table(case, Site(cell.id, text, node.lineno), node)))
                case ast.Attribute(value=value, attr=name) if name in _LOOKED_AT:
                    fine.add(id(value))
                case ast.Expr(value=value):
                    fine.add(id(value))
        for node in text.nodes(ast.Name):
            if node.id in names and isinstance(node.ctx, ast.Store):
                stored.append(node.id)
            elif node.id in names and id(node) not in fine:
                return False
    return len(stored) == len(names)


def _column(case: Case, text: Code, node: ast.expr, kind: str) -> str:
    """Return the expression of a table whose only column flat values are."""
    shown = text.text(node)
    match node:
        case ast.List(elts=elts):
            return f"[{', '.join(f'[{text.text(item)}]' for item in elts)}]"
        case ast.Attribute(value=ast.Subscript() as inner, attr="values"):
            if _is_of_frame(inner):
                return f"{_column(case, text, inner, _SERIES)}.values"
        case ast.Subscript(slice=ast.Tuple(elts=[ast.Slice(), ast.Constant() as one])):
            if kind == _SERIES:
                return _bracketed(text, node, one)
        case ast.Subscript() if kind == _SERIES and _is_of_frame(node):
            return _bracketed(text, node, node.slice)
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if kind == _SERIES:
            live = case.variable(owner)
            if live is not None and name in dict(live.columns):
                return f'{owner}[["{name}"]]'
    return _reshaped(shown, node, kind, ".to_frame()", "(-1, 1)")


def _row(text: Code, node: ast.expr, kind: str) -> str:
    """Return the expression of a table whose only row flat values are."""
    shown = text.text(node)
    if isinstance(node, ast.List):
        return f"[{shown}]"
    if kind == _SERIES and _is_row(node) and isinstance(node, ast.Subscript):
        return _bracketed(text, node, node.slice)
    return _reshaped(shown, node, kind, ".to_frame().T", "(1, -1)")


def _reshaped(shown: str, node: ast.expr, kind: str, framed: str, shape: str) -> str:
    owner = shown if isinstance(node, _CHAINS) else f"({shown})"
    if isinstance(node, ast.Constant | ast.UnaryOp) or kind in ("float", "int"):
        return f"[[{shown}]]"
    if kind in ("list", "tuple"):
        return f"[[value] for value in {owner}]" if shape == "(-1, 1)" else f"[{shown}]"
    return f"{owner}{framed}" if kind == _SERIES else f"{owner}.reshape{shape}"


def _bracketed(text: Code, node: ast.expr, key: ast.expr) -> str:
    """Return an expression with a list in the place of its only key."""
    (start, end), (first, last) = text.span(node), text.span(key)
    return f"{text.source[start:first]}[{text.text(key)}]{text.source[last:end]}"


def _is_of_frame(node: ast.Subscript) -> bool:
    """Whether a key is, as it is written, one of a table's columns."""
    return isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)


def _is_row(node: ast.expr) -> bool:
    """Whether values are, as they are written, a row of a table."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="iloc" | "loc"), slice=key):
            return isinstance(key, ast.Constant | ast.Name | ast.UnaryOp)
    return False
