"""Names that IPython's own lines bind and use: ``%%capture out``, ``!ls {path}``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_codeintel.context.language import cell_language

_CAPTURE = re.compile(r"\s*%%capture[ \t]+(?:--?\S+[ \t]+)*([A-Za-z_]\w*)")
_OUTPUT = re.compile(r"\s*%%\S+[^\n]*?[ \t]--(?:out|err)(?:put)?[ \t=]+([A-Za-z_]\w*)")
_SQL = re.compile(r"\s*%%sql[^\n]*?[ \t]([A-Za-z_]\w*)[ \t]*<<")
_ESCAPED = re.compile(r"^[ \t]*(?:[\w., \t]+=[ \t]*)?[!%][^\n]*", re.MULTILINE)
_EXPANDED = re.compile(r"\{[ \t]*([A-Za-z_]\w*)|\$\{?([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class MagicNames:
    """What the lines that are not Python bind and use."""

    binds: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()


_NONE = MagicNames()


def magic_names(source: str) -> MagicNames:
    """Return what the magics and shell lines of a cell bind and use."""
    if "%" not in source and "!" not in source:
        return _NONE
    found = (pattern.match(source) for pattern in (_CAPTURE, _OUTPUT, _SQL))
    binds = frozenset(match[1] for match in found if match)
    # Below a magic such as %%bash nothing is expanded.
    body = cell_language(source)
    lines = source if body.is_python else source[: body.body]
    uses: set[str] = set()
    for line in _ESCAPED.findall(lines):
        if "{" in line or "$" in line:
            uses.update(plain or shell for plain, shell in _EXPANDED.findall(line))
    return MagicNames(binds, frozenset(uses))
