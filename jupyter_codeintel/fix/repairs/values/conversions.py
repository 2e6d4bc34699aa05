"""A value that has to be made one of another kind before it is used."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.loops.endless import is_endless
from jupyter_codeintel.fix.repairs.texts.joining import is_wording

_VIEW = r"'(?:dict_keys|dict_values|dict_items|map|filter|zip|generator|enumerate|reversed)'"
_USED_UP = ("enumerate", "filter", "map", "reversed", "zip")
_VIEWS = re.compile(
    rf"{_VIEW} object is not (?:subscriptable|reversible)|object of type {_VIEW} has no len\(\)"
)
_TEXT_LEFT = re.compile(
    r"can only concatenate str \(not \"(?:int|float|numpy\.\w+)\"\) to str"
    r"|'str' and '(?:int|float)'$|'str' and '(?:int|float)'\n"
)
_TEXT_RIGHT = re.compile(r"'(?:int|float)' and 'str'")
_RANGED = re.compile(r"'(?:list|tuple)' object cannot be interpreted as an integer")
_REMAINDER = "not all arguments converted during string formatting"
_SERIES = "Series"
_NUMBERS = ("bool", "complex", "float", "int")
_PRODUCT = re.compile(r"can't multiply sequence by non-int of type '(str|float)'")
_OF_DATES = re.compile(r"date|(?<![a-z])(?:days?|times?|timestamps?|start|end|born)(?![a-z])")
_BOTH_TEXTS = re.compile(
    r"unsupported operand type\(s\) for (?:-|/|//|\*\*|\*\* or pow\(\)): 'str' and 'str'"
)


async def views_as_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield the list of what can only be gone through, where an item or its length is taken.

    Of what can be gone through once alone, the list is made where that is made.
    """
    if not _VIEWS.search(case.error.value):
        return
    says = "only a list of it has items and a length"
    for site in case.sites[:1]:
        taken: list[ast.expr] = [node.value for node in site.nodes(ast.Subscript)]
        taken += [call.args[0] for call in site.nodes(ast.Call) if _is_call_of(call, "len")]
        for node in taken:
            bound = case.binding(site, node)
            if is_endless(case, node if bound is None else bound.value):
                continue
            if bound is not None and _is_gone_through_again(case, node, bound.value):
                change = bound.code.span(bound.value), f"list({bound.code.text(bound.value)})"
                yield repaired(bound.cell, bound.code, [change], says, "view_as_list")
                return
            change = site.code.span(node), f"list({site.code.text(node)})"
            yield repaired(site.cell, site.code, [change], says, "view_as_list")


def _is_gone_through_again(case: Case, node: ast.expr, made: ast.expr) -> bool:
    """Whether what can be gone through once is used more than once."""
    is_used_up = isinstance(made, ast.GeneratorExp) or callee_of(made) in _USED_UP
    name = getattr(node, "id", "")
    uses = [
        one
        for cell in case.failure.document.cells
        if cell.type == "code"
        for one in case.code(cell.id).nodes(ast.Name)
        if one.id == name and isinstance(one.ctx, ast.Load)
    ]
    return is_used_up and len(uses) > 1


async def counted_loops(case: Case) -> AsyncIterator[Repair]:
    """Yield ``range(n)`` where a loop is to go through a number."""
    if _RANGED.search(case.error.value):
        for repair in _counted_items(case):
            yield repair
    if "'int' object is not iterable" not in case.error.value:
        return
    for site in case.sites[:1]:
        for loop in site.loops:
            text = site.code.text(loop.iter)
            change = site.code.span(loop.iter), f"range({text})"
            says = f'a loop goes through the numbers below "{text}" with range'
            yield repaired(site.cell, site.code, [change], says, "counted_loop")


def _counted_items(case: Case) -> Iterator[Repair]:
    """Yield ``range(len(x))`` for ``range(x)``."""
    for site in case.sites[:1]:
        for loop in site.loops:
            match loop.iter:
                case ast.Call(func=ast.Name(id="range"), args=[one], keywords=[]):
                    text = site.code.text(one)
                    change = site.code.span(one), f"len({text})"
                    says = f'a loop goes through the places of "{text}"'
                    yield repaired(site.cell, site.code, [change], says, "counted_loop")


