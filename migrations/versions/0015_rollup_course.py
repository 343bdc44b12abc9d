"""What each pledge was on which days, in one row: kept beside the counts of the rollup, out of them."""

from alembic import op

revision = "0015"
down_revision = "0014"

_UPGRADE = (
    """
CREATE TABLE rollup_course (
  pledge_id UUID NOT NULL,
  reference TEXT NOT NULL,
  region_code TEXT COLLATE "C" NOT NULL,
  lead_agency_id UUID NOT NULL,
  meeting_id UUID,
  synthetic BOOLEAN NOT NULL,
  since DATE[] NOT NULL,
  execution TEXT[] NOT NULL,
  verdict TEXT[] NOT NULL,
  due_on DATE[] NOT NULL,
  stopped_on DATE[] NOT NULL,
  fiscal_year INTEGER[] NOT NULL,
  maturity INTEGER[] NOT NULL,
  areas TEXT[] NOT NULL,
  sources TEXT[] NOT NULL,
  days DATE[] NOT NULL,
  progress NUMERIC[] NOT NULL,
  CONSTRAINT pk_rollup_course PRIMARY KEY (pledge_id),
  CONSTRAINT fk_rollup_course_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE
) WITH (toast_tuple_target = 8160)
""",
    "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON rollup_course TO ikrar_app",
    "SET LOCAL work_mem = '256MB'",
    """
INSERT INTO rollup_course
SELECT p.id, p.reference, p.region_code, p.lead_agency_id, p.meeting_id, p.synthetic, s.since, s.execution,
  s.verdict, s.due_on, s.stopped_on, s.fiscal_year, s.maturity, s.areas, s.sources, r.days, r.progress
FROM rollup_pledge r JOIN pledge p ON p.id = r.pledge_id JOIN (
  SELECT pledge_id, array_agg(from_on ORDER BY from_on) AS since,
    array_agg(execution ORDER BY from_on) AS execution, array_agg(verdict ORDER BY from_on) AS verdict,
    array_agg(due_on ORDER BY from_on) AS due_on, array_agg(stopped_on ORDER BY from_on) AS stopped_on,
    array_agg(fiscal_year ORDER BY from_on) AS fiscal_year, array_agg(maturity ORDER BY from_on) AS maturity,
    array_agg(areas::text ORDER BY from_on) AS areas, array_agg(sources::text ORDER BY from_on) AS sources
  FROM pledge_span WHERE known_until = 'infinity' GROUP BY pledge_id
) s ON s.pledge_id = p.id
ORDER BY p.region_code, p.id
""",
    "CREATE INDEX ix_rollup_course_lead_agency_id ON rollup_course (lead_agency_id)",
    "CREATE INDEX ix_rollup_course_meeting_id ON rollup_course (meeting_id)",
    "ALTER TABLE rollup_pledge DROP COLUMN days",
    "ALTER TABLE rollup_pledge DROP COLUMN progress",
    "UPDATE rollup_edition SET version = '3' WHERE version = '2'",
    "ANALYZE rollup_course",
)
_DOWNGRADE = (
    "ALTER TABLE rollup_pledge ADD COLUMN days DATE[] DEFAULT '{}' NOT NULL",
    "ALTER TABLE rollup_pledge ADD COLUMN progress NUMERIC[] DEFAULT '{}' NOT NULL",
    """
UPDATE rollup_pledge r SET days = c.days, progress = c.progress
FROM rollup_course c WHERE c.pledge_id = r.pledge_id
""",
    "UPDATE rollup_edition SET version = '2' WHERE version = '3'",
    "DROP TABLE rollup_course",
)


def upgrade() -> None:
    """Fill it, so that a rollup that is built need not be built anew."""
    for statement in _UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    """Put what was there before back where it was."""
    for statement in _DOWNGRADE:
        op.execute(statement)
