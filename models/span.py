"""What a pledge was, on which days, as known at which instants: the past that is read as of any date.

It is derived: history says the same (service/ledger/spans.py keeps it, service/exchange/replaying.py makes it
anew). What is reported and verified carries both times itself and is not repeated here.
"""

import uuid
from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, DateTime, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, Instant, Key, Money, cascade


class PledgeSpan(Base):
    """What of a pledge can change, for the days [from_on, until_on) as known in [known_from, known_until).

    For any day since the pledge was made, and any instant since it was recorded, exactly one row holds.
    """

    __tablename__ = "pledge_span"
    __table_args__ = (
        CheckConstraint("from_on < until_on", name="days_ordered"),
        CheckConstraint("known_from < known_until", name="instants_ordered"),
        Index("ix_pledge_span_pledge_id", "pledge_id", "from_on"),
        Index(
            "uq_pledge_span_known",
            "pledge_id",
            "from_on",
            unique=True,
            postgresql_where=text("known_until = 'infinity'"),
        ),
    )

    id: Mapped[Key]
    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"))
    from_on: Mapped[date]
    until_on: Mapped[date] = mapped_column(server_default="infinity")
    known_from: Mapped[Instant]
    known_until: Mapped[Instant] = mapped_column(DateTime(timezone=True), server_default="infinity")
    title: Mapped[str] = mapped_column(Text)
    scope: Mapped[dict[str, object] | None] = mapped_column(JSONB(none_as_null=True))
    service_code: Mapped[Code | None]
    sub_activity_id: Mapped[uuid.UUID | None]
    target_group: Mapped[str | None] = mapped_column(Text)
    responsible: Mapped[str | None] = mapped_column(Text)
    evidence_rule: Mapped[str | None] = mapped_column(Text)
    conditions: Mapped[str | None] = mapped_column(Text)
    fiscal_year: Mapped[int | None]
    due_on: Mapped[date | None]
    ratio_percent: Mapped[Decimal | None]
    ratio_base: Mapped[str | None] = mapped_column(Text)
    ratio_period: Mapped[str | None] = mapped_column(Text)
    ratio_base_amount: Mapped[Money | None]
    execution: Mapped[str] = mapped_column(Text)
    stopped_on: Mapped[date | None]
    verdict: Mapped[str | None] = mapped_column(Text)
    shortfall: Mapped[str | None] = mapped_column(Text)
    maturity: Mapped[int]
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int]
    areas: Mapped[list[str]] = mapped_column(ARRAY(Text))
    partners: Mapped[dict[str, str]] = mapped_column(JSONB)
    """Role by agency."""
    fundings: Mapped[list[dict[str, object]]] = mapped_column(JSONB)
    milestones: Mapped[list[dict[str, object]]] = mapped_column(JSONB)
    sources: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Where the money comes from, each source once."""
    regions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Regions that the scope names, as such or for the posts within."""
    posts: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(Uuid))
    """Posts that the scope names."""
