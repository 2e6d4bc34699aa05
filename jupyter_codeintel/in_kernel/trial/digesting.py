"""Digests of values: equal for equal values of types that are known, none for others.

Floating-point numbers are rounded before, so that the same computation in another order mostly
gives the same digest.
"""

from __future__ import annotations

import hashlib
import math
import struct
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from jupyter_codeintel.in_kernel import libraries
from jupyter_codeintel.in_kernel.reading import (
    is_genuine,
    is_kind,
    loaded,
    module_dict,
    module_of,
    qualname,
)

_BYTES_EACH = 256
_DEEPEST = 20
# Bits of a mantissa, by the number's size: about ten decimal digits of a double stay.
_DROPPED = {8: 19, 4: 7}


class Budget:
    """What may be read of values, in bytes and in time.

    Parameters
    ----------
    most : int
        Bytes for all values together.
    each : int
        Bytes for one of them.
    seconds : float
        For all of them.
    """

    def __init__(self, most: int, each: int, seconds: float) -> None:
        self._left = most
        self._each = each
        self._end = time.perf_counter() + seconds

    def reader(self, numbered: bool) -> _Reader:
        """Return a reader for the next value; see `digest`."""
        return _Reader(min(self._left, self._each), self._end, numbered)

    def spend(self, size: int) -> None:
        """Count what was read."""
        self._left -= size


class UnknownError(Exception):
    """The type is not known, or the value is too large."""


def digest(value: Any, budget: Budget, *, numbered: bool = True) -> str | None:
    """Return a digest of a value, None where the budget or the type forbids it.

    Parameters
    ----------
    value : object
        Anything.
    budget : Budget
        What may be read.
    numbered : bool
        Whether labels count that only number the rows of a table, perhaps with gaps.
    """
    reader = budget.reader(numbered)
    try:
        return reader.read(value, 0).hex()
    except (UnknownError, RuntimeError):  # changed by another thread meanwhile
        return None
    finally:
        budget.spend(reader.spent)


class _Reader:
    def __init__(self, most: int, end: float, numbered: bool) -> None:
        self._most = most
        self._end = end
        self._numbered = numbered
        self.spent = 0

    def read(self, value: Any, depth: int) -> bytes:
        self._spend(_BYTES_EACH)
        cls = type(value)
        parts = _PARTS.get(_kind(cls)) if depth < _DEEPEST else None
        if parts is None:
            raise UnknownError
        return parts(self, value, depth + 1)

    def _spend(self, size: int) -> None:
        self.spent += size
        if self.spent > self._most or time.perf_counter() > self._end:
            raise UnknownError

    def atom(self, value: Any, depth: int) -> bytes:
        cls = type(value)
        return _hash(cls.__name__, [_ATOMS[cls](value)])

    def sequence(self, value: Any, depth: int) -> bytes:
        if {id(type(one)) for one in value} <= _PLAIN:
            self._spend(len(value) * 16)
            return _hash(type(value).__name__ + " plain", [repr(value).encode()])
        return _hash(type(value).__name__, [self.read(one, depth) for one in value])

    def named(self, value: Any, depth: int) -> bytes:
        # A named tuple has methods of its own; its values are read as those of any tuple.
        plain = tuple.__getitem__(value, slice(None))
        return _hash(qualname(type(value)), [self.read(plain, depth)])

    def collection(self, value: Any, depth: int) -> bytes:
        return _hash(type(value).__name__, sorted(self.read(one, depth) for one in value))

    def mapping(self, value: Any, depth: int) -> bytes:
        pairs = [self.read(key, depth) + self.read(one, depth) for key, one in value.items()]
        return _hash("dict", sorted(pairs))

    def text(self, value: Any, depth: int) -> bytes:
        self._spend(len(value))
        data = value.encode("utf-8", "surrogatepass") if type(value) is str else bytes(value)
        return _hash(type(value).__name__, [data])

    def scalar(self, value: Any, depth: int) -> bytes:
        if value.dtype.kind in "mMV":
            return _hash(str(value.dtype), [str(value).encode()])
        return self.read(value.item(), depth)

    def shown(self, value: Any, depth: int) -> bytes:
        return _hash(type(value).__name__, [str(value).encode()])

    def array(self, value: Any, depth: int) -> bytes:
        kind = value.dtype.kind
        if kind == "O":
            content = [self.read(one, depth) for one in value.ravel().tolist()]
        else:
            self._spend(value.nbytes)
            content = [_array_bytes(value, kind)]
        shape = ",".join(map(str, value.shape))
        return _hash("array " + kind, [shape.encode(), *content])

    def frame(self, value: Any, depth: int) -> bytes:
        axes = [self.read(value.columns, depth), self._labels(value.index, depth)]
        columns = [value.iloc[:, place] for place in range(value.shape[1])]
        return _hash("frame", axes + [self._column(column, depth) for column in columns])

    def series(self, value: Any, depth: int) -> bytes:
        name, index = self.read(value.name, depth), self._labels(value.index, depth)
        return _hash("series", [name, index, self._column(value, depth)])

    def index(self, value: Any, depth: int) -> bytes:
        names = self.read(list(value.names), depth)
        return _hash("index", [names, self._column(value, depth)])

    def _labels(self, index: Any, depth: int) -> bytes:
        found = self.read(index, depth)  # raises for one that may run the user's code
        return found if self._numbered or not _only_numbers(index) else b""

    def _column(self, value: Any, depth: int) -> bytes:
        self._spend(len(value) * 8)
        kind = libraries.dtype_text(value.dtype)
        return _hash("column " + kind, [self.read(value.to_numpy(), depth)])


