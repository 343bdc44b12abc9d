"""The rollup: what the matrix would count, kept as pledges change. Derived from the rest, and proven from it.

Writers only append (rollup_fresh); one process at a time folds that into sums. A count is the sum of all
deltas up to its day: rollup_now holds them up to the base of rollup_edition, rollup_month those up to the end
of a month, rollup_day each day's own.
"""

import uuid
from datetime import date
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Identity,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, cascade

_Codes = ARRAY(Text(collation="C"))


class RollupEdition(Base):
    """What was built, at most one row; while there is none, matrices are read from the facts."""

    __tablename__ = "rollup_edition"

    version: Mapped[str] = mapped_column(Text, primary_key=True)
    is_built: Mapped[bool] = mapped_column(Boolean)
    base: Mapped[date]
    """The last day whose deltas rollup_now holds; it has begun in every time zone."""
    months: Mapped[list[date]] = mapped_column(ARRAY(Date))
    """The ends of months of which rollup_month holds the sums."""


class RollupPledge(Base):
    """What a pledge has put into the rollup, so that only the difference is appended (see RollupReached)."""

    __tablename__ = "rollup_pledge"

    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"), primary_key=True)
    parts: Mapped[list[object]] = mapped_column(JSONB)


class RollupCourse(Base):
    """What a pledge was on which days, by what is known now, and how far it had come: all of it in one row.

    Rows are kept whole on their pages, so that those of a region are read one after the other.
    """

    __tablename__ = "rollup_course"
    __table_args__ = (
        Index("ix_rollup_course_lead_agency_id", "lead_agency_id"),
        Index("ix_rollup_course_meeting_id", "meeting_id"),
        {"postgresql_with": {"toast_tuple_target": 8160}},
    )

    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"), primary_key=True)
    reference: Mapped[str] = mapped_column(Text)
    region_code: Mapped[Code]
    lead_agency_id: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID | None]
    synthetic: Mapped[bool] = mapped_column(Boolean)
    since: Mapped[list[date]] = mapped_column(ARRAY(Date))
    """The days on which its spans begin, in order; what follows says what it was since each of them."""
    execution: Mapped[list[str]] = mapped_column(ARRAY(Text))
    verdict: Mapped[list[str | None]] = mapped_column(ARRAY(Text))
    due_on: Mapped[list[date | None]] = mapped_column(ARRAY(Date))
    stopped_on: Mapped[list[date | None]] = mapped_column(ARRAY(Date))
    fiscal_year: Mapped[list[int | None]] = mapped_column(ARRAY(Integer))
    maturity: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    areas: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Each a list, as text."""
    sources: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """Each a list, as text."""
    days: Mapped[list[date]] = mapped_column(ARRAY(Date))
    """The days on which its progress changed, in order."""
    measurable: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    """How many targets it was measured by since each of them."""
    reached: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric))
    """What is verified of these since each of them, a target in 0..1; over `measurable` its progress."""


class RollupStand(Base):
    """That a pledge stood at a place on the days [from_on, until_on); places as in service/ledger/rollup."""

    __tablename__ = "rollup_stand"
    __table_args__ = (
        PrimaryKeyConstraint("place", "pledge_id", "from_on", "until_on"),
        Index("ix_rollup_stand_pledge_id", "pledge_id"),
    )

    place: Mapped[Code]
    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]


class _Delta:
    """What deltas are told apart by; lists of nothing hold ''."""

    day: Mapped[date]
    time_zone: Mapped[Code]
    synthetic: Mapped[bool]
    agency: Mapped[Code]
    agency_kind: Mapped[Code]
    fiscal_year: Mapped[Code]
    execution: Mapped[Code]
    verdict: Mapped[Code]
    timeliness: Mapped[Code]
    areas: Mapped[list[str]] = mapped_column(_Codes)
    sources: Mapped[list[str]] = mapped_column(_Codes)
    places: Mapped[list[str]] = mapped_column(_Codes)


class RollupFresh(_Delta, Base):
    """A delta that is not folded yet."""

    __tablename__ = "rollup_fresh"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    pledges: Mapped[int] = mapped_column(Integer)
    targets: Mapped[int] = mapped_column(Integer)
    measurable: Mapped[int] = mapped_column(Integer)
    reached: Mapped[Decimal] = mapped_column(Numeric)


class RollupReached(_Delta, Base):
    """What verifications have put into the rollup since all parts of their pledge were."""

    __tablename__ = "rollup_reached"
    __table_args__ = (PrimaryKeyConstraint("pledge_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    pledge_id: Mapped[uuid.UUID] = mapped_column(cascade("pledge.id"))
    reached: Mapped[Decimal] = mapped_column(Numeric)


class _Counts:
    """The counts of a combination of values at a place; states of execution by their own names."""

    face: Mapped[int] = mapped_column(SmallInteger)
    place: Mapped[Code]
    at: Mapped[tuple[str, ...]] = mapped_column(ARRAY(Text(collation="C"), as_tuple=True))
    """The values, in the order of the axes of the face."""
    time_zone: Mapped[Code]
    synthetic: Mapped[bool]
    pledges: Mapped[int] = mapped_column(Integer)
    recorded: Mapped[int] = mapped_column(Integer)
    specified: Mapped[int] = mapped_column(Integer)
    agreed: Mapped[int] = mapped_column(Integer)
    in_progress: Mapped[int] = mapped_column(Integer)
    reported_done: Mapped[int] = mapped_column(Integer)
    completed: Mapped[int] = mapped_column(Integer)
    cancelled: Mapped[int] = mapped_column(Integer)
    transferred: Mapped[int] = mapped_column(Integer)
    never_started: Mapped[int] = mapped_column(Integer)
    overdue: Mapped[int] = mapped_column(Integer)
    targets: Mapped[int] = mapped_column(Integer)
    measurable: Mapped[int] = mapped_column(Integer)
    reached: Mapped[Decimal] = mapped_column(Numeric)


class RollupNow(_Counts, Base):
    """Counts up to the base."""

    __tablename__ = "rollup_now"
    __table_args__ = (PrimaryKeyConstraint("face", "place", "at", "time_zone", "synthetic"),)


class RollupMonth(_Counts, Base):
    """Counts up to the end of a month, of faces that answer for the past."""

    __tablename__ = "rollup_month"
    __table_args__ = (PrimaryKeyConstraint("face", "place", "day", "at", "time_zone", "synthetic"),)

    day: Mapped[date]


class RollupDay(_Counts, Base):
    """What a day adds: of every day for faces that answer for the past, of days after the base for all."""

    __tablename__ = "rollup_day"
    __table_args__ = (
        PrimaryKeyConstraint("face", "place", "day", "at", "time_zone", "synthetic"),
        Index("ix_rollup_day_day", "day"),
    )

    day: Mapped[date]
