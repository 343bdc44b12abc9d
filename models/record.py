"""What happened and what must be told: history with its chain of seals, idempotency keys, and the outbox."""

import uuid
from datetime import date

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType
from uuid_utils.compat import uuid7

from models.base import Base
from models.columns import Flag, Instant, Recorded, not_blank, restrict


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id, the order in which a feed may be read without missing anything."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        """The type's name in SQL."""
        return "xid8"


# So that comparing the tables with the models can read it back.
ischema_names["xid8"] = Xid8  # pyright: ignore[reportArgumentType] - it was typed for its own entries only


class History(Base):
    """One change: what, to what, by whom, effective when and recorded when. Never updated, never deleted."""

    __tablename__ = "history"
    __table_args__ = (
        *not_blank("subject", "action", "actor_label"),
        Index("ix_history_pledge_id", "pledge_id", "id"),
        Index("ix_history_subject_id", "subject_id", "id"),
        Index("ix_history_xid", "xid", "id"),
        Index("ix_history_agency_id", "agency_id"),
        Index("ix_history_door", "id", postgresql_where=text("subject IN ('account', 'api_token')")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    xid: Mapped[int] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    subject: Mapped[str] = mapped_column(Text)
    """The table of the thing that changed."""
    subject_id: Mapped[uuid.UUID]
    pledge_id: Mapped[uuid.UUID | None] = mapped_column(restrict("pledge.id"))
    action: Mapped[str] = mapped_column(Text)
    effective_on: Mapped[date]
    recorded_at: Mapped[Recorded]
    actor_kind: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = mapped_column(Text)
    actor_label: Mapped[str] = mapped_column(Text)
    agency_id: Mapped[uuid.UUID | None] = mapped_column(restrict("agency.id"))
    before: Mapped[dict[str, object]] = mapped_column(JSONB, server_default="{}")
    after: Mapped[dict[str, object]] = mapped_column(JSONB, server_default="{}")
    reason: Mapped[str | None] = mapped_column(Text)
    internal: Mapped[Flag]


class HistoryLink(Base):
    """A sealed history row in the chain: SHA-256 of the previous digest and of the row's content."""

    __tablename__ = "history_link"
    __table_args__ = (
        CheckConstraint(
            "octet_length(content) = 32 AND octet_length(digest) = 32", name="digests_are_sha256"
        ),
        UniqueConstraint("history_id"),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    history_id: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class HistorySeal(Base):
    """A signature (Ed25519) over the digest at a position, so that the whole chain cannot be made anew."""

    __tablename__ = "history_seal"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[Recorded]


class Idempotency(Base):
    """A key that an actor used for an operation, what was asked, and what came of it."""

    __tablename__ = "idempotency"
    __table_args__ = (Index("ix_idempotency_recorded_at", "recorded_at"),)

    actor_id: Mapped[str] = mapped_column(Text, primary_key=True)
    operation: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    result_id: Mapped[uuid.UUID | None]
    result_version: Mapped[int | None]
    replays: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    recorded_at: Mapped[Recorded]


class Outbox(Base):
    """Something that happened and must be told, written with it; read by (xid, id) below the horizon."""

    __tablename__ = "outbox"
    __table_args__ = (*not_blank("topic"), Index("ix_outbox_xid", "xid", "id"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    xid: Mapped[int] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    event_id: Mapped[uuid.UUID] = mapped_column(default=uuid7, unique=True)
    topic: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[uuid.UUID]
    pledge_id: Mapped[uuid.UUID | None]
    version: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    leased_until: Mapped[Instant | None]
    delivered_at: Mapped[Instant | None]
    recorded_at: Mapped[Recorded]
