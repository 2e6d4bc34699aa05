"""What a cell defines, uses and changes."""

from __future__ import annotations

import ast
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.context.dataflow.events import Import
from jupyter_codeintel.context.dataflow.facts import CellFacts, facts
from jupyter_codeintel.context.dataflow.parsing import parse
from tests.context.dataflow.sources import texts


def _facts(source: str) -> CellFacts:
    return facts(parse(source))


@pytest.mark.parametrize(
    ("source", "defines", "maybe"),
    [
        ("a = b = 1\nc, (d, *e) = f\ng: int = 1\nh: int", "a b c d e g", ""),
        ("import a.b, c as d\nfrom e import f, g as h", "a d f h", ""),
        ("for i, j in k:\n    m = 1\nelse:\n    n = 1", "i j m n", ""),
        ("with a as b, c as (d, e):\n    f = 1", "b d e f", ""),
        ("if a:\n    b = c = 1\nelif d:\n    b = 2\nelse:\n    b = 3", "b", "c"),
        ("if a:\n    b = 1", "", "b"),
        ("if a:\n    raise b\nelse:\n    c = 1", "c", ""),
        ("try:\n    import a\nexcept E as e:\n    a = None\nfinally:\n    b = 1", "a b", ""),
        ("try:\n    a = 1\nexcept E:\n    pass\nelse:\n    b = 1", "", "a b"),
        ("try:\n    a = 1\nexcept E:\n    raise", "a", ""),
        ("match a:\n    case [b, *c]:\n        d = 1", "", "b c d"),
        ("[x for x in y if (z := x)]", "z", ""),
        ("def f():\n    global a\n    a = 1\n    b = 1", "f", "a"),
        ("class A:\n    b = 1", "A", ""),
        ("type A = int", "A", ""),
        ("a = b = 1\ndel a, c", "b", ""),
        ("del a\na = 1", "a", ""),
        ("a = 1\nif b:\n    del a, c", "", "a"),
        ("def f():\n    del a", "f", ""),
        ("a.b = c[0] = 1", "", ""),
        ("x = !ls\n%time y = f()\n%timeit", "x y", ""),
        ("%%capture out\na = 1", "out a", ""),
        ("%%capture --no-stderr out\na = 1", "out a", ""),
        ("%%bash --out lines\na=1", "lines", ""),
        ("%%sql rows <<\nselect 1", "rows", ""),
    ],
)
def test_definitions(source: str, defines: str, maybe: str) -> None:
    found = _facts(source)

    assert found.certain == set(defines.split())
    assert found.defines == set(defines.split()) | set(maybe.split())


@pytest.mark.parametrize(
    ("source", "uses", "later"),
    [
        ("df = df.dropna()", "df", ""),
        ("a = 1\nb = a", "", ""),
        ("if a:\n    b = 1\nb", "a b", ""),
        ("def f(x=a):\n    return x + b + c\nc = 1", "a", "b"),
        ("!ls {path} $HOME\n%run $script", "path HOME script", ""),
        ("%%bash -s {arg}\necho $x", "arg", ""),
        ("%%time\na", "a", ""),
        ("%%html\n{a}", "", ""),
    ],
)
def test_uses(source: str, uses: str, later: str) -> None:
    found = _facts(source)

    assert found.uses == set(uses.split())
    assert found.uses_later == set(later.split())


@pytest.mark.parametrize(
    ("source", "modifies"),
    [
        ("df['a'] = 1", "df"),
        ("df.loc[0, 'a'] += 1", "df"),
        ("del df['a'], x.y", "df x"),
        ("df = g()\ndf['a'] = 1", ""),
        ("df['a'] = 1\ndf = g()", "df"),
        ("df.drop('a', inplace=True)", "df"),
        ("y = df.drop('a')", ""),
        ("ax.set_title('a')", "ax"),
        ("history = model.fit(X, y)", "model"),
        ("items.append(x)\n1", "items"),
        ("last = items.pop()", "items"),
        ("model.do()\n1", "model"),
        ("model.do();", "model"),
        ("model.do()", ""),
        ("df.head()\n1", ""),
        ("df.groupby('a').mean()\n1", ""),
        ("df.plot.bar()\n1", ""),
        ("add_columns(df)\n1", "df"),
        ("add_columns(frame=df)\n1", "df"),
        ("print(df)\n1", ""),
        ("random.shuffle(cards)", "random cards"),
        ("tensor.clamp_(0)", "tensor"),
        ("await queue.put(1)", "queue"),
        ("def f(x):\n    x['a'] = y['a'] = 1", ""),
        ("def f(x):\n    y['a'] = 1\nf(1)", "y"),
        ("def f():\n    global y\n    y = 1\nf()", "y"),
        ("[x.append(y) for x in z]", ""),
        ("b = a\nb.append(1)", "a"),
        ("b = a\nc = b\nc.append(1)", "a"),
        ("b = a\nb = b.copy()\nb.append(1)", ""),
        ("b = a\na = g()\nb.append(1)", ""),
    ],
)
def test_changes_in_place(source: str, modifies: str) -> None:
    assert _facts(source).modifies == set(modifies.split())


