"""What was missing, supplied by a candidate from nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.lacked_keys import stands_for_nothing
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.growing import grows
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    arguments_of,
    bound_names,
    callee,
    is_literal,
    is_made,
    is_trivial,
    literal,
    loads,
    passing_names,
    targets,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import LOSES, do_the_same
from jupyter_codeintel.fix.gate.reasons.units import is_right_table

_OF_EACH = frozenset(
    {"alpha", "c", "color", "hue", "s", "sizes", "style", "sample_weight", "weights"}
)
"""Arguments with a value of its own for each row."""
_DRAWS = ("integers", "normal", "rand", "randint", "randn", "random", "standard_normal", "uniform")
_OF_CHANCE = ("chance", "draw", "jitter", "monte carlo", "noise", "random", "randomly", "shuffle",
              "simulate", "simulated", "simulation", "synthetic")  # fmt: skip


def providing(change: CellChange) -> Iterator[Objection]:
    """Yield objections where constants stand for data that are looked for, or were given."""
    yield from _renamed(change)
    yield from _copied(change)
    yield from _created(change)
    yield from _without_arguments(change)
    yield from _for_all(change)
    yield from _twice(change)
    yield from _drawn(change)
    yield from _hung_on(change)
    key = change.failure.error.attributes.get("key")
    if key is not None:
        yield from _made_up(change, key)
    for old, new in change.altered:
        if old in change.raised:
            yield from _same_place(old, new, change)
            yield from _arguments(list(old.parts()), list(new.parts()))


def _same_place(old: Statement, new: Statement, change: CellChange) -> Iterator[Objection]:
    """Judge a second value that is taken from the place of the first."""
    if not change.is_of("IndexError"):
        return
    wanted = {ast.unparse(n.value) for n in old.parts()
              if isinstance(n, ast.Subscript) and literal(n.slice) == 1}  # fmt: skip
    parts = [node for node in new.parts() if isinstance(node, ast.Subscript)]
    inner = {id(node.value) for node in parts}
    for node in parts:
        if id(node) not in inner and literal(node.slice) in (0, -1):
            base = ast.unparse(node.value)
            if base in wanted and f"{base}[0]" in change.source_before:
                yield doubt("constant", f"It takes {ast.unparse(node)}, which is {base}[0].")


def _renamed(change: CellChange) -> Iterator[Objection]:
    """Judge another function that is imported under the name of the missing one."""
    evidence = Evidence(change.failure, (change,))
    for node in change.new(ast.ImportFrom):
        for alias in node.names:
            name = alias.asname or ""
            known = {name} - LOSES if alias.name in LOSES else {name}
            is_like = do_the_same(name, alias.name) or evidence.is_meant(alias.name, known)
            if name in evidence.words and not is_like:
                yield doubt("invents", f"It gives {alias.name} the name {name}.")


def _copied(change: CellChange) -> Iterator[Objection]:
    """Judge another variable that the missing one is made from as it is."""
    evidence = Evidence(change.failure, (change,))
    for new in change.added:
        value = value_of(new.node)
        while isinstance(value, ast.Call) and callee(value) in ("copy", "deepcopy", "list"):
            method = value.func.value if isinstance(value.func, ast.Attribute) else None
            value = value.args[0] if value.args else method
        wrong = bound_names(new.node) & evidence.missing
        if not isinstance(value, ast.Name) or not wrong:
            continue
        known = wrong - LOSES if value.id in LOSES else wrong
        is_same = any(do_the_same(name, value.id) for name in wrong)
        is_like = evidence.is_meant(value.id, known) or value.id in evidence.unread_names
        if not is_like and not is_same and value.id not in _idle(new, change):
            yield doubt("invents", f"It takes {value.id} for {min(wrong)}.")


def _idle(statement: Statement, change: CellChange) -> frozenset[str]:
    """Return the one parameter that a statement's function was given and did not look at."""
    for function in change.nodes_before:
        if isinstance(function, ast.FunctionDef) and function.name in statement.functions[-1:]:
            given = {argument.arg for argument in function.args.args}
            idle = given - frozenset().union(*(loads(inner) for inner in function.body))
            return frozenset(idle) if len(idle) == 1 else frozenset()
    return frozenset()


