"""What the matrix lacks and what it has twice: mandates, marks on gaps and overlaps, requests for a pledge.

Gaps and overlaps are no rows: they are read from the pledges (service/reading). Kept is only what somebody
said of one, and since when and until when it was said.
"""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, Instant, Key, Recorded, Version, not_blank, one_of, restrict

_GAP_KINDS = ("NOTHING_PROMISED", "NOT_MOVING", "NO_PLEDGE_FOR_MANDATE", "ATTENDED_WITHOUT_PLEDGE")
_SUBJECT_OF_KIND = (
    "num_nonnulls(posyandu_id, region_code) = CASE WHEN kind IN ('NOTHING_PROMISED', 'NOT_MOVING') "
    "THEN 1 ELSE 0 END "
    "AND (area_code IS NULL) = (kind = 'ATTENDED_WITHOUT_PLEDGE') "
    "AND (meeting_id IS NOT NULL) = (kind = 'ATTENDED_WITHOUT_PLEDGE') "
    "AND (agency_id IS NULL) = (kind IN ('NOTHING_PROMISED', 'NOT_MOVING'))"
)
_STANDS = text("withdrawn_at IS NULL")


def _withdrawn() -> tuple[CheckConstraint, CheckConstraint]:
    """A mark is taken back on a day, at an instant, for a reason; and never before it was made."""
    whole = "num_nonnulls(withdrawn_on, withdrawn_at, withdrawal) IN (0, 3)"
    return (
        CheckConstraint(whole, name="withdrawn_is_whole"),
        CheckConstraint("withdrawn_on >= marked_on", name="dates_ordered"),
    )


