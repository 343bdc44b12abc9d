"""A ledger with a few changes in it, a key, and somebody who may do everything to it."""

import uuid
from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from models.record import History
from service.attaching import Addresses
from service.database import Database
from service.ledger.proving import Proof, prove
from service.ledger.seal_key import seal_key
from service.ledger.sealing import seal

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class Ledger:
    """A database whose history is written, sealed, spoilt and proven."""

    def __init__(self, service: Database, owner: Database, file: Path) -> None:
        self.service = service
        self.owner = owner
        self.key = seal_key(file)
        self.file = file

    async def write(self, *actions: str) -> None:
        """A change each, in a transaction each."""
        for action in actions:
            async with self.service.writing() as session:
                await session.execute(insert(History).values(change(action)))

    async def seal(self, *, is_signed: bool = True, most: int = 1_000) -> int:
        """Seal what is settled."""
        async with self.service.writing() as session:
            return await seal(session, self.key if is_signed else None, NOW, most)

    async def spoil(self, *statements: str) -> None:
        """Run statements as the owner, with the triggers asleep."""
        async with self.owner.writing() as session:
            await session.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                await session.execute(text(statement))

    async def proof(self) -> Proof:
        """What a verification says."""
        async with self.service.reading() as session:
            return await prove(session, self.key.public)


def change(action: str) -> dict[str, object]:
    """A history row that says little."""
    return {
        "subject": "pledge",
        "subject_id": uuid.UUID(int=1),
        "action": action,
        "effective_on": date(2026, 11, 23),
        "actor_kind": "SYSTEM",
        "actor_id": "system",
        "actor_label": "Sistem",
        "after": {"amount": 1.5, "title": "Sumur é"},
    }


@pytest.fixture
async def ledger(own_addresses: Addresses, tmp_path: Path) -> AsyncGenerator[Ledger]:
    """An empty ledger."""
    service = await Database.open(own_addresses.service, size=3)
    owner = await Database.open(own_addresses.owner, size=1)
    yield Ledger(service, owner, tmp_path / "seal.key")
    await service.close()
    await owner.close()


@pytest.fixture
async def sealed(ledger: Ledger) -> Ledger:
    """Five changes (rows 1 to 5), sealed; and a sixth that is not yet."""
    await ledger.write("A", "B", "C", "D", "E")
    assert await ledger.seal() == 5
    await ledger.write("F")
    return ledger