def _without_arguments(change: CellChange) -> Iterator[Objection]:
    """Judge a function for a missing one that does not look at all that it is given."""
    missing = Evidence(change.failure, (change,)).missing
    for new in change.added:
        if isinstance(new.node, ast.FunctionDef) and new.node.name in missing:
            read = frozenset().union(*(loads(statement) for statement in new.node.body))
            given = {argument.arg for argument in new.node.args.args}
            if idle := given - read:
                yield doubt("invents", f"{new.node.name}() does not use {min(idle)}.")


def _for_all(change: CellChange) -> Iterator[Objection]:
    """Judge one value for all where a loop took one of each: ``for v in graph: w = 1``."""
    had, has = map(passing_names, (change.tree_before, change.tree_after))
    for new in change.fresh:
        value = value_of(new.node)
        names = bound_names(new.node) & (had - has)
        names -= {name for name in names if grows({name}, change.after)}
        if names and value is not None and is_literal(value):
            yield doubt("constant", f"It gives {min(names)} one value for all.")


def _twice(change: CellChange) -> Iterator[Objection]:
    """Judge the same data put behind itself, where there is too little of it."""
    for call in change.new_calls():
        is_join = callee(call) in ("concat", "concatenate", "vstack") and bool(call.args)
        parts = [ast.dump(one) for one in getattr(call.args[0], "elts", [])] if is_join else []
        if len(set(parts)) < len(parts):
            yield doubt("invents", f"It takes the same data twice: {ast.unparse(call)[:60]}")
    for new in change.added if not change.is_of("IndexError") else ():
        match new.node:
            case ast.Expr(ast.Call(func=ast.Attribute(ast.Name(name), method), args=[given])):
                is_longer = method in ("append", "extend") and not new.around
                if is_longer and loads(given) == {name}:
                    yield doubt("invents", f"It gives {name} again what it has: {new.head[:60]}")


def _drawn(change: CellChange) -> Iterator[Objection]:
    """Judge random numbers where the notebook has drawn none."""
    told = Evidence(change.failure, (change,))
    if told.has_call(*_DRAWS) or told.is_told(*_OF_CHANCE):
        return
    if change.unread and any(f"{name}(" in change.source_before for name in _DRAWS):
        return
    for call in change.new_calls():
        if callee(call) in _DRAWS and isinstance(call.func, ast.Attribute):
            yield doubt("invents", f"It draws random numbers: {ast.unparse(call)[:60]}")


def _hung_on(change: CellChange) -> Iterator[Objection]:
    """Judge a function or value that stands for an attribute which an object lacks.

    Another name of what there is may be right, and so may be the start of what is counted up.
    """
    missing = change.failure.error.attributes.get("name")
    for new in change.added if missing and change.is_of("AttributeError") else ():
        value = value_of(new.node)
        is_own = isinstance(value, ast.Attribute | ast.Name)
        is_of_class = any(isinstance(outer.node, ast.ClassDef) for outer in new.around)
        is_fixed = is_of_class and value is not None and is_literal(value)
        for target in targets(new.node):
            is_hung = isinstance(target, ast.Attribute) and not new.functions and not is_own
            is_named = missing in (getattr(target, "attr", None), getattr(target, "id", None))
            if is_named and (is_hung or is_fixed) and not _is_changed(missing or "", change):
                yield doubt("invents", f"It makes up what was missing: {new.line}")


def _is_changed(attribute: str, change: CellChange) -> bool:
    """Whether anything of the notebook gives an object's attribute another value, or fills it."""
    cells = (cell for cell in change.failure.document.cells if cell.type == "code")
    nodes = (n for cell in cells for n in ast.walk(tree_of_most(cell.source)[0]))
    for node in nodes:
        match node:
            case ast.Attribute(attr=name, ctx=ast.Store()) if name == attribute:
                return True
            case ast.Subscript(ast.Attribute(attr=name), ctx=ast.Store()) if name == attribute:
                return True
            case ast.Expr(ast.Call(ast.Attribute(ast.Attribute(attr=name)))) if name == attribute:
                return True
    return False


def _created(change: CellChange) -> Iterator[Objection]:
    """Judge a file that was to be read and is made instead."""
    for call in change.new_calls() if change.is_of("FileNotFoundError") else ():
        is_text = callee(call) in ("StringIO", "BytesIO") and any(map(is_literal, call.args))
        if is_text or callee(call) in ("touch", "write_text", "write_bytes"):
            yield doubt("invents", f"It makes the file that was missing, with {callee(call)}().")


