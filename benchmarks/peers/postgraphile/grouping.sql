-- The matrices of `bench matrix` as a team without a rollup writes them: GROUP BY over the tables, anew with every
-- question. Stands on matrix.sql; cell for cell the service's, as the benchmark checks before it times anything.
CREATE VIEW reads.place AS
  SELECT pledge_id, coalesce(place.region_code, village_code) AS code
  FROM public.pledge_place AS place LEFT JOIN public.posyandu ON posyandu.id = posyandu_id
  WHERE source <> 'FORMER';
CREATE VIEW reads.aim AS
  SELECT pledge_id, area_code, effective_on, coalesce(target.region_code, village_code) AS code
  FROM public.target LEFT JOIN public.posyandu ON posyandu.id = posyandu_id;
CREATE VIEW reads.kind AS
  SELECT kind, (place - 1)::integer AS "row" FROM unnest(ARRAY['PROVINCIAL_OPD', 'REGENCY_OPD',
    'SECRETARIAT_BUREAU', 'VERTICAL_OFFICE', 'NON_STRUCTURAL_BODY', 'GUIDANCE_TEAM', 'VILLAGE_GOVERNMENT',
    'COMMUNITY_BODY', 'COMPANY']) WITH ORDINALITY AS each(kind, place);
GRANT SELECT ON reads.place, reads.aim, reads.kind TO ikrar_service;
COMMENT ON VIEW reads.place IS E'@behavior -*';
COMMENT ON VIEW reads.aim IS E'@behavior -*';
COMMENT ON VIEW reads.kind IS E'@behavior -*';

CREATE FUNCTION reads.kind_heads() RETURNS SETOF reads.head LANGUAGE sql STABLE AS $$
  SELECT kind, kind FROM reads.kind ORDER BY "row"
$$;

CREATE FUNCTION reads.regency_heads(size integer) RETURNS SETOF reads.head LANGUAGE sql STABLE AS $$
  SELECT code, name FROM public.region WHERE level = 'REGENCY' ORDER BY code LIMIT size
$$;

-- Codes of one level are equally long, so what stands in a province begins with its code.
CREATE FUNCTION reads.agency_in(province text, size integer) RETURNS TABLE (id uuid, name text, "row" integer)
LANGUAGE sql STABLE AS $$
  SELECT id, short_name, (row_number() OVER (ORDER BY region_code, code, id) - 1)::integer
  FROM public.agency
  WHERE left(region_code, 2) = province OR id IN (
    SELECT lead_agency_id FROM public.pledge
    WHERE id IN (SELECT pledge_id FROM reads.place WHERE left(code, 2) = province))
  ORDER BY region_code, code, id LIMIT size
$$;
COMMENT ON FUNCTION reads.agency_in(text, integer) IS E'@behavior -*';

CREATE FUNCTION reads.agency_in_heads(province text, size integer) RETURNS SETOF reads.head
LANGUAGE sql STABLE AS $$
  SELECT id::text, name FROM reads.agency_in(province, size) ORDER BY "row"
$$;

CREATE FUNCTION reads.kind_matrix() RETURNS SETOF reads.cell LANGUAGE sql STABLE AS $$
  WITH by_pledge AS (
    SELECT "row", "column", count(*)::integer AS pledges, sum(completed)::integer AS completed,
      sum(overdue)::integer AS overdue
    FROM reads.counted JOIN public.agency ON agency.id = lead_agency_id JOIN reads.kind USING (kind)
      JOIN reads.served ON pledge_id = counted.id
    GROUP BY 1, 2
  ), by_target AS (
    SELECT "row", "column", count(*)::integer AS targets
    FROM public.target JOIN public.pledge ON pledge.id = pledge_id
      JOIN public.agency ON agency.id = lead_agency_id JOIN reads.kind USING (kind)
      JOIN reads.area ON area.code = area_code
    GROUP BY 1, 2
  )
  SELECT kind."row", area."column", coalesce(pledges, 0), coalesce(targets, 0), coalesce(completed, 0),
    coalesce(overdue, 0)
  FROM reads.kind CROSS JOIN reads.area LEFT JOIN by_pledge USING ("row", "column")
    LEFT JOIN by_target USING ("row", "column")
  ORDER BY 1, 2
