"""What verifications add to the rollup by themselves, and progress as reached over measurable."""

from alembic import op

revision = "0019"
down_revision = "0018"

_KEPT = """
  pledge_id, reference, region_code, lead_agency_id, meeting_id, synthetic, since, execution, verdict, due_on,
  stopped_on, fiscal_year, maturity, areas, sources"""


def _made(measures: str) -> tuple[str, ...]:
    """The course without rows, ending in these columns."""
    return (
        "DROP TABLE rollup_course",
        f"""
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
  {measures},
  CONSTRAINT pk_rollup_course PRIMARY KEY (pledge_id),
  CONSTRAINT fk_rollup_course_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE
) WITH (toast_tuple_target = 8160)
""",
        "CREATE INDEX ix_rollup_course_lead_agency_id ON rollup_course (lead_agency_id)",
        "CREATE INDEX ix_rollup_course_meeting_id ON rollup_course (meeting_id)",
        "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON rollup_course TO ikrar_app",
        "GRANT SELECT ON rollup_course TO ikrar_reader",
    )


_UPGRADE = (
    """
CREATE TABLE rollup_reached (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  pledge_id UUID NOT NULL,
  reached NUMERIC NOT NULL,
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
  CONSTRAINT pk_rollup_reached PRIMARY KEY (pledge_id, id),
  CONSTRAINT fk_rollup_reached_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE
)
""",
    "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON rollup_reached TO ikrar_app",
    "GRANT SELECT ON rollup_reached TO ikrar_reader",
    "SET LOCAL work_mem = '256MB'",
    """
CREATE TEMPORARY TABLE reach ON COMMIT DROP AS
WITH aim AS (
  SELECT t.id, t.pledge_id, t.effective_on, t.quantity, coalesce(t.baseline, 0) AS baseline, i.kind,
    i.over_periods
  FROM target t LEFT JOIN indicator i ON i.id = t.indicator_id
),
told AS (
  SELECT a.id, v.effective_on AS day, r.quantity, r.numerator, r.denominator,
    row_number() OVER (PARTITION BY a.id ORDER BY r.effective_on, r.recorded_at, r.id) AS place
  FROM aim a JOIN progress_report r ON r.target_id = a.id AND r.pledge_id = a.pledge_id
    JOIN verification v ON v.report_id = r.id AND v.decision = 'ACCEPTED'
  WHERE a.kind = 'QUANTITY' OR r.numerator IS NOT NULL
),
summed AS (
  SELECT DISTINCT id, day, sum(quantity) OVER upto AS sum, max(quantity) OVER upto AS max,
    (max(ARRAY[place, quantity]) OVER upto)[2] AS latest, count(*) OVER upto AS count,
    sum(numerator) OVER upto AS numerator, sum(denominator) OVER upto AS denominator
  FROM told WINDOW upto AS (PARTITION BY id ORDER BY day)
),
verified AS (
  SELECT s.id, s.day, round(CASE a.over_periods
      WHEN 'MAX' THEN s.max
      WHEN 'LATEST' THEN s.latest
      ELSE CASE
        WHEN a.kind = 'PERCENTAGE' THEN (s.numerator * 100 + 0.00000000000000000000) / s.denominator
        WHEN a.over_periods = 'MEAN' THEN (s.sum + 0.00000000000000000000) / s.count
        ELSE s.sum
      END
    END, 6) AS quantity
  FROM summed s JOIN aim a ON a.id = s.id
),
level AS (
  SELECT DISTINCT ON (a.id, day) a.id, a.pledge_id, a.quantity IS NOT NULL AS is_measurable,
    greatest(v.day, a.effective_on) AS day,
    CASE
      WHEN a.quantity IS NULL OR v.quantity IS NULL THEN 0
      WHEN a.quantity = a.baseline THEN CASE WHEN v.quantity >= a.quantity THEN 1 ELSE 0 END
      ELSE least(greatest((v.quantity - a.baseline) / nullif(a.quantity - a.baseline, 0), 0), 1)
    END AS ratio
  FROM aim a JOIN (
    SELECT id, NULL::date AS day, NULL::numeric AS quantity FROM aim
    UNION ALL SELECT id, day, quantity FROM verified
  ) v ON v.id = a.id
  ORDER BY a.id, day, v.day DESC NULLS LAST
),
step AS (
  SELECT pledge_id, day, is_measurable, row_number() OVER past = 1 AS is_first,
    ratio - coalesce(lag(ratio) OVER past, 0) AS more
  FROM level WINDOW past AS (PARTITION BY id ORDER BY day)
),
moved AS (
  SELECT pledge_id, day, count(*) FILTER (WHERE is_first AND is_measurable) AS measurable,
    sum(more) AS reached
  FROM step GROUP BY pledge_id, day
  HAVING count(*) FILTER (WHERE is_first AND is_measurable) <> 0 OR sum(more) <> 0
)
SELECT pledge_id, array_agg(day ORDER BY day) AS days,
  array_agg(measurable::bigint ORDER BY day) AS measurable, array_agg(reached ORDER BY day) AS reached
FROM (
  SELECT pledge_id, day, sum(measurable) OVER past AS measurable, sum(reached) OVER past AS reached
  FROM moved WINDOW past AS (PARTITION BY pledge_id ORDER BY day)
) AS level GROUP BY pledge_id
""",
    "ANALYZE reach",
    "CREATE TEMPORARY TABLE former ON COMMIT DROP AS SELECT * FROM rollup_course",
    *_made("measurable BIGINT[] NOT NULL, reached NUMERIC[] NOT NULL"),
    f"""
INSERT INTO rollup_course
SELECT {_KEPT}, days, coalesce(r.measurable, '{{}}'), coalesce(r.reached, '{{}}')
FROM former f LEFT JOIN reach r USING (pledge_id, days) ORDER BY f.region_code, f.pledge_id
""",  # noqa: S608 - made of our own words
    "UPDATE rollup_edition SET version = '4' WHERE version = '3'",
    "ANALYZE rollup_course",
)
_DOWNGRADE = (
    "CREATE TEMPORARY TABLE former ON COMMIT DROP AS SELECT * FROM rollup_course",
    *_made("progress NUMERIC[] NOT NULL"),
    f"""
INSERT INTO rollup_course
SELECT {_KEPT}, days, (
  SELECT coalesce(array_agg(round(reach.reached / reach.measurable, 16) ORDER BY number), '{{}}')
  FROM unnest(f.reached, f.measurable) WITH ORDINALITY AS reach(reached, measurable, number)
)
FROM former f ORDER BY f.region_code, f.pledge_id
""",  # noqa: S608 - made of our own words
    "DELETE FROM rollup_edition WHERE EXISTS (SELECT FROM rollup_reached)",
    "UPDATE rollup_edition SET version = '3' WHERE version = '4'",
    "DROP TABLE rollup_reached",
)


def upgrade() -> None:
    """Lay the course out anew, so that a rollup that is built need not be built anew."""
    for statement in _UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    """Put progress back; a rollup to which verifications have added is built anew by the program before."""
    for statement in _DOWNGRADE:
        op.execute(statement)
