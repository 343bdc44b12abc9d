"""Who asks, as clients are told."""

import uuid
from typing import Any

import httpx

from service.access.actors import Role
from service.access.tokens import NewToken, create_token
from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from tests.graph.conftest import Ask

_DINKES = uuid.UUID("01900000-0000-7000-8000-000000000001")
_QUESTION = "{ viewer { __typename label role agency { shortName } region { code } scopes } }"


async def test_the_public_is_nobody(ask: Ask) -> None:
    assert (await ask(_QUESTION))["data"] == {"viewer": None}


async def test_a_token_tells_whose_it_is_and_what_it_may_do(ask: Ask, own_addresses: Addresses) -> None:
    del ask
    secretariat = NewToken(label="Meja", role=Role.SECRETARIAT, agency_id=_DINKES, region_code="64")
    assert await _answer(own_addresses, secretariat) == {
        "__typename": "Viewer",
        "label": "Meja",
        "role": "SECRETARIAT",
        "agency": {"shortName": "Dinkes"},
        "region": {"code": "64"},
        "scopes": ["read", "secretariat"],
    }


async def test_an_integration_has_neither_agency_nor_region(ask: Ask, own_addresses: Addresses) -> None:
    del ask
    dashboard = NewToken(label="Dasbor", role=Role.INTEGRATION)
    assert await _answer(own_addresses, dashboard) == {
        "__typename": "Viewer",
        "label": "Dasbor",
        "role": "INTEGRATION",
        "agency": None,
        "region": None,
        "scopes": ["read"],
    }


async def _answer(addresses: Addresses, asked: NewToken) -> object:
    """What a holder of such a token is told."""
    database = await Database.open(addresses.service)
    async with database.writing() as session:
        token = await create_token(session, asked)
    transport = httpx.ASGITransport(create_app(database))
    headers = {"authorization": f"Bearer {token.text}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        answer: dict[str, Any] = (await client.post("/graphql", json={"query": _QUESTION})).json()
    await database.close()
    return answer["data"]["viewer"]
