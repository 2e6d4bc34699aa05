"""What became of each statement of an edited cell."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.reading.statements import Statement, listed, paired
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    is_computed,
    tree_of,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.trial import Raised

Node = TypeVar("Node", bound=ast.AST)


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
    edits : mapping of str to str
        All new texts of the candidate, by cell.

    Raises
    ------
    SyntaxError
        When the new text is no Python.
    """

    failure: Failure
    cell: str
    source: str
    edits: Mapping[str, str] = field(default_factory=dict)
    _new: dict[type[ast.AST], Sequence[ast.AST]] = field(default_factory=dict, init=False)

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
    def nodes_before(self) -> tuple[ast.AST, ...]:
        """The nodes of the old tree."""
        return tuple(ast.walk(self.tree_before))

    @cached_property
    def nodes_after(self) -> tuple[ast.AST, ...]:
        """The nodes of the new tree."""
        return tuple(ast.walk(self.tree_after))

    @cached_property
    def before(self) -> tuple[Statement, ...]:
        """The old statements, each before those in it."""
        return tuple(listed(self.tree_before.body))

    @cached_property
    def after(self) -> tuple[Statement, ...]:
        """The new statements."""
        return tuple(listed(self.tree_after.body))

    @cached_property
    def became(self) -> dict[Statement, Statement]:
        """The new statement for each old one that is still there in some form."""
        return paired(self.before, self.after)

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

    def is_of(self, *errors: str) -> bool:
        """Whether the error is of one of these classes, or of one that derives from it."""
        error = self.failure.error
        return not {error.name, *error.names}.isdisjoint(errors)

    @cached_property
    def is_failing(self) -> bool:
        """Whether it is the cell that raised."""
        return self.cell == self.failure.cell

    @cached_property
    def remade(self) -> dict[Statement, Statement]:
        """The statements of earlier cells whose variables new ones make again, by those."""
        names = {n: s for s in self.fresh if not s.functions for n in bound_names(s.node)}
        found: dict[Statement, Statement] = {}
        for cell in self.failure.flow.order(self.cell):
            for old in listed(tree_of_most(self.failure.source(cell))[0].body):
                is_made = isinstance(old.node, ast.FunctionDef) or value_of(old.node) is not None
                for name in bound_names(old.node) & names.keys():
                    if cell != self.cell and is_made:
                        found[names[name]] = old
        return found

    @cached_property
    def inlined(self) -> frozenset[str]:
        """The variables of which new statements hold the expression that made them."""
        written = "\n".join(statement.head for statement in self.fresh)
        cells = (c.source for c in self.failure.document.cells if c.type == "code")
        made = (s for source in cells for s in listed(tree_of_most(source)[0].body))
        return frozenset(
            name
            for statement in made
            for name in bound_names(statement.node)
            if (value := value_of(statement.node)) is not None
            and is_computed(value)
            and (ast.unparse(_read_of(value)) in written or _is_called_again(value, self.fresh))
        )

    @cached_property
    def moved(self) -> frozenset[str]:
        """The statements that other edited cells have now, and had not."""
        others = self.edits.keys() - {self.cell}
        had = {s.head for cell in others
               for s in listed(tree_of_most(self.failure.source(cell))[0].body)}  # fmt: skip
        return frozenset(s.head for s in self.elsewhere) - had

    @cached_property
    def elsewhere(self) -> tuple[Statement, ...]:
        """All statements of other edited cells as they are now."""
        texts = (text for cell, text in self.edits.items() if cell != self.cell)
        return tuple(s for text in texts for s in listed(tree_of_most(text)[0].body))

    @cached_property
    def imported_now(self) -> frozenset[str]:
        """The names that the new text imports, and the old one did not."""
        return _from_modules(self.after) - _from_modules(self.before)

    @cached_property
    def imported_before(self) -> frozenset[str]:
        """The names that the old text imports, and the new one does not."""
        return _from_modules(self.before) - _from_modules(self.after)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes that the notebook defines above the cell."""
        seen = self.failure.flow.definitions(self.cell)
        return frozenset(name for name, (_, found) in seen.items() if found.kind == "class")

    @property
    def outdated(self) -> tuple[Statement, ...]:
        """All old statements that do not stand in the new text as they were."""
        return (*self.removed, *(old for old, _ in self.altered))

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
        if kind not in self._new:
            self._new[kind] = self._added_nodes(kind)
        return cast("list[Node]", self._new[kind])

    def _added_nodes(self, kind: type[Node]) -> Sequence[ast.AST]:
        known = Counter(ast.dump(node) for node in self.nodes_before if isinstance(node, kind))
        found: list[Node] = []
        for node in self.nodes_after:
            if isinstance(node, kind):
                known[ast.dump(node)] -= 1
                if known[ast.dump(node)] < 0:
                    found.append(node)
        return found

    def new_calls(self) -> list[ast.Call]:
        """Return the calls of what the old text does not call as often."""
        before = _callees(self.nodes_before)
        after = _callees(self.nodes_after)
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


def _from_modules(statements: Sequence[Statement]) -> frozenset[str]:
    imports = (s.node for s in statements if isinstance(s.node, ast.ImportFrom))
    return frozenset().union(*map(bound_names, imports))


def _callees(nodes: Iterable[ast.AST]) -> Counter[str]:
    return Counter(callee(node) for node in nodes if isinstance(node, ast.Call))


def _lines(error: Raised | None, cell: str) -> Iterator[int]:
    while error is not None:
        yield from (frame.line for frame in error.frames if frame.cell == cell)
        error = error.cause


def _is_called_again(value: ast.expr, fresh: Sequence[Statement]) -> bool:
    """Whether new statements have a call with all that it was given, and more."""
    if not isinstance(value, ast.Call):
        return False
    calls = (part for s in fresh for part in s.parts() if isinstance(part, ast.Call))
    asked = {ast.dump(part) for part in (*value.args, *value.keywords)}
    return any(
        ast.dump(call.func) == ast.dump(value.func)
        and asked <= {ast.dump(part) for part in (*call.args, *call.keywords)}
        for call in calls
    )


def _read_of(value: ast.expr) -> ast.expr:
    """Return what a value is read from, as it can be read in more ways than one."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Call() as source), args=[], keywords=[]):
            return source
    return value
