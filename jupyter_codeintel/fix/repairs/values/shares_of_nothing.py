"""Shares of nothing, gathered one by one, where the words say what becomes of them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee, loads, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, quoted
from jupyter_codeintel.fix.repairs.loops.told_values import told_value
from jupyter_codeintel.fix.repairs.words import words_near

_SENTENCE = re.compile(r"[.;!?](?:\s+|$)")
_LEFT_OUT = re.compile(
    r"\b(?:drop|exclud|ignor|omit|skip)\w*|\b(?:leav(?:e|es|ing)|left) out\b"
    r"|\bdo(?:es)? not (?:count|take part)\b"
)
_NOTHING = re.compile(r"\b(?:empty|never|no|nobody|none|nothing|not|without|zero)\b|\b0\b")
_SOME = re.compile(
    r"\b(?:that|which|who) (?:actually |ever |really )?"
    r"(?:came|did|gave|got|had|has|have|held|made|ran|received|took|was|were|\w{2,}ed)\b"
    r"(?P<what>(?: [\w-]+){0,4})"
    r"|\bwith (?:any|at least(?: one)?|some)(?P<any>(?: [\w-]+){1,3})"
)
_NO_VALUE = re.compile(
    r"\bnan\b|\bn/a\b|\bundefined\b|\bnot defined\b|\b(?:no|stays? without a) (\w{3,})"
)
_NOT = re.compile(r"^ (?:been )?(?:no|not|never|none|nothing|zero)\b")
_SUMMED = frozenset({"fmean", "len", "max", "mean", "median", "min", "nlargest", "sorted", "stdev",
                     "std", "sum"})  # fmt: skip
_STEM = 3


async def shares_of_nothing(case: Case) -> AsyncIterator[Repair]:
    """Yield shares without those of nothing, or with none for these, as the words say."""
    for site in case.sites[:1] if case.is_a("ZeroDivisionError") else ():
        divided = _division(site)
        if divided is None:
            continue
        words, shown = words_near(case, site), site.code.text(divided.right)
        value, change, cell = told_value(case, site), None, site
        if value is None and _are_left_out(words, divided.right):
            cell, change = _left_out(case, site, divided)
            says = "there is no share of nothing; it is left out, as the words say"
        elif value is not None or (_have_none(site, words) and not _is_summed(case, site)):
            value = value or _no_number(case, site)
            change = _otherwise(site.code, site, divided, f" if {shown} else {value}")
            says = f"a share of nothing is {value}, as the words say"
        if change is not None:
            yield repaired(cell.cell, cell.code, [change], says, "share_of_nothing")


def _division(site: Site) -> ast.BinOp | None:
    """Return the one division by counts that a statement makes."""
    divisions = [node for node in site.nodes(ast.BinOp) if isinstance(node.op, ast.Div)]
    found = [node for node in divisions if not isinstance(node.right, ast.Constant)]
    if len({ast.dump(node.right) for node in found}) != 1:
        return None
    parts = ast.walk(found[0].right)
    kinds = ast.expr_context | ast.Name | ast.Attribute | ast.Subscript | ast.Constant | ast.Add
    is_plain = all(isinstance(part, kinds | ast.BinOp | ast.Call) for part in parts)
    calls = [node for node in ast.walk(found[0].right) if isinstance(node, ast.Call)]
    return found[0] if is_plain and all(callee(one) in ("len", "sum") for one in calls) else None


def _parts(text: str) -> set[str]:
    """Return the beginnings of the words of a text."""
    return {part[:_STEM] for part in re.findall(r"[a-z]+", text.lower()) if len(part) >= _STEM}


def _named(divisor: ast.expr) -> set[str]:
    """Return the beginnings of the words by which a divisor is named."""
    strings = [node.value for node in ast.walk(divisor) if isinstance(node, ast.Constant)]
    attributes = [node.attr for node in ast.walk(divisor) if isinstance(node, ast.Attribute)]
    return _parts(" ".join(map(str, [*strings, *attributes])) or ast.unparse(divisor))


def _are_left_out(words: str, divisor: ast.expr) -> bool:
    """Whether words say that nothing does not count, or ask about those that have something."""
    named = _named(divisor)
    for sentence in _SENTENCE.split(words):
        is_about = named & _parts(sentence) or _NOTHING.search(sentence)
        if _LEFT_OUT.search(sentence) and is_about:
            return True
        for match in _SOME.finditer(sentence):
            what = match["what"] or match["any"] or ""
            if named & _parts(match[0]) and not _NOT.search(what):
                return True
    return False


def _have_none(site: Site, words: str) -> bool:
    """Whether words say that there is no such share: ``who never batted has no average``."""
    stored = {node.id for node in site.nodes(ast.Name) if isinstance(node.ctx, ast.Store)}
    stored |= {ast.unparse(node.slice) for node in site.nodes(ast.Subscript)
               if isinstance(node.ctx, ast.Store)}  # fmt: skip
    stored |= {root(target) for target in getattr(site.statement, "targets", [])}
    function = site.inside.name if site.inside is not None else ""
    names = _parts(" ".join([*stored, function]))
    told = [match[1] for match in _NO_VALUE.finditer(words)]
    is_none = re.search(r"\bnone\b", words) is not None  # which is another way to say it
    return not is_none and any(one is None or one[:_STEM] in names for one in told)


def _is_summed(case: Case, site: Site) -> bool:
    """Whether what shares are gathered in is worked with later, which no number would spoil."""
    statement = case.sites[-1].statement
    names = {root(target) for target in getattr(statement, "targets", [])}
    names |= {root(target) for target in getattr(site.statement, "targets", [])}
    names |= {root(call.func) for call in site.nodes(ast.Call) if callee(call) == "append"}
    return any(
        names & {name for given in arguments_of(call) for name in loads(given)}
        for cell in case.failure.document.cells
        if cell.type == "code"
        for call in case.code(cell.id).nodes(ast.Call)
        if callee(call) in _SUMMED
    )


def _no_number(case: Case, site: Site) -> str:
    for module in ("numpy", "math"):
        if (name := case.name_of(module)) is not None:
            return f"{name}.nan"
    return f"float({quoted(site.code, 'nan')})"


def _otherwise(text: Code, site: Site, divided: ast.BinOp, more: str) -> Change | None:
    """Return the change that gives another value to what is gathered or returned."""
    statement = site.statement
    values: list[ast.expr | None] = [getattr(statement, "value", None)]
    values += [one.elt for one in site.nodes(ast.ListComp)]
    values += [one.value for one in site.nodes(ast.DictComp)]
    calls = site.nodes(ast.Call)
    values += [one.args[0] for one in calls if callee(one) == "append" and len(one.args) == 1]
    if isinstance(statement, ast.AugAssign):
        return None
    for value in values:
        inner = value
        while isinstance(inner, ast.BinOp | ast.Call) and inner is not divided:
            inner = inner.left if isinstance(inner, ast.BinOp) else _rounded(inner)
        if value is not None and inner is divided:
            end = text.span(value)[1]
            return (end, end), more
    return None


def _rounded(call: ast.Call) -> ast.expr | None:
    return call.args[0] if callee(call) == "round" and call.args else None


def _left_out(case: Case, site: Site, divided: ast.BinOp) -> tuple[Site, Change | None]:
    """Return the change that passes over what has nothing to divide by, and where."""
    shown = site.code.text(divided.right)
    name = root(divided.right)
    if site.inside is None or not any(name == one.arg for one in site.inside.args.args):
        return site, _passed_over(site, divided, shown)
    if len(case.sites) < 2 or not isinstance(
        divided.right, ast.Attribute | ast.Name | ast.Subscript
    ):
        return site, None
    outer = case.sites[1]
    place = [one.arg for one in site.inside.args.args].index(name)
    for call in outer.nodes(ast.Call):
        if callee(call) == site.inside.name and len(call.args) > place and not call.keywords:
            given = call.args[place]
            if isinstance(given, ast.Name | ast.Subscript):
                shown = outer.code.text(given) + shown[len(name) :]
                return outer, _passed_over(outer, call, shown)
    return site, None


def _passed_over(site: Site, share: ast.expr, shown: str) -> Change | None:
    """Return the condition of a comprehension or of a step of a loop."""
    kinds = ast.ListComp | ast.DictComp | ast.GeneratorExp | ast.SetComp
    around = [node for node in site.nodes(ast.expr)
              if isinstance(node, kinds) and share in ast.walk(node)]  # fmt: skip
    if around:
        items = min(around, key=lambda node: len(ast.unparse(node)))
        last = items.generators[-1]
        end = site.code.span(last.iter)[1]
        closed = re.match(r"\)*", site.code.source[end : site.code.span(items)[1] - 1])
        end += closed.end() if closed is not None else 0
        return None if last.ifs else ((end, end), f" if {shown}")
    loops = [node for node in site.loops_around if isinstance(node, ast.For)]
    statement = site.statement
    if not loops or statement not in loops[-1].body or not can_take_lines(site):
        return None
    assert statement is not None  # noqa: S101 - it is in the loop
    after = loops[-1].body[loops[-1].body.index(statement) + 1 :]
    start, margin = site.code.span(statement)[0], " " * statement.col_offset
    if not after:
        return (start, start), f"if {shown}:\n{margin}    "
    if not _need(after, statement):
        return None
    return (start, start), f"if not {_bracketed(shown)}:\n{margin}    continue\n{margin}"


def _bracketed(shown: str) -> str:
    return f"({shown})" if " + " in shown else shown


def _need(after: list[ast.stmt], statement: ast.stmt) -> bool:
    """Whether all statements after one need what it makes."""
    made = set(_stored(statement))
    for one in after:
        if not made & loads(one) or isinstance(one, ast.AugAssign):
            return False
        made |= set(_stored(one))
    return True


def _stored(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
