"""Where data is scaled in a notebook, and the same without it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Change

SCALERS = ("StandardScaler", "RobustScaler", "PowerTransformer", "QuantileTransformer")
"""Those that make negative numbers of counts."""
_MAKES = ("fit_transform", "transform")
_FUNCTIONS = ("scale", "robust_scale", "zscore")
_ATOMS = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.List)


class Scaled(NamedTuple):
    """What scales data: the scalers' names, and those of means and deviations."""

    scalers: frozenset[str]
    means: frozenset[str]
    deviations: frozenset[str]
    kept: bool

    @classmethod
    def of(cls, texts: dict[str, Code]) -> Scaled | None:
        """Return what scales data in some cells; None where something is scaled back."""
        scalers: set[str] = set()
        means: set[str] = set()
        deviations: set[str] = set()
        for one in (one for text in texts.values() for one in text.nodes(ast.Assign)):
            names = {ast.unparse(target) for target in one.targets}
            if _is_scaler(one.value, frozenset()):
                scalers |= names
            elif callee_of(one.value) in ("mean", "median"):
                means |= names
            elif callee_of(one.value) == "std":
                deviations |= names
        asked = [
            node.attr
            for text in texts.values()
            for node in text.nodes(ast.Attribute)
            if ast.unparse(node.value) in scalers and node.attr not in (*_MAKES, "fit")
        ]
        if "inverse_transform" in asked:
            return None
        return cls(frozenset(scalers), frozenset(means), frozenset(deviations), bool(asked))


def _is_scaler(node: ast.expr, names: frozenset[str]) -> bool:
    """Whether an expression is a scaler, also one that has just been fitted."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr="fit" | "set_output")):
            return _is_scaler(owner, names)
        case ast.Call():
            return callee(node) in SCALERS
    return ast.unparse(node) in names


def scaled_in(text: Code, scaled: Scaled) -> list[Change] | None:
    """Return the changes of a cell that leave data unscaled; None where they cannot be made."""
    found = {
        node: data for node in text.nodes(ast.expr) if (data := _data(node, scaled)) is not None
    }
    inner = {part for node in found for part in ast.walk(node) if part is not node}
    if not inner.isdisjoint(found):
        return None
    idle = [one for one in text.nodes(ast.stmt) if _is_idle(one, found, scaled)]
    lines = without_lines(text, idle)
    if lines is None:
        return None
    within = {part for one in idle for part in ast.walk(one)}
    return [
        *lines,
        *((text.span(node), _shown(text, data)) for node, data in found.items()
          if node not in within),
    ]  # fmt: skip


def _shown(text: Code, data: ast.expr) -> str:
    return text.text(data) if isinstance(data, _ATOMS) else f"({text.text(data)})"


def _data(node: ast.expr, scaled: Scaled) -> ast.expr | None:
    """Return what is scaled by an expression."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=attr), args=[data, *_]) if (
            attr in _MAKES and _is_scaler(owner, scaled.scalers)
        ):
            return data
        case ast.Call(args=[data], keywords=[]) if callee(node) in _FUNCTIONS:
            return data
        case ast.BinOp(left=ast.BinOp(left=data, op=ast.Sub(), right=mean), op=ast.Div(),
                       right=by):  # fmt: skip
            is_mean = callee_of(mean) in ("mean", "median") or ast.unparse(mean) in scaled.means
            is_by = callee_of(by) == "std" or ast.unparse(by) in scaled.deviations
            return data if is_mean and is_by else None
    return None


def _is_idle(one: ast.stmt, found: dict[ast.expr, ast.expr], scaled: Scaled) -> bool:
    """Whether a statement has nothing to do any more when nothing is scaled."""
    match one:
        case ast.Assign(targets=[target], value=value):
            if _is_scaler(value, frozenset()):
                return not scaled.kept
            several = isinstance(value, ast.Tuple) and isinstance(target, ast.Tuple)
            values = value.elts if several and isinstance(value, ast.Tuple) else [value]
            targets = target.elts if several and isinstance(target, ast.Tuple) else [target]
            if not all(node in found for node in values):
                return False
            new = [ast.unparse(found[node]) for node in values]
            return [ast.unparse(node) for node in targets] == new
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="fit"))):
            return not scaled.kept and _is_scaler(owner, scaled.scalers)
    return False


def without_part(text: Code, parts: list[ast.expr], place: int) -> Change:
    """Return the change that takes one of several parts out of a list."""
    if place + 1 < len(parts):
        return (text.span(parts[place])[0], text.span(parts[place + 1])[0]), ""
    start = text.span(parts[place - 1])[1] if place else text.span(parts[place])[0]
    return (start, text.span(parts[place])[1]), ""


def without_lines(text: Code, statements: Sequence[ast.stmt]) -> list[Change] | None:
    """Return the changes that take statements out; None where they do not stand alone."""
    found: list[Change] = []
    for one in statements:
        start = text.line_span(one.lineno)[0]
        end = text.line_span(one.end_lineno or one.lineno)[1]
        rest = text.source[text.span(one)[1] : end].strip()
        is_alone = not text.source[start : text.span(one)[0]].strip()
        if not is_alone or (rest and not rest.startswith("#")) or _is_whole(text, statements, one):
            return None
        is_last = end >= len(text.source)
        found.append(((max(start - 1, 0), end) if is_last else (start, end + 1), ""))
    return found


def _is_whole(text: Code, statements: Sequence[ast.stmt], one: ast.stmt) -> bool:
    """Whether nothing is left of a block without some statements."""
    return any(
        one in body and all(other in statements for other in body)
        for node in ast.walk(text.tree)
        for body in (getattr(node, "body", ()), getattr(node, "orelse", ()))
        if isinstance(body, list)
    )
