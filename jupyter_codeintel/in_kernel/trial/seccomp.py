"""seccomp: calls of the operating system that a copy of a kernel may not make.

The filter is a program of the classic packet filter's machine. Each call is compared with the
numbers of those that are refused, or refused for some arguments.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from jupyter_codeintel.in_kernel.trial import syscalls
from jupyter_codeintel.in_kernel.trial.call_numbers import NEWEST, Call, number_of

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_LOAD, _RETURN, _AND = 0x20, 0x06, 0x54
_IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT = 0x15, 0x35, 0x45
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16

_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_FILTER_MODE = 2


def machine_is_known() -> bool:
    """Say whether there are numbers for this processor, in a process as wide as it."""
    return platform.machine() in _AUDIT_ARCH and struct.calcsize("P") == 8


class Filter:
    """A program that grows rule by rule."""

    def __init__(self) -> None:
        self._steps: list[tuple[int, int, int, int]] = []
        self._load(_ARCH)
        self._steps.append((_IF_EQUAL, 1, 0, _AUDIT_ARCH[platform.machine()]))
        self._end(_KILL)
        self._load(_NUMBER)
        # What this list has never heard of does not exist; nor do the calls of 32 bits that
        # one processor has at high numbers.
        self._steps.append((_IF_AT_LEAST, 0, 1, NEWEST + 1))
        self._end(_ERROR | errno.ENOSYS)

    def refuse(self, call: Call, code: int = errno.EPERM) -> None:
        """Let a call fail always."""
        number = number_of(call)
        if number is not None:
            self._steps.append((_IF_EQUAL, 0, 1, number))
            self._end(_ERROR | code)

    def refuse_values(self, call: Call, argument: int, values: tuple[int, ...], mask: int) -> None:
        """Let a call fail when an argument, of which some bits count, is one of the values."""
        tests = [(_IF_EQUAL, len(values) - place - 1, 0, v) for place, v in enumerate(values)]
        last = tests.pop()
        body = [*tests, (_IF_EQUAL, 0, 1, last[3])]
        self._conditional(call, argument, mask, [*body, (_RETURN, 0, 0, _ERROR | errno.EPERM)])

    def refuse_other_values(
        self, call: Call, argument: int, values: tuple[int, ...], mask: int
    ) -> None:
        """Let a call fail unless an argument, of which some bits count, is one of the values."""
        body = [(_IF_EQUAL, len(values) - place, 0, v) for place, v in enumerate(values)]
        self._conditional(call, argument, mask, [*body, (_RETURN, 0, 0, _ERROR | errno.EPERM)])

    def _conditional(
        self, call: Call, argument: int, mask: int, body: list[tuple[int, int, int, int]]
    ) -> None:
        number = number_of(call)
        if number is None:
            return
        # The lower half of an argument: what is tested here are integers of 32 bits.
        load = [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument), (_AND, 0, 0, mask)]
        again = (_LOAD, 0, 0, _NUMBER)
        self._steps.append((_IF_EQUAL, 0, len(load) + len(body) + 1, number))
        self._steps += [*load, *body, again]

    def _load(self, offset: int) -> None:
        self._steps.append((_LOAD, 0, 0, offset))

    def _end(self, result: int) -> None:
        self._steps.append((_RETURN, 0, 0, result))

    def install(self) -> None:
        """Put it into force, for this thread and all that it will start.

        Raises
        ------
        OSError
            When this system cannot do it.
        """
        steps = [*self._steps, (_RETURN, 0, 0, _ALLOW)]
        text = b"".join(struct.pack("HBBI", *step) for step in steps)
        program = ctypes.create_string_buffer(text, len(text))
        header = struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(program))
        handed = ctypes.create_string_buffer(header, len(header))
        syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
        syscalls.prctl(syscalls.PR_SET_SECCOMP, _FILTER_MODE, ctypes.addressof(handed))
