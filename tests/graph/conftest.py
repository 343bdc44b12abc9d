"""A graph over a small database: a few regions, agencies and posts."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import text

from service.app import create_app
from service.attaching import Addresses
from service.database import Database

Ask = Callable[..., Awaitable[dict[str, Any]]]

_ROWS = (
    """INSERT INTO region (code, level, name, parent_code, time_zone, dataset_version) VALUES
    ('64', 'PROVINCE', 'Kalimantan Timur', NULL, 'Asia/Makassar', 'test'),
    ('64.09', 'REGENCY', 'Penajam Paser Utara', '64', 'Asia/Makassar', 'test'),
    ('64.09.04', 'DISTRICT', 'Sepaku', '64.09', 'Asia/Makassar', 'test'),
    ('64.09.04.1005', 'VILLAGE', 'Sepaku', '64.09.04', 'Asia/Makassar', 'test'),
    ('64.09.04.2006', 'VILLAGE', 'Bumi Harapan', '64.09.04', 'Asia/Makassar', 'test')""",
    """INSERT INTO spm_area (code, position, name) VALUES
    ('PENDIDIKAN', 1, 'Pendidikan'), ('KESEHATAN', 2, 'Kesehatan')""",
    """INSERT INTO spm_service (code, area_code, level, name, confirmed) VALUES
    ('KES-K04', 'KESEHATAN', 'REGENCY', 'Pelayanan kesehatan balita', true)""",
    """INSERT INTO agency (id, region_code, code, name, short_name, kind) VALUES
    ('01900000-0000-7000-8000-000000000001', '64', 'DINKES', 'Dinas Kesehatan', 'Dinkes', 'PROVINCIAL_OPD'),
    ('01900000-0000-7000-8000-000000000002', '64', 'BPBD', 'Badan Bencana', 'BPBD', 'PROVINCIAL_OPD'),
    ('01900000-0000-7000-8000-000000000003', '64.09', 'DINKES', 'Dinkes PPU', 'Dinkes PPU', 'REGENCY_OPD')""",
    """INSERT INTO agency_alias (id, agency_id, alias) VALUES
    ('01900000-0000-7000-8000-000000000011', '01900000-0000-7000-8000-000000000001', 'Dinas Kes'),
    ('01900000-0000-7000-8000-000000000012', '01900000-0000-7000-8000-000000000001', 'Kesprov')""",
    """INSERT INTO posyandu (id, village_code, name) VALUES
    ('01900000-0000-7000-8000-000000000021', '64.09.04.1005', 'Melati'),
    ('01900000-0000-7000-8000-000000000022', '64.09.04.2006', 'Mawar')""",
)


@pytest.fixture
async def ask(own_addresses: Addresses) -> AsyncGenerator[Ask]:
    """Asks /graphql and gives the whole answer back."""
    database = await Database.open(own_addresses.service)
    async with database.writing() as session:
        for rows in _ROWS:
            await session.execute(text(rows))
    transport = httpx.ASGITransport(create_app(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:

        async def asking(query: str, **variables: object) -> dict[str, Any]:
            answer = await client.post("/graphql", json={"query": query, "variables": variables})
            found: dict[str, Any] = orjson.loads(answer.content)
            return found

        yield asking
    await database.close()
