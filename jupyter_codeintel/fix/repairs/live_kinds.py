"""Of what kind an expression is, also one of a loop's variable, and which texts it stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.namespace import Path, Variable

_MADE = {"now": "datetime", "strptime": "datetime", "combine": "datetime", "encode": "bytes",
         "fromtimestamp": "datetime", "utcnow": "datetime", "str": "str", "input": "str",
         "decode": "str", "sorted": "list", "date": "date",
         "datetime": "datetime", "timedelta": "timedelta"}  # fmt: skip
_DISPLAYS: dict[type[ast.expr], str] = {
    ast.Dict: "dict", ast.DictComp: "dict", ast.JoinedStr: "str", ast.List: "list",
    ast.ListComp: "list", ast.Set: "set", ast.SetComp: "set", ast.Tuple: "tuple",
}  # fmt: skip
_MAKERS = ("bytes", "dict", "float", "int", "list", "set", "tuple")
_DEEPEST = 3


async def kind_of(case: Case, site: Site, node: ast.expr) -> str:
    """Return the name of an expression's class without its module; nothing if it is unknown."""
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    told = told_of(case.failure, site, node.id) if isinstance(node, ast.Name) else None
    if told is not None:
        return told.split(" ")[0].strip(",").rpartition(".")[2]
    found = await case.resolve(way_to(case, site, node))
    return (found.type or _made(case, site, node, 0)).rpartition(".")[2]


def way_to(case: Case, site: Site, node: ast.expr) -> Path | None:
    """Return the way to an object; the first of a list stands for what a loop goes through."""
    path = case.path(site, node)
    if path is not None:
        return path
    start = node
    while isinstance(start, ast.Attribute | ast.Subscript):
        start = start.value
    if not isinstance(start, ast.Name) or site.inside is not None:
        return None
    for loop in site.nodes(ast.comprehension):
        first = _first(case, site, loop, start.id)
        own = case.path(Site(site.cell, site.code, 0), node)  # as if it were no loop's
        if first is not None and own is not None:
            return Path(first.root, (*first.steps, *own.steps))
    return None


def _first(case: Case, site: Site, loop: ast.comprehension, name: str) -> Path | None:
    """Return the way to what a loop's variable is at first."""
    match loop:
        case ast.comprehension(target=ast.Name(id=bound), iter=ast.Name() as several):
            path = case.path(site, several) if bound == name else None
            return Path(path.root, (*path.steps, ("key", 0))) if path is not None else None
        case ast.comprehension(
            target=target,
            iter=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="items" | "values")),
        ):
            last = target.elts[-1] if isinstance(target, ast.Tuple) else target
            live = case.variable(owner)
            is_it = isinstance(last, ast.Name) and last.id == name
            if is_it and live is not None and live.keys:
                return Path(owner, (("key", live.keys[0]),))
    return None


def _made(case: Case, site: Site, node: ast.expr, depth: int) -> str:
    """Return the kind of what is made in the notebook by a call or a literal."""
    bound = case.binding(site, node) if depth < _DEEPEST else None
    if bound is not None:
        return _made(case, bound.site, bound.value, depth + 1)
    match node:
        case ast.Constant(value=value):
            return type(value).__name__
        case ast.Call(func=ast.Attribute(value=owner, attr="today")):
            return ast.unparse(owner).rpartition(".")[2]
        case ast.Call():
            name = callee_of(node)
            return _MADE.get(name, name if name[:1].isupper() or name in _MAKERS else "")
        case ast.Attribute(value=ast.Name(id=owner)) if owner[:1].isupper():
            return owner  # a member of an enumeration
    return _DISPLAYS.get(type(node), "") or _of_each(case, site, node, depth)


def _of_each(case: Case, site: Site, node: ast.expr, depth: int) -> str:
    """Return the kind of an item that all of a written list or dict have in common."""
    if not isinstance(node, ast.Subscript) or isinstance(node.slice, ast.Slice):
        return ""
    bound = case.binding(site, node.value)
    match bound.value if bound is not None else None:
        case ast.List(elts=items) | ast.Dict(values=items):
            kinds = {_made(case, site, item, depth + 1) for item in items}
            return kinds.pop() if len(kinds) == 1 else ""
    return ""


