"""Agencies, persons, accounts and tokens."""

from alembic import op

revision = "0004"
down_revision = "0003"

_CREATE = (
    r"""
CREATE TABLE agency (
  id UUID NOT NULL,
  region_code TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  synthetic BOOLEAN DEFAULT 'false' NOT NULL,
  CONSTRAINT pk_agency PRIMARY KEY (id),
  CONSTRAINT ck_agency_kind_listed CHECK (kind IN ('PROVINCIAL_OPD', 'REGENCY_OPD',
    'SECRETARIAT_BUREAU', 'VERTICAL_OFFICE', 'NON_STRUCTURAL_BODY', 'GUIDANCE_TEAM', 'VILLAGE_GOVERNMENT',
    'COMMUNITY_BODY', 'COMPANY')),
  CONSTRAINT ck_agency_code_not_blank CHECK (code !~ '^\s*$'),
  CONSTRAINT ck_agency_name_not_blank CHECK (name !~ '^\s*$'),
  CONSTRAINT ck_agency_short_name_not_blank CHECK (short_name !~ '^\s*$'),
  CONSTRAINT uq_agency_region_code_code UNIQUE (region_code, code),
  CONSTRAINT fk_agency_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_agency_kind ON agency (kind)",
    r"""
CREATE TABLE agency_alias (
  id UUID NOT NULL,
  agency_id UUID NOT NULL,
  alias TEXT NOT NULL,
  CONSTRAINT pk_agency_alias PRIMARY KEY (id),
  CONSTRAINT ck_agency_alias_alias_not_blank CHECK (alias !~ '^\s*$'),
  CONSTRAINT uq_agency_alias_agency_id_alias UNIQUE (agency_id, alias),
  CONSTRAINT fk_agency_alias_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_agency_alias_lookup ON agency_alias (lower(alias))",
    r"""
CREATE TABLE person (
  id UUID NOT NULL,
  name TEXT NOT NULL,
  position TEXT,
  agency_id UUID,
  work_email TEXT,
  work_phone TEXT,
  synthetic BOOLEAN DEFAULT 'false' NOT NULL,
  CONSTRAINT pk_person PRIMARY KEY (id),
  CONSTRAINT ck_person_name_not_blank CHECK (name !~ '^\s*$'),
  CONSTRAINT ck_person_position_not_blank CHECK (position !~ '^\s*$'),
  CONSTRAINT fk_person_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_person_agency_id ON person (agency_id)",
    r"""
CREATE TABLE account (
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  email TEXT NOT NULL,
  closed_at TIMESTAMP WITH TIME ZONE,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_account PRIMARY KEY (id),
  CONSTRAINT ck_account_email_not_blank CHECK (email !~ '^\s*$'),
  CONSTRAINT fk_account_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_account_person_id ON account (person_id)",
    "CREATE UNIQUE INDEX uq_account_email_lower ON account (lower(email))",
    """
CREATE TABLE account_role (
  id UUID NOT NULL,
  account_id UUID NOT NULL,
  role TEXT NOT NULL,
  agency_id UUID,
  region_code TEXT COLLATE "C",
  CONSTRAINT pk_account_role PRIMARY KEY (id),
  CONSTRAINT ck_account_role_role_listed CHECK (role IN ('ADMINISTRATOR', 'SECRETARIAT', 'LEADERSHIP',
    'LIAISON', 'INTEGRATION')),
  CONSTRAINT ck_account_role_role_has_its_scope CHECK (CASE role WHEN 'LIAISON' THEN agency_id IS NOT
    NULL WHEN 'SECRETARIAT' THEN agency_id IS NOT NULL AND region_code IS NOT NULL ELSE true END),
  CONSTRAINT uq_account_role_account_id_role_agency_id_region_code UNIQUE NULLS NOT DISTINCT
    (account_id, role, agency_id, region_code),
  CONSTRAINT fk_account_role_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT fk_account_role_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT,
  CONSTRAINT fk_account_role_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE
    RESTRICT
)
""",
    "CREATE INDEX ix_account_role_agency_id ON account_role (agency_id)",
    "CREATE INDEX ix_account_role_region_code ON account_role (region_code)",
    r"""
CREATE TABLE api_token (
  id UUID NOT NULL,
  label TEXT NOT NULL,
  prefix TEXT COLLATE "C" NOT NULL,
  digest BYTEA NOT NULL,
  scopes TEXT[] NOT NULL,
  role TEXT NOT NULL,
  account_id UUID,
  agency_id UUID,
  region_code TEXT COLLATE "C",
  expires_at TIMESTAMP WITH TIME ZONE,
  revoked_at TIMESTAMP WITH TIME ZONE,
  last_used_at TIMESTAMP WITH TIME ZONE,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_api_token PRIMARY KEY (id),
  CONSTRAINT ck_api_token_role_listed CHECK (role IN ('SECRETARIAT', 'LIAISON', 'INTEGRATION')),
  CONSTRAINT ck_api_token_label_not_blank CHECK (label !~ '^\s*$'),
  CONSTRAINT ck_api_token_scopes_listed CHECK (scopes <@ ARRAY['read', 'report', 'secretariat'] AND
    scopes <> '{}'),
  CONSTRAINT ck_api_token_digest_is_sha256 CHECK (octet_length(digest) = 32),
  CONSTRAINT ck_api_token_role_has_its_scope CHECK (CASE role WHEN 'LIAISON' THEN agency_id IS NOT NULL
    WHEN 'SECRETARIAT' THEN agency_id IS NOT NULL AND region_code IS NOT NULL ELSE true END),
  CONSTRAINT ck_api_token_expiry_ahead CHECK (expires_at > recorded_at),
  CONSTRAINT uq_api_token_digest UNIQUE (digest),
  CONSTRAINT uq_api_token_prefix UNIQUE (prefix),
  CONSTRAINT fk_api_token_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE RESTRICT,
  CONSTRAINT fk_api_token_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT,
  CONSTRAINT fk_api_token_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_api_token_account_id ON api_token (account_id)",
    "CREATE INDEX ix_api_token_agency_id ON api_token (agency_id)",
    "CREATE INDEX ix_api_token_region_code ON api_token (region_code)",
)
_TABLES = ("agency", "agency_alias", "person", "account", "account_role", "api_token")


def upgrade() -> None:
    """Make the tables; the service may read and write them, and own none."""
    for statement in _CREATE:
        op.execute(statement)
    for table in _TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ikrar_app")


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
