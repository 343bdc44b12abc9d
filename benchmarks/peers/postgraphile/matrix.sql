-- What a PostGraphile team writes to have the matrix: functions that count, whose rows PostGraphile exposes.
-- The counts are the service's, cell for cell; the benchmark compares them before it times anything.
DROP SCHEMA IF EXISTS reads CASCADE;
CREATE SCHEMA reads;
GRANT USAGE ON SCHEMA reads TO ikrar_service;

CREATE TYPE reads.head AS (key text, label text);
CREATE TYPE reads.cell AS ("row" integer, "column" integer, pledges integer, targets integer,
  completed integer, overdue integer);

CREATE VIEW reads.area AS
  SELECT code, name, (row_number() OVER (ORDER BY position) - 1)::integer AS "column" FROM public.spm_area
  UNION ALL
  SELECT NULL, '-', count(*)::integer FROM public.spm_area;

CREATE VIEW reads.counted AS
  SELECT pledge.id, pledge.lead_agency_id, (pledge.execution = 'COMPLETED')::integer AS completed,
    coalesce(pledge.execution NOT IN ('COMPLETED', 'CANCELLED', 'TRANSFERRED', 'NEVER_STARTED')
      AND least((now() AT TIME ZONE region.time_zone)::date, pledge.stopped_on) > pledge.due_on, false
    )::integer AS overdue
  FROM public.pledge JOIN public.region ON region.code = pledge.region_code;

CREATE VIEW reads.served AS
  SELECT pledge_area.pledge_id, area."column" FROM public.pledge_area JOIN reads.area ON code = area_code
  UNION ALL
  SELECT pledge.id, area."column" FROM public.pledge JOIN reads.area ON code IS NULL
  WHERE NOT EXISTS (SELECT FROM public.pledge_area WHERE pledge_area.pledge_id = pledge.id);

GRANT SELECT ON reads.area, reads.counted, reads.served TO ikrar_service;
COMMENT ON VIEW reads.area IS E'@behavior -*';
COMMENT ON VIEW reads.counted IS E'@behavior -*';
COMMENT ON VIEW reads.served IS E'@behavior -*';

CREATE FUNCTION reads.area_heads() RETURNS SETOF reads.head LANGUAGE sql STABLE AS $$
  SELECT coalesce(code, ''), name FROM reads.area ORDER BY "column"
$$;

CREATE FUNCTION reads.posyandu_heads(size integer) RETURNS SETOF reads.head LANGUAGE sql STABLE AS $$
  SELECT id::text, name FROM public.posyandu ORDER BY village_code, id LIMIT size
$$;

CREATE FUNCTION reads.agency_heads(size integer) RETURNS SETOF reads.head LANGUAGE sql STABLE AS $$
  SELECT id::text, short_name FROM public.agency ORDER BY region_code, code, id LIMIT size
$$;

-- The straightforward function: pairs of pledges and posts.
CREATE FUNCTION reads.posyandu_matrix_by_pairs(size integer) RETURNS SETOF reads.cell LANGUAGE sql STABLE AS $$
  WITH post AS (
    SELECT id, village_code, (row_number() OVER (ORDER BY village_code, id) - 1)::integer AS "row"
    FROM public.posyandu ORDER BY village_code, id LIMIT size
  ), around AS (
    SELECT "row", left(village_code, length) AS code
    FROM post, unnest(ARRAY[2, 5, 8, 13]) AS length
  ), standing AS (
    SELECT post."row", pledge_id FROM post JOIN public.pledge_place ON posyandu_id = post.id
    UNION
    SELECT around."row", pledge_id FROM around JOIN public.pledge_place ON region_code = around.code
  ), by_pledge AS (
    SELECT "row", "column", count(*)::integer AS pledges, sum(completed)::integer AS completed,
      sum(overdue)::integer AS overdue
    FROM standing JOIN reads.counted ON counted.id = pledge_id JOIN reads.served USING (pledge_id)
    GROUP BY 1, 2
  ), placed AS (
    SELECT post."row", target.area_code FROM post JOIN public.target ON posyandu_id = post.id
    UNION ALL
    SELECT around."row", target.area_code FROM around JOIN public.target ON region_code = around.code
  ), by_target AS (
    SELECT "row", "column", count(*)::integer AS targets FROM placed JOIN reads.area ON code = area_code
    GROUP BY 1, 2
  )
  SELECT post."row", area."column", coalesce(pledges, 0), coalesce(targets, 0), coalesce(completed, 0),
    coalesce(overdue, 0)
  FROM post CROSS JOIN reads.area LEFT JOIN by_pledge USING ("row", "column")
    LEFT JOIN by_target USING ("row", "column")
  ORDER BY 1, 2
