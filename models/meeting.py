"""Meetings (rapat), who came as far as the source tells, and the directives (arahan) given there."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, Flag, Key, Recorded, Version, cascade, not_blank, one_of, restrict


class Meeting(Base):
    """Where pledges are made and answered for; the day it was held may be unknown, the report's not."""

    __tablename__ = "meeting"
    __table_args__ = (
        one_of("kind", "RAKORNAS", "RAKOR", "RAKER", "RAPAT"),
        CheckConstraint("held_on IS NOT NULL OR reported_on IS NOT NULL", name="some_date"),
        CheckConstraint("reported_on >= held_on", name="dates_ordered"),
        *not_blank("title", "source", "venue", "led_by"),
        UniqueConstraint("region_code", "title"),
        Index("ix_meeting_held_on", "held_on", "id"),
    )

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    held_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    venue: Mapped[str | None] = mapped_column(Text)
    region_code: Mapped[Code] = mapped_column(restrict("region.code"))
    led_by: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    attendance_complete: Mapped[Flag]
    """Whether the list of those who came is whole; else absence is a prompt and never a fact."""
    synthetic: Mapped[Flag]
    version: Mapped[Version]
    recorded_at: Mapped[Recorded]


class Attendance(Base):
    """An agency on the list of those who came (daftar hadir)."""

    __tablename__ = "attendance"
    __table_args__ = (
        one_of("capacity", "PRESENT", "ONLINE", "REPRESENTED", "ACTING"),
        UniqueConstraint("meeting_id", "agency_id"),
        Index("ix_attendance_agency_id", "agency_id"),
        Index("ix_attendance_person_id", "person_id"),
    )

    id: Mapped[Key]
    meeting_id: Mapped[uuid.UUID] = mapped_column(cascade("meeting.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(restrict("agency.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(restrict("person.id"))
    capacity: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class Directive(Base):
    """An instruction given at a meeting; it may lead to a pledge and is not one."""

    __tablename__ = "directive"
    __table_args__ = (
        *not_blank("quote", "title", "source", "addressed_to"),
        UniqueConstraint("meeting_id", "title"),
        Index("ix_directive_given_by_id", "given_by_id"),
        Index("ix_directive_region_code", "region_code"),
    )

    id: Mapped[Key]
    meeting_id: Mapped[uuid.UUID] = mapped_column(restrict("meeting.id"))
    given_by_id: Mapped[uuid.UUID | None] = mapped_column(restrict("agency.id"))
    region_code: Mapped[Code] = mapped_column(restrict("region.code"))
    title: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text)
    speaker: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    addressed_to: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[Recorded]


class DirectiveArea(Base):
    """An SPM area that a directive is about."""

    __tablename__ = "directive_area"
    __table_args__ = (Index("ix_directive_area_area_code", "area_code"),)

    directive_id: Mapped[uuid.UUID] = mapped_column(cascade("directive.id"), primary_key=True)
    area_code: Mapped[Code] = mapped_column(restrict("spm_area.code"), primary_key=True)
