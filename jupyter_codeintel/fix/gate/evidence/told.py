"""Cases that the person's own words set apart: "0.0 where nothing was viewed"."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    callee,
    is_literal,
    literal,
    loads,
    strings,
    targets,
    tree_of_most,
)

LEFT_OUT = ("skip", "skipped", "skips", "skipping", "ignore", "ignored", "ignores", "ignoring",
             "leave out", "left out", "leaves out", "leaving out", "drop", "dropped", "drops",
             "exclude", "excluded", "excludes", "excluding", "omit", "omitted", "without",
)  # fmt: skip


_NO_VALUE = re.compile(
    r"\b(missing|dropouts?|unanswered|unknown|invalid|no (answer|data|reading|value|response)"
    r"|not (answered|available|given|known|measured|recorded|reported))\b"
)
_OF_SOME = re.compile(r"\b(that|which|who) (was|were|has|have|had)\b|\bwith (any|at least)\b")
_GIVEN = re.compile(
    r"\b(?:who|that|which) (?:gave|answered|reported|told|filled|have (?:a|an|one)|are known"
    r"|(?:were|was) (?:given|measured|recorded|reported))\b|\bmeasured (?:both|each)\b"
    r"|\b(?:among|for|of|only) (?:all )?those (?:that|which|who|with)\b"
)
_USUAL_CODES = (-99, -999, -9999)
"""Stand for no value by custom."""
_WITH_ONE = re.compile(r"\b(that|which|who) ha(s|ve) one\b")
_OF_ALL = re.compile(r"\b(?:all|each|every)\b")
_LOOKS = frozenset({"compile", "fullmatch", "match", "search"})
_SIGNS = re.compile(r"\\.|\[[^]]*\]|\(\?p<\w+>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_OF_ENTROPY = re.compile(
    r"-?(\w+) \* (?:\w+\.)?log\w*\(\1(?:, 2)?\)|(?:\w+\.)?log\w*\((\w+)(?:, 2)?\) \* \2"
)
"""What is 0 for 0, by continuity."""


def looks_for(node: ast.AST, statement: Statement, evidence: Evidence) -> bool:
    """Whether a new loop looks for the line that has a text which was looked for before."""
    match node:
        case ast.If(
            test=ast.Call(
                func=ast.Attribute(attr="startswith"), args=[ast.Constant(value=str(text))]
            )
        ):
            loops = (s.node.target for s in statement.around if isinstance(s.node, ast.For))
            words = text.strip(" :")
            is_line = any(isinstance(t, ast.Name) and t.id in loads(node.test) for t in loops)
            return is_line and bool(words) and any(words in used for used in evidence.used)
    return False


def is_of_no_logarithm(node: ast.AST, evidence: Evidence) -> bool:
    """Whether zeros are set apart that no logarithm is taken of, and the words say what of them."""
    is_of_logs = re.search(r"in log|math domain|divide by zero|positive input", evidence.message)
    match node:
        case ast.Compare(ops=[ast.Gt() | ast.NotEq()], comparators=[ast.Constant(value=0)]):
            is_told = evidence.is_told(*LEFT_OUT, "nothing", "empty") or any(
                _OF_ENTROPY.fullmatch(text) for text in evidence.failing
            )
            return is_told and is_of_logs is not None and evidence.has_call("log", "log2", "log10")
    return False


def is_told_otherwise(node: ast.AST, evidence: Evidence) -> bool:
    """Whether the person's words say what comes out of a new condition: a value, or nothing."""
    match node:
        case ast.IfExp(body=first, orelse=second):
            values = [_said(way) for way in (first, second) if _is_fixed(way)]
        case ast.If(body=body, orelse=other):
            values = [
                _said(inner.value)
                for inner in [*body, *other]
                if isinstance(inner, ast.Return | ast.Assign)
                and inner.value is not None
                and _is_fixed(inner.value)
                and (other or not any(isinstance(t, ast.Subscript) for t in targets(inner)))
            ]
            if not values:
                return _is_left_out(evidence)
        case ast.comprehension(ifs=[ast.Compare(ops=[ast.IsNot()])]) if _is_of_none(evidence):
            return True
        case ast.comprehension() | ast.Continue():
            return _is_left_out(evidence)
        case _:
            return False
    return bool(values) and all(evidence.tells(value) for value in values)


def _is_of_none(evidence: Evidence) -> bool:
    """Whether the words speak of what is None, or the error does, and they are about the rest."""
    is_raised = "NoneType" in evidence.message and is_of_those_given(evidence)
    return is_raised or evidence.is_told("none")


def _is_left_out(evidence: Evidence) -> bool:
    """Whether some may be passed over: the person says so, or they are of another kind."""
    is_told = evidence.is_told(*LEFT_OUT) or _WITH_ONE.search(evidence.told) is not None
    return is_told or _is_of_some(evidence) or _speaks_of_something_else(evidence)


def _speaks_of_something_else(evidence: Evidence) -> bool:
    """Whether the text in which a pattern was not found has none of the pattern's words."""
    is_of_patterns = "'NoneType' object has no attribute 'group" in evidence.message
    if not is_of_patterns or _OF_ALL.search(evidence.told):
        return False
    namespace = evidence.failure.namespace
    tree = tree_of_most(evidence.failure.source(evidence.failure.cell))[0]
    loops = (n.target.id for n in ast.walk(tree)
             if isinstance(n, ast.For) and isinstance(n.target, ast.Name))  # fmt: skip
    live = namespace.variables if namespace is not None else {}
    texts = [live[name].value or "" for name in loops if name in live and live[name].type == "str"]
    calls = (n for text in evidence.sources for n in ast.walk(tree_of_most(text)[0])
             if isinstance(n, ast.Call) and callee(n) in _LOOKS and n.args)  # fmt: skip
    patterns = strings(call.args[0] for call in calls)
    words = {word for one in patterns for word in _WORD.findall(_SIGNS.sub(" ", one.casefold()))}
    return any(len(word) > 2 for word in words) and any(
        text and not any(word in text.casefold() for word in words) for text in texts
    )


def _is_fixed(node: ast.expr) -> bool:
    return is_literal(node) or _is_no_number(node)


def _said(node: ast.expr) -> object:
    """Return a value as a person names it."""
    return "nan" if _is_no_number(node) else literal(node)


def _is_no_number(node: ast.expr) -> bool:
    return ast.unparse(node) in ("float('nan')", "np.nan", "math.nan", "numpy.nan")


def _is_of_some(evidence: Evidence) -> bool:
    """Whether a rate is asked for of some only: "of every ad that was shown"."""
    return "ZeroDivisionError" in evidence.errors and _OF_SOME.search(evidence.told) is not None


def is_of_those_given(evidence: Evidence) -> bool:
    """Whether the person asks about what there is: "of those who gave their age"."""
    return _GIVEN.search(evidence.told) is not None


def marks_nothing(value: object, evidence: Evidence) -> bool:
    """Whether the person says that a number stands for no value: "-1 for no answer"."""
    if not isinstance(value, int | float):
        return False
    if value in _USUAL_CODES and any(str(int(value)) in text for text in evidence.sources):
        return True
    said = {str(value), str(int(value)) if float(value).is_integer() else str(value)}
    if evidence.is_told(*said) and _NO_VALUE.search(evidence.told) is not None:
        return True
    lines = filter(_NO_VALUE.search, evidence.comments.splitlines())
    return any(re.search(rf"(?<![\w.]){one}(?![\w.]*\w)", line) for line in lines for one in said)
