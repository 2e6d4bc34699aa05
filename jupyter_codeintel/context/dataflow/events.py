"""What a walk over a cell finds: plain data. Places are characters of the cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jupyter_codeintel.context.dataflow.scopes import Scope

StepKind = Literal["attribute", "key", "keys", "index", "call"]
Access = Literal["load", "store", "delete"]


@dataclass(frozen=True, slots=True)
class Literals:
    """A string among the arguments of a call, or in a list of them.

    Parameters
    ----------
    value : str
        The string.
    start, end : int
        Its place, with its quotes.
    position : int, optional
        Of a positional argument: its number.
    keyword : str, optional
        The name of a keyword argument.
    listed : bool
        Whether it stands in a list or tuple.
    """

    value: str
    start: int
    end: int
    position: int | None = None
    keyword: str | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step from an object to what is in it.

    Parameters
    ----------
    kind : {'attribute', 'key', 'keys', 'index', 'call'}
        ``.name``, ``["key"]``, ``[["a", "b"]]``, any other subscript, ``(...)``.
    start, end : int
        The place: of the attribute's name, the key with its quotes, else the brackets'.
    name : str
        The attribute or key.
    strings : tuple of Literals
        The strings of ``keys``, and those that a call is given as arguments.
    keywords : tuple of str
        The names of a call's keyword arguments.
    """

    kind: StepKind
    start: int
    end: int
    name: str = ""
    strings: tuple[Literals, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A name is read, and what was known of it at that moment.

    Parameters
    ----------
    name : str
        The name.
    start, end : int
        Its place.
    scope : Scope
        Where.
    steps : tuple of Step
        What is taken from the object.
    access : {'load', 'store', 'delete'}
        What happens at the last step.
    certain, possible : bool
        Whether the cell had bound the name for certain, or in some cases.
    changed : bool
        Whether the cell had changed the object.
    loop : tuple of int, optional
        The outermost loop around it.
    """

    name: str
    start: int
    end: int
    scope: Scope
    steps: tuple[Step, ...] = ()
    access: Access = "load"
    certain: bool = False
    possible: bool = False
    changed: bool = False
    loop: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """The object of a name is changed in place, or a function binds a name of the cell.

    Parameters
    ----------
    name : str
        The name.
    scope : Scope
        Where.
    certain : bool
        Whether the cell had bound the name for certain.
    """

    name: str
    scope: Scope
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """A name bound by an import.

    Parameters
    ----------
    name : str
        The name in the notebook.
    module : str
        The module as written, with the dots of a relative import.
    member : str, optional
        What is taken from it with ``from``.
    target : str
        What the name stands for: ``a`` after ``import a.b``, ``a.b`` after
        ``import a.b as c`` and after ``from a import b``.
    """

    name: str
    module: str
    member: str | None
    target: str