async def texts_as_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield the number that a text stands for, where it is reckoned with or compared."""
    left = _TEXT_LEFT.search(case.error.value) is not None
    if _REMAINDER in case.error.value:
        for repair in _remainders(case):
            yield repair
    if not left and not _TEXT_RIGHT.search(case.error.value):
        return
    for site in case.sites[:1]:
        for changes, says in _summed(site):
            yield repaired(site.cell, site.code, [changes], says, "text_as_number")
        for node in _operands(site, left=left):
            text = site.code.text(node)
            if isinstance(node, ast.Constant) or _is_known(case, site, node):
                continue  # a text that was meant to be one, or none
            says = f'"{text}" is a text, and used as a number'
            is_column = await _is_column(case, site, node)
            for kind in ("int", "float"):
                new = f"{text}.astype({kind})" if is_column else f"{kind}({text})"
                change = site.code.span(node), new
                yield repaired(site.cell, site.code, [change], says, "text_as_number")


def _remainders(case: Case) -> Iterator[Repair]:
    """Yield ``int(n) % 2`` for ``n % 2`` of a text."""
    for site in case.sites[:1]:
        for node in site.nodes(ast.BinOp):
            match node:
                case ast.BinOp(
                    left=ast.Name() | ast.Subscript() | ast.Attribute() as text,
                    op=ast.Mod(),
                    right=ast.Constant(value=int()),
                ):
                    shown = site.code.text(text)
                    change = site.code.span(text), f"int({shown})"
                    says = f'"{shown}" is a text, and used as a number'
                    yield repaired(site.cell, site.code, [change], says, "text_as_number")


async def texts_multiplied(case: Case) -> AsyncIterator[Repair]:
    """Yield the numbers that two texts stand for, or the one that is a text, of a product."""
    product = _PRODUCT.search(case.error.value)
    if not product and not _BOTH_TEXTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.BinOp)[:1]:
            sides = [node.left, node.right]
            if product and product[1] != "str":
                types = [(await case.resolve(case.path(site, side))).type for side in sides]
                sides = [side for side, kind in zip(sides, types, strict=True) if kind == "str"]
            if not sides or not all(_may_be_number(site, side) for side in sides):
                continue
            shown = '" and "'.join(site.code.text(side) for side in sides)
            says = f'"{shown}" is a text, and used as a number'
            for kind in ("int", "float"):
                changes = [(site.code.span(s), f"{kind}({site.code.text(s)})") for s in sides]
                yield repaired(site.cell, site.code, changes, says, "text_as_number")


def _may_be_number(site: Site, node: ast.expr) -> bool:
    """Whether a text has a name that is none of dates: the days between are no difference."""
    is_named = isinstance(node, ast.Name | ast.Subscript | ast.Attribute)
    return is_named and not _OF_DATES.search(site.code.text(node).lower())


async def joined_values(case: Case) -> AsyncIterator[Repair]:
    """Yield the texts of values that are joined."""
    if "expected str instance" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            is_join = isinstance(call.func, ast.Attribute) and call.func.attr == "join"
            for node in call.args[:1] if is_join else ():
                change = site.code.span(node), f"map(str, {site.code.text(node)})"
                says = "only texts can be joined"
                yield repaired(site.cell, site.code, [change], says, "joined_values")


async def nested_items(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x[1][0]`` for ``x[1, 0]`` of a list of lists."""
    if "list indices must be integers or slices, not tuple" not in case.error.value:
        return
    for site in case.sites[:1]:
        asked = [one for one in site.nodes(ast.Subscript) if isinstance(one.slice, ast.Tuple)]
        for first in asked[:1]:
            every = [
                (site.code.span(one), _one_after_the_other(site, one))
                for one in site.code.nodes(ast.Subscript, site.inside)
                if isinstance(one.slice, ast.Tuple) and ast.dump(one.value) == ast.dump(first.value)
            ]
            if all(new for _, new in every):
                says = "a list of lists is asked for one index after the other"
                yield repaired(site.cell, site.code, every, says, "nested_items")


def _one_after_the_other(site: Site, node: ast.Subscript) -> str:
    """Return ``x[1][0]`` for ``x[1, 0]``; nothing for parts of several rows."""
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
    shown = [f"[{site.code.text(item)}]" for item in items]
    owner = site.code.text(node.value)
    is_whole = [isinstance(item, ast.Slice) for item in items]
    if is_whole == [True, False] and shown[0] == "[:]" and isinstance(node.ctx, ast.Load):
        return f"[row{shown[1]} for row in {owner}]"
    return f"{owner}{''.join(shown)}" if not any(is_whole[:-1]) else ""


def _operands(site: Site, *, left: bool) -> Iterator[ast.expr]:
    """Yield the sides of operations and comparisons on which the error says that a text is."""
    for operation in site.nodes(ast.BinOp):
        if not is_wording(operation):
            yield operation.left if left else operation.right
    for comparison in site.nodes(ast.Compare):
        yield comparison.left if left else comparison.comparators[0]
    if isinstance(site.statement, ast.AugAssign) and not left:
        yield site.statement.value


def _summed(site: Site) -> Iterator[tuple[Change, str]]:
    """Yield the numbers of texts that a loop within ``sum`` takes from something, or of values."""
    for call in site.nodes(ast.Call):
        if not _is_call_of(call, "sum"):
            continue
        match call.args[0]:
            case ast.GeneratorExp(elt=item) | ast.ListComp(elt=item):
                new = "{}({})"
            case ast.Call(func=ast.Attribute(attr="values" | "split")) as item:
                new = "map({}, {})"
            case _:
                continue
        text = site.code.text(item)
        if not isinstance(item, ast.BinOp | ast.Constant | ast.IfExp):
            for kind in ("int", "float"):
                says = f'"{text}" is a text, and used as a number'
                yield (site.code.span(item), new.format(kind, text)), says


def _is_known(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether a live variable is surely no text, and what ``len`` gives."""
    if isinstance(node, ast.Call):
        return _is_call_of(node, "len")
    live = case.variable(node.id) if isinstance(node, ast.Name) else None
    return live is not None and case.path(site, node) is not None and live.type in _NUMBERS


async def _is_column(case: Case, site: Site, node: ast.expr) -> bool:
    found = await case.resolve(case.path(site, node))
    return (found.type or "").rpartition(".")[2] == _SERIES


def _is_call_of(call: ast.Call, name: str) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == name and len(call.args) == 1
