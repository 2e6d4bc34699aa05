"""A rule of each family, from the error in a real kernel to a candidate that passes there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.located import located
from jupyter_codeintel.fix.diagnosis.traceback_text import parse_traceback
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.repairs.propose import propose
from jupyter_codeintel.fix.replay import reproduce, trial_for
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Raised
from tests.fix.failing import failed

PANDAS = "import pandas as pd\ndf = pd.DataFrame({'zip code': ['1', '2'], 'price': [2.5, 3.5]})"
READING = """\
import io
import pandas as pd
df = pd.read_csv(io.StringIO('name,price\\na,1\\nb,2\\n'), header=None)"""

FAMILIES: dict[str, list[tuple[tuple[str, ...], str]]] = {
    "names": [(("prices = [1]", "total = sum(pirces)"), "total = sum(prices)"),
              (("import math", "d = defaultdict(list)"),
               "import math\nfrom collections import defaultdict")],
    "pandas": [((PANDAS, "m = df['Price'].mean()"), "m = df['price'].mean()"),
               ((PANDAS, "g = df.groupBy('price')"), "g = df.groupby('price')"),
               ((PANDAS, "g = df.sort_values(by='zip_code')"), "g = df.sort_values(by='zip code')"),
               ((PANDAS, "t = df['zip code'].capitalize()"), "t = df['zip code'].str.capitalize()"),
               ((PANDAS, "s = df.shape()"), "s = df.shape"),
               ((PANDAS, "d = df[(df.price > 3) and df.price < 9]"),
                "d = df[(df.price > 3) & (df.price < 9)]"),
               ((READING, "m = df['price'].mean()"), READING.replace(", header=None", "")),
               ((PANDAS, "m = df.append(df)"), "m = pd.concat([df, df])"),
               ((PANDAS, "d = df.sort_values('price', ascend=True)"),
                "d = df.sort_values('price', ascending=True)")],
    "numpy": [(("import numpy as np\nx = [1, 2]", "y = x.mean()"),
               "import numpy as np\nx = np.array([1, 2])"),
              (("import numpy", "x = np.zeros(3)"), "import numpy as np"),
              (("import numpy as np", "x = np.NaN"), "x = np.nan"),
              (("import numpy as np", "x = np.float(3)"), "x = float(3)"),
              (("from numpy import randn",), "from numpy.random import randn"),
              (("import numpy as np", "a = np.arange(6 + 1).reshape((2, 3))"),
               "a = np.arange(6).reshape((2, 3))")],
    "plots": [(("import matplotlib.pyplot as plt", "plt.style.use('seaborn-white')"),
               "plt.style.use('seaborn-v0_8-white')"),
              (("import matplotlib.pyplot as plt", "plt.plot([1], linewdith=2)"),
               "plt.plot([1], linewidth=2)"),
              (("import matplotlib.pyplot as plt", "h = plt.hist([1, 2], normed=True)"),
               "h = plt.hist([1, 2], density=True)"),
              (("import matplotlib.pyplot as plt\nax = plt.subplots()", "l = ax.plot([1])"),
               "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()")],
    "python": [(("x = [2, 1].sort()", "x[0]"), "x = sorted([2, 1])"),
               (("v = [2, 1]\nx = v.sort()", "x[0]"), "v = [2, 1]\nx = sorted(v)"),
               (("x = {'a': 1}\ny = x.copy", "y['a']"), "x = {'a': 1}\ny = x.copy()"),
               (("str = 'a'", "t = str(3)"), "str_ = 'a'"),
               (("def f(x):\n    return x + y", "z = f(1, 2)"), "def f(x, y):\n    return x + y"),
               (("n = '3'", "r = range(n)"), "n = 3"),
               (("x = [1, 2]\nfor i in range(len(x) + 1):\n    x[i]",),
                "x = [1, 2]\nfor i in range(len(x)):\n    x[i]"),
               (("for i in range(3)\n    n = i",), "for i in range(3):\n    n = i")],
    "kinds of values": [
        (("d = {'a': 1}", "f = d.keys()[0]"), "f = list(d.keys())[0]"),
        (("x = [1, 2]", "y = x[:len(x) / 2]"), "y = x[:len(x) // 2]"),
        (("ages = {'a': '3'}", "y = ages['a'] + 1"), "y = int(ages['a']) + 1"),
        (("x = [1, 2]\nfor i in len(x):\n    i",), "x = [1, 2]\nfor i in range(len(x)):\n    i"),
        (("s = set()", "s.add([1])"), "s.add((1,))"),
        (("s = ','.join([1, 2])",), "s = ','.join(map(str, [1, 2]))"),
        (("g = [[1, 2]]", "x = g[0, 1]"), "x = g[0][1]"),
        (("d = {'a': 1}", "for k, v in d:\n    k"), "for k, v in d.items():\n    k"),
        (("import json", "d = json.load('[1]')"), "d = json.loads('[1]')"),
        (("d = {1: 2}", "x = d['1']"), "x = d[1]"),
    ],
    "frames": [
        ((PANDAS, "r = df.loc[-1]"), "r = df.iloc[-1]"),
        ((PANDAS, "r = df.iloc[0, 'price']"), "r = df.loc[0, 'price']"),
        ((PANDAS, "r = df.drop('price')"), "r = df.drop(columns='price')"),
        ((PANDAS, "r = df['zip code'] + 1"), "r = df['zip code'].astype(int) + 1"),
        ((PANDAS + "\ndf['t'] = 'x'", "r = df.mean()"), "r = df.mean(numeric_only=True)"),
        ((PANDAS + "\ndf['d'] = ['2024-01-02', '2024-01-03']", "m = df['d'].dt.month"),
         "m = pd.to_datetime(df['d']).dt.month"),
    ],
    "starts": [
        (("d = {}\nfor w in ['a', 'b', 'a']:\n    d[w] += 1",),
         "d = {}\nfor w in ['a', 'b', 'a']:\n    d[w] = d.get(w, 0) + 1"),
        (("d = {}", "for k, v in [('a', 1), ('a', 2)]:\n    d[k].append(v)"),
         "for k, v in [('a', 1), ('a', 2)]:\n    d.setdefault(k, []).append(v)"),
        (("x = [1, 2]", "for n in x:\n    total += n\nmean = total / len(x)"),
         "total = 0\nfor n in x:\n    total += n\nmean = total / len(x)"),
        (("words = ['a', 'b']", "for w in words:\n    line += w\nprint(line)"),
         'line = ""\nfor w in words:\n    line += w\nprint(line)'),
    ],
    "classes": [
        (("class A:\n    def __init__(self, w):\n        self.w = w\n    def f():\n"
          "        return w * 2", "A(2).f()"),
         "class A:\n    def __init__(self, w):\n        self.w = w\n    def f(self):\n"
         "        return self.w * 2"),
        (("class A:\n    def __init__(self, width):\n        self.width = width\na = A(1)",
          "for one in [a]:\n    print(one.widht)"),
         "for one in [a]:\n    print(one.width)"),
    ],
    "lists of texts": [
        (("parts = '12 7 30'.split()", "total = sum(parts)"), "total = sum(map(int, parts))"),
        (("parts = ['1.5', 2]", "print(min(parts[:1]))\nspread = sum(parts) / max(parts)"),
         "print(min(parts[:1]))\nspread = sum(map(float, parts)) / max(map(float, parts))"),
        (("parts = '1.5,2'.split(',')", "spread = max(parts) - min(parts)"),
         "parts = [float(value) for value in parts]\nspread = max(parts) - min(parts)"),
        (("import numpy as np\nparts = ['1', '2']", "m = np.mean(parts)"),
         "m = np.mean([int(value) for value in parts])"),
        (("import statistics\nparts = ['1', '2']", "m = statistics.mean(parts)"),
         "m = statistics.mean([int(value) for value in parts])"),
    ],
    "ends of loops": [
        (("import numpy as np\nn = 120\na = np.ones(n)", "for k in range(n):\n    a[k + 1] = a[k]"),
         "for k in range(n - 1):\n    a[k + 1] = a[k]"),
        (("x = [1, 2, 4]\nn = len(x)", "d = [x[i + 1] - x[i] for i in range(n)]"),
         "d = [x[i + 1] - x[i] for i in range(n - 1)]"),
        (("x = [1, 2, 4]\nw = 2",
          "s = []\nfor i in range(len(x)):\n    s.append(sum(x[i + j] for j in range(w)))"),
         "s = []\nfor i in range(len(x) - w + 1):\n    s.append(sum(x[i + j] for j in range(w)))"),
        (("# 2015 to 2020 (inclusive)\nyears = range(2015, 2020)\nsales = [1, 2, 3, 4, 5, 6]",
          "import pandas as pd\ndf = pd.DataFrame({'year': years, 'sales': sales})"),
         "# 2015 to 2020 (inclusive)\nyears = range(2015, 2021)\nsales = [1, 2, 3, 4, 5, 6]"),
    ],
    "rows and columns": [
        (("import numpy as np\nx = np.ones((3, 2))", "# centre each row\nc = x - x.mean(axis=1)"),
         "# centre each row\nc = x - x.mean(axis=1, keepdims=True)"),
        (("import numpy as np\nx = np.ones((3, 2))", "columns = x / np.sum(x, axis=1)"),
         "columns = x / np.sum(x, axis=0)"),
        (("import pandas as pd\na = pd.DataFrame({'site': [1, 2]})\n"
          "b = pd.DataFrame({'site': ['1', '2'], 'n': [3, 4]})", "c = a.merge(b, on='site')"),
         "b['site'] = b['site'].astype(int)\nc = a.merge(b, on='site')"),
    ],
    "functions": [
        (("def f(x):\n    out = []\n    for v in x:\n        out.append(v)", "t = sum(f([1]))"),
         "def f(x):\n    out = []\n    for v in x:\n        out.append(v)\n    return out"),
        (("import random", "x = [1, 2]", "x = random.shuffle(x)\nf = x[0]"),
         "random.shuffle(x)\nf = x[0]"),
        (("def left(n, half_life):\n    return n / half_life\nhalf_life_d = 8", "r = left(100)"),
         "r = left(100, half_life_d)"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
async def test_what_fails_is_repaired(runner: Runner, trials: KernelTrials, family: str) -> None:
    for sources, text in FAMILIES[family]:
        await runner.execute("%reset -f", 30)
        failure = await _failure(runner, sources)
        found = [one for one in await propose(failure, runner.live) if isinstance(one, Candidate)]
        assert found, sources
        assert text in found[0].edits.values()
        verdict = await trials.verify("runner", trial_for(failure, found[0]))
        assert (verdict.status, verdict.reason) == ("passed", ""), sources


@pytest.mark.parametrize("path", ["in/saels.csv", "sales.csv"])
async def test_a_file_that_is_elsewhere(runner: Runner, trials: KernelTrials, path: str) -> None:
    made = "import os\nos.makedirs('in', exist_ok=True)\nopen('in/sales.csv', 'w').close()"
    failure = await _failure(runner, (made, f"t = open({path!r}).read()"))
    seen = (await trials.verify("runner", reproduce(failure))).error
    assert seen is not None
    failure = replace(failure, error=located(seen, failure.document, failure.cell))
    found = [one for one in await propose(failure, runner.live) if isinstance(one, Candidate)]
    assert found[0].edits == {"c1": "t = open('in/sales.csv').read()"}
    assert (await trials.verify("runner", trial_for(failure, found[0]))).status == "passed"


async def _failure(runner: Runner, sources: tuple[str, ...]) -> Failure:
    request = await failed(runner, *sources)
    document = request.document
    flow = Dataflow()
    flow.update(document)
    namespace = await runner.namespace()
    error = parse_traceback(request.traceback) or Raised("", "")
    last = document.cells[-1].id
    return Failure(document, flow, last, located(error, document, last), namespace)
