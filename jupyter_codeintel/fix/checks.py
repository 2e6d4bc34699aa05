"""Examples in docstrings and goals, as code that checks them."""

from __future__ import annotations

import ast
import doctest
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_codeintel.context.dataflow.outline import Definition
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.trial import TrialCell

CHECK = "check:"
"""What the ids of checks begin with."""

_MOST = 12
_LONGEST = 400
"""Characters of a line that are read."""

_ARROW = re.compile(
    r"\s*(?:#\s*)?(?:==>|=>|-->|->|➞|→|==|returns|gives|is|should (?:return|give|be)|#=>)\s*"
)
_AFTER = re.compile(r"\s*(?:$|#|`|[.,;)](?:\s|$))")
_PARSER = doctest.DocTestParser()


@dataclass(frozen=True)
class Example:
    """What one expression should give.

    Parameters
    ----------
    call : str
        The expression.
    want : str
        What a doctest expects to be shown.
    before : str
        What has to run first.
    """

    call: str
    want: str
    before: str = ""


def checks(failure: Failure) -> tuple[TrialCell, ...]:
    """Return the examples of the functions that an error concerns, each as a cell.

    Examples whose result is written as a literal are required; a printed text may differ for
    honest reasons and is run for what it tells.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    """
    definitions = _concerned(failure)
    found: dict[Example, None] = {}
    for cell, definition in definitions:
        found |= dict.fromkeys(_doctests(_docstrings(failure.source(cell), definition.name)))
    names = frozenset(definition.name for _, definition in definitions)
    for text in (*_texts(failure, definitions), failure.goal):
        found |= dict.fromkeys(_doctests(text, names))
        found |= dict.fromkeys(_arrows(text, names))
    examples = list({(example.call, example.want): example for example in found}.values())
    return tuple(_cell(number, example) for number, example in enumerate(examples[:_MOST], 1))


def _concerned(failure: Failure) -> list[tuple[str, Definition]]:
    """Return the functions of the failing cell and of the cells it builds on."""
    flow = failure.flow
    facts = flow.facts(failure.cell)
    ran = {cell.id for cell in failure.document.cells if cell.execution_count is not None}
    sources = flow.slice(facts.uses | facts.uses_later, failure.cell)
    cells = [*(cell for cell in sources if cell in ran), failure.cell]
    return [
        (cell, definition)
        for cell in cells
        for definition in flow.facts(cell).definitions
        if definition.kind == "function"
    ]


def _docstrings(source: str, name: str) -> str:
    """Return the docstring of a function; nothing where the cell is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            return ast.get_docstring(node) or ""
    return ""


def _texts(failure: Failure, definitions: list[tuple[str, Definition]]) -> Iterator[str]:
    """Yield docstrings, and the text right above the cells concerned."""
    for cell, definition in definitions:
        yield _docstrings(failure.source(cell), definition.name)
    cells = failure.document.cells
    for id_ in dict.fromkeys([*(cell for cell, _ in definitions), failure.cell]):
        index = failure.document.index(id_)
        if index and cells[index - 1].type == "markdown":
            yield cells[index - 1].source


def _doctests(text: str, names: frozenset[str] | None = None) -> Iterator[Example]:
    """Yield the examples of a docstring; of other text those that call a function in ``names``."""
    try:
        found = _PARSER.get_examples(text)
    except ValueError:  # an example that is not indented as it should be
        return
    before: list[str] = []
    for example in found:
        source = example.source.strip()
        if not example.want:
            before.append(source)
        elif example.exc_msg is not None or not _is_expression(source):
            continue
        elif names is None or names & _names(source):
            yield Example(source, example.want.strip(), "\n".join(before))


def _arrows(text: str, names: frozenset[str]) -> Iterator[Example]:
    """Yield examples such as ``double(2) ==> 4``."""
    if not names:
        return
    start = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(names)))})\(")
    for line in text.splitlines():
        for match in start.finditer(line[:_LONGEST]):
            call = _call(line[match.start() : _LONGEST])
            rest = line[match.start() + len(call) : _LONGEST].lstrip("`'\"")
            arrow = _ARROW.match(rest) if call else None
            if arrow and (want := _wanted(rest[arrow.end() :].lstrip("`"))):
                yield Example(call, want)


def _call(text: str) -> str:
    """Return the call of constants that a text begins with."""
    for end, character in enumerate(text, 1):
        if character == ")" and _is_expression(text[:end]):
            node = ast.parse(text[:end], mode="eval").body
            if not isinstance(node, ast.Call):
                return ""
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            return text[:end] if all(_is_literal(ast.unparse(part)) for part in given) else ""
    return ""


def _wanted(text: str) -> str:
    """Return the literal that a text begins with, if nothing but a comment follows."""
    for end in range(len(text), 0, -1):
        if _is_literal(text[:end].strip()) and _AFTER.match(text[end:]):
            return text[:end].strip()
    return ""


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return False
    return True


def _names(source: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


def _cell(number: int, example: Example) -> TrialCell:
    is_value = _is_literal(example.want)
    lines = [example.before, *(_by_value(example) if is_value else _by_text(example))]
    body = textwrap.indent("\n".join(line for line in lines if line), "    ")
    # In a function, so that what the example sets up does not change the notebook's names.
    source = f"def _example():\n{body}\n_example()"
    return TrialCell(f"{CHECK}{number}", source, required=is_value)


def _by_value(example: Example) -> list[str]:
    said = f"{example.call} should give {example.want}, it gives "
    return [
        f"_given = ({example.call})",
        f"assert _given == ({example.want}), {said!r} + repr(_given)",
    ]


def _by_text(example: Example) -> list[str]:
    # The modules are not bound: an import that the notebook misses must not be supplied.
    return [
        'with __import__("contextlib").redirect_stdout(__import__("io").StringIO()) as _shown:',
        f"    _given = ({example.call})",
        "    if _given is not None:",
        "        print(repr(_given))",
        f"assert _shown.getvalue().split() == {example.want!r}.split(), _shown.getvalue()",
    ]
