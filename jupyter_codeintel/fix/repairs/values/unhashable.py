"""Lists as keys and in sets, where only what never changes can be."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.namespace import Path

_ASKING = ("add", "discard", "get", "setdefault")
_HASHING = frozenset({"Counter", "OrderedDict", "defaultdict", "dict", "frozenset", "set"})
_OTHERS = frozenset({"DataFrame", "Series", "list", "ndarray", "str", "tuple"})
_OF_ALL = ("Counter", "fromkeys", "frozenset", "set")
_MAKING = ("list", "sorted", "split")
_WRITTEN: dict[type, str] = {
    ast.Dict: "dict", ast.DictComp: "dict", ast.List: "list", ast.ListComp: "list",
    ast.Set: "set", ast.SetComp: "set",
}  # fmt: skip
_ANY_ORDER = re.compile(
    r"\b(?:whatever|regardless of|no matter|in (?:any|either|whichever))\b[^.;]{0,20}\border\b"
    r"|\b(?:ignoring|irrespective of|independent of)\b[^.;]{0,15}\border\b"
    r"|\border\b[^.;]{0,25}(?:does not|doesn't|not) (?:matter|count)|\bunordered\b"
    r"|\b(?:either|any) way round\b",
    re.IGNORECASE,
)
_OF_RESULTS = re.compile(
    r"\b(?:answer|list(?:ed)?|output|print(?:ed)?|result|row)s?\b[^.;]{0,25}\border\b"
    r"|\border of (?:the )?(?:answer|output|result|row)|\bin any order\b",
    re.IGNORECASE,
)
_MAPPED = re.compile(r"map\(tuple, (.*)\)", re.DOTALL)
_SAYS = "a list cannot be a key, or in a set; a tuple can"


async def tuples_for_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield the tuple of a list that is to be a key, or an item of a set."""
    if "unhashable type: 'list'" not in case.error.value:
        return
    for site in case.sites[:1]:
        told = [words for words in told_near(case, site) if _ANY_ORDER.search(words)]
        is_any = bool(told)
        if any(_OF_RESULTS.search(words) for words in told):
            continue  # the order may be that of the whole, and not of each
        for changes in (_literals(site.code, site), await _sets(case, site)):
            if changes:
                new = _in_order(site.code, changes) if is_any else changes
                yield repaired(site.cell, site.code, new, _SAYS, "tuple_for_list")
        for owner, key in _asked(site.nodes(ast.expr)):
            if _may_be(case, site, owner, key):
                changes = _of_key(case, site, owner, key)
                new = _in_order(site.code, changes) if is_any else changes
                yield repaired(site.cell, site.code, new, _SAYS, "tuple_for_list")


def _in_order(text: Code, changes: list[Change]) -> list[Change]:
    """Return the changes to tuples with their items in order: in any other they are the same."""
    found: list[Change] = []
    for span, new in changes:
        mapped = _MAPPED.fullmatch(new)
        if mapped is not None:
            several = mapped[1]
            one = several[:-1] if several.endswith("s") and several.isidentifier() else "one"
            if any(node.id == one for node in text.nodes(ast.Name)):
                one = "one"
            shown = f"tuple(sorted({one})) for {one} in {several}"
        elif new.startswith("("):
            shown = f"tuple(sorted({new}))"
        else:
            shown = re.sub(r"\btuple\(([^\n]*)\)", r"tuple(sorted(\1))", new, count=1)
        found.append((span, shown))
    return found


def _literals(text: Code, site: Site) -> list[Change]:
    """Return the changes of lists that are made as keys, or as items of a set."""
    items: list[ast.expr] = []
    for node in site.nodes(ast.expr):
        match node:
            case ast.Dict(keys=keys):
                items += [key for key in keys if key is not None]
            case ast.Set(elts=elts):
                items += elts
            case ast.SetComp(elt=item) | ast.DictComp(key=item):
                items.append(item)
            case ast.Call(args=[ast.GeneratorExp(elt=item) | ast.ListComp(elt=item)]) as call:
                items += [item] if callee(call) in _OF_ALL else []
    return [_as_tuple(text, one) for one in items if _is_new(one)]


async def _sets(case: Case, site: Site) -> list[Change]:
    """Return the changes of sets that are made of lists with a name."""
    changes: list[Change] = []
    for node in site.nodes(ast.expr):
        match node:
            case ast.Call(args=[values, *_]) as call if callee(call) in _OF_ALL:
                if await _holds_lists(case, site, values):
                    shown = f"map(tuple, {site.code.text(values)})"
                    changes.append((site.code.span(values), shown))
            case (
                ast.SetComp(elt=item, generators=[loop, *_])
                | ast.DictComp(key=item, generators=[loop, *_])
            ):
                is_item = ast.dump(item) == ast.dump(loop.target).replace("Store()", "Load()")
                if is_item and await _holds_lists(case, site, loop.iter):
                    changes.append(_as_tuple(site.code, item))
            case ast.Set(elts=elts):
                changes += [
                    _as_tuple(site.code, item)
                    for item in elts
                    if isinstance(item, ast.Name) and _kind(case, site, item) == "list"
                ]
    return changes


