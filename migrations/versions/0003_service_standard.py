"""SPM areas and services, budget lines, working days, and which edition is loaded."""

from alembic import op

revision = "0003"
down_revision = "0002"

_CREATE = (
    r"""
CREATE TABLE holiday (
  day_on DATE NOT NULL,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  provisional BOOLEAN DEFAULT 'false' NOT NULL,
  working BOOLEAN DEFAULT 'false' NOT NULL,
  CONSTRAINT pk_holiday PRIMARY KEY (day_on),
  CONSTRAINT ck_holiday_source_listed CHECK (source IN ('CALENDAR', 'OVERRIDE')),
  CONSTRAINT ck_holiday_name_not_blank CHECK (name !~ '^\s*$')
)
""",
    r"""
CREATE TABLE reference_dataset (
  name TEXT COLLATE "C" NOT NULL,
  version TEXT NOT NULL,
  digest TEXT NOT NULL,
  rows INTEGER NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_reference_dataset PRIMARY KEY (name),
  CONSTRAINT ck_reference_dataset_version_not_blank CHECK (version !~ '^\s*$')
)
""",
    r"""
CREATE TABLE spm_area (
  code TEXT COLLATE "C" NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT pk_spm_area PRIMARY KEY (code),
  CONSTRAINT ck_spm_area_code_listed CHECK (code IN ('PENDIDIKAN', 'KESEHATAN', 'PEKERJAAN_UMUM',
    'PERUMAHAN_RAKYAT', 'TRANTIBUMLINMAS', 'SOSIAL', 'LINTAS_BIDANG')),
  CONSTRAINT uq_spm_area_position UNIQUE (position),
  CONSTRAINT ck_spm_area_name_not_blank CHECK (name !~ '^\s*$')
)
""",
    r"""
CREATE TABLE sub_activity (
  id UUID NOT NULL,
  version TEXT NOT NULL,
  level TEXT NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT pk_sub_activity PRIMARY KEY (id),
  CONSTRAINT ck_sub_activity_level_listed CHECK (level IN ('PROVINCE', 'REGENCY')),
  CONSTRAINT ck_sub_activity_version_not_blank CHECK (version !~ '^\s*$'),
  CONSTRAINT ck_sub_activity_code_not_blank CHECK (code !~ '^\s*$'),
  CONSTRAINT ck_sub_activity_name_not_blank CHECK (name !~ '^\s*$'),
  CONSTRAINT uq_sub_activity_version_level_code UNIQUE (version, level, code)
)
""",
    r"""
CREATE TABLE spm_area_alias (
  id UUID NOT NULL,
  area_code TEXT COLLATE "C" NOT NULL,
  alias TEXT NOT NULL,
  CONSTRAINT pk_spm_area_alias PRIMARY KEY (id),
  CONSTRAINT ck_spm_area_alias_alias_not_blank CHECK (alias !~ '^\s*$'),
  CONSTRAINT fk_spm_area_alias_area_code FOREIGN KEY(area_code) REFERENCES spm_area (code) ON DELETE
    RESTRICT
)
""",
    "CREATE INDEX ix_spm_area_alias_area_code ON spm_area_alias (area_code)",
    "CREATE UNIQUE INDEX uq_spm_area_alias_lower ON spm_area_alias (lower(alias))",
    r"""
CREATE TABLE spm_service (
  code TEXT COLLATE "C" NOT NULL,
  area_code TEXT COLLATE "C" NOT NULL,
  level TEXT NOT NULL,
  name TEXT NOT NULL,
  confirmed BOOLEAN NOT NULL,
  CONSTRAINT pk_spm_service PRIMARY KEY (code),
  CONSTRAINT ck_spm_service_level_listed CHECK (level IN ('PROVINCE', 'REGENCY')),
  CONSTRAINT ck_spm_service_name_not_blank CHECK (name !~ '^\s*$'),
  CONSTRAINT fk_spm_service_area_code FOREIGN KEY(area_code) REFERENCES spm_area (code) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_spm_service_area_code ON spm_service (area_code)",
)
_TABLES = ("holiday", "reference_dataset", "spm_area", "sub_activity", "spm_area_alias", "spm_service")


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
