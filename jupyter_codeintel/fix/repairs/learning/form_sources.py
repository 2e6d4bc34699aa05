"""What it is that an expression fills the gaps of, or makes numbers of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case

TRANSFORMS = ("fit_transform", "transform")
_FILLS = ("backfill", "bfill", "dropna", "ffill", "fillna", "interpolate", "pad")
_TESTS = ("isfinite", "isna", "isnan", "isnull", "notna", "notnull")
_KEEPS = ("astype", "copy", "infer_objects", "reset_index", "round", "to_numpy", "toarray")
_NUMBERING = ("factorize", "get_dummies", "to_numeric")
_ENCODERS = re.compile(r"(?:Encoder|Binarizer|Vectorizer|ColumnTransformer)$|column_transformer$")
_IMPUTERS = re.compile(r"Imputer$")
_READS = ("to_datetime", "to_numeric", "to_timedelta")
_READING = frozenset(
    {"astype", "copy", "dt", "extract", "fillna", "lower", "lstrip", "removeprefix",
     "removesuffix", "replace", "rstrip", "str", "strip", "tz_localize", "upper"}
)  # fmt: skip
"""What is done around the reading of a text, that takes nothing from it."""
_NUMBERS = re.compile(r"\b(?:bool|float|int|uint)\d*\b")


def filled(case: Case, site: Site, value: ast.expr) -> Iterator[str]:
    """Yield what gaps are filled of, or left out of, by an expression."""
    match value:
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in _FILLS:
            yield ast.unparse(_bare(owner))
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in _KEEPS:
            yield from filled(case, site, owner)
        case ast.Call(args=[data, *_]) if callee(value) in TRANSFORMS:
            yield from [ast.unparse(data)] if _is_by(case, value, _IMPUTERS) else []
        case ast.Call(args=[data, *_]) if callee(value) == "nan_to_num":
            yield ast.unparse(data)
        case ast.Call(args=[data, *_]) if callee(value) in ("DataFrame", "Series"):
            yield from filled(case, site, data)
        case ast.Call(args=[test, _, data]) if callee(value) == "where" and _tests(test):
            yield ast.unparse(data)
        case ast.Subscript(value=of, slice=key):
            bound = case.binding(site, key)
            if _tests(key if bound is None else bound.value):
                yield ast.unparse(of.value if _is_loc(of) else of)  # type: ignore[attr-defined]


def _is_loc(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "loc"


def _tests(node: ast.expr) -> bool:
    """Whether an expression asks where something is missing."""
    return any(callee_of(one) in _TESTS for one in ast.walk(node))


def _bare(node: ast.expr) -> ast.expr:
    """Return what is copied, or filled in steps."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if callee(node) not in (*_FILLS, *_KEEPS, "replace"):
            break
        node = node.func.value
    return node


def encoded(case: Case, site: Site, value: ast.expr) -> Iterator[str]:
    """Yield the texts that an expression makes numbers of."""
    match value:
        case ast.Call(func=ast.Attribute(value=owner, attr="astype"), args=[kind]):
            is_number = _NUMBERS.search(ast.unparse(kind)) is not None
            yield from read_texts(case, site, value) or [ast.unparse(_bare(owner))] * is_number
        case ast.Call(func=ast.Attribute(value=owner, attr="map"), args=[codes]):
            bound = case.binding(site, codes)
            if _are_codes(literal(codes if bound is None else bound.value)):
                yield ast.unparse(owner)
        case ast.Attribute(value=ast.Attribute(value=owner, attr="cat"), attr="codes"):
            yield ast.unparse(_bare(owner))
        case ast.Call(args=[data, *_]) if callee(value) in _NUMBERING:
            yield from read_texts(case, site, value) or [ast.unparse(_bare(data))]
        case ast.Call(args=[data, *_]) if callee(value) in TRANSFORMS:
            yield from [ast.unparse(data)] if _is_by(case, value, _ENCODERS) else []
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in _KEEPS:
            yield from encoded(case, site, owner)
        case ast.Call(args=[data, *_]) if callee(value) == "DataFrame":
            yield from encoded(case, site, data)


def read_texts(_: Case, __: Site, value: ast.expr) -> list[str]:
    """Return the column whose texts are read as numbers or dates."""
    is_read = False
    node = value
    while True:
        match node:
            case ast.Call(args=[data, *_]) if callee(node) in _READS:
                is_read, node = True, data
            case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in _READING:
                is_read, node = is_read or name == "astype", owner
            case ast.Attribute(value=owner, attr=name) if name in _READING:
                node = owner
            case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str())):
                return [ast.unparse(node)] if is_read else []
            case _:
                return []


def _are_codes(values: object) -> bool:
    """Whether texts are numbered one by one: ``{"no": 0, "yes": 1}``."""
    numbers = list(values.values()) if isinstance(values, dict) else []
    if not numbers or not all(isinstance(one, int) for one in numbers):
        return False
    return sorted(numbers) in (list(range(len(numbers))), list(range(1, len(numbers) + 1)))


def _is_by(case: Case, call: ast.Call, kinds: re.Pattern[str]) -> bool:
    """Whether a transformer is of some kinds, by its live class or where it is made."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    while isinstance(owner, ast.Call) and callee(owner) == "fit":
        owner = owner.func.value if isinstance(owner.func, ast.Attribute) else None
    live = case.variable(owner.id) if isinstance(owner, ast.Name) else None
    made = callee_of(owner) if live is None else live.type.rpartition(".")[2]
    return kinds.search(made) is not None
