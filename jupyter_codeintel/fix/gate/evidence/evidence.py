"""What explains a change: the error, what lives in the kernel, and the person's own words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from jupyter_codeintel.context.nearest import same_variant
from jupyter_codeintel.fix.checks import checks
from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.missing_names import missing_name
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.evidence.expectations import asserted, names_behind
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.growing import sums
from jupyter_codeintel.fix.gate.reading.likeness import OF_A_PART, likeness, words_of
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    expressions,
    loads,
    prose,
    shape_of,
    strings,
    tree_of_most,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import NUMBERS
from jupyter_codeintel.trial import Raised

_LOCAL = re.compile(r"(?:local variable|cannot import name) '(\w+)'")
_NONE = re.compile(r"\bmeans?( that)?( there (are|is|were))? (no|none|nothing)\b")
_LIKE = 0.6
_CLEARLY = 0.15


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that is known of an error.

    Parameters
    ----------
    failure : Failure
        The error.
    changes : sequence of CellChange
        What is done about it.
    """

    failure: Failure
    changes: Sequence[CellChange]

    @cached_property
    def sources(self) -> list[str]:
        """The texts of the notebook's code cells."""
        return [cell.source for cell in self.failure.document.cells if cell.type == "code"]

    @cached_property
    def errors(self) -> frozenset[str]:
        """The kinds of error that were raised."""
        return frozenset(name for one in self._raised() for name in (one.name, *one.names))

    @cached_property
    def message(self) -> str:
        """What the errors say."""
        return "\n".join(one.value for one in self._raised())

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the message, and those of lines that were no Python."""
        lines = (
            change.source_before.splitlines()[number - 1]
            for change in self.changes
            for number in change.unread
        )
        return frozenset(re.findall(r"\w+", "\n".join([self.message, *lines])))

    @cached_property
    def unread(self) -> str:
        """The lines that were no Python."""
        return "\n".join(
            change.source_before.splitlines()[number - 1]
            for change in self.changes
            for number in sorted(change.unread)
        )

    @cached_property
    def missing(self) -> frozenset[str]:
        """What does not exist: names, attributes, keys, files."""
        found: set[str] = set()
        for one in self._raised():
            found.update(missing_keys(one))
            told = missing_name(one), one.attributes.get("name"), one.attributes.get("file")
            found.update(filter(None, told), _LOCAL.findall(one.value))
        return frozenset(found)

    @cached_property
    def files(self) -> frozenset[str]:
        """The files that may be meant, the one that does not exist left out."""
        near = (one.attributes.get("near_files", "").split("\n") for one in self._raised())
        found = (path for paths in near for path in paths)
        return frozenset(p for p in found if any(same_variant(p, wrong) for wrong in self.missing))

    @cached_property
    def live(self) -> frozenset[str]:
        """Columns and keys that live in the kernel."""
        live = self.failure.namespace.variables.values() if self.failure.namespace else ()
        columns = {name for one in live for name, _ in one.columns}
        return frozenset(columns.union(*(one.keys for one in live)))

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of the live variables, where a name is missing."""
        live = self.failure.namespace.variables if self.failure.namespace else {}
        return frozenset(live if "NameError" in self.errors else ())

    @cached_property
    def column_sets(self) -> list[set[str]]:
        """The columns of each live table."""
        live = self.failure.namespace.variables.values() if self.failure.namespace else ()
        return [{name for name, _ in one.columns} for one in live if one.columns]

    def columns_of(self, *kinds: str) -> frozenset[str]:
        """Return the live columns with values of some kinds: ``"int"``, ``"datetime"``."""
        live = self.failure.namespace.variables.values() if self.failure.namespace else ()
        return frozenset(name for one in live for name, dtype in one.columns
                         if dtype.lower().startswith(kinds))  # fmt: skip

    @cached_property
    def existing(self) -> frozenset[str]:
        """Columns and keys that live in the kernel, and strings that the notebook holds."""
        found = set(self.live)
        for source in self.sources:
            found |= set(re.findall(r"""["']([^"'\n]+)["']""", source))
        return frozenset(found - self.missing)

    @cached_property
    def written(self) -> frozenset[str]:
        """The expressions that stand somewhere in the notebook already."""
        return frozenset().union(*map(expressions, self.sources))

    @cached_property
    def sums(self) -> dict[str, frozenset[str]]:
        """What loops add up or count, and the data that they go through."""
        return sums(self.sources)

    @cached_property
    def unread_names(self) -> frozenset[str]:
        """The names that the notebook binds and never reads, if none is like the missing one."""
        trees = [tree_of_most(source)[0] for source in self.sources]
        names = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)]
        read = {n.id for n in names if isinstance(n.ctx, ast.Load)}
        bound = {n.id for n in names} - self.missing
        if any(self.is_meant(name, self.missing) for name in bound):
            return frozenset()  # it is spelt otherwise, and no other is meant
        unread = bound - read
        return frozenset(n for n in unread if all(same_variant(n, one) for one in self.missing))

    @cached_property
    def shapes(self) -> frozenset[str]:
        """The calls of the notebook, whatever the names in them."""
        calls = (ast.parse(text, mode="eval").body for text in self.written)
        return frozenset(shape_of(node) for node in calls if isinstance(node, ast.Call))

    @cached_property
    def strings(self) -> frozenset[str]:
        """All strings of the old texts."""
        return strings(node for c in self.changes for node in ast.walk(c.tree_before))

    @cached_property
    def used(self) -> frozenset[str]:
        """The strings of the statements that the error came through."""
        return strings(part for c in self.changes for old in c.raised for part in old.parts())

    @cached_property
    def texts(self) -> frozenset[str]:
        """All strings of the notebook that the changes leave as they are."""
        nodes = (n for source in self.sources for n in ast.walk(tree_of_most(source)[0]))
        altered = (part for c in self.changes for old, _ in c.altered for part in old.parts())
        return strings(nodes) - strings(altered)

    @cached_property
    def shown(self) -> frozenset[str]:
        """Those that are no columns or keys: labels, and what is printed."""
        return self.strings - self.live - self.missing

    @cached_property
    def failing(self) -> frozenset[str]:
        """The expressions in the statements that the error came through, or that are changed."""
        return frozenset(
            ast.unparse(part)
            for change in self.changes
            for statement in {*change.raised, *(old for old, _ in change.altered)}
            for part in statement.parts()
            if isinstance(part, ast.expr)
        )

    @cached_property
    def expected(self) -> frozenset[str]:
        """The numbers that asserts and examples compare with."""
        sources = [*self.sources, *(check.source for check in checks(self.failure))]
        tests = (test for text in sources for test in asserted(tree_of_most(text)[0]))
        return frozenset(
            repr(node.value)
            for test in tests
            for node in ast.walk(test)
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
        )

    @cached_property
    def compared(self) -> frozenset[str]:
        """What the failed asserts ask about."""
        if "AssertionError" not in self.errors:
            return frozenset()
        tests = asserted(tree_of_most(self.failure.source(self.failure.cell))[0])
        return frozenset().union(*map(loads, tests))

    @cached_property
    def asserted_names(self) -> frozenset[str]:
        """What the failed asserts ask about, and what that is made of in the edited cells."""
        failing = tree_of_most(self.failure.source(self.failure.cell))[0].body
        own = ([s.node for s in c.after if not s.functions] for c in self.changes)
        return names_behind(self.compared, [failing, *own])

    @cached_property
    def told(self) -> str:
        """What the person wrote in words: the goal, docstrings and comments of these cells."""
        sources = [change.source_before for change in self.changes]
        sources.append(self.failure.source(self.failure.cell))
        said = [self.failure.goal, *(part for text in sources for part in prose(text))]
        return "\n".join(said).lower()

    @cached_property
    def comments(self) -> str:
        """What the person wrote in words anywhere in the notebook's code."""
        said = (part for source in self.sources for part in prose(source))
        return "\n".join([self.told, *said]).lower()

    def made_of(self, names: Set[str]) -> list[str]:
        """Return the statements that make some variables, as they read."""
        nodes = (node for source in self.sources for node in tree_of_most(source)[0].body)
        return [ast.unparse(node) for node in nodes if bound_names(node) & names]

    def has_call(self, *names: str) -> bool:
        """Whether the notebook calls one of some functions."""
        return any(re.search(rf"\b{name}\(", text) for text in self.written for name in names)

    def is_said(self, text: str) -> bool:
        """Whether the error's message has a text, as a word of it."""
        text = text.strip()
        found = re.search(rf"(?<!\w){re.escape(text)}(?!\w)", self.message)
        return bool(text) and found is not None and text not in self.missing

    def is_told(self, *words: str) -> bool:
        """Whether one of some words is among the person's own; numbers may be words there."""
        said = (*words, *(NUMBERS[word] for word in words if word in NUMBERS))
        return any(
            re.search(rf"(?<![\w.]){re.escape(w.lower())}(?![\w.]*\w)", self.told) for w in said
        )

    def tells(self, value: object) -> bool:
        """Whether the person's words name a value that something gives where there is nothing."""
        if isinstance(value, list | tuple | dict | set) and not value:
            return self.is_told("empty list", "[]", "{}", "empty", "nothing")
        if isinstance(value, bool):
            return self.is_told(str(value))
        if isinstance(value, int | float):
            means_none = value == 0 and _NONE.search(self.told) is not None
            words = ("0", "0.0", "zero") if value == 0 else ()
            return means_none or self.is_told(str(value), *words)
        if value is None:
            return self.is_told("none")
        return isinstance(value, str) and bool(value) and self.is_told(value)

    def is_meant(self, new: str, wrong: Iterable[str]) -> bool:
        """Whether a name can be what a wrong one was meant to be, and no other name is nearer."""
        for old in wrong:
            if words_of(old) == words_of(new) and len(words_of(old)) > 1:
                return True
            score = likeness(old, new)
            known = (self.existing | self.variables) - {old, *self.used}
            others = {n for n in known if n.isidentifier() or "AttributeError" not in self.errors}
            best = max((likeness(old, other) for other in others), default=0.0)
            if best >= _LIKE and score == OF_A_PART:  # others have the same part
                score, best = (
                    max((SequenceMatcher(None, old, one).ratio() for one in several), default=0.0)
                    for several in ([new], others)
                )
                if score == best:
                    return True
            if score >= _LIKE and score > best - _CLEARLY and same_variant(old, new):
                return True
        return False

    def _raised(self) -> Iterator[Raised]:
        error: Raised | None = self.failure.error
        while error is not None:
            yield error
            error = error.cause
