"""Texts for the tests: code, broken code, and anything."""

from __future__ import annotations

from hypothesis import strategies as st

SNIPPETS = [
    "import numpy as np\n", "from .a.b import (c, d as e)\n", "from m import *\n",
    "df = pd.read()\n", 'df[\'é\'] = df[[\'a\', "b"]].sum()\n', "a, (b, *c) = d[e] = 5\n",
    "x: int = 3\n", "x: int\n",
    "def f(a, b: int = c, *args, d=e, **kw) -> T:\n    'doc'\n    global g\n    g = a\n",
    "@dec\nasync def f[T](a, /, b, *, c):\n    nonlocal z\n    return await a\n",
    "class K(Base, metaclass=M):\n    'doc'\n    x = 1\n    def m(self):\n        return x\n",
    "lambda q, *r, s=t: q\n", "[i for i in range(3) if i for j in i]\n", "{k: v for k, v in d}\n",
    "with open(f) as g, h as (m, n):\n    pass\n", "try:\n    a\nexcept (A, B) as e:\n    raise\n",
    "else:\n    z\n", "finally:\n    y = 1\n", "for i, x.y in k:\n    s += i\n",
    "while (w := 3):\n    break\n",
    "match c:\n    case [P(x=0, y=yy), *r] if r: pass\n    case {'k': v, **kw}: pass\n",
    "match c:\n    case A.B | 1 as z: pass\n",
    "del aa, bb[0], cc.d\n", "f'{x!r:>{w}} {y=}'\n", "print(*a, **b, k=v)\n", "print x\n",
    "type X[T] = list[T]\n", "%matplotlib inline\n", "%time x = f(y)\n", "!ls {a}\n", "b = !ls\n",
    "%%bash\nls\n", "%%time\nx = 1\n", "df?\n", "ax.set_title('t')\n", "df.drop(inplace=True);\n",
    "if a:\n    b = 1\nelif c:\n    b = 2\nelse:\n    pass\n", "    ", "\t", "(", "[", "{", "'",
    '"""', "\\\n", "\r\n", "\x00", "\ud800", "🙂", "=", ":", ".", ",", "\n", "é", "a", "0", "#",
    ")", "]", "}", "*", "@", " ",
]  # fmt: skip

anything = st.text(max_size=40)
code = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=3), max_size=8).map("".join)
texts = code | anything


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """Give a text, and the same after one edit somewhere in it."""
    before = draw(texts)
    start = draw(st.integers(0, len(before)))
    end = draw(st.integers(start, min(len(before), start + 10)))
    typed = draw(st.sampled_from(SNIPPETS) | st.text(max_size=3))
    return before, before[:start] + typed + before[end:]
