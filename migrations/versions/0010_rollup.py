"""The rollup: counts of the matrix, kept as pledges change."""

from alembic import op

revision = "0010"
down_revision = "0009"

_COUNTS = """
  face SMALLINT NOT NULL,
  place TEXT COLLATE "C" NOT NULL,
  at TEXT[] COLLATE "C" NOT NULL,
  time_zone TEXT COLLATE "C" NOT NULL,
  synthetic BOOLEAN NOT NULL,
  pledges INTEGER NOT NULL,
  recorded INTEGER NOT NULL,
  specified INTEGER NOT NULL,
  agreed INTEGER NOT NULL,
  in_progress INTEGER NOT NULL,
  reported_done INTEGER NOT NULL,
  completed INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  transferred INTEGER NOT NULL,
  never_started INTEGER NOT NULL,
  overdue INTEGER NOT NULL,
  targets INTEGER NOT NULL,
  measurable INTEGER NOT NULL,
  reached NUMERIC NOT NULL,
"""
_CREATE = (
    """
CREATE TABLE rollup_edition (
  version TEXT NOT NULL,
  is_built BOOLEAN NOT NULL,
  base DATE NOT NULL,
  months DATE[] NOT NULL,
  CONSTRAINT pk_rollup_edition PRIMARY KEY (version)
)
""",
    """
CREATE TABLE rollup_pledge (
  pledge_id UUID NOT NULL,
  parts JSONB NOT NULL,
  CONSTRAINT pk_rollup_pledge PRIMARY KEY (pledge_id),
  CONSTRAINT fk_rollup_pledge_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE
)
""",
    """
CREATE TABLE rollup_fresh (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  day DATE NOT NULL,
  time_zone TEXT COLLATE "C" NOT NULL,
  synthetic BOOLEAN NOT NULL,
  agency TEXT COLLATE "C" NOT NULL,
  agency_kind TEXT COLLATE "C" NOT NULL,
  fiscal_year TEXT COLLATE "C" NOT NULL,
  execution TEXT COLLATE "C" NOT NULL,
  verdict TEXT COLLATE "C" NOT NULL,
  timeliness TEXT COLLATE "C" NOT NULL,
  areas TEXT[] COLLATE "C" NOT NULL,
  sources TEXT[] COLLATE "C" NOT NULL,
  places TEXT[] COLLATE "C" NOT NULL,
  pledges INTEGER NOT NULL,
  targets INTEGER NOT NULL,
  measurable INTEGER NOT NULL,
  reached NUMERIC NOT NULL,
  CONSTRAINT pk_rollup_fresh PRIMARY KEY (id)
)
""",
    f"""
CREATE TABLE rollup_now ({_COUNTS}
  CONSTRAINT pk_rollup_now PRIMARY KEY (face, place, at, time_zone, synthetic)
)
""",
    f"""
CREATE TABLE rollup_month ({_COUNTS}
  day DATE NOT NULL,
  CONSTRAINT pk_rollup_month PRIMARY KEY (face, place, day, at, time_zone, synthetic)
)
""",
    f"""
CREATE TABLE rollup_day ({_COUNTS}
  day DATE NOT NULL,
  CONSTRAINT pk_rollup_day PRIMARY KEY (face, place, day, at, time_zone, synthetic)
)
""",
    "CREATE INDEX ix_rollup_day_day ON rollup_day (day)",
)
_TABLES = ("rollup_edition", "rollup_pledge", "rollup_fresh", "rollup_now", "rollup_month", "rollup_day")


def upgrade() -> None:
    """Make the tables; the service may fill and empty them, and owns none."""
    for statement in _CREATE:
        op.execute(statement)
    for table in _TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON {table} TO ikrar_app")


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
