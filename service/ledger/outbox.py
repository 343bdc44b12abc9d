"""What must be told to others, written with what happened; who delivers it, and when, is not said here."""

import uuid

from uuid_utils.compat import uuid7

from models import Outbox
from service.statements import Write, inserted


def announce(
    topic: str,
    subject_id: uuid.UUID,
    pledge_id: uuid.UUID | None = None,
    version: int | None = None,
) -> Write:
    """An event for the outbox: it leaves when, and only when, the transaction commits."""
    return inserted(
        Outbox,
        event_id=uuid7(),
        topic=topic,
        subject_id=subject_id,
        pledge_id=pledge_id,
        version=version,
        attempts=0,
    )
