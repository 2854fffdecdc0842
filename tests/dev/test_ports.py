"""Ports: which part has which, and who holds them."""

import socket
from dataclasses import astuple

import pytest

from dev.ports import Ports, is_busy
from dev.up import busy_message


def test_the_six_ports_follow_the_first() -> None:
    ports = Ports.following(7071)
    assert (ports.app, ports.simulator, ports.tls) == (7071, 7072, 7073)
    assert (ports.queue, ports.table, ports.blob) == (7074, 7075, 7076)


def test_free_ports_are_six_and_free() -> None:
    ports = Ports.free()
    assert len({*astuple(ports), *astuple(Ports.free())}) == 12
    assert ports.busy() == {}


def test_free_ports_are_none_that_a_connection_gets() -> None:
    # Else what is stopped may find its port taken when it is started again.
    assert all(20_000 <= port < 32_000 for port in astuple(Ports.free()))


def test_a_port_that_is_taken_is_not_chosen() -> None:
    first = Ports.free().blob + 1
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", first))
        listener.listen()
        assert first not in astuple(Ports.free())


@pytest.mark.parametrize(
    ("family", "address"),
    [
        (socket.AF_INET, "127.0.0.1"),
        (socket.AF_INET, "0.0.0.0"),  # noqa: S104 - a program that listens everywhere
        (socket.AF_INET6, "::1"),
        (socket.AF_INET6, "::"),
    ],
)
def test_a_listener_on_any_address_of_the_machine_makes_a_port_busy(
    family: socket.AddressFamily, address: str
) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.bind((address, 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert is_busy(port)
    assert not is_busy(port)


def test_a_connection_that_has_just_ended_does_not_make_its_port_busy() -> None:
    with socket.socket() as listener:
        # As asyncio and Node set it for every server.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            served, _ = listener.accept()
            served.close()
            client.recv(1)
    assert not is_busy(port)


def test_the_message_names_the_port_and_the_part_that_wants_it() -> None:
    told = busy_message({"the simulator": 7072}, 7071)
    assert "Port 7072 is in use; the simulator needs it." in told
    assert "Nothing was started" in told
    assert "--port 7171" in told
