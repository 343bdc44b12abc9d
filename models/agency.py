"""Who: agencies and their other names, persons, accounts with their roles, and the tokens of programs."""

import uuid

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, Flag, Instant, Key, Recorded, cascade, not_blank, one_of, restrict

AGENCY_KINDS = (
    "PROVINCIAL_OPD",
    "REGENCY_OPD",
    "SECRETARIAT_BUREAU",
    "VERTICAL_OFFICE",
    "NON_STRUCTURAL_BODY",
    "GUIDANCE_TEAM",
    "VILLAGE_GOVERNMENT",
    "COMMUNITY_BODY",
    "COMPANY",
)
ROLES = ("ADMINISTRATOR", "SECRETARIAT", "LEADERSHIP", "LIAISON", "INTEGRATION")


class Agency(Base):
    """An agency (instansi, OPD) of a region; its code is unique there."""

    __tablename__ = "agency"
    __table_args__ = (
        one_of("kind", *AGENCY_KINDS),
        *not_blank("code", "name", "short_name"),
        UniqueConstraint("region_code", "code"),
        Index("ix_agency_kind", "kind"),
    )

    id: Mapped[Key]
    region_code: Mapped[Code] = mapped_column(restrict("region.code"))
    code: Mapped[Code]
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    synthetic: Mapped[Flag]


class AgencyAlias(Base):
    """Another name under which sources speak of an agency, press slips included."""

    __tablename__ = "agency_alias"
    __table_args__ = (
        *not_blank("alias"),
        UniqueConstraint("agency_id", "alias"),
        Index("ix_agency_alias_lookup", text("lower(alias)")),
    )

    id: Mapped[Key]
    agency_id: Mapped[uuid.UUID] = mapped_column(cascade("agency.id"))
    alias: Mapped[str] = mapped_column(Text)


class Person(Base):
    """An official, with work contacts only; never a citizen identity number."""

    __tablename__ = "person"
    __table_args__ = (*not_blank("name", "position"), Index("ix_person_agency_id", "agency_id"))

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[str | None] = mapped_column(Text)
    agency_id: Mapped[uuid.UUID | None] = mapped_column(restrict("agency.id"))
    work_email: Mapped[str | None] = mapped_column(Text)
    work_phone: Mapped[str | None] = mapped_column(Text)
    synthetic: Mapped[Flag]


class Account(Base):
    """The way in for a person; how it proves itself comes beside it."""

    __tablename__ = "account"
    __table_args__ = (
        *not_blank("email"),
        Index("uq_account_email_lower", text("lower(email)"), unique=True),
        Index("ix_account_person_id", "person_id"),
        Index(
            "ix_account_invitation_due_at",
            "invitation_due_at",
            postgresql_where=text("invitation_due_at IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    person_id: Mapped[uuid.UUID] = mapped_column(restrict("person.id"))
    email: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[Instant | None]
    invitation_due_at: Mapped[Instant | None]
    """When the link is to be sent by which its person sets a password; none once it was."""
    recorded_at: Mapped[Recorded]


class AccountRole(Base):
    """What a person may act as: a liaison has an agency, leadership a region, a secretariat both."""

    __tablename__ = "account_role"
    __table_args__ = (
        one_of("role", *ROLES),
        CheckConstraint(
            "CASE role WHEN 'LIAISON' THEN agency_id IS NOT NULL WHEN 'SECRETARIAT' "
            "THEN agency_id IS NOT NULL AND region_code IS NOT NULL "
            "WHEN 'LEADERSHIP' THEN region_code IS NOT NULL ELSE true END",
            name="role_has_its_scope",
        ),
        UniqueConstraint("id", "account_id"),
        UniqueConstraint(
            "account_id", "role", "agency_id", "region_code", postgresql_nulls_not_distinct=True
        ),
        Index("ix_account_role_agency_id", "agency_id"),
        Index("ix_account_role_region_code", "region_code"),
    )

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(cascade("account.id"))
    role: Mapped[str] = mapped_column(Text)
    agency_id: Mapped[uuid.UUID | None] = mapped_column(restrict("agency.id"))
    region_code: Mapped[Code | None] = mapped_column(restrict("region.code"))
    issuer: Mapped[Code | None]
    """The identity provider whose words made it; what an operator made has none."""


class ApiToken(Base):
    """A program's way in. Only the SHA-256 of the secret is kept; a revoked token stays for the audit."""

    __tablename__ = "api_token"
    __table_args__ = (
        one_of("role", "SECRETARIAT", "LIAISON", "INTEGRATION"),
        *not_blank("label"),
        CheckConstraint(
            "scopes <@ ARRAY['read', 'report', 'secretariat'] AND scopes <> '{}'", name="scopes_listed"
        ),
        CheckConstraint("octet_length(digest) = 32", name="digest_is_sha256"),
        CheckConstraint(
            "CASE role WHEN 'LIAISON' THEN agency_id IS NOT NULL WHEN 'SECRETARIAT' "
            "THEN agency_id IS NOT NULL AND region_code IS NOT NULL ELSE true END",
            name="role_has_its_scope",
        ),
        CheckConstraint("expires_at > recorded_at", name="expiry_ahead"),
        UniqueConstraint("digest"),
        UniqueConstraint("prefix"),
        Index("ix_api_token_agency_id", "agency_id"),
        Index("ix_api_token_region_code", "region_code"),
        Index("ix_api_token_account_id", "account_id"),
    )

    id: Mapped[Key]
    label: Mapped[str] = mapped_column(Text)
    prefix: Mapped[Code]
    digest: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    role: Mapped[str] = mapped_column(Text)
    account_id: Mapped[uuid.UUID | None] = mapped_column(restrict("account.id"))
    agency_id: Mapped[uuid.UUID | None] = mapped_column(restrict("agency.id"))
    region_code: Mapped[Code | None] = mapped_column(restrict("region.code"))
    expires_at: Mapped[Instant | None]
    revoked_at: Mapped[Instant | None]
    last_used_at: Mapped[Instant | None]
    recorded_at: Mapped[Recorded]
