-- What a PostGraphile team writes to have a report taken in: one function that does what the service does, by
-- the same laws, in one call. Who asks comes as arguments: PostGraphile has no sign-in to pay for here, and no
-- set_config beside each call either.
DROP SCHEMA IF EXISTS writes CASCADE;
CREATE SCHEMA writes;
GRANT USAGE ON SCHEMA writes TO ikrar_service;

CREATE TYPE writes.evidence_item AS (title text, url text, sha256 text);
CREATE TYPE writes.reported AS (report_id uuid, is_replay boolean, pledge_version integer, claimed numeric);

CREATE FUNCTION writes.refuse(code text, field text, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'P0001', MESSAGE = message, DETAIL = code, HINT = field;
END $$;
COMMENT ON FUNCTION writes.refuse IS E'@behavior -*';

-- What the answer shows of a report that was taken in, now or before.
CREATE FUNCTION writes.shown(id uuid, is_replay boolean) RETURNS writes.reported LANGUAGE sql STABLE AS $$
  SELECT report.id, is_replay, pledge.version, target.claimed
  FROM public.progress_report AS report JOIN public.target ON target.id = report.target_id
    JOIN public.pledge ON pledge.id = report.pledge_id
  WHERE report.id = shown.id
$$;
COMMENT ON FUNCTION writes.shown IS E'@behavior -*';

CREATE FUNCTION writes.report_progress(
  actor_id text, actor_label text, actor_agency uuid, idempotency_key text, client_key text, target_id uuid,
  unit text, quantity numeric, effective_on date, narrative text, evidence writes.evidence_item[]
) RETURNS writes.reported LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_variable
DECLARE
  asked CONSTANT bytea := sha256(convert_to(jsonb_build_array(
    client_key, target_id, unit, trim_scale(quantity), effective_on, narrative, to_jsonb(evidence))::text, 'UTF8'));
  known public.idempotency;
  earlier public.progress_report;
  pledge public.pledge;
  target public.target;
  indicator public.indicator;
  today date;
  report uuid := uuidv7();
  reached numeric;
BEGIN
  IF actor_agency IS NULL THEN
    PERFORM writes.refuse('NOT_ALLOWED', NULL, 'Only an agency reports.');
  END IF;

  -- Once for a key; a twin at the same time waits here, and a replay writes too.
  INSERT INTO public.idempotency (actor_id, operation, key, request_hash)
  VALUES (actor_id, 'reportProgress', idempotency_key, asked) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    UPDATE public.idempotency AS one SET replays = replays + 1
    WHERE one.actor_id = report_progress.actor_id AND one.operation = 'reportProgress'
      AND one.key = idempotency_key RETURNING one.* INTO known;
    IF known.request_hash <> asked THEN
      PERFORM writes.refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'The key was used with other input.');
    END IF;
    RETURN writes.shown(known.result_id, true);
  END IF;

  -- The pledge is locked, then the target.
  SELECT one.* INTO pledge FROM public.pledge AS one
  WHERE one.id = (SELECT aim.pledge_id FROM public.target AS aim WHERE aim.id = target_id) FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM writes.refuse('NOT_FOUND', 'targetId', 'Target not found.');
  END IF;

  -- Once for a phone's key, for ever.
  SELECT one.* INTO earlier FROM public.progress_report AS one
  WHERE one.agency_id = actor_agency AND one.client_key = report_progress.client_key;
  IF FOUND THEN
    IF (earlier.target_id, earlier.effective_on, earlier.quantity, earlier.narrative)
      IS DISTINCT FROM (target_id, effective_on, quantity, narrative)
      OR ARRAY(SELECT ROW(shown.title, shown.url, shown.sha256)::writes.evidence_item
        FROM public.evidence AS shown WHERE shown.report_id = earlier.id ORDER BY 1) IS DISTINCT FROM
        ARRAY(SELECT item::writes.evidence_item FROM unnest(evidence) AS item ORDER BY 1) THEN
      PERFORM writes.refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'The key was used with other input.');
    END IF;
    UPDATE public.idempotency AS one SET result_id = earlier.id WHERE one.actor_id = report_progress.actor_id
      AND one.operation = 'reportProgress' AND one.key = idempotency_key;
    RETURN writes.shown(earlier.id, false);
  END IF;

  -- Who may, and whether it may be now.
  IF actor_agency <> pledge.lead_agency_id AND NOT EXISTS (
    SELECT FROM public.pledge_agency AS beside
    WHERE beside.pledge_id = pledge.id AND beside.agency_id = actor_agency
  ) THEN
    PERFORM writes.refuse('NOT_ALLOWED', NULL, 'This is only for the liaisons of the pledge.');
  END IF;
  IF pledge.execution <> 'IN_PROGRESS' THEN
    PERFORM writes.refuse('WRONG_STATE', 'execution', 'The pledge is not in progress.');
  END IF;
  SELECT (now() AT TIME ZONE region.time_zone)::date INTO today FROM public.region
  WHERE region.code = pledge.region_code;
  IF effective_on < pledge.pledged_on OR effective_on > today THEN
    PERFORM writes.refuse('INVALID', 'effectiveOn', 'The day is before the pledge was made, or still ahead.');
  END IF;
  SELECT one.* INTO target FROM public.target AS one WHERE one.id = target_id FOR UPDATE;
  SELECT one.* INTO indicator FROM public.indicator AS one WHERE one.id = target.indicator_id;
  IF target.unit IS DISTINCT FROM unit THEN
    PERFORM writes.refuse('INVALID', 'unit', 'The unit of this target is another.');
  END IF;
  IF indicator.kind <> 'QUANTITY' OR quantity IS NULL OR quantity < 0 OR quantity > 1e15
    OR scale(trim_scale(quantity)) > 6 THEN
    PERFORM writes.refuse('INVALID', 'quantity', 'Give a quantity that can be meant.');
  END IF;

  INSERT INTO public.progress_report (id, pledge_id, target_id, agency_id, quantity, effective_on, narrative,
    client_key, reported_by, synthetic)
  VALUES (report, pledge.id, target.id, actor_agency, quantity, effective_on, narrative, client_key,
    actor_label, target.synthetic);
  INSERT INTO public.evidence (id, report_id, kind, title, url, sha256)
  SELECT uuidv7(), report, 'LINK', item.title, item.url, item.sha256 FROM unnest(evidence) AS item;

  -- What is claimed, anew from the reports that were not returned.
  SELECT CASE indicator.over_periods
    WHEN 'SUM' THEN sum(one.quantity)
    WHEN 'MEAN' THEN round(avg(one.quantity), 6)
    WHEN 'MAX' THEN max(one.quantity)
    ELSE (array_agg(one.quantity ORDER BY one.effective_on DESC, one.recorded_at DESC, one.id DESC))[1] END
  INTO reached
  FROM public.progress_report AS one LEFT JOIN public.verification ON verification.report_id = one.id
  WHERE one.target_id = target.id AND verification.decision IS DISTINCT FROM 'RETURNED';
  UPDATE public.target AS one SET claimed = reached, version = one.version + 1
  WHERE one.id = target.id;

  INSERT INTO public.history (subject, subject_id, pledge_id, action, effective_on, actor_kind, actor_id,
    actor_label, agency_id, before, after)
  VALUES ('progress_report', report, pledge.id, 'REPORT_PROGRESS', effective_on, 'TOKEN', actor_id, actor_label,
    actor_agency, jsonb_build_object('claimed', trim_scale(target.claimed)::text),
    jsonb_build_object('claimed', trim_scale(reached)::text, 'target_id', target.id,
      'agency_id', actor_agency, 'quantity', trim_scale(quantity)::text, 'numerator', NULL, 'denominator', NULL,
      'narrative', narrative, 'evidence', to_jsonb(evidence)));
  INSERT INTO public.outbox (event_id, topic, subject_id, pledge_id, version)
  VALUES (gen_random_uuid(), 'pledge.report_progress', report, pledge.id, pledge.version);
  UPDATE public.idempotency AS one SET result_id = report WHERE one.actor_id = report_progress.actor_id
    AND one.operation = 'reportProgress' AND one.key = idempotency_key;
  RETURN (report, false, pledge.version, reached)::writes.reported;
END $$;
