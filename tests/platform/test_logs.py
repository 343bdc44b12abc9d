"""What libraries say is told, and a flood of it is not."""

import socket

import pytest

from service.logs import MOST_LINES
from tests.platform.conftest import Serve
from tests.platform.process import until


@pytest.mark.usefixtures("ready_dir")
def test_a_flood_of_what_is_no_http_is_told_of_in_a_few_lines(serve: Serve, port: int) -> None:
    served = serve()
    served.await_listening()
    for _ in range(100):
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"\x16\x03\x01 no HTTP\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 400")
    until(lambda: b"Invalid HTTP request" in served.said.read_bytes())
    told = served.said.read_bytes().count(b"Invalid HTTP request")
    assert MOST_LINES <= told <= 2 * MOST_LINES  # the window may turn once meanwhile
