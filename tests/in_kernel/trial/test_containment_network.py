"""Network: nothing is reached, and nothing listens."""

from __future__ import annotations

import array
import asyncio
import contextlib
import encodings.idna  # noqa: F401 - a user without rights cannot read it later
import select
import socket
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.in_kernel.trial.contained import Place

Address = tuple[str, int] | str


@contextlib.contextmanager
def listening(family: int, kind: int, address: Address) -> Iterator[socket.socket]:
    with socket.socket(family, kind) as listener:
        listener.bind(address)
        if kind == socket.SOCK_STREAM:
            listener.listen()
        yield listener


def is_reached(listener: socket.socket) -> bool:
    return bool(select.select([listener], [], [], 0.2)[0])


def connect(family: int, address: Address) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.connect(address)


def send(family: int, address: Address) -> None:
    with socket.socket(family, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", address)


def test_no_server_is_reached(place: Place) -> None:
    with listening(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)) as listener:
        outcome = place.run(lambda: connect(socket.AF_INET, listener.getsockname()))
        assert not is_reached(listener)
    assert outcome.denied


def test_no_datagram_leaves(place: Place) -> None:
    with listening(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)) as listener:
        outcome = place.run(lambda: send(socket.AF_INET, listener.getsockname()))
        assert not is_reached(listener)
    assert outcome.denied


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
@pytest.mark.parametrize("is_abstract", [False, True])
def test_no_unix_socket_is_reached(place: Place, kind: int, is_abstract: bool) -> None:
    path = str(place.cwd / "socket")
    address = "\0" + path if is_abstract else path
    with listening(socket.AF_UNIX, kind, address) as listener:
        if not is_abstract:
            Path(path).chmod(0o777)
        attack = connect if kind == socket.SOCK_STREAM else send
        outcome = place.run(lambda: attack(socket.AF_UNIX, address))
        assert not is_reached(listener)
    assert outcome.denied


def test_a_pair_of_sockets_reaches_nobody_else(place: Place) -> None:
    path = str(place.cwd / "socket")

    def attack() -> int:
        left, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        return left.sendto(b"x", path)

    def attack_by_stream() -> int:
        left, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        return left.sendto(b"x", path)

    with listening(socket.AF_UNIX, socket.SOCK_DGRAM, path) as listener:
        Path(path).chmod(0o777)
        assert place.run(attack).denied
        place.run(attack_by_stream)
        assert not is_reached(listener)


def test_nothing_listens(place: Place) -> None:
    def attack() -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()

    assert place.run(attack).denied


def test_an_open_connection_takes_nothing(place: Place) -> None:
    def setup() -> socket.socket:
        return socket.create_connection(listener.getsockname())

    def attack(connection: socket.socket) -> None:
        connection.sendall(b"x")

    with listening(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)) as listener:
        outcome = place.run(attack, setup)
        with listener.accept()[0] as server:
            server.settimeout(5)
            assert server.recv(1) == b""
    assert outcome.denied


def test_a_listener_that_was_open_accepts_nobody(place: Place) -> None:
    def setup() -> socket.socket:
        return socket.create_server(("127.0.0.1", 0))

    def attack(listener: socket.socket) -> None:
        listener.settimeout(2)
        listener.accept()

    assert place.run(attack, setup).denied


def test_no_descriptor_can_be_passed_on(place: Place) -> None:
    def attack(pair: tuple[socket.socket, socket.socket]) -> None:
        rights = array.array("i", [0]).tobytes()
        pair[0].sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])

    def setup() -> tuple[socket.socket, socket.socket]:
        return socket.socketpair()

    assert place.run(attack, setup).denied


@pytest.mark.parametrize(
    "attack",
    [
        lambda: urllib.request.urlopen("http://127.0.0.1:9/", timeout=5),
        lambda: urllib.request.urlopen("http://example.org/", timeout=5),
        lambda: socket.getaddrinfo("example.org", 80),
    ],
)
def test_a_download_is_told_from_a_mistake(place: Place, attack: Callable[[], Any]) -> None:
    outcome = place.run(lambda: attack() and None)
    assert outcome.error
    assert outcome.denied


def test_event_loops_work(place: Place) -> None:
    async def wait() -> str:
        await asyncio.sleep(0)
        return await asyncio.to_thread(lambda: "done")

    assert place.run(lambda: asyncio.run(wait())).value == "done"
