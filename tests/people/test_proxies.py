"""Where a person is: what a proxy says counts only where the operator trusts it."""

import httpx
import pytest
import uvicorn

from service.listening import Listener, nobody
from tests.edge.sockets import UnsignalledServer, served
from tests.people.conftest import BOTH, PASSWORD, House


def _server(house: House, proxies: tuple[str, ...]) -> uvicorn.Server:
    return UnsignalledServer(Listener(house.application(), nobody, proxies).config)


@pytest.mark.parametrize(
    "proxies, said, address",
    [
        ((), "203.0.113.9", "127.0.0.1"),
        (("10.0.0.0/8",), "203.0.113.9", "127.0.0.1"),
        (("127.0.0.1",), "203.0.113.9", "203.0.113.9"),
        (("127.0.0.1", "10.0.0.0/8"), "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
    ],
)
async def test_a_forwarded_address_is_believed_as_configured(
    house: House, proxies: tuple[str, ...], said: str, address: str
) -> None:
    async with served(_server(house, proxies)) as port, httpx.AsyncClient(timeout=30) as client:
        site, body = f"http://127.0.0.1:{port}", {"email": BOTH, "password": PASSWORD}
        answer = await client.post(f"{site}/session", json=body, headers={"x-forwarded-for": said})
        cookie = answer.headers["set-cookie"].partition(";")[0]
        (listed,) = (await client.get(f"{site}/sessions", headers={"cookie": cookie})).json()["sessions"]
    assert listed["address"] == address
