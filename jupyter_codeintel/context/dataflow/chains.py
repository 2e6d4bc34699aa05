"""Chains such as ``df["a"].mean()``: from a name to what is taken from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tree_sitter import Node

from jupyter_codeintel.context.dataflow.events import Access, Literals, Step
from jupyter_codeintel.context.dataflow.mutators import changes_arguments, changes_object
from jupyter_codeintel.context.dataflow.walk import Walk

_INNER = {"attribute": "object", "subscript": "value", "call": "function"}
_MOST_ARGUMENTS = 64
_MOST_STEPS = 64


def chain(walk: Walk, node: Node, access: Access = "load", *, unused: bool = False) -> None:
    """Read a chain: its root, then the arguments and subscripts from left to right."""
    links: list[Node] = []
    root: Node | None = node
    while root is not None and (field := _INNER.get(root.type)):
        links.append(root)
        root = root.child_by_field_name(field)
    links.reverse()
    arguments = [part for link in links for part in _arguments(link)]
    if root is None or root.type != "identifier":
        walk.schedule(root, *arguments)
        return
    steps = tuple(_step(walk, link) for link in links[:_MOST_STEPS])
    walk.read(root, steps, access)
    name = walk.text(root)
    # What a call changes is changed when its arguments are known.
    changed = list(_changed(walk, name, links, steps, access, unused=unused))
    walk.schedule(*arguments, *(partial(walk.change, other) for other in changed))


def strings(walk: Walk, node: Node, **where: str | int | None) -> Iterator[Literals]:
    """Yield the string that a node is, or those that the list is made of."""
    listed = node.type in ("list", "tuple")
    for part in node.named_children[:_MOST_ARGUMENTS] if listed else [node]:
        if (value := string_value(walk, part)) is not None:
            start, end = walk.span(part)
            position, keyword = where.get("position"), where.get("keyword")
            yield Literals(
                value,
                start,
                end,
                position if isinstance(position, int) else None,
                keyword if isinstance(keyword, str) else None,
                listed,
            )


def string_value(walk: Walk, node: Node) -> str | None:
    """Return what a plain string says; None for what is not known from the text."""
    if node.type != "string" or node.has_error:
        return None
    start, *content = node.children
    if set(walk.text(start).lower()) & set("bft") or not content:
        return None
    if any(part.type != "string_content" or part.child_count for part in content[:-1]):
        return None
    return "".join(walk.text(part) for part in content[:-1])


def _arguments(link: Node) -> list[Node]:
    """Return what a link evaluates besides the object."""
    if link.type == "attribute":
        # A number or string may stand where the parser forgives a fault.
        return [child for child in link.named_children if child.is_error]
    return link.named_children[1:]


def _step(walk: Walk, link: Node) -> Step:
    if link.type == "attribute":
        attribute = link.child_by_field_name("attribute")
        if attribute is None:
            return Step("attribute", *walk.span(link))
        return Step("attribute", *walk.span(attribute), walk.text(attribute))
    if link.type == "call":
        return _call(walk, link)
    subscripts = link.children_by_field_name("subscript")
    if len(subscripts) == 1:
        start, end = walk.span(subscripts[0])
        if (key := string_value(walk, subscripts[0])) is not None:
            return Step("key", start, end, key)
        if found := tuple(strings(walk, subscripts[0])):
            return Step("keys", start, end, strings=found)
    inner = link.child_by_field_name("value")
    return Step("index", walk.offsets.char(inner.end_byte if inner else 0), walk.span(link)[1])


def _call(walk: Walk, link: Node) -> Step:
    arguments = link.child_by_field_name("arguments")
    if arguments is None or arguments.type != "argument_list":
        return Step("call", *walk.span(arguments or link))
    found: list[Literals] = []
    keywords: list[str] = []
    for position, argument in enumerate(arguments.named_children[:_MOST_ARGUMENTS]):
        if argument.type == "keyword_argument":
            name = argument.child_by_field_name("name")
            value = argument.child_by_field_name("value")
            if name is not None and value is not None:
                keywords.append(walk.text(name))
                found += strings(walk, value, keyword=keywords[-1])
        else:
            found += strings(walk, argument, position=position)
    start, end = walk.span(arguments)
    return Step("call", start, end, "", tuple(found), tuple(keywords))


def _changed(
    walk: Walk,
    name: str,
    links: list[Node],
    steps: tuple[Step, ...],
    access: Access,
    *,
    unused: bool,
) -> Iterator[str]:
    """Yield the names whose objects the chain changes."""
    if access != "load":
        yield name
        return
    at = next((n for n, step in enumerate(steps) if step.kind == "call"), None)
    if at is None:
        return
    methods = [step.name for step in steps[:at] if step.kind == "attribute"]
    in_place = "inplace" in steps[at].keywords
    # Of ``df.groupby(...).apply(...)`` the value of the first call is used.
    unused = unused and at == len(steps) - 1
    if methods and (in_place or changes_object(methods, unused=unused)):
        yield name
    function = methods[-1] if methods else name
    if changes_arguments(function, is_method=bool(methods), unused=unused):
        yield from _given(walk, links[at], first=bool(methods))


def _given(walk: Walk, link: Node, *, first: bool) -> Iterator[str]:
    """Yield the names among a call's arguments."""
    arguments = link.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    for argument in given[: 1 if first else _MOST_ARGUMENTS]:
        value = argument
        if argument.type == "keyword_argument":
            value = argument.child_by_field_name("value") or argument
        if value.type == "identifier":
            yield walk.text(value)
