"""How persons prove who they are: passwords, second factors, sessions, single-use links, and the throttle.

Of what opens the door only digests are here; the secret of a second factor, which has to be known again, is
encrypted under a key that the database does not have.
"""

import uuid

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.columns import Code, CodeKey, Flag, Instant, Key, Recorded, cascade, not_blank, one_of


class Password(Base):
    """What an account's password comes to under argon2id."""

    __tablename__ = "password"
    __table_args__ = (CheckConstraint("hash LIKE '$argon2id$%'", name="hash_is_argon2id"),)

    account_id: Mapped[uuid.UUID] = mapped_column(cascade("account.id"), primary_key=True)
    hash: Mapped[Code]
    recorded_at: Mapped[Recorded]


class SecondFactor(Base):
    """The secret of an account's one-time codes; it counts once a code of it was shown."""

    __tablename__ = "second_factor"

    account_id: Mapped[uuid.UUID] = mapped_column(cascade("account.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    """The time step of the last code that was taken: no code is taken twice."""
    confirmed_at: Mapped[Instant | None]
    recorded_at: Mapped[Recorded]


class PersonSession(Base):
    """A browser in which somebody is signed in, acting under one of the account's assignments, or none."""

    __tablename__ = "person_session"
    __table_args__ = (
        CheckConstraint("octet_length(digest) = 32", name="digest_is_sha256"),
        CheckConstraint("expires_at > recorded_at", name="expiry_ahead"),
        UniqueConstraint("digest"),
        # The assignment is the account's own, and the session falls with it.
        ForeignKeyConstraint(
            ["assignment_id", "account_id"],
            ["account_role.id", "account_role.account_id"],
            ondelete="CASCADE",
        ),
        Index("ix_person_session_account_id", "account_id"),
        Index("ix_person_session_assignment_id", "assignment_id", "account_id"),
        Index("ix_person_session_expires_at", "expires_at"),
    )

    id: Mapped[Key]
    account_id: Mapped[uuid.UUID] = mapped_column(cascade("account.id"))
    assignment_id: Mapped[uuid.UUID | None]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    has_second_factor: Mapped[Flag]
    agent: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Recorded]
    last_seen_at: Mapped[Instant] = mapped_column(server_default=func.now())
    expires_at: Mapped[Instant]


class AccountLink(Base):
    """A link by which an account is given a password, once; a new one takes the place of the last."""

    __tablename__ = "account_link"
    __table_args__ = (
        one_of("purpose", "INVITATION", "RESET"),
        CheckConstraint("octet_length(digest) = 32", name="digest_is_sha256"),
        UniqueConstraint("digest"),
        Index("ix_account_link_expires_at", "expires_at"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(cascade("account.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[Instant]
    recorded_at: Mapped[Recorded]


class AccountIdentity(Base):
    """A person as an identity provider knows them."""

    __tablename__ = "account_identity"
    __table_args__ = (
        *not_blank("issuer", "subject"),
        Index("ix_account_identity_account_id", "account_id"),
    )

    issuer: Mapped[CodeKey]
    subject: Mapped[CodeKey]
    account_id: Mapped[uuid.UUID] = mapped_column(cascade("account.id"))
    recorded_at: Mapped[Recorded]


class SignInThrottle(Base):
    """How full the bucket of an account or of an address is; it drains with time."""

    __tablename__ = "sign_in_throttle"
    __table_args__ = (*not_blank("key"), Index("ix_sign_in_throttle_filled_at", "filled_at"))

    key: Mapped[CodeKey]
    level: Mapped[float] = mapped_column(Double)
    filled_at: Mapped[Instant]
