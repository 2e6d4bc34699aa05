"""Signatures and first docstring lines of functions and classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tree_sitter import Node

from jupyter_codeintel.context.dataflow.parsing import Parsed

_AROUND = frozenset(
    {"module", "block", "if_statement", "elif_clause", "else_clause", "try_statement",
     "except_clause", "finally_clause", "with_statement"}
)  # fmt: skip
"""Where a definition still belongs to the cell."""

_LONGEST = 300
_MOST_MEMBERS = 40


@dataclass(frozen=True, slots=True)
class Definition:
    """A function or class.

    Parameters
    ----------
    name : str
        Its name.
    kind : {'function', 'class'}
        What it is.
    signature : str
        Its head on one line, without the colon: ``def f(a, b=1) -> int``.
    summary : str
        The first line of its docstring.
    start, end : int
        Its place with decorators, in characters.
    decorators : tuple of str
        As written, ``@dataclass``.
    fields : tuple of str
        Of a class: the annotated attributes, ``x: int = 3``.
    members : tuple of Definition
        Of a class: its methods.
    """

    name: str
    kind: Literal["function", "class"]
    signature: str
    summary: str
    start: int
    end: int
    decorators: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    members: tuple[Definition, ...] = ()

    @property
    def text(self) -> str:
        """Itself as Python without bodies; private methods are left out."""
        lines = [f"{self.signature}:"]
        if self.summary:
            lines.append(f'    """{self.summary}"""')
        lines += [f"    {line}" for line in self.fields]
        shown = (m for m in self.members if m.name == "__init__" or not m.name.startswith("_"))
        lines += [f"    {member.signature}: ..." for member in shown]
        if len(lines) == 1:
            lines[0] += " ..."
        return "\n".join([*self.decorators, *lines])


def outline(parsed: Parsed) -> tuple[Definition, ...]:
    """Return the functions and classes of a cell or module, in order."""
    roots = [tree.root_node for tree in parsed.trees]
    found = (node for root in roots for node in _definitions(root))
    return tuple(_definition(parsed, node) for node in found)


def _definitions(root: Node) -> list[Node]:
    found: list[Node] = []
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if node.type in ("function_definition", "class_definition", "decorated_definition"):
            if _head(node).child_by_field_name("name") is not None:
                found.append(node)
        elif node.type in _AROUND:
            nodes.extend(reversed(node.named_children))
    return found


def _head(node: Node) -> Node:
    return node.child_by_field_name("definition") or node


def _definition(parsed: Parsed, node: Node) -> Definition:
    head = _head(node)
    name = head.child_by_field_name("name")
    body = head.child_by_field_name("body")
    is_class = head.type == "class_definition"
    inside = _definitions(body) if is_class and body is not None else []
    return Definition(
        name=parsed.text(name) if name is not None else "",
        kind="class" if is_class else "function",
        signature=_signature(parsed, head),
        summary=_summary(parsed, body),
        start=parsed.offsets.char(node.start_byte),
        end=parsed.offsets.char(node.end_byte),
        decorators=_decorators(parsed, node),
        fields=_fields(parsed, body) if is_class else (),
        members=tuple(_method(parsed, inner) for inner in inside[:_MOST_MEMBERS]),
    )


def _method(parsed: Parsed, node: Node) -> Definition:
    """Return a member of a class; of a class within it only the head."""
    head = _head(node)
    name = head.child_by_field_name("name")
    return Definition(
        name=parsed.text(name) if name is not None else "",
        kind="class" if head.type == "class_definition" else "function",
        signature=_signature(parsed, head),
        summary=_summary(parsed, head.child_by_field_name("body")),
        start=parsed.offsets.char(node.start_byte),
        end=parsed.offsets.char(node.end_byte),
        decorators=_decorators(parsed, node),
    )


def _decorators(parsed: Parsed, node: Node) -> tuple[str, ...]:
    texts = (parsed.text(child) for child in node.named_children if child.type == "decorator")
    return tuple(" ".join(text.split())[:_LONGEST] for text in texts)


def _signature(parsed: Parsed, head: Node) -> str:
    parts: list[str] = []
    for child in head.children:
        if child.type == ":":
            break
        if child.type in ("parameters", "argument_list"):
            pieces = (parsed.text(part) for part in child.children if part.type != "comment")
            parts.append(" ".join(" ".join(pieces).split()))
        elif child.type != "comment":
            parts.append(" ".join(parsed.text(child).split()))
    text = " ".join(parts)
    for spaced, tight in ((" (", "("), ("( ", "("), (" )", ")"), (" ,", ","), (",)", ")")):
        text = text.replace(spaced, tight)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _summary(parsed: Parsed, body: Node | None) -> str:
    first = body.named_children[0] if body is not None and body.named_children else None
    if first is None or first.type != "expression_statement" or not first.named_children:
        return ""
    string = first.named_children[0]
    if string.type != "string":
        return ""
    content = (parsed.text(part) for part in string.named_children if part.type == "string_content")
    lines = (line.strip() for line in "".join(content).splitlines())
    return next((line[:_LONGEST] for line in lines if line), "")


def _fields(parsed: Parsed, body: Node | None) -> tuple[str, ...]:
    found: list[str] = []
    for statement in body.named_children if body is not None else ():
        inner = statement.named_children[0] if statement.named_children else None
        if inner is not None and inner.type == "assignment" and inner.child_by_field_name("type"):
            found.append(" ".join(parsed.text(inner).split())[:_LONGEST])
    return tuple(found[:_MOST_MEMBERS])
