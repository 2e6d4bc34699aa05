"""One pass over a cell's tree, in the order in which Python evaluates it.

Work is kept on a stack of our own: code may be nested deeper than Python's stack goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tree_sitter import Node

from jupyter_codeintel.context.dataflow.events import Access, Change, Import, Read, Step
from jupyter_codeintel.context.dataflow.parsing import Parsed
from jupyter_codeintel.context.dataflow.scopes import Flow, Scope, ScopeKind

Task: TypeAlias = Node | Callable[[], None]
Handler: TypeAlias = Callable[["Walk", Node], None]


class Walk:
    """What is read, bound and changed in a cell.

    Parameters
    ----------
    parsed : Parsed
        The cell.
    handlers : mapping of str to callable
        What to do at a kind of node; at all others their children are visited.

    Attributes
    ----------
    reads : list of Read
        The names read, in order.
    changes : list of Change
        The names whose objects are changed in place.
    shared : list of Change
        The cell's names that functions bind.
    deleted : set of str
        The names that the cell has deleted in the end, in every case.
    imports : list of Import
        The names that the cell itself imports.
    stars : list of str
        The modules of ``from module import *``.
    """

    def __init__(self, parsed: Parsed, handlers: Mapping[str, Handler]) -> None:
        self.parsed = parsed
        self.offsets = parsed.offsets
        self.cell = self.scope = Scope("cell")
        self.flow = Flow()
        self.reads: list[Read] = []
        self.changes: list[Change] = []
        self.shared: list[Change] = []
        self.deleted: set[str] = set()
        self.imports: list[Import] = []
        self.stars: list[str] = []
        self.shown: Node | None = None
        self._same: dict[str, str] = {}  # names of the cell, by others of the same object
        self._loops: list[tuple[int, int]] = []
        self._handlers = handlers
        self._tasks: list[Task] = []

    def run(self) -> None:
        """Walk over the whole cell."""
        self.schedule(*(tree.root_node for tree in self.parsed.trees))
        while self._tasks:
            task = self._tasks.pop()
            if not isinstance(task, Node):
                task()
            elif handler := self._handlers.get(task.type):
                handler(self, task)
            elif task.child_count:
                self._tasks.extend(reversed(task.named_children))

    def schedule(self, *tasks: Task | None) -> None:
        """Do ``tasks`` next, in this order."""
        self._tasks.extend(task for task in reversed(tasks) if task is not None)

    def text(self, node: Node) -> str:
        """Return the text of a node."""
        return self.parsed.text(node)

    def span(self, node: Node) -> tuple[int, int]:
        """Return the place of a node, in characters."""
        return self.offsets.char(node.start_byte), self.offsets.char(node.end_byte)

    def enter(self, kind: ScopeKind, name: str = "") -> None:
        """Begin a scope within the current one."""
        self.scope = Scope(kind, self.scope, name)

    def leave(self) -> None:
        """End the current scope."""
        self.scope = self.scope.parent or self.scope

    def enter_loop(self, node: Node) -> None:
        """Begin a loop."""
        self._loops.append(self.span(node))

    def leave_loop(self) -> None:
        """End the innermost loop."""
        self._loops.pop()

    def bind(self, name: str, position: int, *, scope: Scope | None = None) -> None:
        """Note that ``name`` is bound in the current scope."""
        scope = scope or self.scope
        if name in scope.outer:
            return
        if name in scope.shared:
            # Only when the function is called.
            self.cell.add(name, position)
            self.shared.append(Change(name, scope))
            self.flow.possible.add(name)
            return
        scope.add(name, position)
        if scope is self.cell:
            self.deleted.discard(name)
            self.flow.bind(name)
            if self._same:
                self._same = {a: b for a, b in self._same.items() if name not in (a, b)}

    def bind_same(self, node: Node, old: Node) -> None:
        """Bind a name of the cell to the object of another: ``new = old``."""
        self.bind_node(node)
        new, first = self.text(node), self.text(old)
        first = self._same.get(first, first)
        if self.scope is self.cell and new != first:
            self._same[new] = first

    def bind_node(self, node: Node, scope: Scope | None = None) -> None:
        """Bind the name that an identifier is."""
        if name := self.text(node):
            self.bind(name, self.offsets.char(node.start_byte), scope=scope)

    def unbind(self, name: str, *, certain: bool) -> None:
        """Note that ``name`` is deleted in the current scope, in some cases at least."""
        if self.scope is self.cell:
            self.flow.unbind(name)
            if certain:
                self.deleted.add(name)

    def read(self, node: Node, steps: tuple[Step, ...] = (), access: Access = "load") -> None:
        """Note that the name of an identifier is read."""
        name = self.text(node)
        if not name:
            return
        start, end = self.span(node)
        self.reads.append(
            Read(
                name, start, end, self.scope, steps, access,
                certain=self.flow.is_certain(name),
                possible=name in self.flow.possible,
                changed=name in self.flow.changed,
                loop=self._loops[0] if self._loops else None,
            )
        )  # fmt: skip

    def change(self, name: str) -> None:
        """Note that the object of ``name``, and of what it was bound to, is changed in place."""
        for one in (name, self._same[name]) if name in self._same else (name,):
            self.changes.append(Change(one, self.scope, self.flow.is_certain(one)))
            self.flow.changed.add(one)
