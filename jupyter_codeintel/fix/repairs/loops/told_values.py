"""Values of cases that code leaves out, and that the person's words give."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_VALUE = r"`*(?P<value>-?\d+(?:\.\d+)?|zero|None|True|False)`*(?![\w.]*\w)"
_RETURNS = r"(?:then )?(?:we |it )?(?:returns?|gives?|yields?)"
_TOLD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.]){_VALUE},? (?:if|when|where) (?P<when>[^.;\n]*)",
        rf"(?<![\w.]){_VALUE},? (?:for|on) (?P<when>(?:an? )?(?:empty|no|nothing|zero)\b[^.;\n]*)",
        rf"\b(?:if|when|where|for|on) (?P<when>[^.;,\n]*?),? {_RETURNS} {_VALUE}",
        rf"\b(?:if|when|where|for|on) (?P<when>[^.;,\n]*?), (?:it|the \w+) is {_VALUE}",
        rf"(?P<when>\bwithout (?:any )?\w+)\b[^.;\n]*?"
        rf"(?:\(|\b(?:gets?|has|have|is|are|counts as) ){_VALUE}",
        rf"(?P<when>\bempty [\w ]*?|\bno \w+) (?:{_RETURNS}|is|->|=+|:) {_VALUE}",
    )
)
_NOTHING = re.compile(r"\b(?:empty|none|nothing|zero)\b|(?<![\w.])0(?![\w.])", re.IGNORECASE)
_NONE_OF = re.compile(r"\b(?:no|without(?: any)?) (\w+)", re.IGNORECASE)
_THINGS = ("data", "elements", "entries", "input", "items", "numbers", "rows", "values")
_SPELLED = {"zero": "0"}


async def values_of_nothing(case: Case) -> AsyncIterator[Repair]:
    """Yield what a quotient is where nothing is divided by, as the words near it say."""
    if not case.is_a("ZeroDivisionError"):
        return
    for site in case.sites[:1]:
        value = told_value(case, site)
        divisor = _divisor(site)
        if value is None or divisor is None or site.statement is None:
            continue
        is_plain = case.name_of("numpy") is None and case.name_of("pandas") is None
        if is_plain and isinstance(divisor, ast.Call):
            divisor = divisor.args[0] if getattr(divisor.func, "id", "") == "len" else divisor
        change = _guarded(site.code, site.statement, divisor, value, in_function=bool(site.inside))
        if change is not None:
            says = f"without anything to divide by it is {value}, as the words say"
            yield repaired(site.cell, site.code, [change], says, "value_of_nothing")


def told_value(case: Case, site: Site) -> str | None:
    """Return the one value that the words near a place give for nothing, or for zero."""
    for text in told_near(case, site):
        found = {
            _SPELLED.get(match["value"].lower(), match["value"])
            for pattern in _TOLD
            for match in pattern.finditer(" ".join(text.split()))
            if _is_about(site, match["when"])
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _is_about(site: Site, when: str) -> bool:
    """Whether a condition is about nothing: of what a function or a statement has a name for."""
    if _NOTHING.search(when):
        return True
    around = (node for node in site.code.tree.body if site.statement in list(ast.walk(node)))
    within = site.inside or next(around, site.code.tree)
    names = {node.id for node in site.code.nodes(ast.Name, within)}
    names |= {node.arg for node in site.code.nodes(ast.arg, within)}
    parts = {part[:3] for name in names for part in name.lower().split("_") if len(part) > 2}
    found = _NONE_OF.search(when.lower())
    return found is not None and (found[1] in _THINGS or found[1][:3] in parts)


def _divisor(site: Site) -> ast.expr | None:
    """Return what a statement divides by, if it is a name, a length, or an attribute."""
    found = {
        ast.dump(node.right): node.right
        for node in site.nodes(ast.BinOp)
        if isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod)
        and not isinstance(node.right, ast.Constant)
    }
    if len(found) != 1 or any(_is_inner(one) for one in site.nodes(ast.expr)):
        return None
    (node,) = found.values()
    match node:
        case ast.Name() | ast.Attribute(value=ast.Name()):
            return node
        case ast.Call(func=ast.Name(id="len" | "sum"), args=[ast.Name()], keywords=[]):
            return node
    return None


def _is_inner(node: ast.expr) -> bool:
    """Whether an expression has names of its own."""
    return isinstance(node, ast.Lambda | ast.DictComp | ast.ListComp | ast.SetComp)


def _guarded(
    text: Code, statement: ast.stmt, divisor: ast.expr, value: str, *, in_function: bool
) -> Change | None:
    shown = text.text(divisor)
    match statement:
        case ast.Return(value=ast.expr() as result):
            pass
        case ast.Assign(value=result) if not in_function:
            pass
        case _ if in_function and not isinstance(statement, ast.If | ast.For | ast.While):
            start = text.span(statement)[0]
            indent = text.line(statement.lineno)[: statement.col_offset]
            if indent.strip():
                return None
            return (start, start), f"if not {shown}:\n{indent}    return {value}\n{indent}"
        case _:
            return None
    end = text.span(result)[1]
    return (
        None
        if isinstance(result, ast.IfExp | ast.Tuple)
        else ((end, end), f" if {shown} else {value}")
    )


async def told_base_cases(case: Case) -> AsyncIterator[Repair]:
    """Yield the base cases of a recursion that has none, as the words near it give them."""
    if not case.is_a("RecursionError"):
        return
    for site in case.sites[:1]:
        function = site.inside
        steps = _steps(function) if isinstance(function, ast.FunctionDef) else None
        if steps is None or not isinstance(function, ast.FunctionDef):
            continue
        name, taken = steps
        for words in told_near(case, site):
            lines = _base_lines(name, taken, dict(_given(words, function.name)))
            if lines:
                first = function.body[ast.get_docstring(function) is not None :][0]
                start, indent = site.code.span(first)[0], " " * first.col_offset
                new = "".join(
                    f"if {test}:\n{indent}    return {end}\n{indent}" for test, end in lines
                )
                says = f'"{function.name}" calls itself without end; the words say where it ends'
                yield repaired(site.cell, site.code, [((start, start), new)], says, "base_case")
                break


def _steps(function: ast.FunctionDef) -> tuple[str, int] | None:
    """Return what a function without a base case counts down, and by how much at most."""
    if len(function.args.args) != 1 or any(
        isinstance(node, ast.If | ast.IfExp | ast.While) for node in ast.walk(function)
    ):
        return None
    name, steps = function.args.args[0].arg, []
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=called), args=[given]) if called == function.name:
                match given:
                    case ast.BinOp(
                        left=ast.Name(id=of), op=ast.Sub(), right=ast.Constant(value=int() as step)
                    ) if of == name and step > 0:
                        steps.append(step)
                    case _:
                        return None
    return (name, max(steps)) if steps else None


def _given(words: str, function: str) -> Iterator[tuple[int, int]]:
    """Yield the values that words give: ``fib(0) = 0``, ``fib(1) = fib(2) = 1``, ``0! = 1``."""
    one = rf"(?:\b{function}\s*\(\s*\d+\s*\)|(?<![\w.])\d+!|\b{function[0]}\(\d+\))"
    chain = re.compile(
        rf"((?:{one}`*\s*(?:=+|is|and)\s*`*)+)(-?\d+)(?![\w!(]|\.\d|\s*[-+*/])", re.IGNORECASE
    )
    for match in chain.finditer(words):
        for number in re.findall(r"\d+(?=\s*\)|!)", match[1]):
            yield int(number), int(match[2])


def _base_lines(name: str, step: int, given: dict[int, int]) -> list[tuple[str, str]]:
    """Return the tests and values of base cases; none unless they stop every way down."""
    first = min(given, default=-1)
    needed = range(first, first + step)
    if first not in (0, 1) or any(number not in given for number in needed):
        return []
    values = [given[number] for number in needed]
    if step == 1:
        return [(f"{name} == {first}", str(values[0]))]
    if values == list(needed):
        return [(f"{name} < {first + step}", name)]
    if len(set(values)) == 1:
        return [(f"{name} < {first + step}", str(values[0]))]
    return [(f"{name} == {number}", str(given[number])) for number in needed]