$$;

CREATE FUNCTION reads.regency_matrix(size integer) RETURNS SETOF reads.cell LANGUAGE sql STABLE AS $$
  WITH regency AS (
    SELECT code, (row_number() OVER (ORDER BY code) - 1)::integer AS "row"
    FROM public.region WHERE level = 'REGENCY' ORDER BY code LIMIT size
  ), standing AS (
    SELECT "row", pledge_id FROM regency JOIN reads.place ON left(place.code, 5) = regency.code
    UNION
    SELECT "row", pledge_id FROM regency JOIN reads.place ON place.code = left(regency.code, 2)
  ), by_pledge AS (
    SELECT "row", "column", count(*)::integer AS pledges, sum(completed)::integer AS completed,
      sum(overdue)::integer AS overdue
    FROM standing JOIN reads.counted ON counted.id = pledge_id JOIN reads.served USING (pledge_id)
    GROUP BY 1, 2
  ), placed AS (
    SELECT "row", area_code FROM regency JOIN reads.aim ON left(aim.code, 5) = regency.code
    UNION ALL
    SELECT "row", area_code FROM regency JOIN reads.aim ON aim.code = left(regency.code, 2)
  ), by_target AS (
    SELECT "row", "column", count(*)::integer AS targets FROM placed JOIN reads.area ON code = area_code
    GROUP BY 1, 2
  )
  SELECT regency."row", area."column", coalesce(pledges, 0), coalesce(targets, 0), coalesce(completed, 0),
    coalesce(overdue, 0)
  FROM regency CROSS JOIN reads.area LEFT JOIN by_pledge USING ("row", "column")
    LEFT JOIN by_target USING ("row", "column")
  ORDER BY 1, 2
$$;

CREATE FUNCTION reads.agency_in_matrix(province text, size integer) RETURNS SETOF reads.cell
LANGUAGE sql STABLE AS $$
  WITH agency AS MATERIALIZED (SELECT id, "row" FROM reads.agency_in(province, size)
  ), by_pledge AS (
    SELECT "row", "column", count(*)::integer AS pledges, sum(completed)::integer AS completed,
      sum(overdue)::integer AS overdue
    FROM agency JOIN reads.counted ON lead_agency_id = agency.id JOIN reads.served ON pledge_id = counted.id
    WHERE counted.id IN (SELECT pledge_id FROM reads.place WHERE left(code, 2) = province)
    GROUP BY 1, 2
  ), by_target AS (
    SELECT "row", "column", count(*)::integer AS targets
    FROM agency JOIN public.pledge ON lead_agency_id = agency.id JOIN reads.aim ON pledge_id = pledge.id
      JOIN reads.area ON area.code = area_code
    WHERE left(aim.code, 2) = province
    GROUP BY 1, 2
  )
  SELECT agency."row", area."column", coalesce(pledges, 0), coalesce(targets, 0), coalesce(completed, 0),
    coalesce(overdue, 0)
  FROM agency CROSS JOIN reads.area LEFT JOIN by_pledge USING ("row", "column")
    LEFT JOIN by_target USING ("row", "column")
  ORDER BY 1, 2
$$;

-- As of a day: the spans of that day stand in for the pledges.
CREATE FUNCTION reads.span_on(day date)
RETURNS TABLE (pledge_id uuid, lead_agency_id uuid, areas text[], completed integer, overdue integer)
LANGUAGE sql STABLE AS $$
  SELECT pledge_id, lead_agency_id, CASE WHEN areas = '{}' THEN '{NULL}' ELSE areas END,
    (span.execution = 'COMPLETED')::integer,
    coalesce(span.execution NOT IN ('COMPLETED', 'CANCELLED', 'TRANSFERRED', 'NEVER_STARTED')
      AND least(day, span.stopped_on) > span.due_on, false)::integer
  FROM public.pledge_span AS span JOIN public.pledge ON pledge.id = pledge_id
  WHERE from_on <= day AND until_on > day AND known_until = 'infinity'