class AgencyMandate(Base):
    """An SPM area that an agency answers for by its office; without `from_on` it always did."""

    __tablename__ = "agency_mandate"
    __table_args__ = (
        CheckConstraint("(until_on IS NULL) = (ended_at IS NULL)", name="ended_has_a_day"),
        CheckConstraint("until_on >= from_on", name="dates_ordered"),
        CheckConstraint("area_code <> 'LINTAS_BIDANG'", name="area_is_served"),
        *not_blank("source", "reason"),
        Index(
            "uq_agency_mandate_standing",
            "agency_id",
            "area_code",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_agency_mandate_agency_id", "agency_id"),
        Index("ix_agency_mandate_area_code", "area_code"),
    )

    id: Mapped[Key]
    agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"))
    area_code: Mapped[Code] = mapped_column(restrict("spm_area.code"))
    source: Mapped[str] = mapped_column(Text)
    """Where that is written, or whose mapping it is."""
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it was given or taken, the last of the two."""
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    recorded_at: Mapped[Recorded]
    ended_at: Mapped[Instant | None]


class GapMark(Base):
    """A gap that is none (tidak berlaku): for a region, at every place within it too."""

    __tablename__ = "gap_mark"
    __table_args__ = (
        one_of("kind", *_GAP_KINDS),
        CheckConstraint(_SUBJECT_OF_KIND, name="subject_of_kind"),
        *_withdrawn(),
        *not_blank("reason", "marked_by", "withdrawal"),
        Index(
            "uq_gap_mark_standing",
            "kind",
            "area_code",
            "posyandu_id",
            "region_code",
            "agency_id",
            "meeting_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=_STANDS,
        ),
        Index("ix_gap_mark_area_code", "area_code"),
        Index("ix_gap_mark_posyandu_id", "posyandu_id"),
        Index("ix_gap_mark_region_code", "region_code"),
        Index("ix_gap_mark_agency_id", "agency_id"),
        Index("ix_gap_mark_meeting_id", "meeting_id"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text)
    area_code: Mapped[Code | None] = mapped_column(restrict("spm_area.code"))
    posyandu_id: Mapped[uuid.UUID | None] = mapped_column(restrict("posyandu.id"))
    region_code: Mapped[Code | None] = mapped_column(restrict("region.code"))
    agency_id: Mapped[uuid.UUID | None] = mapped_column(restrict("agency.id"))
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(restrict("meeting.id"))
    reason: Mapped[str] = mapped_column(Text)
    marked_on: Mapped[date]
    marked_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[Recorded]
    withdrawal: Mapped[str | None] = mapped_column(Text)
    """Why it was taken back."""
    withdrawn_on: Mapped[date | None]
    withdrawn_at: Mapped[Instant | None]


class OverlapMark(Base):
    """What was said of two pledges that overlap: that they are one effort, or why it does not matter."""

    __tablename__ = "overlap_mark"
    __table_args__ = (
        one_of("kind", "JOINT", "DISMISSED"),
        CheckConstraint("one_id < other_id", name="pair_is_ordered"),
        *_withdrawn(),
        *not_blank("reason", "marked_by", "withdrawal"),
        Index("uq_overlap_mark_standing", "one_id", "other_id", unique=True, postgresql_where=_STANDS),
        Index("ix_overlap_mark_one_id", "one_id"),
        Index("ix_overlap_mark_other_id", "other_id"),
    )

    id: Mapped[Key]
    one_id: Mapped[uuid.UUID] = mapped_column(restrict("pledge.id"))
    other_id: Mapped[uuid.UUID] = mapped_column(restrict("pledge.id"))
    kind: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    marked_on: Mapped[date]
    marked_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[Recorded]
    withdrawal: Mapped[str | None] = mapped_column(Text)
    """Why it was taken back."""
    withdrawn_on: Mapped[date | None]
    withdrawn_at: Mapped[Instant | None]


class PledgeRequest(Base):
    """An agency is asked to pledge in an area at a place, by a day; a pledge answers it, or a reason."""

    __tablename__ = "pledge_request"
    __table_args__ = (
        one_of("state", "OPEN", "ANSWERED", "DECLINED", "WITHDRAWN"),
        CheckConstraint("num_nonnulls(posyandu_id, region_code) = 1", name="one_place"),
        CheckConstraint("due_on >= requested_on", name="due_after_it_was_made"),
        CheckConstraint("(pledge_id IS NOT NULL) = (state = 'ANSWERED')", name="answered_by_a_pledge"),
        CheckConstraint(
            "state NOT IN ('DECLINED', 'WITHDRAWN') OR reason IS NOT NULL", name="has_its_reason"
        ),
        CheckConstraint(
            "num_nonnulls(settled_on, settled_at) = CASE state WHEN 'OPEN' THEN 0 ELSE 2 END",
            name="settled_has_a_day",
        ),
        *not_blank("words", "reason", "requested_by"),
        Index("ix_pledge_request_agency_id", "agency_id", "state"),
        Index("ix_pledge_request_area_code", "area_code"),
        Index("ix_pledge_request_posyandu_id", "posyandu_id"),
        Index("ix_pledge_request_region_code", "region_code"),
        Index("ix_pledge_request_meeting_id", "meeting_id"),
        Index("ix_pledge_request_pledge_id", "pledge_id"),
        Index("ix_pledge_request_due_on", "due_on", "id"),
    )

    id: Mapped[Key]
    agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"))
    area_code: Mapped[Code] = mapped_column(restrict("spm_area.code"))
    posyandu_id: Mapped[uuid.UUID | None] = mapped_column(restrict("posyandu.id"))
    region_code: Mapped[Code | None] = mapped_column(restrict("region.code"))
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(restrict("meeting.id"))
    """The meeting at which it was asked, or that it came out of."""
    words: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    """By when an answer is asked for."""
    state: Mapped[str] = mapped_column(Text)
    requested_on: Mapped[date]
    requested_by: Mapped[str] = mapped_column(Text)
    pledge_id: Mapped[uuid.UUID | None] = mapped_column(restrict("pledge.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    settled_on: Mapped[date | None]
    version: Mapped[Version]
    recorded_at: Mapped[Recorded]
    settled_at: Mapped[Instant | None]
