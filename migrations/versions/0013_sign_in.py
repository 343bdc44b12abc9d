"""Passwords, second factors, sessions, single-use links, and the throttle of sign-ins."""

from alembic import op

revision = "0013"
down_revision = "0012"

_CREATE = (
    """
CREATE TABLE password (
  account_id UUID NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_password PRIMARY KEY (account_id),
  CONSTRAINT ck_password_hash_is_argon2id CHECK (hash LIKE '$argon2id$%'),
  CONSTRAINT fk_password_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE second_factor (
  account_id UUID NOT NULL,
  secret BYTEA NOT NULL,
  last_step BIGINT DEFAULT '0' NOT NULL,
  confirmed_at TIMESTAMP WITH TIME ZONE,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_second_factor PRIMARY KEY (account_id),
  CONSTRAINT fk_second_factor_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
)
""",
    "ALTER TABLE account_role ADD CONSTRAINT uq_account_role_id_account_id UNIQUE (id, account_id)",
    """
CREATE TABLE person_session (
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  assignment_id UUID,
  digest BYTEA NOT NULL,
  has_second_factor BOOLEAN DEFAULT 'false' NOT NULL,
  agent TEXT,
  address TEXT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  last_seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_person_session PRIMARY KEY (id),
  CONSTRAINT ck_person_session_digest_is_sha256 CHECK (octet_length(digest) = 32),
  CONSTRAINT ck_person_session_expiry_ahead CHECK (expires_at > recorded_at),
  CONSTRAINT uq_person_session_digest UNIQUE (digest),
  CONSTRAINT fk_person_session_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT fk_person_session_assignment_id_account_id FOREIGN KEY(assignment_id, account_id)
    REFERENCES account_role (id, account_id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_person_session_account_id ON person_session (account_id)",
    "CREATE INDEX ix_person_session_assignment_id ON person_session (assignment_id, account_id)",
    "CREATE INDEX ix_person_session_expires_at ON person_session (expires_at)",
    """
CREATE TABLE account_link (
  account_id UUID NOT NULL,
  purpose TEXT NOT NULL,
  digest BYTEA NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_account_link PRIMARY KEY (account_id),
  CONSTRAINT ck_account_link_purpose_listed CHECK (purpose IN ('INVITATION', 'RESET')),
  CONSTRAINT ck_account_link_digest_is_sha256 CHECK (octet_length(digest) = 32),
  CONSTRAINT uq_account_link_digest UNIQUE (digest),
  CONSTRAINT fk_account_link_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_account_link_expires_at ON account_link (expires_at)",
    r"""
CREATE TABLE sign_in_throttle (
  key TEXT COLLATE "C" NOT NULL,
  level DOUBLE PRECISION NOT NULL,
  filled_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_sign_in_throttle PRIMARY KEY (key),
  CONSTRAINT ck_sign_in_throttle_key_not_blank CHECK (key !~ '^\s*$')
)
""",
    "CREATE INDEX ix_sign_in_throttle_filled_at ON sign_in_throttle (filled_at)",
)
_TABLES = ("password", "second_factor", "person_session", "account_link", "sign_in_throttle")
_SCOPE = (
    "CASE role WHEN 'LIAISON' THEN agency_id IS NOT NULL WHEN 'SECRETARIAT' "
    "THEN agency_id IS NOT NULL AND region_code IS NOT NULL {leadership}ELSE true END"
)


def upgrade() -> None:
    """Make the tables; the service may read and write them, and own none."""
    for statement in _CREATE:
        op.execute(statement)
    for table in _TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ikrar_app")
    _demand(_SCOPE.format(leadership="WHEN 'LEADERSHIP' THEN region_code IS NOT NULL "))


def downgrade() -> None:
    """Drop the tables."""
    _demand(_SCOPE.format(leadership=""))
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE account_role DROP CONSTRAINT uq_account_role_id_account_id")


def _demand(scope: str) -> None:
    """Let every assignment have the scope that its role needs."""
    op.execute("ALTER TABLE account_role DROP CONSTRAINT ck_account_role_role_has_its_scope")
    op.execute(f"ALTER TABLE account_role ADD CONSTRAINT ck_account_role_role_has_its_scope CHECK ({scope})")
