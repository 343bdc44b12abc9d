"""What must be told to others, written with what happened; who delivers it, and when, is not said here."""

import uuid

from sqlalchemy import insert

from models import Outbox
from service.database import WriteSession


async def announce(
    session: WriteSession,
    topic: str,
    subject_id: uuid.UUID,
    pledge_id: uuid.UUID | None = None,
    version: int | None = None,
) -> None:
    """Put an event into the outbox: it leaves when, and only when, the transaction commits."""
    await session.execute(
        insert(Outbox).values(topic=topic, subject_id=subject_id, pledge_id=pledge_id, version=version)
    )
