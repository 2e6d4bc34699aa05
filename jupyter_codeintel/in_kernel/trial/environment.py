"""Secrets in environment variables, which a copy of a kernel must not see."""

from __future__ import annotations

import ctypes
import os
import re

_SECRET_NAME = re.compile(
    r"(^|_)(TOKENS?|SECRETS?|PASS|PASSWD|PASSWORDS?|PASSPHRASE|PWD|PAT|(API)?KEYS?|"
    r"CREDENTIALS?|CREDS|AUTH|AUTHORIZATION|COOKIES?)(_|$)|APIKEY|TOKEN$|SECRET$|PASSWORD$",
    re.IGNORECASE,
)
_NO_SECRETS = {"PWD", "OLDPWD", "SSH_AUTH_SOCK"}
_SECRET_ADDRESS = re.compile(r"://[^/\s]*:[^/\s]*@")

_ENV_START, _ENV_END = 47, 48  # in /proc/self/stat, counted after the name


def remove_secrets() -> frozenset[str]:
    """Take secrets out of ``os.environ`` and out of what the operating system shows of it.

    Returns
    -------
    frozenset of str
        The names of the variables that are gone.
    """
    # Looked up first: ``/proc/self/environ`` shows the text that the process started with.
    _blank_initial_text()
    names = [name for name, value in os.environ.items() if _is_secret(name, value)]
    for name in names:
        del os.environ[name]
    return frozenset(names)


def _is_secret(name: str, value: str) -> bool:
    if name in _NO_SECRETS:
        return False
    return bool(_SECRET_NAME.search(name) or _SECRET_ADDRESS.search(value))


def _blank_initial_text() -> None:
    with open("/proc/self/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    start, end = int(fields[_ENV_START]), int(fields[_ENV_END])
    if not start < end:
        return
    for entry in re.finditer(rb"([^=\0]+)=([^\0]+)", ctypes.string_at(start, end - start)):
        name, value = (os.fsdecode(text) for text in entry.groups())
        if _is_secret(name, value):
            ctypes.memset(start + entry.start(2), ord("x"), len(entry[2]))
