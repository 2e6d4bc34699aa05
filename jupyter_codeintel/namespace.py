"""What a live kernel told about its variables: plain data.

Written by ``kernel``, read by ``context`` and ``completion``, which do not know each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Variable:
    """One name of the user's namespace, described without running any of the user's code.

    Parameters
    ----------
    name : str
        The name.
    type : str
        The type's module and qualified name, ``pandas.core.frame.DataFrame``; builtins
        without a module: ``dict``.
    module : str, optional
        For a module: its full name; for a function or class: the module that defines it.
    shape : tuple of int, optional
        Of arrays, tensors, frames and series.
    dtype : str, optional
        Of arrays, tensors, series and indexes.
    length : int, optional
        Of builtin containers and strings.
    columns : tuple of (str, str)
        Names and dtypes of a frame's columns, as many as the budget allows; columns whose
        names are not strings are left out.
    keys : tuple of str
        The string keys of a dict, as many as the budget allows.
    all_keys : bool
        Whether ``columns`` or ``keys`` are all that there are.
    signature : str, optional
        Of a function or class that the user defined: ``(path, sep=',')``.
    value : str, optional
        The literal of a number, bool, None or short string.
    attributes : tuple of str
        Public names of a class that the user defined, or of an instance, as many as the
        budget allows.
    """

    name: str
    type: str
    module: str | None = None
    shape: tuple[int, ...] | None = None
    dtype: str | None = None
    length: int | None = None
    columns: tuple[tuple[str, str], ...] = ()
    keys: tuple[str, ...] = ()
    all_keys: bool = True
    signature: str | None = None
    value: str | None = None
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Members:
    """The attributes of a live object.

    Parameters
    ----------
    names : frozenset of str
        Those that are found without running user code.
    complete : bool
        Whether no other name can be an attribute; false where ``__getattr__`` or the like
        may answer, where a lazy module loads on demand, and where the budget ended.
    """

    names: frozenset[str] = frozenset()
    complete: bool = False


Step = tuple[str, str | int | None]
"""``("attr", name)``, ``("key", constant)`` or ``("call", None)``."""


@dataclass(frozen=True)
class Path:
    """Where to look, from one name of the namespace.

    ``df["a"].str`` is ``Path("df", (("key", "a"), ("attr", "str")))``.

    Parameters
    ----------
    root : str
        A name of the user's namespace, or of a builtin.
    steps : tuple of Step
        What follows it.
    """

    root: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """What is found at the end of a path.

    Parameters
    ----------
    exists : bool, optional
        Whether each step finds something; None where that cannot be told without running
        code.
    failed : int, optional
        The first step that finds nothing, or of which it is unknown; -1 for the root.
    type : str, optional
        Of the last object reached, as in `Variable`.
    members : Members
        Attributes of the object at the path's end; where a step failed, of the object it was
        tried on.
    keys : Members
        The string keys or columns of that object; complete where all of them are named.
    """

    exists: bool | None = None
    failed: int | None = None
    type: str | None = None
    members: Members = field(default_factory=Members)
    keys: Members = field(default_factory=Members)


@dataclass(frozen=True)
class Namespace:
    """The user's variables at one moment.

    Parameters
    ----------
    variables : mapping of str to Variable
        By name, those bound last first.
    complete : bool
        Whether these are all names; false when a budget ended the look.
    taken : float
        When, by `time.monotonic` of the server's process.
    busy : bool
        Whether a cell was running then.
    """

    variables: Mapping[str, Variable] = field(default_factory=dict)
    complete: bool = True
    taken: float = 0.0
    busy: bool = False
