"""What pledges add to the matrix and take away again, day by day, in SQL: the one definition of the rollup.

A pledge's timeline (by what is known now) falls into segments in which it stands still: its spans, cut where
timeliness turns and where a target brings a new place. A segment adds to every count on its first day and
takes away on the day of its end; so do the targets of a pledge, in their own area and at their own places,
with what was verified of them by then. What adds up to nothing is left out.

Places are '' (everywhere), '64' and '64.02' (stands in it), '64/' (stands all over it, so in every regency
of it) and '-' (stands nowhere). A place inside a province in which the pledge stands all over is that
province's.

Of each pledge it says besides where it stood on which days (`stood`), what it was then and how far it had
come (`course`): what questions need that look at single pledges.
"""

from typing import Final

MEASURES: Final = ("pledges", "targets", "measurable", "reached")
KEYS: Final = (
    "day",
    "time_zone",
    "synthetic",
    "agency",
    "agency_kind",
    "fiscal_year",
    "execution",
    "verdict",
    "timeliness",
    "areas",
    "sources",
    "places",
)
"""What a delta is told apart by, beside its pledge. Lists of nothing hold ''."""
COURSE: Final = (
    "reference",
    "region_code",
    "lead_agency_id",
    "meeting_id",
    "synthetic",
    "since",
    "execution",
    "verdict",
    "due_on",
    "stopped_on",
    "fiscal_year",
    "maturity",
    "areas",
    "sources",
    "days",
    "progress",
)
"""The columns of `course`, beside its pledge."""

