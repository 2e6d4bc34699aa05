"""Where the entries of a heap or a queue of priorities are put in, and taken out again."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case

_PUSHING = ("heappush", "heappushpop", "heapreplace")
_TAKING = ("heappop", "heappushpop", "heapreplace")
_GETTING = ("get", "get_nowait")
_PUTTING = ("put", "put_nowait")
_ALL = ("list", "nlargest", "nsmallest", "sorted")
_ASKING = ("empty", "full", "join", "qsize", "task_done", "clear")
QUEUE = "PriorityQueue"


@dataclass(frozen=True)
class Use:
    """A piece of a cell that has to do with the entries."""

    cell: str
    code: Code
    node: ast.expr


@dataclass
class Entries:
    """The uses of a heap.

    Parameters
    ----------
    made : list of Use
        The entries that are put in, as they are written.
    unpacked : list of Use
        The targets and the subscripts by which entries are taken apart.
    starts : list of Use
        What the heap is made as.
    functions : dict
        The functions of the notebook.
    given : list
        Functions that are given the heap, by the name that it has there, or that return an
        entry, with no name.
    """

    made: list[Use] = field(default_factory=list)
    unpacked: list[Use] = field(default_factory=list)
    starts: list[Use] = field(default_factory=list)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    given: list[tuple[ast.FunctionDef, str]] = field(default_factory=list)


class _UnknownUseError(Exception):
    """The entries go somewhere that is not followed."""


def entries_of(case: Case, heap: ast.expr) -> Entries | None:
    """Return the uses of a heap by the way it is written; None if one is not understood."""
    found = Entries()
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    looks = [_Cell(cell, case.code(cell), found) for cell in cells]
    found.functions = {
        function.name: function for look in looks for function in look.text.nodes(ast.FunctionDef)
    }
    try:
        for look in looks:
            look.follow(heap, look.text.tree)
        _follow_on(looks, found, ast.unparse(heap))
    except _UnknownUseError:
        return None
    return found


def _follow_on(looks: list[_Cell], found: Entries, heap: str) -> None:
    """Look where functions are given the heap under another name, and hand on an entry."""
    done: set[tuple[ast.FunctionDef, str]] = set()
    while found.given:
        function, name = found.given.pop()
        if (function, name) in done or (name == heap and name):
            continue
        done.add((function, name))
        for look in looks:
            if name:
                if function in look.above:
                    look.follow(ast.Name(name), function)
            else:
                look.follow_result(function.name)


class _Cell:
    """The uses of a heap in one cell."""

    def __init__(self, cell: str, text: Code, found: Entries) -> None:
        self.cell, self.text, self.found = cell, text, found
        self.above = {
            child: node for node in ast.walk(text.tree) for child in ast.iter_child_nodes(node)
        }

    def follow(self, heap: ast.expr, within: ast.AST) -> None:
        """Look at each use of the heap."""
        written = ast.unparse(heap)
        for node in self.text.nodes(ast.expr, within):
            if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) == written:
                self._heap(node)
            elif isinstance(heap, ast.Attribute) and getattr(node, "attr", "") == heap.attr:
                self._unknown()  # the same one, from outside

    def follow_result(self, function: str) -> None:
        """Look at each use of an entry that a function hands on."""
        for call in self.text.nodes(ast.Call):
            if callee(call) == function:
                self._entry(call)

    def _use(self, node: ast.expr) -> Use:
        return Use(self.cell, self.text, node)

    def _heap(self, node: ast.expr) -> None:
        match self.above[node]:
            case ast.Call(args=[_, given]) as call if given is node and callee(call) in _ALL:
                self._all(call)
            case ast.Call(args=given) as call if node in given:
                self._called(call, given.index(node))
            case ast.Attribute() as method:
                self._method(method)
            case ast.Subscript(slice=ast.Constant()) as entry if entry.value is node:
                self._entry(entry)
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                self._start(node, value)
            case (
                ast.While() | ast.If() | ast.IfExp() | ast.Compare() | ast.UnaryOp() | ast.BoolOp()
            ):
                return
            case _:
                self._all(node)

    def _called(self, call: ast.Call, place: int) -> None:
        name = callee(call)
        if name in ("len", "bool", "heapify"):
            return
        if name in _ALL:
            self._all(call)
        elif name in self.found.functions:
            self._given(call, place)
        elif place or name not in (*_PUSHING, *_TAKING):
            self._unknown()
        if name in _PUSHING and len(call.args) == 2:
            self._made(call.args[1])
        if name in _TAKING:
            self._entry(call)

    def _given(self, call: ast.Call, place: int) -> None:
        """Follow the heap into a function of the notebook."""
        function = self.found.functions[callee(call)]
        if not isinstance(call.func, ast.Name) or place >= len(function.args.args):
            self._unknown()
        self.found.given.append((function, function.args.args[place].arg))

    def _handed_on(self, node: ast.AST) -> None:
        """Follow an entry out of the function that returns it."""
        while not isinstance(node, ast.FunctionDef):
            node = self.above[node]
        returns = [one for one in self.text.nodes(ast.Return, node) if one.value is not None]
        if len(returns) != 1 or node.name in _TAKING:
            self._unknown()
        self.found.given.append((node, ""))

    def _method(self, method: ast.Attribute) -> None:
        call = self.above[method]
        if not isinstance(call, ast.Call) or call.func is not method:
            self._unknown()
        elif method.attr in (*_PUTTING, "append") and len(call.args) == 1:
            self._made(call.args[0])
        elif method.attr in _GETTING:
            self._entry(call)
        elif method.attr not in _ASKING:
            self._unknown()

    def _start(self, node: ast.expr, value: ast.expr) -> None:
        if value is node:
            self._unknown()
        match value:
            case ast.List(elts=items):
                for item in items:
                    self._made(item)
            case ast.ListComp(elt=item):
                self._made(item)
            case ast.Call(args=[], keywords=[]) if callee(value) in ("list", QUEUE):
                pass
            case _:
                self._unknown()
        self.found.starts.append(self._use(value))

    def _made(self, entry: ast.expr) -> None:
        if isinstance(entry, ast.Name):
            self._made_before(entry)
        elif isinstance(entry, ast.Tuple) and len(entry.elts) > 1:
            self.found.made.append(self._use(entry))
        else:
            self._unknown()

    def _made_before(self, entry: ast.Name) -> None:
        """Take a tuple that has a name for no other use, or what a loop takes from a list."""
        same = [node for node in self.text.nodes(ast.Name) if node.id == entry.id]
        others = [node for node in same if node is not entry]
        match self.above[others[0]] if len(others) == 1 else None:
            case ast.Assign(value=ast.Tuple() as value):
                self.found.made.append(self._use(value))
            case ast.For(target=ast.Name()):
                self.found.made.append(self._use(entry))
            case _:
                self._unknown()

    def _all(self, node: ast.expr) -> None:
        """Take something that holds the entries: only loops may be over it."""
        match self.above[node]:
            case ast.For(target=target) | ast.comprehension(target=target) as loop:
                if loop.iter is node:
                    self._target(target)
                    return
            case ast.Subscript(slice=ast.Constant()) as entry:
                self._entry(entry)
                return
            case ast.Call(args=[_, given]) | ast.Call(args=[given]) as call if given is node:
                if callee(call) in _ALL:
                    self._all(call)
                    return
        self._unknown()

    def _entry(self, node: ast.expr) -> None:
        match self.above[node]:
            case ast.Expr():
                return
            case ast.Subscript(slice=index) as part if part.value is node and _number(index):
                self.found.unpacked.append(self._use(part))
            case ast.Assign(targets=[target]):
                self._target(target)
            case ast.Return() as end:
                self._handed_on(end)
            case _:
                self._unknown()

    def _target(self, target: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            if not any(isinstance(one, ast.Starred) for one in target.elts):
                self.found.unpacked.append(self._use(target))
        elif isinstance(target, ast.Name):
            # A name for the entry: each time that it is read it has to be taken apart.
            for node in self.text.nodes(ast.Name):
                if node.id == target.id and isinstance(node.ctx, ast.Load):
                    self._entry(node)
        else:
            self._unknown()

    def _unknown(self) -> None:
        raise _UnknownUseError


def _number(node: ast.expr) -> bool:
    """Whether an index is written as a number."""
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(inner, ast.Constant) and isinstance(inner.value, int)
