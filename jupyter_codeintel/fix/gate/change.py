"""What became of each statement of an edited cell."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeVar

from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.reading import (
    bound_names,
    callee,
    loads,
    targets,
    tree_of,
    tree_of_most,
)
from jupyter_codeintel.trial import Raised

_LIKE = 0.45
_SAME_TARGET = 0.5
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")

Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement, and the compound ones around it from the outermost in."""

    node: ast.stmt
    around: tuple[Statement, ...] = ()

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

    def parts(self) -> Iterator[ast.AST]:
        """Yield its nodes, without those of the statements in it."""
        for name, value in ast.iter_fields(self.node):
            for inner in value if isinstance(value, list) else [value]:
                if name not in _BLOCKS and isinstance(inner, ast.AST):
                    yield from ast.walk(inner)


@dataclass(frozen=True, eq=False)
class CellChange:
    """A cell before and after.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    cell : str
        The id of the cell.
    source : str
        Its new text.

    Raises
    ------
    SyntaxError
        When the new text is no Python.
    """

    failure: Failure
    cell: str
    source: str

    def __post_init__(self) -> None:
        _ = self.tree_after

    @cached_property
    def source_before(self) -> str:
        """The old text."""
        return self.failure.source(self.cell)

    @cached_property
    def _read(self) -> tuple[ast.Module, frozenset[int]]:
        return tree_of_most(self.source_before)

    @property
    def tree_before(self) -> ast.Module:
        """The old tree, of as much as is Python."""
        return self._read[0]

    @property
    def unread(self) -> frozenset[int]:
        """The lines of the old text that are no Python."""
        return self._read[1]

    @cached_property
    def tree_after(self) -> ast.Module:
        """The new tree."""
        return tree_of(self.source)

    @cached_property
    def before(self) -> tuple[Statement, ...]:
        """The old statements, each before those in it."""
        return tuple(_listed(self.tree_before.body, ()))

    @cached_property
    def after(self) -> tuple[Statement, ...]:
        """The new statements."""
        return tuple(_listed(self.tree_after.body, ()))

    @cached_property
    def became(self) -> dict[Statement, Statement]:
        """The new statement for each old one that is still there in some form."""
        return _paired(self.before, self.after)

    @cached_property
    def added(self) -> tuple[Statement, ...]:
        """New statements that no old one became."""
        kept = set(self.became.values())
        return tuple(statement for statement in self.after if statement not in kept)

    @cached_property
    def removed(self) -> tuple[Statement, ...]:
        """Old statements that are gone."""
        return tuple(statement for statement in self.before if statement not in self.became)

    @cached_property
    def altered(self) -> tuple[tuple[Statement, Statement], ...]:
        """Old statements with what they became, where that is another text."""
        return tuple((old, new) for old, new in self.became.items() if old.head != new.head)

    @cached_property
    def raised(self) -> tuple[Statement, ...]:
        """The old statements that the error came through, from the outermost call in."""
        found = (self._at(line) for line in _lines(self.failure.error, self.cell))
        return tuple(dict.fromkeys(statement for statement in found if statement is not None))

    @cached_property
    def is_failing(self) -> bool:
        """Whether it is the cell that raised."""
        return self.cell == self.failure.cell

    @property
    def fresh(self) -> tuple[Statement, ...]:
        """All new statements with another text than an old one."""
        return (*self.added, *(new for _, new in self.altered))

    @cached_property
    def missing(self) -> frozenset[str]:
        """The name that the error says does not exist."""
        error = self.failure.error
        name = error.attributes.get("name") if "NameError" in (error.name, *error.names) else None
        return frozenset({name} if name else ())

    def new(self, kind: type[Node]) -> list[Node]:
        """Return the nodes of a kind that the old text has not, or not as often."""
        known = Counter(
            ast.dump(node) for node in ast.walk(self.tree_before) if isinstance(node, kind)
        )
        found: list[Node] = []
        for node in ast.walk(self.tree_after):
            if isinstance(node, kind):
                known[ast.dump(node)] -= 1
                if known[ast.dump(node)] < 0:
                    found.append(node)
        return found

    def new_calls(self) -> list[ast.Call]:
        """Return the calls of what the old text does not call as often."""
        before = _callees(self.tree_before)
        after = _callees(self.tree_after)
        return [call for call in self.new(ast.Call) if after[callee(call)] > before[callee(call)]]

    def _at(self, line: int) -> Statement | None:
        found = None
        for statement in self.before:
            end = statement.node.end_lineno or statement.node.lineno
            if statement.node.lineno <= line <= end:
                found = statement
        return found


def imported(change: CellChange) -> frozenset[str]:
    """Return the names of modules and of what is imported from them."""
    own = (bound_names(s.node) for s in (*change.before, *change.after)
           if isinstance(s.node, ast.Import | ast.ImportFrom))  # fmt: skip
    return frozenset(change.failure.flow.imports(change.cell)).union(*own)


def _callees(tree: ast.AST) -> Counter[str]:
    return Counter(callee(node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def _lines(error: Raised | None, cell: str) -> Iterator[int]:
    while error is not None:
        yield from (frame.line for frame in error.frames if frame.cell == cell)
        error = error.cause


def _listed(body: Sequence[ast.AST], around: tuple[Statement, ...]) -> Iterator[Statement]:
    for node in body:
        inside = around
        if isinstance(node, ast.stmt):
            statement = Statement(node, around)
            yield statement
            inside = (*around, statement)
        for block in _BLOCKS:
            inner = getattr(node, block, [])
            if isinstance(inner, list):
                yield from _listed(inner, inside)


def _paired(before: Sequence[Statement], after: Sequence[Statement]) -> dict[Statement, Statement]:
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
