"""Texts where bytes are taken, and bytes that are used like texts."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of

_HASHED = re.compile(r"(?:Strings|Unicode-objects) must be encoded before hashing")
_HASHES = frozenset(
    ("blake2b", "blake2s", "md5", "new", "sha1", "sha224", "sha256", "sha384", "sha3_256",
     "sha3_512", "sha512", "update")
)  # fmt: skip
_BYTES = "a bytes-like object is required, not 'str'"
_TAKING_BYTES = frozenset(
    ("BytesIO", "adler32", "b16encode", "b32encode", "b64encode", "b85encode", "compress", "crc32",
     "encodebytes", "hexlify", "send", "sendall", "standard_b64encode", "urlsafe_b64encode")
)  # fmt: skip
_OF_BYTES = re.compile(
    r"a bytes-like object is required, not 'str'|first arg must be bytes or a tuple of bytes"
    r"|argument should be integer or bytes-like object, not 'str'|can't concat str to bytes"
    r"|can only concatenate str \(not \"bytes\"\) to str"
    r"|cannot use a string pattern on a bytes-like object"
    r"|initial_value must be str or None, not bytes"
)
_METHODS = frozenset(
    ("count", "endswith", "find", "index", "lstrip", "partition", "removeprefix", "removesuffix",
     "replace", "rfind", "rpartition", "rsplit", "rstrip", "split", "startswith", "strip")
)  # fmt: skip
_GIVING_BYTES = ("check_output", "recv", "read_bytes")
_PLAIN = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant, ast.JoinedStr)


async def encoded_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sha256(text.encode())`` for ``sha256(text)``."""
    is_hashed = _HASHED.search(case.error.value)
    if not is_hashed and case.error.value != _BYTES:
        return
    names = _HASHES if is_hashed else _TAKING_BYTES
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            given = call.args[-1:] if callee(call) == "new" else call.args[:1]
            for one in given if callee(call) in names else ():
                if await kind_of(case, site, one) in ("bytes", "bytearray"):
                    continue
                says = f'"{callee(call)}" takes bytes, which a text is encoded to'
                change = _called(site.code, one, "encode")
                yield repaired(site.cell, site.code, [change], says, "encoded_text")


async def decoded_bytes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``reply.decode().split(" ")`` for ``reply.split(" ")`` of bytes."""
    if not _OF_BYTES.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in _used_as_texts(site):
            is_given = callee_of(node) in _GIVING_BYTES or getattr(node, "attr", "") == "content"
            if is_given or await kind_of(case, site, node) == "bytes":
                says = f'"{site.code.text(node)}" is of bytes, and used like a text'
                change = _called(site.code, node, "decode")
                yield repaired(site.cell, site.code, [change], says, "decoded_bytes")


def _used_as_texts(site: Site) -> Iterator[ast.expr]:
    """Yield what a statement uses like a text."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.Call(args=[given, *_]) if callee_of(node) == "StringIO":
                yield given
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=args):
                yield from args[1:]
            case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in _METHODS:
                yield owner
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[owner]):
                yield owner
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from (left, right)


def _called(text: Code, node: ast.expr, method: str) -> Change:
    """Return the change that calls a method of an expression."""
    shown = text.text(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
        return text.span(node), shown.lstrip("bB")
    is_plain = isinstance(node, _PLAIN) and "\n" not in shown
    return text.span(node), f"{shown}.{method}()" if is_plain else f"({shown}).{method}()"
