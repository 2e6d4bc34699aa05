"""Where in a text a pattern is searched, its groups, wildcards of files and what is put in."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.live_kinds import texts_of

_NO_MATCH = re.compile(
    r"'NoneType' object (?:has no attribute '(?:end|group|groupdict|groups|span|start)'"
    r"|is not subscriptable)"
)
_WILDCARD = re.compile(r"\*[\w.*-]*\.\w+")
_VARIABLE = "look-behind requires fixed-width pattern"
_BEHIND = re.compile(r"\(\?<=(?P<before>(?:[^()\\|]|\\.)+)\)(?P<rest>(?:[^()\\|]|\\.)+)")
_REFERENCE = re.compile(r"\\(?:\d|g<)")
_GROUP = re.compile(r"(?<!\\)\((?P<inner>[^()?|][^()|]*)\)")


async def searched_anywhere(case: Case) -> AsyncIterator[Repair]:
    """Yield ``re.search`` for ``re.match`` of texts that have the pattern, but not at first."""
    if not _NO_MATCH.search(case.error.value):
        return
    for site in case.sites[:1]:
        for text, cell, call in _matches(case, site):
            if not isinstance(call.func, ast.Attribute) or len(call.args) > 2:
                continue
            pattern, given = _pattern(case, site, call)
            texts = texts_of(case, site, given) if given is not None else []
            if pattern is None or not texts or not all(_is_in(pattern, one) for one in texts):
                continue
            if not all(re.match(pattern, one) for one in texts):
                end = text.span(call.func)[1]
                says = "what is looked for is not at the beginning of the text"
                change = (end - len("match"), end), "search"
                yield repaired(cell, text, [change], says, "searched_anywhere")


def _matches(case: Case, site: Site) -> Iterator[tuple[Code, str, ast.Call]]:
    """Yield the calls of ``match`` in a statement, or of the match that it uses."""
    for call in site.nodes(ast.Call):
        if callee(call) == "match":
            yield site.code, site.cell, call
    for name in site.nodes(ast.Name):
        bound = case.binding(site, name)
        if bound is not None and bound.cell == site.cell and callee_of(bound.value) == "match":
            assert isinstance(bound.value, ast.Call)  # noqa: S101 - it has a callee
            yield bound.code, bound.cell, bound.value


def _pattern(case: Case, site: Site, call: ast.Call) -> tuple[str | None, ast.expr | None]:
    """Return the pattern of a call, as it is written, and the text that it is looked for in."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(owner, ast.Name) and case.target(site, owner.id) == "re":
        pattern = literal(_meant(case, site, call.args[0])) if call.args else None
        return (pattern if isinstance(pattern, str) else None), next(iter(call.args[1:]), None)
    compiled = _meant(case, site, owner) if owner is not None else None
    if isinstance(compiled, ast.Call) and callee(compiled) == "compile" and len(call.args) == 1:
        pattern = literal(compiled.args[0]) if len(compiled.args) == 1 else None
        return (pattern if isinstance(pattern, str) else None), call.args[0]
    return None, None


def _meant(case: Case, site: Site, node: ast.expr) -> ast.expr:
    bound = case.binding(site, node)
    return node if bound is None else bound.value