$$;
COMMENT ON FUNCTION reads.span_on(date) IS E'@behavior -*';

CREATE FUNCTION reads.kind_matrix_on(day date) RETURNS SETOF reads.cell LANGUAGE sql STABLE AS $$
  WITH by_pledge AS (
    SELECT "row", "column", count(*)::integer AS pledges, sum(completed)::integer AS completed,
      sum(overdue)::integer AS overdue
    FROM reads.span_on(day) AS span JOIN public.agency ON agency.id = lead_agency_id
      JOIN reads.kind USING (kind) CROSS JOIN unnest(areas) AS served
      JOIN reads.area ON area.code IS NOT DISTINCT FROM served
    GROUP BY 1, 2
  ), by_target AS (
    SELECT "row", "column", count(*)::integer AS targets
    FROM reads.aim JOIN public.pledge ON pledge.id = pledge_id
      JOIN public.agency ON agency.id = lead_agency_id JOIN reads.kind USING (kind)
      JOIN reads.area ON area.code = area_code
    WHERE effective_on <= day
    GROUP BY 1, 2
  )
  SELECT kind."row", area."column", coalesce(pledges, 0), coalesce(targets, 0), coalesce(completed, 0),
    coalesce(overdue, 0)
  FROM reads.kind CROSS JOIN reads.area LEFT JOIN by_pledge USING ("row", "column")
    LEFT JOIN by_target USING ("row", "column")
  ORDER BY 1, 2
$$;

CREATE FUNCTION reads.regency_matrix_on(day date, size integer) RETURNS SETOF reads.cell
LANGUAGE sql STABLE AS $$
  WITH regency AS (
    SELECT code, (row_number() OVER (ORDER BY code) - 1)::integer AS "row"
    FROM public.region WHERE level = 'REGENCY' ORDER BY code LIMIT size
  ), span AS MATERIALIZED (SELECT * FROM reads.span_on(day)
  ), place AS (
    SELECT pledge_id, unnest(regions) AS code FROM public.pledge_span
    WHERE from_on <= day AND until_on > day AND known_until = 'infinity'
    UNION ALL
    SELECT pledge_id, village_code FROM public.pledge_span CROSS JOIN unnest(posts) AS post
      JOIN public.posyandu ON posyandu.id = post
    WHERE from_on <= day AND until_on > day AND known_until = 'infinity'
    UNION ALL
    SELECT pledge_id, code FROM reads.aim WHERE effective_on <= day
  ), standing AS (
    SELECT "row", pledge_id FROM regency JOIN place ON left(place.code, 5) = regency.code
    UNION
    SELECT "row", pledge_id FROM regency JOIN place ON place.code = left(regency.code, 2)
  ), by_pledge AS (
    SELECT "row", "column", count(*)::integer AS pledges, sum(completed)::integer AS completed,
      sum(overdue)::integer AS overdue
    FROM standing JOIN span USING (pledge_id) CROSS JOIN unnest(areas) AS served
      JOIN reads.area ON area.code IS NOT DISTINCT FROM served
    GROUP BY 1, 2
  ), placed AS (
    SELECT "row", area_code FROM regency JOIN reads.aim ON left(aim.code, 5) = regency.code
    WHERE effective_on <= day
    UNION ALL
    SELECT "row", area_code FROM regency JOIN reads.aim ON aim.code = left(regency.code, 2)
    WHERE effective_on <= day
  ), by_target AS (
    SELECT "row", "column", count(*)::integer AS targets FROM placed JOIN reads.area ON code = area_code
    GROUP BY 1, 2
  )
  SELECT regency."row", area."column", coalesce(pledges, 0), coalesce(targets, 0), coalesce(completed, 0),
    coalesce(overdue, 0)
  FROM regency CROSS JOIN reads.area LEFT JOIN by_pledge USING ("row", "column")
    LEFT JOIN by_target USING ("row", "column")
  ORDER BY 1, 2
$$;
