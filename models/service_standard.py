"""What for: the six SPM areas and the cross-cutting one, the legal services, budget lines, working days."""

from datetime import date

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, CodeKey, Flag, Key, Recorded, not_blank, one_of, restrict

AREA_CODES = (
    "PENDIDIKAN",
    "KESEHATAN",
    "PEKERJAAN_UMUM",
    "PERUMAHAN_RAKYAT",
    "TRANTIBUMLINMAS",
    "SOSIAL",
    "LINTAS_BIDANG",
)


class SpmArea(Base):
    """An area of minimum service (bidang SPM, Permendagri 13/2024), in the official order."""

    __tablename__ = "spm_area"
    __table_args__ = (one_of("code", *AREA_CODES), UniqueConstraint("position"), *not_blank("name"))

    code: Mapped[CodeKey]
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)


class SpmAreaAlias(Base):
    """A name under which press and officials speak of an area; one name may not mean two areas."""

    __tablename__ = "spm_area_alias"
    __table_args__ = (
        *not_blank("alias"),
        Index("uq_spm_area_alias_lower", text("lower(alias)"), unique=True),
    )

    id: Mapped[Key]
    area_code: Mapped[Code] = mapped_column(restrict("spm_area.code"), index=True)
    alias: Mapped[str] = mapped_column(Text)


class SpmService(Base):
    """A legal service inside an area (jenis layanan SPM), at one level of government."""

    __tablename__ = "spm_service"
    __table_args__ = (one_of("level", "PROVINCE", "REGENCY"), *not_blank("name"))

    code: Mapped[CodeKey]
    area_code: Mapped[Code] = mapped_column(restrict("spm_area.code"), index=True)
    level: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[bool]
    """Whether the wording was seen in an official list, or rests on one secondary source."""


class SubActivity(Base):
    """A budget line (sub kegiatan, SIPD) of one export; a code may mean two things at two levels."""

    __tablename__ = "sub_activity"
    __table_args__ = (
        one_of("level", "PROVINCE", "REGENCY"),
        *not_blank("version", "code", "name"),
        UniqueConstraint("version", "level", "code"),
    )

    id: Mapped[Key]
    version: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    code: Mapped[Code]
    name: Mapped[str] = mapped_column(Text)


class Holiday(Base):
    """A day on which offices are closed; provisional until the joint decree of its year is out."""

    __tablename__ = "holiday"
    __table_args__ = (one_of("source", "CALENDAR", "OVERRIDE"), *not_blank("name"))

    day_on: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    provisional: Mapped[Flag]
    working: Mapped[Flag]
    """An override may also say that offices are open after all."""


class ReferenceDataset(Base):
    """Which edition of a reference list is loaded, so that a second load of it changes nothing."""

    __tablename__ = "reference_dataset"
    __table_args__ = (*not_blank("version"),)

    name: Mapped[CodeKey]
    version: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    rows: Mapped[int]
    recorded_at: Mapped[Recorded]