def texts_of(case: Case, site: Site, node: ast.expr) -> list[str]:
    """Return the texts that an expression stands for, as far as they are written or live."""
    found = [literal(one) for one in _written(case, site, node, 0)]
    if not found and isinstance(node, ast.Name):
        told = told_of(case.failure, site, node.id) or ""
        live = case.variable(node.id) if case.path(site, node) is not None else None
        value = told.removeprefix("str ") if live is None else live.value
        found = [_read(value)] if value else []
    texts = [one for one in found if isinstance(one, str)]
    return texts if len(texts) == len(found) else []


def _read(shown: str) -> object:
    try:
        return ast.literal_eval(shown)
    except (ValueError, SyntaxError):  # it is cut short
        return None


def _written(case: Case, site: Site, node: ast.expr, depth: int) -> Iterator[ast.expr]:
    """Yield the literals that an expression stands for."""
    if depth > _DEEPEST:
        return
    if isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.Name):
        loops = [loop for loop in _loops(site) if ast.unparse(loop.target) == node.id]
        for loop in loops[:1]:
            for several in _written_out(case, site, loop.iter):
                yield from several.elts if isinstance(several, ast.List | ast.Tuple) else ()
        of_dicts = [] if loops else _values_of_dicts(case, site, node.id)
        yield from of_dicts
        bound = case.binding(site, node) if not loops and not of_dicts else None
        if bound is not None:
            yield from _written(case, bound.site, bound.value, depth + 1)
    elif isinstance(node, ast.Subscript):
        for owner in _owners(case, site, node.value):
            if isinstance(owner, ast.Dict):
                pairs = zip(owner.keys, owner.values, strict=True)
                yield from (value for key, value in pairs if literal(key) == literal(node.slice))


def _values_of_dicts(case: Case, site: Site, name: str) -> list[ast.expr]:
    """Return the values of a written dict that a loop goes through under a name."""
    for loop in _loops(site):
        match loop.target, loop.iter:
            case (
                ast.Tuple(elts=[_, ast.Name(id=value)]),
                ast.Call(func=ast.Attribute(value=owner, attr="items"), args=[]),
            ) | (
                ast.Name(id=value),
                ast.Call(func=ast.Attribute(value=owner, attr="values"), args=[]),
            ) if value == name:
                for written in _written_out(case, site, owner):
                    return written.values if isinstance(written, ast.Dict) else []
    return []


def _owners(case: Case, site: Site, node: ast.expr) -> Iterator[ast.expr]:
    for loop in _loops(site):
        if ast.unparse(loop.target) == ast.unparse(node):
            for several in _written_out(case, site, loop.iter):
                yield from several.elts if isinstance(several, ast.List | ast.Tuple) else ()
            return
    yield from _written_out(case, site, node)


def _written_out(case: Case, site: Site, node: ast.expr) -> Iterator[ast.expr]:
    bound = case.binding(site, node)
    yield node if bound is None else bound.value


def _loops(site: Site) -> list[ast.For | ast.comprehension]:
    """Return the loops that a place is in."""
    around = [
        loop
        for loop in site.code.nodes(ast.For)
        if loop.lineno <= site.line <= (loop.end_lineno or 0)
    ]
    return [*site.nodes(ast.comprehension), *around]


def live_at(case: Case, site: Site, node: ast.expr | None) -> Variable | None:
    """Return what is known of the live variable that an expression is."""
    if not isinstance(node, ast.Name) or case.path(site, node) is None:
        return None
    return case.variable(node.id)


def kind_at(case: Case, site: Site, node: ast.expr | None) -> str:
    """Return the class of a live variable without its module: ``ndarray``."""
    live = live_at(case, site, node)
    return live.type.rpartition(".")[2] if live is not None else ""


def shape_at(case: Case, site: Site, node: ast.expr | None) -> tuple[int, ...]:
    """Return the shape of a live variable; that of a list is its length."""
    live = live_at(case, site, node)
    if live is None:
        return ()
    if live.type in ("list", "tuple", "range") and live.length is not None:
        return (live.length,)
    return live.shape or ()
