"""The proxy that stands for a wire where the kernel gives no namespaces."""

import socket

import pytest

from tests.faults.hosts import Proxy


@pytest.fixture
def ends():
    """A client behind the proxy, and what the server accepted."""
    proxy = Proxy()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        with socket.create_connection(proxy.reach(server.getsockname()[1]), 5) as client:
            accepted, _ = server.accept()
            accepted.settimeout(5)
            with accepted:
                yield proxy, client, accepted
    proxy.remove()


def test_proxy_carries_both_ways(ends):
    _, client, server = ends

    client.sendall(b"there")
    assert server.recv(9) == b"there"
    server.sendall(b"back")
    assert client.recv(9) == b"back"


def test_cut_proxy_tells_the_server_and_not_the_client(ends):
    proxy, client, server = ends
    client.sendall(b"there")
    assert server.recv(9) == b"there"

    proxy.cut()

    assert server.recv(9) == b""
    client.settimeout(0.3)
    with pytest.raises(TimeoutError):
        client.recv(9)