def _only_numbers(index: Any) -> bool:
    """Whether labels are the numbers of rows, of which some may have been left out."""
    rises = index.dtype.kind in "iu" and index.is_unique and index.is_monotonic_increasing
    return index.name is None and rises and len(index) > 0 and 0 <= index[0] < len(index)


def _array_bytes(value: Any, kind: str) -> bytes:
    if kind in "fc":
        value = _rounded(value)
    elif kind in "iu":
        value = value.astype(kind + "8")
    elif kind not in "bSUmM":
        raise UnknownError
    unit = str(value.dtype).encode() if kind in "mM" else b""
    return unit + bytes(value.tobytes())


def _rounded(value: Any) -> Any:
    """Return the bits of an array's numbers, equal where the numbers are nearly equal."""
    numpy = module_dict(sys.modules["numpy"]) or {}
    numbers = value.ravel() + 0.0  # a copy, without negative zeros
    if numbers.dtype.kind == "c":
        numbers = numpy["concatenate"]([numbers.real, numbers.imag])
    size = 8 if numbers.dtype.itemsize > 4 else 4
    numbers = numbers.astype("f" + str(size))
    missing = numpy["isnan"](numbers)
    bits = numbers.view("u" + str(size))
    dropped = _DROPPED[size]
    bits += 1 << dropped - 1
    bits &= (1 << size * 8) - (1 << dropped)
    bits[missing] = 1  # there are many, of different bits
    return bits


def _float(value: float) -> bytes:
    if math.isnan(value):
        return b"nan"
    (bits,) = struct.unpack("<Q", struct.pack("<d", value + 0.0))
    dropped = _DROPPED[8]
    return b"%x" % ((bits + (1 << dropped - 1)) >> dropped)


def _hash(kind: str, parts: Iterable[bytes]) -> bytes:
    found = hashlib.sha256(kind.encode())
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.digest()


def _kind(cls: type) -> str:
    """Return package and name of a class, "" for one of which another may claim to be it."""
    if type(cls) is type and cls in _ATOMS:
        return "atom"
    if not is_genuine(cls):
        return ""
    if is_kind(cls, loaded("numpy", "generic")):
        return "numpy.generic"
    package = module_of(cls).partition(".")[0]
    # Indexes of all kinds are read alike.
    if package == "pandas" and is_kind(cls, loaded("pandas", "Index")):
        return "pandas.Index"
    name = package + "." + qualname(cls)
    return "named tuple" if name not in _PARTS and is_kind(cls, tuple) else name


_ATOMS: dict[type, Callable[[Any], bytes]] = {
    type(None): lambda value: b"",
    type(...): lambda value: b"",
    bool: lambda value: b"1" if value else b"0",
    int: lambda value: b"%x" % value,
    float: _float,
    complex: lambda value: _float(value.real) + _float(value.imag),
}
# Their ``repr`` tells all, and is quick.
_PLAIN = {id(bool), id(int), id(str), id(type(None))}
_PARTS: dict[str, Callable[[_Reader, Any, int], bytes]] = {
    "atom": _Reader.atom,
    "builtins.list": _Reader.sequence,
    "builtins.tuple": _Reader.sequence,
    "builtins.set": _Reader.collection,
    "builtins.frozenset": _Reader.collection,
    "builtins.dict": _Reader.mapping,
    "collections.Counter": _Reader.mapping,
    "collections.OrderedDict": _Reader.mapping,
    "collections.defaultdict": _Reader.mapping,
    "collections.deque": _Reader.sequence,
    "named tuple": _Reader.named,
    "builtins.str": _Reader.text,
    "builtins.bytes": _Reader.text,
    "builtins.bytearray": _Reader.text,
    "builtins.range": _Reader.shown,
    "datetime.date": _Reader.shown,
    "datetime.time": _Reader.shown,
    "datetime.datetime": _Reader.shown,
    "datetime.timedelta": _Reader.shown,
    "decimal.Decimal": _Reader.shown,
    "numpy.generic": _Reader.scalar,
    "numpy.ndarray": _Reader.array,
    "pandas.DataFrame": _Reader.frame,
    "pandas.Series": _Reader.series,
    "pandas.Index": _Reader.index,
    "pandas.Timestamp": _Reader.shown,
    "pandas.Timedelta": _Reader.shown,
    "pandas.Period": _Reader.shown,
    "pandas.NaTType": _Reader.shown,
    "pandas.NAType": _Reader.shown,
}
