"""What targets had reached since which days, in SQL, by what is known now and was verified.

What a single verification changes of them is reckoned in verified.py, to the same numbers.
"""

from typing import Final

AIMS: Final = """
aim AS (
  SELECT t.id, t.pledge_id, t.area_code, t.effective_on, t.quantity, coalesce(t.baseline, 0) AS baseline,
    i.kind, i.over_periods, left(coalesce(t.region_code, p.village_code), 5) AS place
  FROM target t LEFT JOIN posyandu p ON p.id = t.posyandu_id LEFT JOIN indicator i ON i.id = t.indicator_id
  WHERE t.pledge_id {which}
)
"""
LEVELS: Final = """
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
  SELECT pledge_id, area_code, place, day, sum(is_first::integer) AS targets,
    sum((is_first AND is_measurable)::integer) AS measurable, sum(more) AS reached
  FROM step GROUP BY pledge_id, area_code, place, day
)
"""
"""What they have reached more each day than before, in `change`."""
REACH: Final = """
moved AS (
  SELECT pledge_id, day, sum(measurable) AS measurable, sum(reached) AS reached
  FROM change GROUP BY pledge_id, day HAVING sum(measurable) <> 0 OR sum(reached) <> 0
),
reach AS (
  SELECT pledge_id, array_agg(day ORDER BY day) AS days,
    array_agg(measurable ORDER BY day) AS measurable, array_agg(reached ORDER BY day) AS reached
  FROM (
    SELECT pledge_id, day, sum(measurable) OVER past AS measurable, sum(reached) OVER past AS reached
    FROM moved WINDOW past AS (PARTITION BY pledge_id ORDER BY day)
  ) AS level GROUP BY pledge_id
)
"""
"""What pledges have reached since which days."""
