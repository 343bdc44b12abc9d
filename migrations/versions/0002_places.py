"""Regions by dotted code, their other names, and Posyandu."""

from alembic import op

revision = "0002"
down_revision = "0001"

_CREATE = (
    r"""
CREATE TABLE region (
  code TEXT COLLATE "C" NOT NULL,
  level TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_code TEXT COLLATE "C",
  time_zone TEXT NOT NULL,
  dataset_version TEXT NOT NULL,
  retired_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_region PRIMARY KEY (code),
  CONSTRAINT ck_region_code_shape CHECK (code ~ '^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$'),
  CONSTRAINT ck_region_level_of_code CHECK (level = CASE length(code) WHEN 2 THEN 'PROVINCE' WHEN 5 THEN
    'REGENCY' WHEN 8 THEN 'DISTRICT' ELSE 'VILLAGE' END),
  CONSTRAINT ck_region_parent_of_code CHECK (parent_code IS NOT DISTINCT FROM CASE length(code) WHEN 2
    THEN NULL WHEN 5 THEN left(code, 2) WHEN 8 THEN left(code, 5) ELSE left(code, 8) END),
  CONSTRAINT ck_region_name_not_blank CHECK (name !~ '^\s*$'),
  CONSTRAINT uq_region_code_level UNIQUE (code, level),
  CONSTRAINT fk_region_parent_code FOREIGN KEY(parent_code) REFERENCES region (code) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_region_level_code ON region (level, code)",
    "CREATE INDEX ix_region_name_lower ON region (lower(name), code)",
    "CREATE INDEX ix_region_parent_code ON region (parent_code)",
    r"""
CREATE TABLE posyandu (
  id UUID NOT NULL,
  village_code TEXT COLLATE "C" NOT NULL,
  village_level TEXT DEFAULT 'VILLAGE' NOT NULL,
  name TEXT NOT NULL,
  registration_number TEXT COLLATE "C",
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  opened_on DATE,
  closed_on DATE,
  synthetic BOOLEAN DEFAULT 'false' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_posyandu PRIMARY KEY (id),
  CONSTRAINT fk_posyandu_village_code_village_level FOREIGN KEY(village_code, village_level) REFERENCES
    region (code, level) ON DELETE RESTRICT,
  CONSTRAINT ck_posyandu_village_is_a_village CHECK (village_level = 'VILLAGE'),
  CONSTRAINT ck_posyandu_registration_number_in_village CHECK (registration_number ~
    '^\d{2}\.\d{2}\.\d{2}\.\d{4}\.\d{3}$' AND left(registration_number, 13) = village_code),
  CONSTRAINT ck_posyandu_latitude_on_earth CHECK (latitude BETWEEN -90 AND 90),
  CONSTRAINT ck_posyandu_longitude_on_earth CHECK (longitude BETWEEN -180 AND 180),
  CONSTRAINT ck_posyandu_both_coordinates CHECK ((latitude IS NULL) = (longitude IS NULL)),
  CONSTRAINT ck_posyandu_dates_ordered CHECK (closed_on >= opened_on),
  CONSTRAINT ck_posyandu_name_not_blank CHECK (name !~ '^\s*$'),
  CONSTRAINT uq_posyandu_registration_number UNIQUE (registration_number)
)
""",
    "CREATE UNIQUE INDEX ix_posyandu_village_code_name ON posyandu (village_code, lower(name))",
    "CREATE INDEX ix_posyandu_village_level ON posyandu (village_code, village_level)",
    r"""
CREATE TABLE region_alias (
  id UUID NOT NULL,
  region_code TEXT COLLATE "C" NOT NULL,
  system TEXT NOT NULL,
  alias TEXT NOT NULL,
  CONSTRAINT pk_region_alias PRIMARY KEY (id),
  CONSTRAINT ck_region_alias_system_listed CHECK (system IN ('NAME', 'BPS')),
  CONSTRAINT ck_region_alias_alias_not_blank CHECK (alias !~ '^\s*$'),
  CONSTRAINT uq_region_alias_region_code_system_alias UNIQUE (region_code, system, alias),
  CONSTRAINT fk_region_alias_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE
    RESTRICT
)
""",
    "CREATE INDEX ix_region_alias_lookup ON region_alias (system, lower(alias))",
    r"""
CREATE TABLE posyandu_alias (
  id UUID NOT NULL,
  posyandu_id UUID NOT NULL,
  alias TEXT NOT NULL,
  CONSTRAINT pk_posyandu_alias PRIMARY KEY (id),
  CONSTRAINT ck_posyandu_alias_alias_not_blank CHECK (alias !~ '^\s*$'),
  CONSTRAINT uq_posyandu_alias_posyandu_id_alias UNIQUE (posyandu_id, alias),
  CONSTRAINT fk_posyandu_alias_posyandu_id FOREIGN KEY(posyandu_id) REFERENCES posyandu (id) ON DELETE
    RESTRICT
)
""",
)
_TABLES = ("region", "posyandu", "region_alias", "posyandu_alias")


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
