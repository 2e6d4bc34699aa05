"""A kernel with known variables, that follows paths in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jupyter_codeintel.namespace import Members, Namespace, Path, Resolution, Variable

FRAME = Variable(
    "df",
    "pandas.core.frame.DataFrame",
    shape=(3, 2),
    columns=(("Price", "float64"), ("zip code", "object")),
)
COLUMNS = Members(frozenset({"Price", "zip code", "owner's"}), complete=True)
METHODS = Members(frozenset({"groupby", "head", "mean", "sort_values", "Price"}), complete=True)


class FakeKernels:
    """Knows ``df`` (two columns, five attributes), ``n`` and ``np``, which may have anything."""

    def __init__(self) -> None:
        self.variables = {
            "df": FRAME,
            "n": Variable("n", "int", value="3"),
            "np": Variable("np", "module", module="numpy"),
        }
        self.refreshes: list[str] = []
        self.asked: list[Path] = []

    def refresh(self, kernel_id: str) -> None:
        self.refreshes.append(kernel_id)

    async def refreshed(self, kernel_id: str) -> Namespace | None:
        self.refresh(kernel_id)
        return self.namespace(kernel_id)

    def namespace(self, kernel_id: str) -> Namespace | None:
        return Namespace(self.variables)

    async def resolve(
        self, kernel_id: str, paths: Iterable[Path], seconds: float = 0.0
    ) -> Mapping[Path, Resolution]:
        asked = list(paths)
        self.asked += asked
        return {path: self._resolution(path) for path in asked}

    def _resolution(self, path: Path) -> Resolution:
        if path.root != "df":
            return Resolution()
        if not path.steps:
            return Resolution(True, type=FRAME.type, members=METHODS, keys=COLUMNS)
        if len(path.steps) > 1:
            return Resolution()
        kind, name = path.steps[0]
        real = COLUMNS if kind == "key" else METHODS
        exists = name in real.names
        return Resolution(exists, None if exists else 0, members=METHODS, keys=COLUMNS)
