"""Files that are handed in as evidence: while they arrive, and once they are kept.

What a piece of evidence says of itself stands in target.py; the bytes stand in no table.
"""

import uuid

from sqlalchemy import CheckConstraint, Double, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, Instant, Key, Recorded, not_blank, one_of, restrict

MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf")
FLAWS = ("ALTERED", "NOT_LISTED", "UNREADABLE", "TOO_MANY_PIXELS", "ENCRYPTED", "ACTIVE", "TOO_COSTLY")


class EvidenceFile(Base):
    """It arrives at an address that only who began it knows, and is then kept or refused."""

    __tablename__ = "evidence_file"
    __table_args__ = (
        one_of("media_type", *MEDIA_TYPES),
        one_of("flaw", *FLAWS),
        CheckConstraint("octet_length(digest) = 32", name="digest_is_sha256"),
        CheckConstraint("sent_sha256 ~ '^[0-9a-f]{64}$'", name="sent_sha256_is_hex"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_is_hex"),
        CheckConstraint("sent_bytes > 0 AND size_bytes > 0", name="sizes_positive"),
        CheckConstraint("num_nonnulls(media_type, size_bytes, sha256) IN (0, 3)", name="kept_as_a_whole"),
        CheckConstraint("media_type IS NULL OR flaw IS NULL", name="kept_or_refused"),
        CheckConstraint("num_nonnulls(latitude, longitude) IN (0, 2)", name="place_is_whole"),
        CheckConstraint("latitude IS NULL OR media_type IS NOT NULL", name="place_of_what_is_kept"),
        CheckConstraint("expires_at > recorded_at", name="expiry_ahead"),
        *not_blank("actor_kind", "actor_id", "name"),
        UniqueConstraint("digest"),
        Index("ix_evidence_file_actor", "actor_kind", "actor_id", "recorded_at"),
        Index("ix_evidence_file_agency_id", "agency_id"),
        Index("ix_evidence_file_expires_at", "expires_at"),
    )

    id: Mapped[Key]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    """Of the secret in the address to which it is sent."""
    actor_kind: Mapped[Code]
    actor_id: Mapped[Code]
    agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"))
    name: Mapped[str] = mapped_column(Text)
    sent_bytes: Mapped[int] = mapped_column(Integer)
    sent_sha256: Mapped[str] = mapped_column(Text)
    flaw: Mapped[str | None] = mapped_column(Text)
    """Why it was refused; it is not kept then."""
    media_type: Mapped[str | None] = mapped_column(Text)
    size_bytes: Mapped[int | None] = mapped_column(Integer)
    sha256: Mapped[str | None] = mapped_column(Text)
    """Of what is kept, which is not what was sent when it is an image."""
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    """Where the photo was taken, for its reporter only and until it is reported; the file itself lost it."""
    expires_at: Mapped[Instant]
    """What no report shows by then is swept away."""
    recorded_at: Mapped[Recorded]
