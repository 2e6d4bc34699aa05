"""What each kind of node evaluates, binds and changes."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from tree_sitter import Node

from jupyter_codeintel.context.dataflow.branches import BRANCHES
from jupyter_codeintel.context.dataflow.chains import chain
from jupyter_codeintel.context.dataflow.targets import (
    import_members,
    import_modules,
    outside_of_parameters,
    parameter,
    target,
)
from jupyter_codeintel.context.dataflow.walk import Handler, Walk


def _module(walk: Walk, node: Node) -> None:
    children = [child for child in node.named_children if child.type != "comment"]
    # The value of the last statement is shown, unless a semicolon follows.
    last = node == walk.parsed.trees[-1].root_node and children
    if last and not walk.parsed.data[children[-1].end_byte :].lstrip().startswith(b";"):
        walk.shown = children[-1]
    walk.schedule(*children)


def _expression_statement(walk: Walk, node: Node) -> None:
    children = node.named_children
    child = children[0] if len(children) == 1 else None
    if child is not None and child.type == "await" and child.named_children:
        child = child.named_children[0]
    if child is not None and child.type == "call":
        chain(walk, child, unused=node != walk.shown)
    else:
        walk.schedule(*children)


def _identifier(walk: Walk, node: Node) -> None:
    walk.read(node)


def _chain(walk: Walk, node: Node) -> None:
    chain(walk, node)


def _keyword_argument(walk: Walk, node: Node) -> None:
    walk.schedule(node.child_by_field_name("value"))


def _assignment(walk: Walk, node: Node) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if right is None and left is not None and left.type == "identifier":
        # "x: int" makes a function's name local, and binds nothing.
        if walk.scope is not walk.cell:
            walk.bind_node(left)
        left = None
    bind = partial(target, walk, left)
    if left is not None and right is not None and left.type == right.type == "identifier":
        bind = partial(walk.bind_same, left, right)
    walk.schedule(right, node.child_by_field_name("type"), bind)


def _augmented(walk: Walk, node: Node) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    read = left if left is not None and left.type == "identifier" else None
    walk.schedule(read, right, partial(target, walk, left))


def _walrus(walk: Walk, node: Node) -> None:
    name = node.child_by_field_name("name")
    scope = walk.scope
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
    bind = None if name is None else partial(walk.bind_node, name, scope)
    walk.schedule(node.child_by_field_name("value"), bind)


def _as_pattern(walk: Walk, node: Node) -> None:
    alias = node.child_by_field_name("alias")
    others = [child for child in node.named_children if child != alias]
    walk.schedule(*others, partial(target, walk, alias))


def _delete(walk: Walk, node: Node) -> None:
    walk.schedule(*(partial(target, walk, child, "delete") for child in node.named_children))


def _global(walk: Walk, node: Node) -> None:
    if walk.scope is not walk.cell:
        walk.scope.shared.update(walk.text(child) for child in node.named_children)


def _nonlocal(walk: Walk, node: Node) -> None:
    walk.scope.outer.update(walk.text(child) for child in node.named_children)


def _function(walk: Walk, node: Node) -> None:
    parameters = node.child_by_field_name("parameters")
    name = node.child_by_field_name("name")
    walk.schedule(
        partial(walk.enter, "comprehension"),
        *_type_parameters(walk, node),
        *outside_of_parameters(parameters),
        node.child_by_field_name("return_type"),
        None if name is None else partial(walk.bind_node, name, walk.scope),
        partial(walk.enter, "function", "" if name is None else walk.text(name)),
        *(partial(parameter, walk, child) for child in _children(parameters)),
        *(child for child in node.named_children if child.type == "ERROR"),
        node.child_by_field_name("body"),
        walk.leave,
        walk.leave,
    )


def _lambda(walk: Walk, node: Node) -> None:
    parameters = node.child_by_field_name("parameters")
    walk.schedule(
        *outside_of_parameters(parameters),
        partial(walk.enter, "function"),
        *(partial(parameter, walk, child) for child in _children(parameters)),
        node.child_by_field_name("body"),
        walk.leave,
    )


def _class(walk: Walk, node: Node) -> None:
    name = node.child_by_field_name("name")
    walk.schedule(
        partial(walk.enter, "comprehension"),
        *_type_parameters(walk, node),
        node.child_by_field_name("superclasses"),
        partial(walk.enter, "class", "" if name is None else walk.text(name)),
        *(child for child in node.named_children if child.type == "ERROR"),
        node.child_by_field_name("body"),
        walk.leave,
        walk.leave,
        None if name is None else partial(walk.bind_node, name),
    )


def _type_alias(walk: Walk, node: Node) -> None:
    left = node.child_by_field_name("left")
    while left is not None and left.type != "identifier":
        left = left.named_children[0] if left.named_children else None
    walk.schedule(
        partial(walk.enter, "function"),
        *_type_parameters(walk, node.child_by_field_name("left")),
        node.child_by_field_name("right"),
        walk.leave,
        None if left is None else partial(walk.bind_node, left),
    )


def _type_parameters(walk: Walk, node: Node | None) -> list[Node | partial[None]]:
    """Return what binds the names of ``[T: int, *Ts]`` after ``node``, and reads their bounds."""
    found = node
    while found is not None and found.type != "type_parameter":
        kinds = ("type_parameter", "generic_type")
        found = next((child for child in found.named_children if child.type in kinds), None)
    tasks: list[Node | partial[None]] = []
    for child in _children(found):
        name: Node | None = child
        while name is not None and name.type != "identifier":
            name = name.named_children[0] if name.named_children else None
        if name is not None:
            tasks.append(partial(walk.bind_node, name))
    return [*tasks, *_children(found)]


def _comprehension(walk: Walk, node: Node) -> None:
    children = node.named_children
    clauses = [child for child in children if child.type == "for_in_clause"]
    # The first iterable is evaluated outside, and before the rest.
    outermost = clauses[0].child_by_field_name("right") if clauses else None
    inner: list[Node | partial[None]] = []
    for child in children[1:]:
        if child.type == "for_in_clause":
            right = child.child_by_field_name("right")
            inner += [right] if right is not None and right != outermost else []
            inner.append(partial(target, walk, child.child_by_field_name("left")))
        else:
            inner.append(child)
    walk.schedule(
        outermost, partial(walk.enter, "comprehension"), *inner, *children[:1], walk.leave
    )


def _error(walk: Walk, node: Node) -> None:
    """Make the best of text that does not parse."""
    children = node.children
    tasks: list[Node | partial[None]] = []
    prose = -1
    for child, following in pairwise([*children, None]):
        if child is None or child.start_point.row == prose:
            continue
        if child.type == "string_start":
            # A quote without its end: what follows on the line is no code.
            prose = child.start_point.row
        elif child.type == "identifier" and following is not None and following.type == "=":
            # A keyword argument of a call without its end stands within a line.
            if child.start_point.column == 0 or child == children[0]:
                tasks.append(partial(walk.bind_node, child))
        elif child.is_named:
            tasks.append(child)
    walk.schedule(*tasks)


def _children(node: Node | None) -> list[Node]:
    return node.named_children if node is not None else []


HANDLERS: dict[str, Handler] = BRANCHES | {
    "module": _module,
    "expression_statement": _expression_statement,
    "identifier": _identifier,
    "attribute": _chain,
    "subscript": _chain,
    "call": _chain,
    "keyword_argument": _keyword_argument,
    "assignment": _assignment,
    "augmented_assignment": _augmented,
    "named_expression": _walrus,
    "as_pattern": _as_pattern,
    "delete_statement": _delete,
    "global_statement": _global,
    "nonlocal_statement": _nonlocal,
    "function_definition": _function,
    "lambda": _lambda,
    "class_definition": _class,
    "type_alias_statement": _type_alias,
    "list_comprehension": _comprehension,
    "set_comprehension": _comprehension,
    "dictionary_comprehension": _comprehension,
    "generator_expression": _comprehension,
    "import_statement": import_modules,
    "import_from_statement": import_members,
    "future_import_statement": lambda _walk, _node: None,
    "ERROR": _error,
}
"""By the grammar's names; at other nodes the children are visited in order."""
