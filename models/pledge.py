"""The pledge (komitmen) as spoken and as sharpened, and what hangs directly on it."""

import uuid
from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import (
    Code,
    Flag,
    Instant,
    Key,
    Money,
    Recorded,
    Version,
    cascade,
    not_blank,
    not_negative,
    one_of,
    restrict,
)

EXECUTIONS = (
    "RECORDED",
    "SPECIFIED",
    "AGREED",
    "IN_PROGRESS",
    "REPORTED_DONE",
    "COMPLETED",
    "CANCELLED",
    "TRANSFERRED",
    "NEVER_STARTED",
)
VERDICTS = ("CONFORMS", "NOT_YET", "NOT_ACTED_ON", "CANNOT_BE_ACTED_ON")
CONSTRAINT_REASONS = (
    "BUDGET_NOT_AVAILABLE",
    "LAND_OR_PERMIT",
    "PROCUREMENT",
    "STAFF",
    "COORDINATION",
    "DATA",
    "ACCESS_OR_WEATHER",
    "REGULATION",
    "OTHER",
)


class Pledge(Base):
    """An agency's promise. The statement is never rewritten; everything else may be sharpened."""

    __tablename__ = "pledge"
    __table_args__ = (
        one_of("execution", *EXECUTIONS),
        one_of("verdict", *VERDICTS),
        CheckConstraint("maturity BETWEEN 0 AND 100", name="maturity_is_a_score"),
        CheckConstraint("ratio_percent BETWEEN 0 AND 100", name="ratio_percent_is_a_percentage"),
        CheckConstraint("ratio_percent IS NULL OR ratio_base IS NOT NULL", name="ratio_has_its_base"),
        CheckConstraint("ratio_percent IS NOT NULL OR ratio_base_amount IS NULL", name="base_has_its_ratio"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_is_near"),
        CheckConstraint("fiscal_year BETWEEN 2000 AND 2100", name="fiscal_year_is_near"),
        CheckConstraint("execution <> 'COMPLETED' OR verdict = 'CONFORMS'", name="completed_is_verified"),
        CheckConstraint("predecessor_id <> id", name="no_own_predecessor"),
        *not_negative("ratio_base_amount"),
        *not_blank("reference", "title", "quote", "source", "responsible", "evidence_rule"),
        UniqueConstraint("reference"),
        UniqueConstraint("region_code", "year", "serial"),
        UniqueConstraint("predecessor_id"),
        Index("ix_pledge_lead_agency_id", "lead_agency_id", "id"),
        Index("ix_pledge_meeting_id", "meeting_id"),
        Index("ix_pledge_directive_id", "directive_id"),
        Index("ix_pledge_service_code", "service_code"),
        Index("ix_pledge_sub_activity_id", "sub_activity_id"),
        Index("ix_pledge_due_on", "due_on", "id"),
        Index("ix_pledge_execution", "execution", "id"),
    )

    id: Mapped[Key]
    reference: Mapped[Code]
    region_code: Mapped[Code] = mapped_column(restrict("region.code"))
    year: Mapped[int]
    serial: Mapped[int]
    lead_agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"))
    """Exactly one agency leads, by shape; the others stand in pledge_agency."""
    title: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text)
    speaker: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(restrict("meeting.id"))
    directive_id: Mapped[uuid.UUID | None] = mapped_column(restrict("directive.id"))
    predecessor_id: Mapped[uuid.UUID | None] = mapped_column(restrict("pledge.id"))
    scope: Mapped[dict[str, object] | None] = mapped_column(JSONB(none_as_null=True))
    service_code: Mapped[Code | None] = mapped_column(restrict("spm_service.code"))
    sub_activity_id: Mapped[uuid.UUID | None] = mapped_column(restrict("sub_activity.id"))
    target_group: Mapped[str | None] = mapped_column(Text)
    responsible: Mapped[str | None] = mapped_column(Text)
    evidence_rule: Mapped[str | None] = mapped_column(Text)
    conditions: Mapped[str | None] = mapped_column(Text)
    fiscal_year: Mapped[int | None]
    due_on: Mapped[date | None]
    pledged_on: Mapped[date]
    """When it was said, as far as the source tells."""
    ratio_percent: Mapped[Decimal | None]
    ratio_base: Mapped[str | None] = mapped_column(Text)
    ratio_period: Mapped[str | None] = mapped_column(Text)
    ratio_base_amount: Mapped[Money | None]
    execution: Mapped[str] = mapped_column(Text)
    stopped_on: Mapped[date | None]
    """When the clock of timeliness stopped: reported done, or left by a side exit."""
    verdict: Mapped[str | None] = mapped_column(Text)
    shortfall: Mapped[str | None] = mapped_column(Text)
    maturity: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    synthetic: Mapped[Flag]
    version: Mapped[Version]
    recorded_at: Mapped[Recorded]
    changed_at: Mapped[Recorded]


