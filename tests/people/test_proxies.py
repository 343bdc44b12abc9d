"""Where a person is: what a proxy says counts only where the operator trusts it."""

import httpx
import pytest

from tests.edge.sockets import in_production
from tests.people.conftest import BOTH, PASSWORD, House


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
    async with in_production(house.application(), proxies) as port, httpx.AsyncClient(timeout=30) as client:
        site, body = f"http://127.0.0.1:{port}", {"email": BOTH, "password": PASSWORD}
        answer = await client.post(f"{site}/session", json=body, headers={"x-forwarded-for": said})
        cookie = answer.headers["set-cookie"].partition(";")[0]
        (listed,) = (await client.get(f"{site}/sessions", headers={"cookie": cookie})).json()["sessions"]
    assert listed["address"] == address