def test_effects_of_functions() -> None:
    found = _facts("def f():\n    a[0] = 1\nclass K:\n    def m(self):\n        b.x = self.y = 1")

    assert dict(found.effects) == {"f": {"a"}, "K": {"b"}}


def test_imports() -> None:
    source = "import a.b, a.b as c\nfrom ..d import e as f\nfrom . import g\nfrom h import *\n"

    found = _facts(source)

    assert found.imports == (
        Import("a", "a.b", None, "a"),
        Import("c", "a.b", None, "a.b"),
        Import("f", "..d", "e", "..d.e"),
        Import("g", ".", "g", ".g"),
    )
    assert found.stars == ("h",)
    assert found.opaque


def test_strings_that_may_be_columns() -> None:
    source = "df['a'][['b', 'c']].sort_values('d', by=['e'])\nx = 'no'"

    assert _facts(source).strings == {"a", "b", "c", "d", "e"}


@pytest.mark.parametrize(
    ("source", "defines", "uses"),
    [
        ("a = f()\nb = a.groupby(\nc = 3\ndef g(x): ...", "a b c g", "f"),
        ("b = a.\nc = 3", "b c", "a"),
        ("b = a +\n\nc(d)", "b", "a c d"),
        ("if a\n    b = 3\nc = 1", "c", "a"),
        ('a["b\nc = 1', "c", "a"),
        ("import \na = 1", "a", ""),
        ("x = (a +\n  b)\nc = x if\nd = 1", "x c d", "a b"),
    ],
)
def test_half_typed_code_keeps_what_is_complete(source: str, defines: str, uses: str) -> None:
    assert _facts(source).defines == set(defines.split())
    assert _facts(source).uses == set(uses.split())


@given(texts)
def test_any_text(source: str) -> None:
    found = _facts(source)

    assert found.certain <= found.defines
    assert not found.certain & found.deletes
    assert not found.uses & {""}


names = st.sampled_from(["a", "b", "c", "d"])
expressions = st.builds("{} + {}".format, names, names) | st.builds(
    "[{0} for {0} in {1} if {2}]".format, names, names, names
)
statements = (
    st.builds("{} = {}".format, names, expressions)
    | st.builds("if {}:\n    {} = {}".format, names, names, names)
    | st.builds("if {}:\n    {} = 1\nelse:\n    {} = {}".format, names, names, names, names)
    | st.builds("def {}({}):\n    {} = {}\n    return {}".format, names, names, names, names, names)
    | st.builds("{}[0] = {}".format, names, names)
    | st.builds("{} = lambda {}: {}".format, names, names, names)
)


@given(st.lists(statements, max_size=6).map("\n".join))
def test_what_is_not_used_need_not_exist(source: str) -> None:
    """Python's own compiler agrees about which names are global, and the cell's."""
    ast.parse(source)
    code = compile(source, "cell", "exec")
    loaded: set[str] = set()
    codes = [code]
    while codes:
        inner = codes.pop()
        loaded.update(inner.co_names)
        codes += [constant for constant in inner.co_consts if isinstance(constant, type(code))]
    found = _facts(source)

    assert found.uses | found.uses_later <= loaded
    # Run with the names that it says it uses, the cell finds all that it reads at once.
    given_names = {name: _Anything() for name in found.uses}
    with suppress(TypeError):
        exec(code, {"__builtins__": {}, **given_names})  # noqa: S102


class _Anything:
    def __add__(self, other: object) -> object:
        return self

    __radd__ = __add__

    def __iter__(self) -> object:
        return iter([1])

    def __setitem__(self, key: object, value: object) -> None:
        return None
