"""The statements of a cell, and which of another text are the same in some form."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from jupyter_codeintel.fix.gate.reading.trees import bound_names, loads, targets

_LIKE = 0.45
_SAME_TARGET = 0.5
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement, and the compound ones around it from the outermost in.

    Parameters
    ----------
    node : ast.stmt
        Itself.
    around : tuple of Statement
        The compound ones.
    branches : tuple of str
        For each of them, in which block of it: ``"body"``, ``"orelse"``.
    """

    node: ast.stmt
    around: tuple[Statement, ...] = ()
    branches: tuple[str, ...] = ()

    @cached_property
    def head(self) -> str:
        """Itself without the statements in it."""
        fields = {
            name: [] if name in _BLOCKS else value for name, value in ast.iter_fields(self.node)
        }
        return ast.unparse(ast.fix_missing_locations(type(self.node)(**fields)))

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions around it."""
        nodes = (outer.node for outer in self.around)
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        return tuple(node.name for node in nodes if isinstance(node, kinds))

    @cached_property
    def loads(self) -> frozenset[str]:
        """The names that it reads, without Python's own."""
        return frozenset().union(*(loads(part) for part in self.parts()))

    @property
    def line(self) -> str:
        """Its first line, for the person."""
        return self.head.splitlines()[0][:80]

    def parts(self) -> tuple[ast.AST, ...]:
        """Return its nodes, without those of the statements in it."""
        return self._parts

    @cached_property
    def _parts(self) -> tuple[ast.AST, ...]:
        inner = (one for name, value in ast.iter_fields(self.node) if name not in _BLOCKS
                 for one in (value if isinstance(value, list) else [value]))  # fmt: skip
        return tuple(node for one in inner if isinstance(one, ast.AST) for node in ast.walk(one))


def listed(
    body: Sequence[ast.AST], around: tuple[Statement, ...] = (), branches: tuple[str, ...] = ()
) -> Iterator[Statement]:
    """Yield the statements of a block, each before those in it."""
    for node in body:
        inside = around
        if isinstance(node, ast.stmt):
            statement = Statement(node, around, branches)
            yield statement
            inside = (*around, statement)
        for block in _BLOCKS:
            inner = getattr(node, block, [])
            if isinstance(inner, list):
                deeper = (*branches, block) if isinstance(node, ast.stmt) else branches
                yield from listed(inner, inside, deeper)


def paired(before: Sequence[Statement], after: Sequence[Statement]) -> dict[Statement, Statement]:
    """Return for each statement what it became in another text, where that can be told."""
    pairs: dict[Statement, Statement] = {}
    olds, news = [old.head for old in before], [new.head for new in after]
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            pairs |= dict(zip(before[i:i_end], after[j:j_end], strict=True))
        elif tag == "replace":
            pairs |= _most_alike(before[i:i_end], after[j:j_end])
    # What was moved: into a helper, above another statement.
    taken = set(pairs.values())
    left = [old for old in before if old not in pairs]
    return pairs | _most_alike(left, [new for new in after if new not in taken])


def _most_alike(
    before: Sequence[Statement], after: Sequence[Statement]
) -> dict[Statement, Statement]:
    scored = [
        (score, -i, -j)
        for i, old in enumerate(before)
        for j, new in enumerate(after)
        if (score := _likeness(old, new)) > _LIKE
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(scored, reverse=True):
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return {before[i]: after[j] for i, j in pairs.items()}


def _likeness(old: Statement, new: Statement) -> float:
    if old.head == new.head:
        return 2.0
    compound = hasattr(old.node, "body"), hasattr(new.node, "body")
    if compound[0] != compound[1] or (compound[0] and type(old.node) is not type(new.node)):
        return 0.0
    ratio = SequenceMatcher(None, old.head, new.head, autojunk=False).ratio()
    same = _made(old) & _made(new)
    return ratio + _SAME_TARGET if same else ratio


def _made(statement: Statement) -> frozenset[str]:
    """Return what a statement gives a value, ``df['a']`` too."""
    made = frozenset(ast.unparse(target) for target in targets(statement.node))
    return made | bound_names(statement.node)
