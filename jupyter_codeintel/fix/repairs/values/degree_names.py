"""Which names of a function or a cell stand for angles in degrees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.words import last_name

_OF_DEGREES = frozenset(
    {"deg", "degree", "degrees", "degs", "lat", "latitude", "latitudes", "lats", "lng", "lon",
     "longitude", "longitudes", "lons"}
)  # fmt: skip
_OF_RADIANS = frozenset({"rad", "radian", "radians", "rads"})
_ANGLES = frozenset(
    {"alpha", "altitude", "angle", "angles", "azimuth", "bearing", "beta", "decl", "declination",
     "direction", "elevation", "gamma", "heading", "inclination", "phi", "pitch",
     "roll", "rotation", "slope", "theta", "tilt", "turn", "yaw"}
)  # fmt: skip
_SAID = re.compile(r"\bdegrees?\b|\d ?°|\(deg\)")
_NOT_SAID = re.compile(
    r"\bradians?\b|\bdegrees? (?:celsius|fahrenheit|c\b|f\b|of freedom)|\bnodes?\b"
)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
CONVERSIONS = ("radians", "deg2rad")
_LINEAR = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod)


def converts(node: ast.AST) -> bool:
    """Whether an expression turns degrees into radians: ``radians(x)``, ``x * pi / 180``."""
    if isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        return name in CONVERSIONS
    if isinstance(node, ast.BinOp):
        return any(literal(inner) in (180, 180.0) for inner in ast.walk(node))
    value = literal(node)
    return isinstance(value, float) and abs(value - 0.0174533) < 1e-5


class Degrees:
    """What is known of the angles of a scope.

    Parameters
    ----------
    scope : FunctionDef or Module
        A function, or a cell without its functions.
    words : str
        What the notebook says, in small letters.
    """

    def __init__(self, scope: ast.FunctionDef | ast.Module, words: str) -> None:
        self.nodes = list(_own(scope))
        said = _SAID.search(words) is not None and not _NOT_SAID.search(words)
        self._told = _ANGLES if said else frozenset()
        assigned = [node for node in self.nodes if isinstance(node, ast.Assign)]
        self._assigned = sorted(assigned, key=lambda node: node.lineno)

    def is_degrees(self, node: ast.expr, line: int) -> bool:
        """Whether an expression is an angle in degrees, as it is known up to a line."""
        angles = list(_angles(node))
        inner = list(ast.walk(node))
        if not angles or any(converts(one) or isinstance(one, ast.Call) for one in inner):
            return False
        signs = [one.op for one in inner if isinstance(one, ast.BinOp)]
        return all(isinstance(sign, _LINEAR) for sign in signs) and all(
            self._is_named(one, line) for one in angles
        )

    def _is_named(self, node: ast.expr, line: int) -> bool:
        """Whether a name is of degrees, by what it was set to last or by itself."""
        for made in reversed(self._assigned):
            targets = {ast.unparse(one) for target in made.targets for one in _flat(target)}
            if made.lineno >= line or ast.unparse(node) not in targets:
                continue
            if any(converts(inner) for inner in ast.walk(made.value)):
                return False
            if not isinstance(made.value, ast.Name | ast.Attribute | ast.BinOp):
                break
            if not any(isinstance(target, ast.Tuple) for target in made.targets):
                return self.is_degrees(made.value, made.lineno)
        parts = {part.lower() for part in _PARTS.findall(last_name(node))}
        known = _OF_DEGREES | self._told
        return bool(parts & known) and parts.isdisjoint(_OF_RADIANS)


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope without those of the functions in it."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _angles(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the names, columns and attributes that an expression is worked out from."""
    match node:
        case ast.BinOp(left=left, right=right):
            yield from _angles(left)
            yield from _angles(right)
        case ast.UnaryOp(operand=operand):
            yield from _angles(operand)
        case ast.Constant():
            return
        case _:
            yield node


def _flat(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for inner in target.elts:
            yield from _flat(inner)
    else:
        yield target