def _is_in(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False


async def wildcards_of_names(case: Case) -> AsyncIterator[Repair]:
    """Yield ``fnmatch(name, "*.csv")`` for ``re.search("*.csv", name)``."""
    if "nothing to repeat at position 0" not in case.error.value:
        return
    for site in case.sites[:1]:
        tests = {node for loop in site.nodes(ast.comprehension) for node in loop.ifs}
        tests |= {site.statement.test} if isinstance(site.statement, ast.If) else set()
        for call in site.nodes(ast.Call):
            is_test = call in tests and len(call.args) == 2 and not call.keywords
            if not is_test or callee(call) not in ("fullmatch", "match", "search"):
                continue
            pattern, given = _pattern(case, site, call)
            if pattern is None or given is None or not _WILDCARD.fullmatch(pattern):
                continue
            module = case.name_of("fnmatch")
            name = f"{module}.fnmatch" if module is not None else "fnmatch"
            new = f"{name}({site.code.text(given)}, {site.code.text(call.args[0])})"
            changes = [(site.code.span(call), new)]
            if module is None and case.name_of("fnmatch.fnmatch") is None:
                changes.append(inserted_import(site.code, "from fnmatch import fnmatch"))
            says = f'"{pattern}" is a wildcard of names, and no regular expression'
            yield repaired(site.cell, site.code, changes, says, "wildcard")


async def groups_after_others(case: Case) -> AsyncIterator[Repair]:
    """Yield ``EUR *(.+)`` for ``(?<=EUR *).+``, whose look-behind has no fixed width."""
    if _VARIABLE not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            pattern = call.args[0] if callee(call) == "findall" and call.args else None
            if not isinstance(pattern, ast.Constant) or not isinstance(pattern.value, str):
                continue
            written = site.code.text(pattern)
            found = _BEHIND.search(written)
            if found is None or not _BEHIND.fullmatch(pattern.value):
                continue
            quote = written[-1]
            rest = found["rest"].rstrip(quote)
            start = site.code.span(pattern)[0] + found.start()
            change = (start, start + len(found[0].rstrip(quote))), f"{found['before']}({rest})"
            says = "what stands before may be of any width where it is no look-behind"
            yield repaired(site.cell, site.code, [change], says, "group_after_others")


async def texts_put_in(case: Case) -> AsyncIterator[Repair]:
    """Yield ``lambda m: path`` for a text with backslashes that is put in as it is."""
    if "bad escape" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            pattern, given = _pattern(case, site, call)
            if callee(call) not in ("sub", "subn") or given is None:
                continue
            if pattern is None or not _is_pattern(pattern):
                continue
            new = given if len(call.args) > 2 else call.args[0]
            texts = texts_of(case, site, new)
            is_plain = isinstance(new, ast.Name | ast.Subscript | ast.Attribute | ast.Constant)
            if is_plain and texts and not any(_REFERENCE.search(one) for one in texts):
                says = f'"{site.code.text(new)}" is put in as it is, with its backslashes'
                change = site.code.span(new), f"lambda m: {site.code.text(new)}"
                yield repaired(site.cell, site.code, [change], says, "text_put_in")


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


async def groups_left_out(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(.+)x(.+)`` for ``(.+)x.+`` where a second group is asked for."""
    if "no such group" not in case.error.value:
        return
    for site in case.sites[:1]:
        asked = [
            number
            for call in site.code.nodes(ast.Call)
            if callee(call) == "group" and len(call.args) == 1
            if isinstance(number := literal(call.args[0]), int)
        ]
        for name in site.nodes(ast.Name):
            bound = case.binding(site, name)
            made = bound.value if bound is not None else None
            if bound is None or not isinstance(made, ast.Call) or not made.args:
                continue
            if callee(made) not in ("fullmatch", "match", "search"):
                continue
            changes = _grouped(bound.code, made.args[0], max(asked, default=0))
            if changes:
                says = "more groups are asked for than the pattern has"
                yield repaired(bound.cell, bound.code, changes, says, "group_left_out")
                return


def _grouped(text: Code, pattern: ast.expr, wanted: int) -> list[Change]:
    """Return brackets around what is written once more as the one group of a pattern."""
    written = text.text(pattern) if isinstance(pattern, ast.Constant) else ""
    groups = list(_GROUP.finditer(written))
    if len(groups) != 1 or written.count("(") != 1:
        return []
    (group,) = groups
    start, inner = text.span(pattern)[0], group["inner"]
    places = [one.start() for one in re.finditer(re.escape(inner), written)]
    others = [place for place in places if not group.start() <= place < group.end()]
    if len(others) != wanted - 1:
        return []
    return [((start + place, start + place + len(inner)), f"({inner})") for place in others]
