"""Where: regions by dotted Kemendagri code with their other names and numbers, and Posyandu in villages."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, CodeKey, Flag, Instant, Key, Recorded, not_blank, one_of, restrict

_SHAPE = r"code ~ '^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$'"
_LEVEL = (
    "level = CASE length(code) WHEN 2 THEN 'PROVINCE' WHEN 5 THEN 'REGENCY' "
    "WHEN 8 THEN 'DISTRICT' ELSE 'VILLAGE' END"
)
_PARENT = (
    "parent_code IS NOT DISTINCT FROM CASE length(code) WHEN 2 THEN NULL WHEN 5 THEN left(code, 2) "
    "WHEN 8 THEN left(code, 5) ELSE left(code, 8) END"
)


class Region(Base):
    """A province, regency or city, district or village (Kepmendagri 300.2.2-2138/2025), by its path."""

    __tablename__ = "region"
    __table_args__ = (
        CheckConstraint(_SHAPE, name="code_shape"),
        CheckConstraint(_LEVEL, name="level_of_code"),
        CheckConstraint(_PARENT, name="parent_of_code"),
        *not_blank("name"),
        UniqueConstraint("code", "level"),
        Index("ix_region_level_code", "level", "code"),
        Index("ix_region_name_lower", text("lower(name)"), "code"),
    )

    code: Mapped[CodeKey]
    level: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[Code | None] = mapped_column(restrict("region.code"), index=True)
    time_zone: Mapped[str] = mapped_column(Text)
    dataset_version: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[Instant | None]


class RegionAlias(Base):
    """Another name of a region, or its number in another system (BPS); one alias may mean several regions."""

    __tablename__ = "region_alias"
    __table_args__ = (
        one_of("system", "NAME", "BPS"),
        *not_blank("alias"),
        UniqueConstraint("region_code", "system", "alias"),
        Index("ix_region_alias_lookup", "system", text("lower(alias)")),
    )

    id: Mapped[Key]
    region_code: Mapped[Code] = mapped_column(restrict("region.code"))
    system: Mapped[str] = mapped_column(Text)
    alias: Mapped[str] = mapped_column(Text)


class PlaceName(Base):
    """A village as a file calls it, within a region: it waits until a person says which one is meant."""

    __tablename__ = "place_name"
    __table_args__ = (
        *not_blank("words", "source"),
        CheckConstraint("region_code IS NULL OR reason IS NULL", name="settled_one_way"),
        Index("ix_place_name_within_code_words", "within_code", text("lower(words)"), unique=True),
        Index("ix_place_name_region_code", "region_code"),
    )

    id: Mapped[Key]
    within_code: Mapped[Code] = mapped_column(restrict("region.code"))
    words: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    """The last file that said so."""
    region_code: Mapped[Code | None] = mapped_column(restrict("region.code"))
    reason: Mapped[str | None] = mapped_column(Text)
    """Why no place is meant."""
    seen_at: Mapped[Instant] = mapped_column(server_default=func.now())
    recorded_at: Mapped[Recorded]


class Posyandu(Base):
    """A service post in a village. The registration number is usually unknown and never invented."""

    __tablename__ = "posyandu"
    __table_args__ = (
        ForeignKeyConstraint(
            ["village_code", "village_level"], ["region.code", "region.level"], ondelete="RESTRICT"
        ),
        CheckConstraint("village_level = 'VILLAGE'", name="village_is_a_village"),
        CheckConstraint(
            r"registration_number ~ '^\d{2}\.\d{2}\.\d{2}\.\d{4}\.\d{3}$' "
            "AND left(registration_number, 13) = village_code",
            name="registration_number_in_village",
        ),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_on_earth"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_on_earth"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="both_coordinates"),
        CheckConstraint("closed_on >= opened_on", name="dates_ordered"),
        *not_blank("name"),
        UniqueConstraint("registration_number"),
        Index("ix_posyandu_village_code_name", "village_code", text("lower(name)"), unique=True),
        Index("ix_posyandu_village_level", "village_code", "village_level"),
    )

    id: Mapped[Key]
    village_code: Mapped[Code]
    village_level: Mapped[str] = mapped_column(Text, default="VILLAGE", server_default="VILLAGE")
    name: Mapped[str] = mapped_column(Text)
    registration_number: Mapped[Code | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    opened_on: Mapped[date | None]
    """When the post began, null when unknown: then it counts as always there."""
    closed_on: Mapped[date | None]
    synthetic: Mapped[Flag]
    recorded_at: Mapped[Recorded]


class PosyanduAlias(Base):
    """Another name under which a source speaks of a post."""

    __tablename__ = "posyandu_alias"
    __table_args__ = (*not_blank("alias"), UniqueConstraint("posyandu_id", "alias"))

    id: Mapped[Key]
    posyandu_id: Mapped[uuid.UUID] = mapped_column(restrict("posyandu.id"))
    alias: Mapped[str] = mapped_column(Text)
