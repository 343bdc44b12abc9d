"""What is measured: indicators, targets by place, the reports on them, evidence and verification."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import (
    Code,
    Flag,
    Key,
    Number,
    Recorded,
    Version,
    cascade,
    not_blank,
    not_negative,
    one_of,
    restrict,
)
from models.pledge import VERDICTS

AGGREGATIONS = ("SUM", "MEAN", "MAX", "LATEST")


class Indicator(Base):
    """What is counted, in which unit, and how it adds up over periods and over places."""

    __tablename__ = "indicator"
    __table_args__ = (
        one_of("kind", "QUANTITY", "PERCENTAGE"),
        one_of("over_periods", *AGGREGATIONS),
        one_of("over_places", *AGGREGATIONS),
        *not_blank("name", "unit"),
        UniqueConstraint("name", "unit"),
        UniqueConstraint("id", "unit"),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    over_periods: Mapped[str] = mapped_column(Text)
    over_places: Mapped[str] = mapped_column(Text)
    synthetic: Mapped[Flag]


class Target(Base):
    """A pledge at a place, for an area, by an indicator; claimed and verified are the sum of its reports."""

    __tablename__ = "target"
    __table_args__ = (
        ForeignKeyConstraint(
            ["indicator_id", "unit"], ["indicator.id", "indicator.unit"], ondelete="RESTRICT"
        ),
        CheckConstraint("num_nonnulls(posyandu_id, region_code) = 1", name="one_place"),
        CheckConstraint(
            "num_nonnulls(baseline, quantity, claimed, verified) = 0 OR unit IS NOT NULL",
            name="quantity_has_its_unit",
        ),
        CheckConstraint("unit IS NULL OR indicator_id IS NOT NULL", name="unit_is_the_indicators"),
        *not_negative("baseline", "quantity", "claimed", "verified"),
        UniqueConstraint("id", "pledge_id"),
        Index("ix_target_pledge_id", "pledge_id", "id"),
        Index("ix_target_posyandu_id", "posyandu_id"),
        Index("ix_target_region_code", "region_code"),
        Index("ix_target_area_code", "area_code"),
        Index("ix_target_service_code", "service_code"),
        Index("ix_target_indicator_id", "indicator_id", "unit"),
    )

    id: Mapped[Key]
    pledge_id: Mapped[uuid.UUID] = mapped_column(restrict("pledge.id"))
    posyandu_id: Mapped[uuid.UUID | None] = mapped_column(restrict("posyandu.id"))
    region_code: Mapped[Code | None] = mapped_column(restrict("region.code"))
    area_code: Mapped[Code] = mapped_column(restrict("spm_area.code"))
    service_code: Mapped[Code | None] = mapped_column(restrict("spm_service.code"))
    indicator_id: Mapped[uuid.UUID | None] = mapped_column(restrict("indicator.id"))
    unit: Mapped[str | None] = mapped_column(Text)
    baseline: Mapped[Number | None]
    quantity: Mapped[Number | None]
    due_on: Mapped[date | None]
    claimed: Mapped[Number | None]
    verified: Mapped[Number | None]
    effective_on: Mapped[date]
    """From which day on it is a target of the pledge."""
    synthetic: Mapped[Flag]
    version: Mapped[Version]
    recorded_at: Mapped[Recorded]


class ProgressReport(Base):
    """What an agency says was achieved by a day (laporan capaian); append-only."""

    __tablename__ = "progress_report"
    __table_args__ = (
        ForeignKeyConstraint(
            ["target_id", "pledge_id"], ["target.id", "target.pledge_id"], ondelete="RESTRICT"
        ),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="share_is_whole"),
        CheckConstraint("denominator > 0", name="denominator_positive"),
        *not_negative("quantity", "numerator"),
        *not_blank("client_key", "narrative"),
        UniqueConstraint("agency_id", "client_key"),
        UniqueConstraint("id", "pledge_id"),
        Index("ix_progress_report_target_id", "target_id", "pledge_id"),
        Index("ix_progress_report_pledge_id", "pledge_id", "effective_on", "id"),
        Index("ix_progress_report_effective_on", "effective_on", "id"),
        Index("ix_progress_report_waits", "effective_on", "id", postgresql_where=text("waits")),
    )

    id: Mapped[Key]
    pledge_id: Mapped[uuid.UUID] = mapped_column(restrict("pledge.id"))
    target_id: Mapped[uuid.UUID]
    agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"))
    quantity: Mapped[Number]
    numerator: Mapped[Number | None]
    denominator: Mapped[Number | None]
    effective_on: Mapped[date]
    narrative: Mapped[str | None] = mapped_column(Text)
    client_key: Mapped[str | None] = mapped_column(Text)
    """The phone's own key, good for ever: a report that comes again after weeks is the same report."""
    reported_by: Mapped[str] = mapped_column(Text)
    synthetic: Mapped[Flag]
    waits: Mapped[bool] = mapped_column(server_default=text("true"))
    """Whether there is no verification of it yet; the one thing of a report that changes."""
    recorded_at: Mapped[Recorded]


class Evidence(Base):
    """A file or a link behind a report (data dukung), with the SHA-256 of what was seen."""

    __tablename__ = "evidence"
    __table_args__ = (
        one_of("kind", "FILE", "LINK"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_is_hex"),
        CheckConstraint("kind <> 'LINK' OR url ~ '^https?://'", name="link_is_an_address"),
        CheckConstraint("file_id IS NULL OR kind = 'FILE'", name="link_has_no_file"),
        *not_negative("size_bytes"),
        *not_blank("title"),
        UniqueConstraint("file_id"),
        Index("ix_evidence_report_id", "report_id"),
    )

    id: Mapped[Key]
    report_id: Mapped[uuid.UUID] = mapped_column(cascade("progress_report.id"))
    file_id: Mapped[uuid.UUID | None] = mapped_column(restrict("evidence_file.id"))
    """What was handed in; none of files from before they were."""
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str | None] = mapped_column(Text)
    size_bytes: Mapped[int | None] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[Recorded]


class Verification(Base):
    """The secretariat's word on a report (telaah): accepted with a verdict, or returned with a reason."""

    __tablename__ = "verification"
    __table_args__ = (
        one_of("decision", "ACCEPTED", "RETURNED"),
        one_of("verdict", *VERDICTS),
        CheckConstraint("decision <> 'ACCEPTED' OR verdict IS NOT NULL", name="accepted_has_a_verdict"),
        CheckConstraint("decision <> 'RETURNED' OR reason IS NOT NULL", name="returned_has_a_reason"),
        *not_blank("reason"),
        ForeignKeyConstraint(
            ["report_id", "pledge_id"],
            ["progress_report.id", "progress_report.pledge_id"],
            ondelete="RESTRICT",
        ),
        UniqueConstraint("report_id"),
        Index("ix_verification_report_id_pledge_id", "report_id", "pledge_id"),
        Index("ix_verification_pledge_id", "pledge_id"),
        Index("ix_verification_agency_id", "agency_id"),
    )

    id: Mapped[Key]
    report_id: Mapped[uuid.UUID]
    pledge_id: Mapped[uuid.UUID]
    agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"))
    """The verifier's agency, which is never the reporter's."""
    decision: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    effective_on: Mapped[date]
    verified_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[Recorded]