$$;

-- What stands at a post by a region around it is counted once a region, as the service counts it: a promise for
-- a province stands at every post. A pledge counts for the widest of its regions, so at most once at each post.
CREATE FUNCTION reads.posyandu_matrix(size integer) RETURNS SETOF reads.cell LANGUAGE sql STABLE AS $$
  WITH post AS (
    SELECT id, village_code, (row_number() OVER (ORDER BY village_code, id) - 1)::integer AS "row"
    FROM public.posyandu ORDER BY village_code, id LIMIT size
  ), around AS MATERIALIZED (
    SELECT "row", left(village_code, length) AS code
    FROM post, unnest(ARRAY[2, 5, 8, 13]) AS length
  ), wide AS MATERIALIZED (
    SELECT DISTINCT pledge_id, region_code FROM public.pledge_place
    WHERE region_code IN (SELECT code FROM around)
  ), widest AS (
    SELECT pledge_id, region_code FROM wide WHERE NOT EXISTS (
      SELECT FROM wide AS wider WHERE wider.pledge_id = wide.pledge_id
        AND wider.region_code IN (left(wide.region_code, 2), left(wide.region_code, 5), left(wide.region_code, 8))
        AND wider.region_code <> wide.region_code)
  ), own AS (
    SELECT DISTINCT post."row", pledge_id FROM post JOIN public.pledge_place AS place ON posyandu_id = post.id
    WHERE NOT EXISTS (
      SELECT FROM wide JOIN around ON code = region_code
      WHERE around."row" = post."row" AND wide.pledge_id = place.pledge_id)
  ), of_region AS (
    SELECT region_code, "column", count(*) AS pledges, sum(completed) AS completed, sum(overdue) AS overdue
    FROM widest JOIN reads.counted ON counted.id = pledge_id JOIN reads.served USING (pledge_id)
    GROUP BY 1, 2
  ), by_pledge AS (
    SELECT "row", "column", sum(pledges)::integer AS pledges, sum(completed)::integer AS completed,
      sum(overdue)::integer AS overdue
    FROM (
      SELECT "row", "column", pledges, completed, overdue FROM around JOIN of_region ON region_code = code
      UNION ALL
      SELECT "row", "column", 1, completed, overdue
      FROM own JOIN reads.counted ON counted.id = pledge_id JOIN reads.served USING (pledge_id)
    ) AS added GROUP BY 1, 2
  ), targets_of_region AS (
    SELECT region_code, area_code, count(*) AS targets FROM public.target
    WHERE region_code IN (SELECT code FROM around) GROUP BY 1, 2
  ), by_target AS (
    SELECT "row", "column", sum(targets)::integer AS targets
    FROM (
      SELECT "row", area_code, targets FROM around JOIN targets_of_region ON region_code = code
      UNION ALL
      SELECT "row", area_code, 1 FROM post JOIN public.target ON posyandu_id = post.id
    ) AS added JOIN reads.area ON code = area_code GROUP BY 1, 2
  )
  SELECT post."row", area."column", coalesce(pledges, 0), coalesce(targets, 0), coalesce(completed, 0),
    coalesce(overdue, 0)
  FROM post CROSS JOIN reads.area LEFT JOIN by_pledge USING ("row", "column")
    LEFT JOIN by_target USING ("row", "column")
  ORDER BY 1, 2
$$;

CREATE FUNCTION reads.agency_matrix(size integer) RETURNS SETOF reads.cell LANGUAGE sql STABLE AS $$
  WITH agency AS (
    SELECT id, (row_number() OVER (ORDER BY region_code, code, id) - 1)::integer AS "row"
    FROM public.agency ORDER BY region_code, code, id LIMIT size
  ), by_pledge AS (
    SELECT "row", "column", count(*)::integer AS pledges, sum(completed)::integer AS completed,
      sum(overdue)::integer AS overdue
    FROM agency JOIN reads.counted ON lead_agency_id = agency.id JOIN reads.served ON pledge_id = counted.id
    GROUP BY 1, 2
  ), by_target AS (
    SELECT "row", "column", count(*)::integer AS targets
    FROM agency JOIN public.pledge ON lead_agency_id = agency.id JOIN public.target ON pledge_id = pledge.id
      JOIN reads.area ON area.code = area_code
    GROUP BY 1, 2
  )
  SELECT agency."row", area."column", coalesce(pledges, 0), coalesce(targets, 0), coalesce(completed, 0),
    coalesce(overdue, 0)
  FROM agency CROSS JOIN reads.area LEFT JOIN by_pledge USING ("row", "column")
    LEFT JOIN by_target USING ("row", "column")
  ORDER BY 1, 2
$$;