def _made_up(change: CellChange, key: str) -> Iterator[Objection]:
    known = {ast.dump(node) for node in change.nodes_before}
    told = Evidence(change.failure, (change,))
    respelt = _respelt(change, key, told)
    calls = (n for n in change.nodes_after if isinstance(n, ast.Call))
    renamed = [word.value for call in calls if callee(call) == "rename" for word in call.keywords]
    for node in change.nodes_after:
        if ast.dump(node) in known or node in renamed:
            continue
        value = _supplied(node, key)
        # Data that had another name before are not made up.
        if (
            value is not None
            and is_made(value)
            and not told.tells(literal(value))
            and not stands_for_nothing(value, told)
            and ast.dump(value) not in respelt
            and (is_trivial(literal(value)) or ast.dump(value) not in known)
            and not (isinstance(node, ast.Dict) and is_right_table(node))
            and not _names_a_result(node)
        ):
            yield refuse("invents", f"It makes up what was missing: {ast.unparse(node)[:60]}")
        elif _lists(node, key):
            yield doubt("invents", f"It asks for {key} where nothing gives it a value.")


def _names_a_result(node: ast.AST) -> bool:
    """Whether it says what a column of results is made of: ``mean_price=("price", "mean")``."""
    match node:
        case ast.keyword(value=ast.Tuple(elts=[ast.Constant(str()), ast.Constant(str())])):
            return True
    return False


def _respelt(change: CellChange, key: str, told: Evidence) -> set[str]:
    """Return what belongs to keys that are gone, and that the missing one may be meant by."""
    had, has = ([(k, v) for n in ast.walk(tree) if isinstance(n, ast.Dict)
                 for k, v in zip(n.keys, n.values, strict=True) if k is not None]
                for tree in (change.tree_before, change.tree_after))  # fmt: skip
    gone = {ast.dump(k) for k, _ in had} - {ast.dump(k) for k, _ in has}
    name = key.strip("'\"")
    return {ast.dump(value) for k, value in had
            if ast.dump(k) in gone and told.is_meant(name, {str(literal(k))})}  # fmt: skip


def _supplied(node: ast.AST, key: str) -> ast.expr | None:
    """Return what is given for a key."""
    match node:
        case ast.keyword(arg=str(name), value=value) if repr(name) == key:
            return value
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return next((v for k, v in pairs if k is not None and _is(k, key)), None)
        case ast.Call(func=ast.Attribute(), args=[*_, given, value]) if _is(given, key):
            return value
    return None


def _lists(node: ast.AST, key: str) -> bool:
    """Whether a key is among the names that a call is given, to be there afterwards."""
    if not isinstance(node, ast.Call) or callee(node) not in ("reindex", "DataFrame", "fromkeys"):
        return False
    lists = [part for part in arguments_of(node) if isinstance(part, ast.List | ast.Tuple)]
    is_given = any(_supplied(part, key) is not None for part in arguments_of(node))
    return not is_given and any(_is(part, key) for each in lists for part in each.elts)


def _is(node: ast.expr, key: str) -> bool:
    return is_literal(node) and repr(literal(node)) == key


def _arguments(before: list[ast.AST], after: list[ast.AST]) -> Iterator[Objection]:
    """Judge arguments that were worked out and are constants now."""
    calls = {callee(node): node for node in after if isinstance(node, ast.Call)}
    for old in before:
        new = calls.get(callee(old)) if isinstance(old, ast.Call) else None
        if not isinstance(old, ast.Call) or new is None:
            continue
        for given, now in zip(old.args, new.args, strict=False):
            is_elsewhere = loads(given) <= loads(new)
            if is_elsewhere or not is_made(now) or is_trivial(literal(now)):
                continue
            yield doubt("constant", f"It gives {callee(old)}() {ast.unparse(now)[:40]} instead.")
        options = {word.arg: word.value for word in new.keywords}
        for word in old.keywords:
            option = options.get(word.arg)
            if option is not None and word.arg in _OF_EACH and loads(word.value) > loads(option):
                yield doubt("constant", f"It gives all the same {word.arg}.")
