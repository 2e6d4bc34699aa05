"""Products of matrices whose inner sizes differ."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code, Span
from jupyter_codeintel.fix.diagnosis.live_sizes import Shape, is_number, shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_SIZES = re.compile(
    r"matmul: Input operand 1 has a mismatch in its core dimension 0.*"
    r"\(size (?P<first>\d+) is different from (?P<last>\d+)\)"
)
_SHAPES = re.compile(r"\((\d+(?:, ?\d+)*),?\) (?:and|vs) \((\d+(?:, ?\d+)*),?\)")
_OF_SHAPES = re.compile(r"^shapes \(.* not aligned|^Dot product shape mismatch")
_SIMPLE = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
_Size = int | None
_OF_ROWS = re.compile(
    r"attention|cosine|embedding|kernel|pairwise|quer(?:y|ies)|\bscores?\b|similar"
)
_OF_COLUMNS = re.compile(r"\bcov\b|covarian|correlat|gradient|\bgrads?\b|\bdw\d?\b")


class _Product(NamedTuple):
    node: ast.expr
    left: ast.expr
    right: ast.expr


async def transposed_factors(case: Case) -> AsyncIterator[Repair]:
    """Yield a product with one factor transposed, or its factors in the other order."""
    if not _SIZES.search(case.error.value) and not _OF_SHAPES.search(case.error.value):
        return
    for site in case.sites[:1]:
        product = _failing(case, site)
        if product is None:
            continue
        left, right = _shapes(case, site, product)
        for found in _ways(case, site, product, left, right):
            way = _as_changed(case, site, found, left, right)
            same = [one for one in _products(case, site, site.code) if _is_same(one, product)]
            changes = [
                change
                for one in same
                for change in _changed(site.code, _unscaled(case, site, one, way), way)
            ]
            says = "the sizes of the factors fit in this way"
            yield repaired(site.cell, site.code, changes, says, "transposed_factor")


def _failing(case: Case, site: Site) -> _Product | None:
    """Return the one product of a statement that the error can be about."""
    own = set(site.nodes(ast.expr))
    found = [one for one in _products(case, site, site.code) if one.node in own]
    if site.columns is not None:
        start, end = site.code.line_span(site.line)
        place = start + site.columns[0], min(end, start + site.columns[1])
        found = [one for one in found if site.code.span(one.node) == place]
    return found[0] if len(found) == 1 else None


def _products(case: Case, site: Site, text: Code) -> Iterator[_Product]:
    for node in text.nodes(ast.expr):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            yield _Product(node, node.left, node.right)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            factors = list(node.args)
            owner, name = node.func.value, node.func.attr
            if not isinstance(owner, ast.Name) or case.target(site, owner.id) != "numpy":
                factors.insert(0, owner)
            is_product = name == "dot" or (name == "matmul" and factors == node.args)
            if is_product and len(factors) == 2 and not node.keywords:
                yield _Product(node, *factors)


def _is_same(one: _Product, other: _Product) -> bool:
    is_later = one.node.lineno >= other.node.lineno
    return is_later and ast.dump(one.node) == ast.dump(other.node)


def _shapes(
    case: Case, site: Site, product: _Product
) -> tuple[tuple[_Size, ...] | None, tuple[_Size, ...] | None]:
    """Return the shapes of both factors as far as they are known, None of a size that is not."""
    if match := _SHAPES.search(case.error.value):
        first, second = (tuple(map(int, re.findall(r"\d+", group))) for group in match.groups())
        return first, second
    left, right = (_shape(case, site, node) for node in (product.left, product.right))
    told = _SIZES.search(case.error.value)
    if told is None:
        return left, right
    # Where nothing is known, a matrix is the likeliest.
    inner = int(told["last"]), int(told["first"])
    return left or (None, inner[0]), right or (inner[1], None)


def _shape(case: Case, site: Site, node: ast.expr) -> Shape | None:
    """Return the shape of a name, also transposed, or of what is reckoned with it."""
    match node:
        case ast.Name(id=name):
            return shape_of(case.failure, site, name)
        case ast.Attribute(value=value, attr="T"):
            shape = _shape(case, site, value)
            return None if shape is None else shape[::-1]
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            sides = [side for side in (left, right) if not is_number(case.failure, site, side)]
            known = {_shape(case, site, side) for side in sides}
            return known.pop() if len(known) == 1 else None
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            first, second = _shape(case, site, left), _shape(case, site, right)
            return None if not first or not second else (*first[:-1], *second[1:])
    return None


def _ways(
    case: Case,
    site: Site,
    product: _Product,
    left: tuple[_Size, ...] | None,
    right: tuple[_Size, ...] | None,
) -> Iterator[str]:
    """Yield what fits, the likeliest first: a factor is turned, or they change places."""
    if left is None or right is None or {len(left), len(right)} - {1, 2}:
        return
    if _fits(left[-1], right[0]) and None not in (left[-1], right[0]):
        return  # another product failed
    if len(left) == 2 and len(right) == 1 and right[0] == (left[1] or 0) + 1:
        return  # there is a weight more, for a column of ones that the matrix lacks
    turns_right = len(right) == 2 and _fits(left[-1], right[-1])
    turns_left = len(left) == 2 and _fits(left[0], right[0])
    swaps = _fits(right[-1], left[0])
    if len(left) == 1:  # with a vector, both are the same
        turns_right = turns_right and _is_turned(product.right)
        swaps = swaps and not turns_right
    elif len(right) == 1:
        swaps = False
    if turns_left and turns_right and None not in (*left, *right):
        way = _of_same_shapes(case, site, product, left)
        yield from [way] if way else []
        return
    ways = ["right"] * turns_right + ["left"] * turns_left
    if swaps and len(left) == len(right) == len(ways) + 1 == 2:
        # A square matrix from the other side gives the same, with rows and columns as they were.
        swapped = "swap left" if turns_right else "swap right"
        ways = [swapped] if _has_rows(case, site) else [*ways, swapped]
    yield from ways or ["swap"] * swaps


def _as_changed(
    case: Case,
    site: Site,
    way: str,
    left: tuple[_Size, ...] | None,
    right: tuple[_Size, ...] | None,
) -> str:
    """Return the way whose product is of the shape of what is changed by it: ``W -= h.T @ d``."""
    match site.statement:
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add() | ast.Sub()):
            wanted = shape_of(case.failure, site, name)
        case _:
            return way
    if left is None or right is None or len(left) != 2 or len(right) != 2:
        return way
    made = {"left": (left[1], right[1]), "right": (left[0], right[0])}.get(way)
    if made is None or made == wanted or made[::-1] != wanted:
        return way
    return "swap right" if way == "left" else "swap left"


def _fits(one: _Size, other: _Size) -> bool:
    return one is None or other is None or one == other


def _has_rows(case: Case, site: Site) -> bool:
    """Whether columns are taken of what a statement makes: ``y[:, 0]``."""
    targets = site.statement.targets if isinstance(site.statement, ast.Assign) else []
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return any(
        isinstance(node.value, ast.Name)
        and node.value.id in names
        and isinstance(node.slice, ast.Tuple)
        and isinstance(node.slice.elts[0], ast.Slice)
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Subscript)
    )


def _of_same_shapes(
    case: Case, site: Site, product: _Product, shape: tuple[_Size, ...]
) -> str | None:
    """Return the factor to turn where either could be: by what the cell says, or of vectors."""
    if shape[1] == 1:
        return "left"
    if shape[0] == 1:
        return "right"
    told = f"{site.code.text(site.statement) if site.statement else ''}\n{case.failure.goal}"
    function = site.inside.name if site.inside is not None else ""
    told = f"{told}\n{function}".lower().replace("_", " ")
    of_rows, of_columns = bool(_OF_ROWS.search(told)), bool(_OF_COLUMNS.search(told))
    if of_rows == of_columns:
        return None
    return "right" if of_rows else "left"


def _changed(text: Code, product: _Product, way: str) -> list[Change]:
    left, right = _span(text, product.left), _span(text, product.right)
    first, second = (
        _turned(text, node) if way.endswith(side) else _text(text, node)
        for node, side in ((product.left, "left"), (product.right, "right"))
    )
    if way.startswith("swap"):
        return [(left, second), (right, first)]
    return [(left, first)] if way == "left" else [(right, second)]


def _unscaled(case: Case, site: Site, product: _Product, way: str) -> _Product:
    """Return a product without the number before its left factor: of ``2 * x @ y``."""
    match product.left:
        case ast.BinOp(left=number, op=ast.Mult(), right=right) if way == "left":
            is_bare = _span(site.code, product.left) == site.code.span(product.left)
            if is_bare and is_number(case.failure, site, number):
                return product._replace(left=right)
    return product


def _is_turned(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "T"


def _turned(text: Code, node: ast.expr) -> str:
    """Return a factor transposed, or as it was before."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return text.source[slice(*_span(text, node.value))]
    return f"{_text(text, node)}.T"


def _text(text: Code, node: ast.expr) -> str:
    """Return a factor with parentheses where it needs them."""
    shown = text.source[slice(*_span(text, node))]
    is_whole = isinstance(node, _SIMPLE) or _span(text, node) != text.span(node)
    return shown if is_whole else f"({shown})"


def _span(text: Code, node: ast.expr) -> Span:
    """Return the place of a factor with the parentheses around it."""
    start, end = text.span(node)
    before, after = text.source[:start].rstrip(), text.source[end:].lstrip()
    is_of_call = re.search(r"[\w)\]]\($", before) is not None
    if is_of_call or not (before.endswith("(") and after.startswith(")")):
        return start, end
    return len(before) - 1, len(text.source) - len(after) + 1
