"""Statements of which a part may not run."""

from __future__ import annotations

from functools import partial

from tree_sitter import Node

from jupyter_codeintel.context.dataflow.targets import pattern, target
from jupyter_codeintel.context.dataflow.walk import Handler, Walk


def _for(walk: Walk, node: Node) -> None:
    walk.schedule(
        node.child_by_field_name("right"),
        partial(walk.enter_loop, node),
        partial(target, walk, node.child_by_field_name("left")),
        *(child for child in node.named_children if child.type == "ERROR"),
        node.child_by_field_name("body"),
        walk.leave_loop,
        node.child_by_field_name("alternative"),
    )


def _while(walk: Walk, node: Node) -> None:
    walk.schedule(partial(walk.enter_loop, node), *node.named_children, walk.leave_loop)


def _if(walk: Walk, node: Node) -> None:
    condition = node.child_by_field_name("condition")
    clauses = [child for child in node.named_children if child != condition]
    tasks: list[Node | partial[None]] = []
    exhaustive = False
    for clause in clauses:
        if clause.type in ("elif_clause", "else_clause"):
            tasks.append(partial(walk.flow.turn))
            exhaustive = exhaustive or clause.type == "else_clause"
        tasks.append(clause)
    join = partial(walk.flow.join, exhaustive=exhaustive)
    walk.schedule(condition, walk.flow.fork, *tasks, join)


def _try(walk: Walk, node: Node) -> None:
    tasks: list[Node | partial[None]] = []
    final: list[Node] = []
    for child in node.named_children:
        if child.type == "finally_clause":
            final.append(child)
            continue
        if child.type.startswith("except"):
            tasks.append(partial(walk.flow.turn))
        tasks.append(child)
    # What "else" does belongs to the branch of what was tried.
    other = [child for child in node.named_children if child.type == "else_clause"]
    tasks = [task for task in tasks if task not in other]
    tasks[1:1] = other
    join = partial(walk.flow.join, exhaustive=True)
    walk.schedule(walk.flow.fork, *tasks, join, *final)


def _except(walk: Walk, node: Node) -> None:
    value = node.child_by_field_name("value")
    alias = value.child_by_field_name("alias") if value is not None else None
    unbind = None if alias is None else partial(walk.unbind, walk.text(alias), certain=True)
    walk.schedule(*node.named_children, unbind)


def _match(walk: Walk, node: Node) -> None:
    subjects = node.children_by_field_name("subject")
    tasks: list[Node | partial[None]] = []
    for child in node.named_children:
        for part in child.named_children if child.type == "block" else ():
            tasks += [partial(walk.flow.turn), part]
    walk.schedule(*subjects, walk.flow.fork, *tasks, partial(walk.flow.join, exhaustive=False))


def _case(walk: Walk, node: Node) -> None:
    walk.schedule(
        *(
            partial(pattern, walk, child) if child.type == "case_pattern" else child
            for child in node.named_children
        )
    )


def _leave(walk: Walk, node: Node) -> None:
    walk.schedule(*node.named_children, walk.flow.leave)


BRANCHES: dict[str, Handler] = {
    "for_statement": _for,
    "while_statement": _while,
    "if_statement": _if,
    "try_statement": _try,
    "except_clause": _except,
    "except_group_clause": _except,
    "match_statement": _match,
    "case_clause": _case,
    "raise_statement": _leave,
    "return_statement": _leave,
    "break_statement": _leave,
    "continue_statement": _leave,
}
