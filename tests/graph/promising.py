"""Pledges of a hundred things to count, with what was verified of them, written straight into the tables."""

from datetime import date

from sqlalchemy import text

from service.database import WriteSession

DINKES, BPBD = ("01900000-0000-7000-8000-00000000000" + digit for digit in "12")
_INDICATOR = """INSERT INTO indicator (id, name, unit, kind, over_periods, over_places) VALUES
('01900000-0000-7000-8000-0000000000e1', 'kader', 'orang', 'QUANTITY', 'SUM', 'SUM')
ON CONFLICT DO NOTHING"""
_PLEDGE = """INSERT INTO pledge (id, reference, region_code, year, serial, lead_agency_id, title, quote,
  source, pledged_on, due_on, execution, stopped_on, verdict, maturity, missing)
VALUES (CAST(:pledge AS uuid), :reference, '64', 2026, :serial, CAST(:lead AS uuid), 'x', 'x', 'x', :begun,
  :due, :execution, :stopped, :verdict, 0, '{}')"""
_SPAN = """INSERT INTO pledge_span (id, pledge_id, from_on, known_from, title, due_on, execution, stopped_on,
  verdict, maturity, missing, version, areas, partners, fundings, milestones, sources, regions, posts)
SELECT gen_random_uuid(), id, pledged_on, pledged_on, title, due_on, execution, stopped_on, verdict, 0, '{}',
  1, ARRAY['KESEHATAN'], '{}', '[]', '[]', '{}', '{}', '{}'
FROM pledge WHERE reference = :reference"""
_AREA = "INSERT INTO pledge_area (pledge_id, area_code) VALUES (CAST(:pledge AS uuid), 'KESEHATAN')"
_TARGET = """INSERT INTO target (id, pledge_id, posyandu_id, area_code, indicator_id, unit, quantity,
  effective_on)
VALUES (CAST(:target AS uuid), CAST(:pledge AS uuid), '01900000-0000-7000-8000-000000000021', 'KESEHATAN',
  '01900000-0000-7000-8000-0000000000e1', 'orang', :quantity, :begun)"""
_REPORT = """INSERT INTO progress_report (id, pledge_id, target_id, agency_id, quantity, effective_on,
  reported_by, waits)
VALUES (CAST(:report AS uuid), CAST(:pledge AS uuid), CAST(:target AS uuid), CAST(:lead AS uuid), :more,
  :day, 'x', false)"""
_VERIFICATION = """INSERT INTO verification (id, report_id, pledge_id, agency_id, decision, verdict,
  effective_on, verified_by)
VALUES (gen_random_uuid(), CAST(:report AS uuid), CAST(:pledge AS uuid),
  '01900000-0000-7000-8000-000000000003', 'ACCEPTED', 'NOT_YET', :day, 'x')"""


async def promise(  # noqa: PLR0913 - what a test says of a pledge
    session: WriteSession,
    serial: int,
    *verified: tuple[date, int],
    lead: str = DINKES,
    due_on: date | None = None,
    execution: str = "IN_PROGRESS",
    stopped_on: date | None = None,
    quantity: int | None = 100,
) -> str:
    """A pledge whose only target was verified to have so many more on these days; its reference."""
    values: dict[str, object] = {
        "pledge": f"019b8000-0000-7000-8000-{serial:012x}",
        "target": f"019b8000-0000-7000-9000-{serial:012x}",
        "reference": f"KTM/64/2026/{serial:04}",
        "serial": serial,
        "lead": lead,
        "due": due_on,
        "execution": execution,
        "verdict": "CONFORMS" if execution == "COMPLETED" else None,
        "stopped": stopped_on,
        "begun": date(2026, 1, 2),
        "quantity": quantity,
    }
    for statement in (_INDICATOR, _PLEDGE, _SPAN, _AREA, _TARGET):
        await session.execute(text(statement), values)
    for number, (day, more) in enumerate(verified):
        report = f"019b8000-{number:04x}-7000-a000-{serial:012x}"
        for statement in (_REPORT, _VERIFICATION):
            await session.execute(text(statement), {**values, "report": report, "day": day, "more": more})
    return str(values["reference"])