_DELTAS: Final = r"""
span AS (
  SELECT pledge_id, from_on, until_on, execution, verdict, stopped_on, due_on, fiscal_year, maturity, areas,
    sources, regions, posts
  FROM pledge_span WHERE pledge_id {which} AND known_until = 'infinity'
),
aim AS (
  SELECT t.id, t.pledge_id, t.area_code, t.effective_on, t.quantity, coalesce(t.baseline, 0) AS baseline,
    i.kind, i.over_periods, left(coalesce(t.region_code, p.village_code), 5) AS place
  FROM target t LEFT JOIN posyandu p ON p.id = t.posyandu_id LEFT JOIN indicator i ON i.id = t.indicator_id
  WHERE t.pledge_id {which}
),
ground AS (
  SELECT pledge_id, place, min(effective_on) AS day FROM aim GROUP BY pledge_id, place
),
cut AS (
  SELECT pledge_id, from_on AS day FROM span
  UNION SELECT pledge_id, day FROM ground
  UNION SELECT pledge_id, turn FROM span, unnest(ARRAY[due_on - 14, due_on + 1]) AS turn
    WHERE execution NOT IN ('COMPLETED', 'CANCELLED', 'TRANSFERRED', 'NEVER_STARTED')
      AND turn > from_on AND turn < until_on AND (stopped_on IS NULL OR turn <= stopped_on)
),
segment AS (
  SELECT c.pledge_id, c.day AS from_on, s.execution, coalesce(s.verdict, '') AS verdict,
    coalesce(s.fiscal_year::text, '') AS fiscal_year, s.regions, s.posts,
    CASE WHEN areas = '{}' THEN '{""}' ELSE areas END AS areas,
    CASE WHEN sources = '{}' THEN '{""}' ELSE sources END AS sources,
    least(s.until_on, lead(c.day) OVER (PARTITION BY c.pledge_id ORDER BY c.day)) AS until_on,
    CASE
      WHEN due_on IS NULL OR execution IN ('CANCELLED', 'TRANSFERRED', 'NEVER_STARTED') THEN 'NO_DUE_DATE'
      WHEN execution = 'COMPLETED' AND stopped_on <= due_on THEN 'ON_TIME_DONE'
      WHEN execution = 'COMPLETED' THEN 'LATE_DONE'
      WHEN least(c.day, stopped_on) > due_on THEN 'OVERDUE'
      WHEN least(c.day, stopped_on) >= due_on - 14 THEN 'DUE_SOON'
      ELSE 'NOT_DUE'
    END AS timeliness
  FROM cut c JOIN span s ON s.pledge_id = c.pledge_id AND s.from_on <= c.day AND c.day < s.until_on
),
stand AS (
  SELECT pledge_id, from_on, left(code, 5) AS place FROM segment, unnest(regions) AS code
  UNION SELECT s.pledge_id, s.from_on, left(p.village_code, 5)
    FROM segment s, unnest(s.posts) AS post JOIN posyandu p ON p.id = post
  UNION SELECT s.pledge_id, s.from_on, g.place
    FROM segment s JOIN ground g ON g.pledge_id = s.pledge_id AND g.day <= s.from_on
),
widest AS (
  SELECT *, bool_or(length(place) = 2) OVER (PARTITION BY pledge_id, from_on, left(place, 2)) AS is_covered
  FROM stand
),
placed AS (
  SELECT pledge_id, from_on, array_agg(DISTINCT code) AS places
  FROM widest, unnest(
    ARRAY['', left(place, 2), CASE WHEN is_covered THEN left(place, 2) || '/' ELSE place END]
  ) AS code
  GROUP BY pledge_id, from_on
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
  SELECT DISTINCT ON (a.id, day) a.id, a.pledge_id, a.area_code, a.place,
    a.quantity IS NOT NULL AS is_measurable, greatest(v.day, a.effective_on) AS day,
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
  SELECT pledge_id, area_code, place, day, is_measurable,
    row_number() OVER past = 1 AS is_first, ratio - coalesce(lag(ratio) OVER past, 0) AS more
  FROM level WINDOW past AS (PARTITION BY id ORDER BY day)
),
change AS (
  SELECT pledge_id, area_code, place, day, count(*) FILTER (WHERE is_first) AS targets,
    count(*) FILTER (WHERE is_first AND is_measurable) AS measurable, sum(more) AS reached
  FROM step GROUP BY pledge_id, area_code, place, day
),
stage AS (
  SELECT pledge_id, area_code, place, day AS from_on, lead(day) OVER past AS until_on,
    sum(targets) OVER past AS targets, sum(measurable) OVER past AS measurable,
    sum(reached) OVER past AS reached
  FROM change WINDOW past AS (PARTITION BY pledge_id, area_code, place ORDER BY day)
),
part AS (
  SELECT s.pledge_id, s.from_on, s.until_on, s.fiscal_year, s.execution, s.verdict, s.timeliness, s.areas,
    s.sources, coalesce(p.places, '{"",-}') AS places,
    1 AS pledges, 0 AS targets, 0 AS measurable, 0 AS reached
  FROM segment s LEFT JOIN placed p ON p.pledge_id = s.pledge_id AND p.from_on = s.from_on
  UNION ALL
  SELECT s.pledge_id, greatest(s.from_on, g.from_on), least(s.until_on, g.until_on), s.fiscal_year,
    s.execution, s.verdict, s.timeliness, ARRAY[g.area_code], s.sources,
    ARRAY['', left(g.place, 2), CASE WHEN length(g.place) = 2 THEN g.place || '/' ELSE g.place END],
    0, g.targets, g.measurable, g.reached
  FROM segment s JOIN stage g ON g.pledge_id = s.pledge_id
    AND g.from_on < s.until_on AND (g.until_on IS NULL OR g.until_on > s.from_on)
),
delta AS (
  SELECT t.pledge_id, day, z.time_zone, p.synthetic, a.id::text AS agency, a.kind AS agency_kind,
    t.fiscal_year, t.execution, t.verdict, t.timeliness, t.areas, t.sources, t.places,
    sum(sign * t.pledges) AS pledges, sum(sign * t.targets) AS targets,
    sum(sign * t.measurable) AS measurable, sum(sign * t.reached) AS reached
  FROM part t CROSS JOIN LATERAL (VALUES (t.from_on, 1), (t.until_on, -1)) AS edge(day, sign)
    JOIN pledge p ON p.id = t.pledge_id JOIN agency a ON a.id = p.lead_agency_id
    JOIN region z ON z.code = p.region_code
  WHERE day <> 'infinity'
  GROUP BY t.pledge_id, day, z.time_zone, p.synthetic, a.id, a.kind, t.fiscal_year, t.execution, t.verdict,
    t.timeliness, t.areas, t.sources, t.places
  HAVING sum(sign * t.pledges) <> 0 OR sum(sign * t.targets) <> 0 OR sum(sign * t.measurable) <> 0
    OR sum(sign * t.reached) <> 0
),
stood AS (
  SELECT place, pledge_id, lower(days) AS from_on, upper(days) AS until_on
  FROM (
    SELECT place, pledge_id, unnest(range_agg(daterange(from_on, until_on))) AS days
    FROM part, unnest(places) AS place WHERE pledges > 0 AND place <> '' GROUP BY place, pledge_id
  ) AS stay
),
advance AS (
  SELECT pledge_id, day, sum(sum(measurable)) OVER past AS measurable, sum(sum(reached)) OVER past AS reached
  FROM change GROUP BY pledge_id, day HAVING sum(measurable) <> 0 OR sum(reached) <> 0
  WINDOW past AS (PARTITION BY pledge_id ORDER BY day)
),
reach AS (
  SELECT pledge_id, array_agg(day ORDER BY day) AS days,
    array_agg(round(reached / measurable, 16) ORDER BY day) AS progress
  FROM advance GROUP BY pledge_id
),
course AS (
  SELECT p.id AS pledge_id, p.reference, p.region_code, p.lead_agency_id, p.meeting_id, p.synthetic, s.since,
    s.execution, s.verdict, s.due_on, s.stopped_on, s.fiscal_year, s.maturity, s.areas, s.sources,
    coalesce(r.days, '{}') AS days, coalesce(r.progress, '{}') AS progress
  FROM pledge p LEFT JOIN reach r ON r.pledge_id = p.id JOIN (
    SELECT pledge_id, array_agg(from_on ORDER BY from_on) AS since,
      array_agg(execution ORDER BY from_on) AS execution, array_agg(verdict ORDER BY from_on) AS verdict,
      array_agg(due_on ORDER BY from_on) AS due_on, array_agg(stopped_on ORDER BY from_on) AS stopped_on,
      array_agg(fiscal_year ORDER BY from_on) AS fiscal_year,
      array_agg(maturity ORDER BY from_on) AS maturity, array_agg(areas::text ORDER BY from_on) AS areas,
      array_agg(sources::text ORDER BY from_on) AS sources
    FROM span GROUP BY pledge_id
  ) s ON s.pledge_id = p.id
)
"""


def deltas(which: str) -> str:
    """Common table expressions for the pledges whose id is `which`: `delta`, `stood` and `course` answer."""
    return _DELTAS.replace("{which}", which)