class PledgeAgency(Base):
    """An agency beside the lead: supporting, funding, or carrying the pledge jointly."""

    __tablename__ = "pledge_agency"
    __table_args__ = (
        one_of("role", "SUPPORT", "FUNDER", "JOINT"),
        Index("ix_pledge_agency_agency_id", "agency_id"),
    )

    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"), primary_key=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Text)


class PledgeArea(Base):
    """An SPM area that the pledge serves."""

    __tablename__ = "pledge_area"
    __table_args__ = (Index("ix_pledge_area_area_code", "area_code", "pledge_id"),)

    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"), primary_key=True)
    area_code: Mapped[Code] = mapped_column(restrict("spm_area.code"), primary_key=True)


class PledgePlace(Base):
    """A place that the pledge names: a post, a region, or all posts within a region; flat, for counting.

    What its scope named once and names no more is FORMER: the past is looked up by place as well.
    """

    __tablename__ = "pledge_place"
    __table_args__ = (
        one_of("source", "SCOPE", "TARGET", "FORMER"),
        CheckConstraint("num_nonnulls(posyandu_id, region_code) = 1", name="one_place"),
        UniqueConstraint(
            "pledge_id", "source", "posyandu_id", "region_code", postgresql_nulls_not_distinct=True
        ),
        Index("ix_pledge_place_posyandu_id", "posyandu_id"),
        Index("ix_pledge_place_region_code", "region_code"),
    )

    id: Mapped[Key]
    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"))
    posyandu_id: Mapped[uuid.UUID | None] = mapped_column(restrict("posyandu.id"))
    region_code: Mapped[Code | None] = mapped_column(restrict("region.code"))
    source: Mapped[str] = mapped_column(Text)


class Milestone(Base):
    """A dated step (tahapan)."""

    __tablename__ = "milestone"
    __table_args__ = (*not_blank("title"), Index("ix_milestone_pledge_id", "pledge_id", "due_on"))

    id: Mapped[Key]
    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"))
    title: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class Funding(Base):
    """Money of one stage from one source (pendanaan); stages are never added together."""

    __tablename__ = "funding"
    __table_args__ = (
        one_of("stage", "PROMISED", "BUDGETED", "REALISED"),
        CheckConstraint("currency = 'IDR'", name="currency_is_rupiah"),
        CheckConstraint("fiscal_year BETWEEN 2000 AND 2100", name="fiscal_year_is_near"),
        *not_negative("amount"),
        *not_blank("source"),
        Index("ix_funding_pledge_id", "pledge_id"),
        Index("ix_funding_source", "source"),
    )

    id: Mapped[Key]
    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"))
    stage: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    fiscal_year: Mapped[int | None]
    amount: Mapped[Money | None]
    currency: Mapped[str] = mapped_column(Text, default="IDR", server_default="IDR")
    note: Mapped[str | None] = mapped_column(Text)


class PledgeConstraint(Base):
    """Why it is stuck (kendala); of an internal one the words stand in constraint_words."""

    __tablename__ = "pledge_constraint"
    __table_args__ = (
        one_of("reason", *CONSTRAINT_REASONS),
        CheckConstraint("until_on >= since_on", name="dates_ordered"),
        CheckConstraint("(resolved_at IS NULL) = (until_on IS NULL)", name="resolved_has_a_day"),
        CheckConstraint(
            "internal = (narrative IS NULL) AND (resolution IS NULL OR NOT internal)",
            name="internal_words_are_apart",
        ),
        *not_blank("narrative"),
        UniqueConstraint("id", "pledge_id"),
        Index("ix_pledge_constraint_pledge_id", "pledge_id", "since_on"),
        Index("ix_pledge_constraint_agency_id", "agency_id"),
        Index("ix_pledge_constraint_open", "pledge_id", postgresql_where=text("resolved_at IS NULL")),
    )

    id: Mapped[Key]
    pledge_id: Mapped[uuid.UUID] = mapped_column(restrict("pledge.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"))
    reason: Mapped[str] = mapped_column(Text)
    narrative: Mapped[str | None] = mapped_column(Text)
    internal: Mapped[Flag]
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    resolution: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Recorded]
    resolved_at: Mapped[Instant | None]


class ConstraintWords(Base):
    """What was said of an internal constraint, for the agencies of the pledge and its secretariat only."""

    __tablename__ = "constraint_words"
    __table_args__ = (
        *not_blank("narrative"),
        ForeignKeyConstraint(
            ["constraint_id", "pledge_id"],
            ["pledge_constraint.id", "pledge_constraint.pledge_id"],
            ondelete="CASCADE",
        ),
    )

    constraint_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    pledge_id: Mapped[uuid.UUID]
    narrative: Mapped[str] = mapped_column(Text)
    resolution: Mapped[str | None] = mapped_column(Text)
