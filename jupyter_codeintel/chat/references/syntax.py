"""How references are written in a question.

| written | meant |
| --- | --- |
| ``@cell`` | the active cell |
| ``@cell:3`` | the cell with ``[3]`` beside it |
| ``@cell:#2`` | the second cell from the top, text cells counted, run or not |
| ``@selection`` | the text that is selected in the active cell |
| ``@error`` | the last error, with its traceback |
| ``@variable:df``, ``@df`` | a variable, function or class of the notebook |
| ``@file:data/a.csv``, ``@file:"my data.csv"`` | a file of the workspace |

A reference stands at the start or after a space or an opening bracket, outside of code in
backticks. A short ``@name`` that the notebook does not know is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ReferenceKind = Literal["cell", "selection", "variable", "error", "file"]

_CODE = re.compile(r"(`{3,}).*?(?:\1|\Z)|`[^`\n]*`", re.DOTALL)
_REFERENCE = re.compile(
    r"""(?<![^\s(\["'])@(?:
        cell(?::(?P<cell>\#?\d+))?(?![\w:])
      | (?P<plain>selection|error)\b(?!:)
      | variable:(?P<variable>[^\W\d]\w*)
      | file:(?:"(?P<quoted>[^"\n]+)"|(?P<file>[^\s"?!;]*[^\s"?!;.,:)\]]))
      | (?P<name>[^\W\d]\w*)(?!:\S)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Reference:
    """A reference in a text.

    Parameters
    ----------
    kind : ReferenceKind
        What it points at.
    target : str
        Which one: a number, a name, a path; empty for ``@cell``, ``@selection``, ``@error``.
    start, end : int
        Where it stands.
    """

    kind: ReferenceKind
    target: str
    start: int
    end: int

    @property
    def spoken(self) -> str:
        """The words that take its place in what the model reads."""
        match self.kind:
            case "cell":
                return _spoken_cell(self.target)
            case "selection":
                return "the selected code"
            case "error":
                return "the last error"
            case "file":
                return f'the file "{self.target}"'
            case _:
                return f"`{self.target}`"


def _spoken_cell(target: str) -> str:
    if not target:
        return "the active cell"
    return f"cell {target}" if target.startswith("#") else f"cell [{target}]"


def find_references(text: str, known: Callable[[str], bool]) -> tuple[Reference, ...]:
    """Return the references in a text, in order.

    Parameters
    ----------
    text : str
        What the person wrote.
    known : callable
        Whether a short ``@name`` is a name of the notebook.
    """
    # Same length, so that places stay what they are.
    searched = _CODE.sub(lambda found: "`" * len(found[0]), text)
    found = (_reference(match) for match in _REFERENCE.finditer(searched))
    return tuple(one for one in found if one.kind != "variable" or _meant(one, text, known))


def spoken(text: str, references: tuple[Reference, ...]) -> str:
    """Return the text with words in the place of references."""
    for reference in reversed(references):
        text = text[: reference.start] + reference.spoken + text[reference.end :]
    return text


def _reference(match: re.Match[str]) -> Reference:
    span = match.span()
    if path := match["quoted"] or match["file"]:
        return Reference("file", path, *span)
    if name := match["variable"] or match["name"]:
        return Reference("variable", name, *span)
    if match["plain"]:
        return Reference("error" if match["plain"] == "error" else "selection", "", *span)
    return Reference("cell", match["cell"] or "", *span)


def _meant(reference: Reference, text: str, known: Callable[[str], bool]) -> bool:
    return text.startswith("@variable:", reference.start) or known(reference.target)
