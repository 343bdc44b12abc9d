"""What pledges were, by day and by what was known; and from which day a target counts."""

from alembic import op

revision = "0009"
down_revision = "0008"

_CREATE = (
    """
CREATE TABLE pledge_span (
  id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE DEFAULT 'infinity' NOT NULL,
  known_from TIMESTAMP WITH TIME ZONE NOT NULL,
  known_until TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
  title TEXT NOT NULL,
  scope JSONB,
  service_code TEXT COLLATE "C",
  sub_activity_id UUID,
  target_group TEXT,
  responsible TEXT,
  evidence_rule TEXT,
  conditions TEXT,
  fiscal_year INTEGER,
  due_on DATE,
  ratio_percent NUMERIC,
  ratio_base TEXT,
  ratio_period TEXT,
  ratio_base_amount NUMERIC(18, 2),
  execution TEXT NOT NULL,
  stopped_on DATE,
  verdict TEXT,
  shortfall TEXT,
  maturity INTEGER NOT NULL,
  missing TEXT[] NOT NULL,
  version INTEGER NOT NULL,
  areas TEXT[] NOT NULL,
  partners JSONB NOT NULL,
  fundings JSONB NOT NULL,
  milestones JSONB NOT NULL,
  sources TEXT[] NOT NULL,
  regions TEXT[] NOT NULL,
  posts UUID[] NOT NULL,
  CONSTRAINT pk_pledge_span PRIMARY KEY (id),
  CONSTRAINT ck_pledge_span_days_ordered CHECK (from_on < until_on),
  CONSTRAINT ck_pledge_span_instants_ordered CHECK (known_from < known_until),
  CONSTRAINT fk_pledge_span_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_pledge_span_pledge_id ON pledge_span (pledge_id, from_on)",
    """
CREATE UNIQUE INDEX uq_pledge_span_known ON pledge_span (pledge_id, from_on)
  WHERE known_until = 'infinity'
""",
    # What is known of the past is closed, never deleted.
    "GRANT SELECT, INSERT, UPDATE ON pledge_span TO ikrar_app",
)
_MAY_BE_FORMER = (
    "ALTER TABLE pledge_place DROP CONSTRAINT ck_pledge_place_source_listed",
    """
ALTER TABLE pledge_place ADD CONSTRAINT ck_pledge_place_source_listed
  CHECK (source IN ('SCOPE', 'TARGET', 'FORMER'))
""",
)
_MAY_NOT = (
    "DELETE FROM pledge_place WHERE source = 'FORMER'",
    "ALTER TABLE pledge_place DROP CONSTRAINT ck_pledge_place_source_listed",
    """
ALTER TABLE pledge_place ADD CONSTRAINT ck_pledge_place_source_listed
  CHECK (source IN ('SCOPE', 'TARGET'))
""",
)
# A target counts from the day of the step that added it; one that a successor took over, from its first day.
_COUNT_FROM = (
    "ALTER TABLE target ADD COLUMN effective_on DATE",
    """
UPDATE target SET effective_on = added.effective_on
FROM (
  SELECT CAST(each ->> 'id' AS uuid) AS id, min(history.effective_on) AS effective_on
  FROM history, jsonb_array_elements(history.after -> 'targets') AS each
  WHERE history.after ? 'targets' AND each ? 'id'
  GROUP BY 1
) AS added
WHERE added.id = target.id
""",
    """
UPDATE target SET effective_on = coalesce(
  (SELECT min(history.effective_on) FROM history WHERE history.pledge_id = target.pledge_id),
  CAST(target.recorded_at AS date)
)
WHERE effective_on IS NULL
""",
    "ALTER TABLE target ALTER COLUMN effective_on SET NOT NULL",
)


def upgrade() -> None:
    """Make the table; `serve` and `migrate` fill it from history."""
    for statement in (*_CREATE, *_MAY_BE_FORMER, *_COUNT_FROM):
        op.execute(statement)


def downgrade() -> None:
    """Drop it: history still says all of it."""
    for statement in _MAY_NOT:
        op.execute(statement)
    op.execute("ALTER TABLE target DROP COLUMN effective_on")
    op.execute("DROP TABLE pledge_span")
