"""What a loop does with its items, one after the other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of

_COLLECTING = ("add", "append", "extend", "print", "write", "put", "setdefault", "update")


@dataclass(frozen=True)
class Items:
    """The items of a loop over places, of which it also asks the next.

    Parameters
    ----------
    index : str
        The name of the place.
    names : frozenset of str
        Names that stand for the item, or for what is worked out from it alone.
    step : int
        How far ahead it looks.
    length : str
        How many items there are, as it reads.
    body : list of stmt
        What the loop does; nothing for a comprehension.
    made : expr, optional
        What a comprehension makes of each item.
    later : frozenset of str
        Names that stand for the next item, or for what is worked out from it.
    """

    index: str
    names: frozenset[str]
    step: int
    length: str
    body: list[ast.stmt]
    made: ast.expr | None = None
    later: frozenset[str] = frozenset()

    def looks_ahead(self, node: ast.AST) -> bool:
        """Whether something uses the next item, or what is worked out from it."""
        return any(
            _step(one, self.index) > 0
            or (
                isinstance(one, ast.Name) and one.id in self.later and isinstance(one.ctx, ast.Load)
            )
            for one in ast.walk(node)
        )

    def is_item(self, node: ast.AST) -> bool:
        """Whether something uses the item at the place itself."""
        return any(
            _is_at(one, self.index) or (isinstance(one, ast.Name) and one.id in self.names)
            for one in ast.walk(node)
        )

    def is_used_alone(self, body: list[ast.stmt]) -> bool:
        """Whether some statements collect or add up items without the next one."""
        return any(
            branch_of(self, [one]) in ("collects", "less", "more")
            for statement in body
            for one in self._decided_alone(statement)
        )

    def _decided_alone(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        """Yield the statements in one that are not there for some pairs of items alone."""
        inner = [one for one in ast.iter_child_nodes(statement) if isinstance(one, ast.stmt)]
        if (
            isinstance(statement, ast.If)
            and not statement.orelse
            and self.looks_ahead(statement.test)
        ):
            return
        if not inner:
            yield statement
        for one in inner:
            yield from self._decided_alone(one)


def items_of(site: Site) -> Items | None:
    """Return the items of the loop around a failing place that looks ahead; None without."""
    for made in site.nodes(ast.expr):
        if isinstance(made, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            for loop in made.generators:
                value = made.value if isinstance(made, ast.DictComp) else made.elt
                found = _items(site, loop, [], value)
                if found is not None:
                    return found
    around = [
        loop
        for loop in site.code.nodes(ast.stmt, site.inside)
        if isinstance(loop, ast.For | ast.While)
        and loop.lineno < site.line <= (loop.end_lineno or loop.lineno)
    ]
    found_all = [_items(site, loop, loop.body, None) for loop in reversed(around)]
    return next((one for one in found_all if one is not None), None)


def _items(
    site: Site, loop: ast.For | ast.While | ast.comprehension, body: list[ast.stmt],
    made: ast.expr | None,
) -> Items | None:  # fmt: skip
    steps = {
        (step, ast.unparse(node.value), index)
        for node in site.nodes(ast.Subscript)
        for index in _indexes(loop)
        if (step := _step(node, index)) > 0
    }
    if len({(owner, index) for _, owner, index in steps}) != 1:
        return None
    step, (_, owner, index) = max(one[0] for one in steps), next(iter(steps))
    length = f"len({owner})"
    shown = _end(loop)
    if shown is not None and _is_length(site, shown, owner):
        length = ast.unparse(shown)
    names = set(_item_names(loop))
    for statement in body:
        for node in ast.walk(statement):
            names |= _named(node, index, names)
    later = {name for one in body for node in ast.walk(one) for name in _named_later(node, index)}
    return Items(index, frozenset(names - later), step, length, body, made, frozenset(later))


def _indexes(loop: ast.For | ast.While | ast.comprehension) -> set[str]:
    """Return the names that may be the place of a loop."""
    if isinstance(loop, ast.While):
        return set(names_in(loop.test))
    if callee_of(loop.iter) == "range" and isinstance(loop.target, ast.Name):
        return {loop.target.id}
    if callee_of(loop.iter) == "enumerate" and isinstance(loop.target, ast.Tuple):
        first = loop.target.elts[0]
        return {first.id} if isinstance(first, ast.Name) else set()
    return set()


def _item_names(loop: ast.For | ast.While | ast.comprehension) -> set[str]:
    is_pair = not isinstance(loop, ast.While) and callee_of(loop.iter) == "enumerate"
    if is_pair and isinstance(loop.target, ast.Tuple):  # type: ignore[union-attr]
        return {one.id for one in loop.target.elts[1:] if isinstance(one, ast.Name)}  # type: ignore[union-attr]
    return set()


def _end(loop: ast.For | ast.While | ast.comprehension) -> ast.expr | None:
    """Return what a loop counts to."""
    if isinstance(loop, ast.While):
        match loop.test:
            case ast.Compare(ops=[ast.Lt()], comparators=[end]):
                return end
        return None
    call = loop.iter
    is_range = isinstance(call, ast.Call) and callee(call) == "range" and len(call.args) in (1, 2)
    return call.args[-1] if is_range and isinstance(call, ast.Call) else None


def _is_length(site: Site, end: ast.expr, owner: str) -> bool:
    """Whether an expression is the length of something, or a name for it."""
    if isinstance(end, ast.Name):
        return any(
            isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == end.id
            and ast.unparse(node.value) == f"len({owner})"
            for node in site.code.nodes(ast.Assign, site.inside)
        )
    return ast.unparse(end) == f"len({owner})"


def _step(node: ast.AST, index: str) -> int:
    """Return how far a subscript is ahead of a place; 0 if it is not."""
    match node:
        case ast.Subscript(slice=ast.BinOp(left=ast.Name(id=name), op=ast.Add(),
                                           right=ast.Constant(value=int() as step))):  # fmt: skip
            return step if name == index else 0
        case ast.Subscript(slice=ast.BinOp(left=ast.Constant(value=int() as step), op=ast.Add(),
                                           right=ast.Name(id=name))):  # fmt: skip
            return step if name == index else 0
    return 0


def _is_at(node: ast.AST, index: str) -> bool:
    match node:
        case ast.Subscript(slice=ast.Name(id=name)):
            return name == index
    return False


def _given(node: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """Return the targets of an assignment with what each is given."""
    if not isinstance(node, ast.Assign):
        return []
    target = node.targets[0]
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        return list(zip(target.elts, node.value.elts, strict=False))
    return [(target, node.value)]


def _named(node: ast.AST, index: str, names: set[str]) -> set[str]:
    """Return the names that an assignment gives to what is worked out from the item alone."""
    return {
        target.id
        for target, value in _given(node)
        if isinstance(target, ast.Name)
        and any(_is_at(one, index) or getattr(one, "id", "") in names for one in ast.walk(value))
        and not any(_step(one, index) for one in ast.walk(value))
    }


def _named_later(node: ast.AST, index: str) -> set[str]:
    """Return the names that an assignment gives to what is worked out from the next item."""
    return {
        target.id
        for target, value in _given(node)
        if isinstance(target, ast.Name) and any(_step(one, index) for one in ast.walk(value))
    }


def branch_of(items: Items, body: list[ast.stmt]) -> str:
    """Return what some statements do with the item.

    They look ahead too (``"ahead"``), only go on to the next one (``"skip"``), add it or take
    it off (``"more"``, ``"less"``), collect it (``"collects"``), or do nothing with it.
    """
    if any(items.looks_ahead(one) for one in body):
        return "ahead"
    if len(body) == 1 and isinstance(body[0], ast.Continue):
        return "skip"
    kinds = {kind for one in body for inner in ast.walk(one) if (kind := _kind(items, inner))}
    return next((one for one in ("less", "more", "collects") if one in kinds), "")


def _kind(items: Items, node: ast.AST) -> str:
    match node:
        case ast.AugAssign(op=op, value=value) if items.is_item(value):
            is_minus = isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub)
            is_off = isinstance(op, ast.Sub) != is_minus
            return "less" if is_off else "more" if _is_number(value) else "collects"
        case ast.Call() if callee(node) in _COLLECTING:
            return "collects" if any(map(items.is_item, node.args)) else ""
        case ast.Yield(value=ast.expr() as value):
            return "collects" if items.is_item(value) else ""
        case ast.Assign(targets=[ast.Subscript()], value=value):
            return "collects" if items.is_item(value) else ""
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp() as value):
            is_added = name in names_in(value.left) and items.is_item(value.right)
            is_off = isinstance(value.op, ast.Sub)
            return "" if not is_added else "less" if is_off else "more"
    return ""


def _is_number(value: ast.expr) -> bool:
    """Whether what is added is no text or list, as far as it is written."""
    texts = ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp
    return not any(isinstance(one, texts) or callee_of(one) == "str" for one in ast.walk(value))


def reset_in(items: Items, body: list[ast.stmt]) -> set[str]:
    """Return what a branch closes: names that it reads, and then gives a new value."""
    nodes = [one for statement in body for one in ast.walk(statement)]
    set_anew = {
        target.id
        for one in nodes
        for target, value in _given(one)
        if isinstance(target, ast.Name) and target.id not in names_in(value)
    }
    read = {one.id for one in nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    return (set_anew & read) - {items.index} - items.names - items.later


def rest_of(body: list[ast.stmt], test: ast.AST) -> list[ast.stmt]:
    """Return the statements of a loop after one."""
    places = [place for place, one in enumerate(body) if one is test]
    return body[places[0] + 1 :] if places else []
