"""What assignments, loops, imports and patterns bind."""

from __future__ import annotations

from functools import partial

from tree_sitter import Node

from jupyter_codeintel.context.dataflow.chains import chain
from jupyter_codeintel.context.dataflow.events import Access, Import, Step
from jupyter_codeintel.context.dataflow.walk import Walk

_CHAINS = ("attribute", "subscript", "call")
_PLAIN = ("identifier", "typed_parameter", "default_parameter", "typed_default_parameter")


def target(walk: Walk, node: Node | None, access: Access = "store") -> None:
    """Bind or delete what stands on the left."""
    if node is None:
        return
    if node.type == "identifier":
        if access == "delete":
            walk.read(node, access=access)
            walk.unbind(walk.text(node), certain=not walk.flow.conditional)
        else:
            walk.bind_node(node)
    elif node.type in _CHAINS:
        chain(walk, node, access)
    else:
        walk.schedule(*(partial(target, walk, child, access) for child in node.named_children))


def parameter(walk: Walk, node: Node) -> None:
    """Bind a parameter of a function, whose default and type are not looked at."""
    if node.type == "identifier":
        walk.bind_node(node)
        return
    name = node.child_by_field_name("name")
    if name is None and node.type in (*_PLAIN, "list_splat_pattern", "dictionary_splat_pattern"):
        name = next((child for child in node.named_children if child.type != "type"), None)
    if name is not None:
        walk.schedule(partial(parameter, walk, name))
    elif node.type == "tuple_pattern":
        walk.schedule(*(partial(parameter, walk, child) for child in node.named_children))


def outside_of_parameters(parameters: Node | None) -> list[Node]:
    """Return what parameters evaluate where the function is defined: defaults and types."""
    found: list[Node] = []
    for child in parameters.named_children if parameters is not None else ():
        found += child.children_by_field_name("value")
        found += child.children_by_field_name("type")
    return found


def pattern(walk: Walk, node: Node) -> None:
    """Bind the names that a ``case`` captures, read those it compares with."""
    children = node.named_children
    if node.type == "dotted_name":
        _dotted(walk, children, value=False)
    elif node.type == "identifier":
        walk.bind_node(node)
    elif node.type == "class_pattern" and children:
        _dotted(walk, children[0].named_children, value=True)
        walk.schedule(*(partial(pattern, walk, child) for child in children[1:]))
    elif node.type == "keyword_pattern":
        walk.schedule(*(partial(pattern, walk, child) for child in children[1:]))
    elif node.type != "string":
        walk.schedule(*(partial(pattern, walk, child) for child in children))


def _dotted(walk: Walk, parts: list[Node], *, value: bool) -> None:
    if len(parts) == 1 and not value:
        walk.bind_node(parts[0])
    elif parts:
        steps = [Step("attribute", *walk.span(part), walk.text(part)) for part in parts[1:]]
        walk.read(parts[0], tuple(steps))


def import_modules(walk: Walk, node: Node) -> None:
    """Bind the names of ``import a.b, c as d``."""
    for child in node.children_by_field_name("name"):
        if child.type == "dotted_name":
            first = child.named_children[0]
            module = walk.text(child)
            _import(walk, first, Import(walk.text(first), module, None, walk.text(first)))
        else:
            name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if name is not None and alias is not None:
                module = walk.text(name)
                _import(walk, alias, Import(walk.text(alias), module, None, module))


def import_members(walk: Walk, node: Node) -> None:
    """Bind the names of ``from a import b as c``."""
    source = node.child_by_field_name("module_name")
    module = "".join(walk.text(source).split()) if source is not None else ""
    if any(child.type == "wildcard_import" for child in node.named_children):
        walk.stars.append(module)
    for child in node.children_by_field_name("name"):
        name, alias = child, child
        if child.type == "aliased_import":
            name = child.child_by_field_name("name") or child
            alias = child.child_by_field_name("alias") or child
        member = walk.text(name)
        inner = f"{module}{'' if module.endswith('.') else '.'}{member}"
        _import(walk, alias, Import(walk.text(alias), module, member, inner))


def _import(walk: Walk, node: Node, found: Import) -> None:
    if not found.name:
        return
    walk.bind_node(node)
    scope = walk.scope
    if scope is walk.cell or found.name in scope.shared:
        walk.imports.append(found)
