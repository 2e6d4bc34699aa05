"""Data that what failed used, and does not use any more."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange, imported
from jupyter_codeintel.fix.gate.reading.growing import grows
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    loads,
    root,
    targets,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.uses import (
    all_made_from,
    chooses,
    is_chosen,
    made_from,
    never_read,
    split_from,
)


def unused(old: Statement, new: Statement, change: CellChange) -> Iterator[Objection]:
    """Yield doubts about names that a statement does not read any more."""
    made_anew = {root(target) for s in change.added for target in targets(s.node)}
    fresh = new.loads.union(*(statement.loads for statement in change.added))
    fresh = fresh.union(*(b.loads - a.loads for a, b in change.altered if a is not old))
    fresh |= {root(new.node.target)} if isinstance(new.node, ast.AugAssign) else set()
    counters = {n.id for part in old.parts() if isinstance(part, ast.comprehension)
                for n in ast.walk(part.target) if isinstance(n, ast.Name)}  # fmt: skip
    counters |= {n.id for outer in old.around if outer in change.removed
                 and isinstance(outer.node, ast.For)
                 for n in ast.walk(outer.node.target) if isinstance(n, ast.Name)}  # fmt: skip
    counters |= {part.arg for part in old.parts() if isinstance(part, ast.arg)}
    if change.is_of("ValueError", "IndexError") and "len" in _called(new):
        counters |= _bounds(old)  # as many as there are, and not as many as was said
    counters |= {name for kept in new.loads & old.loads for name in made_from(kept, change)}
    gone = _removed(change)
    counters |= {name for name in old.loads & gone if all_made_from(name, change) & fresh}
    counters |= _told_by_score(new, change)
    known = change.missing | imported(change) | set(old.functions) | _files(change) | change.inlined
    lost = old.loads - counters - fresh - made_anew - known
    lost -= _returned_at_once(old, change)
    lost -= {name for name in lost & gone if grows({name}, change.before)}
    for name in old.loads - new.loads:
        all_ = made_from(name, change) & new.loads - old.loads
        if is_chosen(name, change) and all_ and not chooses(new.node):
            yield doubt("drops", f"It takes all of {min(all_)} in place of {name}.")
        if all_ := split_from(name, change) & new.loads - old.loads:
            yield doubt("drops", f"It takes all of {min(all_)} in place of {name}.")
    if same := _of_each(old) & _same_for_each(new):
        yield doubt("drops", f"It goes through the data and makes nothing of {min(same)}.")
    if aside := _put_aside(old, change):
        yield doubt("drops", f"{aside} holds what failed, and is not used.")
    if idle := lost & never_read(change):
        yield doubt("drops", f"{min(idle)} is worked out and not used any more.")
    elif lost and not new.loads - old.loads - imported(change):
        yield doubt("unused", f"What failed does not use {', '.join(sorted(lost))} any more.")


def _told_by_score(new: Statement, change: CellChange) -> set[str]:
    """Return the predictions that ``model.score(x, y)`` makes itself: ``model.predict(x)``."""
    scored = {f"{ast.unparse(part.func.value)}.predict({ast.unparse(part.args[0])})"
              for part in new.parts()
              if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)
              and part.func.attr == "score" and part.args}  # fmt: skip
    made = (s for s in change.before if value_of(s.node) is not None)
    return {name for s in made if ast.unparse(value_of(s.node) or s.node) in scored
            for name in bound_names(s.node)}  # fmt: skip


def _returned_at_once(old: Statement, change: CellChange) -> frozenset[str]:
    """Return the variables of a function whose values it returns now where they were set."""
    functions = old.functions
    here = [s for s in change.after if s.functions == functions and isinstance(s.node, ast.Return)]
    returned = {ast.unparse(s.node.value) for s in here if isinstance(s.node, ast.Return)
                and s.node.value is not None}  # fmt: skip
    made: dict[str, set[str]] = {}
    for statement in change.before:
        value = value_of(statement.node)
        if functions and statement.functions == functions and value is not None:
            for name in bound_names(statement.node):
                made.setdefault(name, set()).add(ast.unparse(value))
    return frozenset(name for name, values in made.items() if values <= returned)


def _removed(change: CellChange) -> frozenset[str]:
    """Return the names that the old text makes, and the new one does not."""
    had, has = (
        frozenset().union(*(bound_names(s.node) for s in several))
        for several in (change.before, change.after)
    )
    return had - has


def _put_aside(old: Statement, change: CellChange) -> str:
    """Return the new variable that holds constants of what failed and that nothing reads."""
    idle = never_read(change)
    said = {repr(n.value) for n in old.parts() if isinstance(n, ast.Constant)}
    for new in change.added:
        names = bound_names(new.node) & idle
        if names and {repr(n.value) for n in new.parts() if isinstance(n, ast.Constant)} & said:
            return min(names)
    return ""


def _called(statement: Statement) -> set[str]:
    return {callee(part) for part in statement.parts() if isinstance(part, ast.Call)}


def _bounds(statement: Statement) -> set[str]:
    """Return the names of numbers that a statement counts up to."""
    ranges = (part for part in statement.parts()
              if isinstance(part, ast.Call) and callee(part) in ("range", "arange"))  # fmt: skip
    return {name for call in ranges for bound in call.args for name in loads(bound)}


def _files(change: CellChange) -> set[str]:
    """Return the names of files that are not opened any more."""
    opened = (item for s in change.removed if isinstance(s.node, ast.With) for item in s.node.items)
    return {item.optional_vars.id for item in opened if isinstance(item.optional_vars, ast.Name)}


def _of_each(statement: Statement) -> frozenset[str]:
    """Return the names that comprehensions bind, and make their values of."""
    return frozenset().union(*(bound & used for bound, used in _gone_through(statement)))


def _same_for_each(statement: Statement) -> frozenset[str]:
    """Return the names that comprehensions bind whose values are made of none of them."""
    return frozenset().union(*(b for b, used in _gone_through(statement) if not b & used))


def _gone_through(statement: Statement) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield which names each comprehension binds, and which its values are made of."""
    for part in statement.parts():
        if isinstance(part, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            names = (n for one in part.generators for n in ast.walk(one.target))
            value = part.value if isinstance(part, ast.DictComp) else part.elt
            yield frozenset(n.id for n in names if isinstance(n, ast.Name)), loads(value)
