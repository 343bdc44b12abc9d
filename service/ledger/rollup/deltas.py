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

from service.ledger.rollup.levels import AIMS, LEVELS, REACH

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
    "measurable",
    "reached",
)
"""The columns of `course`, beside its pledge."""

_SPANS: Final = """
span AS (
  SELECT pledge_id, from_on, until_on, execution, verdict, stopped_on, due_on, fiscal_year, maturity, areas,
    sources, regions, posts
  FROM pledge_span WHERE pledge_id {which} AND known_until = 'infinity'
)
"""
_SEGMENTS: Final = """
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
)
"""
_PLACES: Final = """
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
)
"""
_AIMED: Final = """
stage AS (
  SELECT pledge_id, area_code, place, day AS from_on, lead(day) OVER past AS until_on,
    sum(targets) OVER past AS targets, sum(measurable) OVER past AS measurable,
    sum(reached) OVER past AS reached
  FROM change WINDOW past AS (PARTITION BY pledge_id, area_code, place ORDER BY day)
),
aimed AS (
  SELECT s.pledge_id, greatest(s.from_on, g.from_on) AS from_on,
    least(s.until_on, g.until_on) AS until_on, s.fiscal_year,
    s.execution, s.verdict, s.timeliness, ARRAY[g.area_code] AS areas, s.sources,
    ARRAY['', left(g.place, 2), CASE WHEN length(g.place) = 2 THEN g.place || '/' ELSE g.place END] AS places,
    0 AS pledges, g.targets, g.measurable, g.reached
  FROM segment s JOIN stage g ON g.pledge_id = s.pledge_id
    AND g.from_on < s.until_on AND (g.until_on IS NULL OR g.until_on > s.from_on)
)
"""
_PARTS: Final = """
part AS (
  SELECT s.pledge_id, s.from_on, s.until_on, s.fiscal_year, s.execution, s.verdict, s.timeliness, s.areas,
    s.sources, coalesce(p.places, '{"",-}') AS places,
    1 AS pledges, 0 AS targets, 0 AS measurable, 0 AS reached
  FROM segment s LEFT JOIN placed p ON p.pledge_id = s.pledge_id AND p.from_on = s.from_on
  UNION ALL
  SELECT * FROM aimed
)
"""
_DELTA: Final = """
maker AS (
  SELECT p.id, z.time_zone, p.synthetic, a.id::text AS agency, a.kind AS agency_kind
  FROM pledge p JOIN agency a ON a.id = p.lead_agency_id JOIN region z ON z.code = p.region_code
  WHERE p.id {which}
),
delta AS (
  SELECT e.pledge_id, day, m.time_zone, m.synthetic, m.agency, m.agency_kind, fiscal_year, execution, verdict,
    timeliness, areas, sources, places, pledges, targets, measurable, reached
  FROM (
    SELECT pledge_id, day, fiscal_year, execution, verdict, timeliness, areas, sources, places,
      sum(sign * pledges) AS pledges, sum(sign * targets) AS targets, sum(sign * measurable) AS measurable,
      sum(sign * reached) AS reached
    FROM part CROSS JOIN LATERAL (VALUES (from_on, 1), (until_on, -1)) AS edge(day, sign)
    WHERE day <> 'infinity'
    GROUP BY pledge_id, day, fiscal_year, execution, verdict, timeliness, areas, sources, places
  ) AS e JOIN maker m ON m.id = e.pledge_id
  WHERE pledges <> 0 OR targets <> 0 OR measurable <> 0 OR reached <> 0
)
"""
_STOOD: Final = """
stood AS (
  SELECT place, pledge_id, lower(days) AS from_on, upper(days) AS until_on
  FROM (
    SELECT place, pledge_id, unnest(range_agg(daterange(from_on, until_on))) AS days
    FROM part, unnest(places) AS place WHERE pledges > 0 AND place <> '' GROUP BY place, pledge_id
  ) AS stay
)
"""
_COURSE: Final = """
course AS (
  SELECT p.id AS pledge_id, p.reference, p.region_code, p.lead_agency_id, p.meeting_id, p.synthetic, s.since,
    s.execution, s.verdict, s.due_on, s.stopped_on, s.fiscal_year, s.maturity, s.areas, s.sources,
    coalesce(r.days, '{}') AS days, coalesce(r.measurable, '{}') AS measurable,
    coalesce(r.reached, '{}') AS reached
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

_EVERYTHING: Final = (
    *(_SPANS, AIMS, _SEGMENTS, _PLACES, LEVELS),
    *(_AIMED, _PARTS, _DELTA, _STOOD, REACH, _COURSE),
)


def deltas(which: str) -> str:
    """Common table expressions for the pledges whose id is `which`: `delta`, `stood` and `course` answer."""
    return ",".join(_EVERYTHING).replace("{which}", which)
