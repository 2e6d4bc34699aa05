"""What a piece of code reads, where it is bound, and what is taken from it."""

from __future__ import annotations

import ast
import symtable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jupyter_codeintel.context.dataflow.references import Reference, references
from tests.context.dataflow.sources import SNIPPETS, texts


def _is_valid(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    # Python's table does not tell what "+=" reads, takes "del" and a bare annotation for a
    # binding, and has scopes of its own for type parameters.
    different = ("+=", "del ", "T]")
    return not any(part in source for part in different) and source != "x: int\n"


VALID = [source for source in SNIPPETS if _is_valid(source)]


def _free(source: str) -> set[str]:
    return {read.name for read in references(source).reads if read.bound == "no"}


def _only(source: str, name: str) -> Reference:
    (found,) = [read for read in references(source).reads if read.name == name]
    return found


@pytest.mark.parametrize(
    ("source", "free"),
    [
        ("a = b + a", {"a", "b"}),
        ("a = 1\na + b", {"b"}),
        ("if c:\n    a = 1\na", {"c"}),
        ("def f(x, *y, z=w, **k) -> T:\n    return x + y + z + k + g", {"w", "T", "g"}),
        ("def f():\n    return a\na = 1", set()),
        ("def f():\n    a = 1\na", {"a"}),
        ("def f():\n    global a\n    a = 1\na", set()),
        ("def f():\n    a = 1\n    def g():\n        nonlocal a\n        a = 2\n    a", set()),
        ("lambda x, y=z: x + y + w", {"z", "w"}),
        ("[x for x in x for y in x if y]", {"x"}),
        ("{k: v for k, v in d.items()}", {"d"}),
        ("[(y := f(x)) for x in xs]\ny", {"f", "xs"}),
        ("class A(B):\n    c = 1\n    d = c\n    def m(self):\n        return c, A", {"B", "c"}),
        ("for i in r:\n    if i:\n        use(last)\n    last = i", {"r", "use"}),
        ("use(last)\nlast = 1", {"use", "last"}),
        ("with a as (b, c), d:\n    b, c", {"a", "d"}),
        ("try:\n    a\nexcept E as e:\n    e\ne", {"a", "E", "e"}),
        ("match a:\n    case P(x=b, y=Q.R) | {'k': c, **d}:\n        b, c, d", {"a", "P", "Q"}),
        ("match a:\n    case [b, *c] as d if b:\n        c, d\n    case _:\n        pass", {"a"}),
        ("import a.b, c.d as e\nfrom f import g as h\na, c, e, f, g, h", {"c", "f", "g"}),
        ("f'{a!r:>{b}} {c=}' 'd'", {"a", "b", "c"}),
        ("a.b.c(d=e, *f, **g)[h]", {"a", "e", "f", "g", "h"}),
        ("x: T = y", {"T", "y"}),
        ("x: T\nx", {"T", "x"}),
        ("def f(x):\n    y: T = x\n    z: U\n    return z", {"T", "U"}),
        ("a += 1\na", {"a"}),
        ("del a\na", {"a"}),
        ("@d(e)\nclass C[T: F]:\n    x: T", {"d", "e", "F"}),
        ("def f[T](x: T): ...", set()),
        ("type A[T] = list[T]\nA", {"list"}),
        ("async def f():\n    async with a as b:\n        return [c async for c in b]", {"a"}),
        ("%timeit f(a)\n!ls {b}\nc = !ls\nc", {"f", "a"}),
        ("%%time\na", {"a"}),
        ("%%bash\nls", set()),
    ],
)  # fmt: skip
def test_free_names(source: str, free: set[str]) -> None:
    assert _free(source) == free


def test_a_free_name_is_told_from_a_bound_one_by_place() -> None:
    reads = references("df = df.dropna()\ndf.head()").reads

    assert [read.bound for read in reads] == ["no", "cell"]


def test_places_are_characters() -> None:
    source = "é = '🙂'; x = naïve.größe['ключ'](\"日本\")"

    read = _only(source, "naïve")

    assert source[read.start : read.end] == "naïve"
    assert [(step.kind, source[step.start : step.end]) for step in read.steps] == [
        ("attribute", "größe"),
        ("key", "'ключ'"),
        ("call", '("日本")'),
    ]
    (text,) = read.steps[2].strings
    assert (text.value, source[text.start : text.end]) == ("日本", '"日本"')


@pytest.mark.parametrize(
    ("source", "steps"),
    [
        ("df['a'].b", [("key", "a"), ("attribute", "b")]),
        ("df[['a', c]].b", [("keys", ""), ("attribute", "b")]),
        ("df[a].b", [("index", ""), ("attribute", "b")]),
        ("df['a', 'b']", [("index", "")]),
        ("df[f'{a}']", [("index", "")]),
        ("df['a' 'b']", [("index", "")]),
        (r"df['a\tb']", [("index", "")]),
        (r"df[r'a\d']", [("key", r"a\d")]),
        ("df['']", [("key", "")]),
        ("df[b'a']", [("index", "")]),
        ("(df).a", []),
        ("df(x for x in y).a", [("call", ""), ("attribute", "a")]),
    ],
)
def test_steps(source: str, steps: list[tuple[str, str]]) -> None:
    read = _only(source, "df")

    assert [(step.kind, step.name) for step in read.steps] == steps


def test_strings_among_arguments() -> None:
    source = "df.f('a', ['b', c, 'd'], by=['e'], x='g', **h)"

    step = _only(source, "df").steps[-1]

    found = [(text.value, text.position, text.keyword, text.listed) for text in step.strings]
    assert found == [
        ("a", 0, None, False),
        ("b", 1, None, True),
        ("d", 1, None, True),
        ("e", None, "by", True),
        ("g", None, "x", False),
    ]
    assert step.keywords == ("by", "x")


def test_what_the_cell_changed_is_marked() -> None:
    reads = references("df['n'] = df.a\ndf.n\ndf = g()\ndf.n").reads

    found = [(read.name, read.access, read.changed) for read in reads]
    assert found == [
        ("df", "load", False),
        ("df", "store", False),
        ("df", "load", True),
        ("g", "load", False),
        ("df", "load", False),
    ]


def test_what_runs_later_sees_later_changes() -> None:
    inner, _ = [r for r in references("def f():\n    df.n\ndf['n'] = 1").reads if r.name == "df"]
    assert inner.changed


@pytest.mark.parametrize(
    ("source", "opaque"),
    [("from a import *", True), ("%run b.py", True), ("%pylab", True), ("exec(a)", True),
     ("globals().update(a)", True), ("import a", False), ("%time a()", False)],
)  # fmt: skip
def test_names_that_the_text_does_not_tell(source: str, *, opaque: bool) -> None:
    assert references(source).opaque == opaque


@settings(suppress_health_check=[HealthCheck.filter_too_much], deadline=None)
@given(st.lists(st.sampled_from(VALID), min_size=1, max_size=8).map("".join))
def test_scopes_are_those_of_python(source: str) -> None:
    try:
        table = symtable.symtable(source, "cell", "exec")
    except SyntaxError:
        assume(False)
        raise
    found = references(source)

    reads, binds = _module_names(table)
    assert {read.name for read in found.reads if read.bound != "local"} == reads
    assert found.binds == binds


def _module_names(module: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    """Return the names of the module that are read and bound anywhere in it."""
    reads: set[str] = set()
    binds: set[str] = set()
    tables = [module]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            if table is module or symbol.is_global():
                reads |= {symbol.get_name()} if symbol.is_referenced() else set()
                bound = symbol.is_assigned() or symbol.is_imported()
                binds |= {symbol.get_name()} if bound else set()
    return reads, binds


@given(texts)
def test_any_text(source: str) -> None:
    found = references(source)

    for read in found.reads:
        assert 0 <= read.start < read.end <= len(source)
        assert all(0 <= step.start <= step.end <= len(source) for step in read.steps)
        place = source[read.start : read.end]
        assert place == read.name or any(0xD800 <= ord(char) < 0xE000 for char in place)


@pytest.mark.parametrize(
    "source",
    ["(" * 20_000, "-" * 20_000 + "x", "x" + ".a" * 20_000, "x" + "[0]" * 20_000, "f(" * 5_000,
     "+".join("x" * 20_000), "[" * 3_000 + "x" + "]" * 3_000, "lambda: " * 3_000 + "x",
     "".join("    " * n + "if x:\n" for n in range(300)), "not " * 20_000 + "x"],
)  # fmt: skip
def test_deep_nesting(source: str) -> None:
    assert references(source).opaque is False