async def _holds_lists(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression may be a list of lists."""
    if isinstance(node, ast.List):
        return any(isinstance(item, ast.List) for item in node.elts)
    if isinstance(node, ast.GeneratorExp | ast.ListComp):
        return False
    path = case.path(site, node)
    if path is None or case.variable(path.root) is None:
        return True
    item = await case.resolve(Path(path.root, (*path.steps, ("key", 0))))
    return item.type in ("list", None)


def _asked(nodes: list[ast.expr] | Iterator[ast.expr]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what is asked by a key, with the key."""
    for node in nodes:
        match node:
            case ast.Subscript(value=owner, slice=key):
                yield owner, key
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[key, *_]):
                if name in _ASKING:
                    yield owner, key
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[owner]):
                yield owner, key


def _may_be(case: Case, site: Site, owner: ast.expr, key: ast.expr) -> bool:
    """Whether a key may be the list that the error is about."""
    if isinstance(key, ast.Constant | ast.Slice | ast.Tuple | ast.UnaryOp | ast.JoinedStr):
        return False
    return _kind(case, site, owner) not in _OTHERS and _kind(case, site, key) in ("list", "")


def _kind(case: Case, site: Site, node: ast.expr) -> str:
    """Return the type of a live variable, or what a name is made as in the notebook."""
    if not isinstance(node, ast.Name):
        return ""
    live = case.variable(node.id) if case.path(site, node) is not None else None
    if live is not None:
        return live.type.rpartition(".")[2]
    bound = case.binding(site, node)
    value = bound.value if bound is not None else None
    if isinstance(value, ast.Call):
        return callee(value) if callee(value) in _HASHING else ""
    return _WRITTEN.get(type(value), "")


def _of_key(case: Case, site: Site, owner: ast.expr, key: ast.expr) -> list[Change]:
    """Return the changes of a key wherever it is one: the next of its uses would fail too."""
    text = site.code
    loop = _loop_of(site, key)
    scope = loop or site.inside or text.tree
    same = ast.dump(key)
    owners = {ast.dump(owner)}
    uses = [
        other
        for of, other in _asked(text.nodes(ast.expr, scope))
        if ast.dump(other) == same and (_dump(of) in owners or _kind(case, site, of) in _HASHING)
    ]
    if isinstance(key, ast.Name) and _is_only(text, scope, key.id, uses):
        if loop is not None and len(uses) > 1:
            place = text.span(loop.body[0])[0]
            line = f"{key.id} = tuple({key.id})\n{' ' * loop.body[0].col_offset}"
            return [((place, place), line)]
        bound = case.binding(site, key) if loop is None else None
        if bound is not None and bound.cell == site.cell and _is_new(bound.value):
            return [_as_tuple(text, bound.value)]
    return [_as_tuple(text, one) for one in uses]


def _dump(node: ast.expr) -> str:
    """Return what a thing is, whether it is read or set."""
    return ast.dump(node).replace("Store()", "Load()")


def _loop_of(site: Site, key: ast.expr) -> ast.For | None:
    """Return the loop around a site whose variable a key is."""
    found = None
    for loop in site.code.nodes(ast.For, site.inside):
        if loop.lineno < site.line <= (loop.end_lineno or loop.lineno):
            target = loop.target
            if isinstance(target, ast.Name) and getattr(key, "id", None) == target.id:
                found = loop
    return found


def _is_only(text: Code, scope: ast.AST, name: str, keys: list[ast.expr]) -> bool:
    """Whether a list is used for nothing but keys and what its items say."""
    read = [
        node.value
        for node in text.nodes(ast.Subscript, scope)
        if isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name)
    ]
    fine = {id(node) for node in (*keys, *read)}
    return all(
        id(node) in fine
        for node in text.nodes(ast.Name, scope)
        if node.id == name and isinstance(node.ctx, ast.Load)
    )


def _is_new(value: ast.expr) -> bool:
    """Whether an expression makes a list that nothing else has."""
    made = callee_of(value) in _MAKING
    return made or isinstance(value, ast.List | ast.ListComp)


def _as_tuple(text: Code, node: ast.expr) -> Change:
    shown = text.text(node)
    if isinstance(node, ast.List) and node.elts:
        inner = shown[1:-1]
        is_single = len(node.elts) == 1 and not inner.rstrip().endswith(",")
        return text.span(node), f"({inner}{',' if is_single else ''})"
    if isinstance(node, ast.ListComp):
        return text.span(node), f"tuple({shown[1:-1]})"
    return text.span(node), f"tuple({shown})"
