"""Synthetic rows: exact figures, the same every time, and a state that the use cases could have made."""

import uuid
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, text

from models import Funding, Indicator, Pledge, PledgePlace, Target
from seeds.demo import seed_demo
from seeds.synthetic.seeding import seed_synthetic
from seeds.synthetic.shape import PROVINCE
from service.access.actors import Actor, Role
from service.database import Database, WriteSession
from service.errors import DomainError, ErrorCode
from service.ledger.accounting import total
from service.ledger.proving import prove
from service.ledger.reports import ReportProgress, report_progress
from service.ledger.seal_key import seal_key
from service.ledger.sealing import seal
from service.rules.arithmetic import Aggregation, IndicatorKind
from service.rules.lifecycle import Action, Execution, transition
from service.rules.location_scope import is_resolved, parse, places
from service.rules.maturity import Known, KnownTarget, maturity
from service.rules.progress import is_met
from service.rules.verification import counts_as_claimed, counts_as_verified
from tests.databases import REFERENCE, Databases
from tests.seeds.contents import column, fingerprint, one
from tests.seeds.synthetic import TINY, accounts, contents, trails

_NOW = datetime(2026, 7, 1, tzinfo=UTC)


def _quiet(_line: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
async def filled(reference_databases: Databases) -> AsyncGenerator[Database]:
    """A province in small, for tests that only read it."""
    async with reference_databases.clone(REFERENCE) as addresses:
        database = await Database.open(addresses.owner, size=1)
        await seed_synthetic(database, TINY, _quiet)
        yield database
        await database.close()


@pytest.fixture
async def empty(reference_databases: Databases) -> AsyncGenerator[Database]:
    """A database of the test's own with the reference lists, as its owner."""
    async with reference_databases.clone(REFERENCE) as addresses:
        database = await Database.open(addresses.owner, size=1)
        yield database
        await database.close()


async def test_there_is_exactly_as_much_as_the_shape_says(filled: Database) -> None:
    counts = await one(
        filled,
        "SELECT (SELECT count(*) FROM posyandu), (SELECT count(*) FROM agency WHERE synthetic), "
        "(SELECT count(*) FROM pledge), (SELECT count(*) FROM target), "
        "(SELECT count(*) FROM progress_report)",
    )
    assert counts == (80, 40, 160, 500, 1500)


async def test_pledges_are_in_every_state(filled: Database) -> None:
    states = await column(filled, "SELECT DISTINCT execution FROM pledge")
    assert set(states) == {state.value for state in Execution}


async def test_every_row_says_that_it_is_synthetic(filled: Database) -> None:
    plain = (
        "SELECT (SELECT count(*) FROM posyandu WHERE NOT synthetic OR name NOT LIKE 'Posyandu Sintetis %' "
        "OR registration_number IS NOT NULL), (SELECT count(*) FROM person), "
        "(SELECT count(*) FROM meeting WHERE NOT synthetic OR title NOT LIKE '%(sintetis)'), "
        "(SELECT count(*) FROM pledge JOIN agency ON agency.id = lead_agency_id WHERE NOT pledge.synthetic "
        "OR NOT agency.synthetic OR title NOT LIKE '%(sintetis)' OR responsible NOT LIKE '%(sintetis)'), "
        "(SELECT count(*) FROM target WHERE NOT synthetic), "
        "(SELECT count(*) FROM progress_report WHERE NOT synthetic OR reported_by NOT LIKE '%(sintetis)'), "
        "(SELECT count(*) FROM indicator WHERE NOT synthetic)"
    )
    assert await one(filled, plain) == (0, 0, 0, 0, 0, 0, 0)


async def test_the_history_of_each_pledge_leads_to_where_it_is(filled: Database) -> None:
    for pledge, rows in await trails(filled):
        state = None
        for row in rows:
            to = transition(state, Action(row.action)).to
            assert ("execution" in row.after) == (to is not state)
            state = to
        assert state == pledge.execution
        moves = [row for row in rows if "execution" in row.after]
        assert [row.effective_on for row in moves] == sorted(row.effective_on for row in moves)
        assert [row.recorded_at for row in rows] == sorted(row.recorded_at for row in rows)
        assert all(row.effective_on <= row.recorded_at.date() <= datetime(2026, 6, 30).date() for row in rows)  # noqa: DTZ001 - a day


async def test_the_columns_of_each_pledge_are_what_its_history_set_last(filled: Database) -> None:
    for pledge, rows in await trails(filled):
        told: dict[str, object] = {}
        for row in rows:
            told |= row.after
        for name in ("verdict", "shortfall", "responsible", "evidence_rule", "scope", "fiscal_year"):
            assert getattr(pledge, name) == told.get(name)
        days = ("due_on", "stopped_on")
        assert [str(getattr(pledge, name)) for name in days] == [str(told.get(name)) for name in days]
        changes = sum(row.subject == "pledge" or "verdict" in row.after for row in rows)
        assert pledge.version == changes


async def test_claimed_and_verified_are_what_the_reports_come_to(filled: Database) -> None:
    reported = 0
    for one_account in await accounts(filled):
        target, indicator, reports = one_account.target, one_account.indicator, one_account.reports
        if indicator is None:
            assert (target.claimed, target.verified, list(reports)) == (None, None, [])
            continue
        how, kind = Aggregation(indicator.over_periods), IndicatorKind(indicator.kind)
        claimed = [report for report in reports if counts_as_claimed(report.decision)]
        verified = [report for report in reports if counts_as_verified(report.decision)]
        assert target.claimed == total(how, kind, claimed)
        assert target.verified == total(how, kind, verified)
        assert target.version == 1 + len(reports) + sum(report.decision is not None for report in reports)
        reported += len(reports)
    assert reported == 1500


async def test_maturity_is_what_the_rule_says(filled: Database) -> None:
    async with filled.reading() as session:
        targets = (await session.scalars(select(Target))).all()
        funded = set(await session.scalars(select(Funding.pledge_id).where(Funding.amount.is_not(None))))
        pledges = (await session.scalars(select(Pledge))).all()
    for pledge in pledges:
        mine = [target for target in targets if target.pledge_id == pledge.id]
        found = maturity(
            Known(
                responsible=pledge.responsible,
                due_on=pledge.due_on,
                evidence_rule=pledge.evidence_rule,
                scope_resolved=pledge.scope is not None and is_resolved(parse(pledge.scope)),
                budgeted=pledge.id in funded,
                ratio_base_known=pledge.ratio_base_amount is not None,
                targets=tuple(
                    KnownTarget(
                        indicator=target.indicator_id is not None,
                        unit=target.unit is not None,
                        quantity=target.quantity is not None,
                        place=True,
                    )
                    for target in mine
                ),
            )
        )
        assert (pledge.maturity, pledge.missing) == (found.score, [gap.value for gap in found.missing])


async def test_nobody_verifies_or_completes_their_own(filled: Database) -> None:
    own = (
        "SELECT (SELECT count(*) FROM verification JOIN progress_report AS report ON report.id = report_id "
        "WHERE verification.agency_id = report.agency_id), "
        "(SELECT count(*) FROM history JOIN pledge ON pledge.id = pledge_id WHERE action = 'COMPLETE' AND "
        "(agency_id = lead_agency_id OR agency_id IN (SELECT agency_id FROM progress_report AS report "
        "WHERE report.pledge_id = pledge.id))), "
        "(SELECT count(*) FROM history JOIN pledge ON pledge.id = pledge_id WHERE action = 'REPORT_DONE' "
        "AND agency_id <> lead_agency_id)"
    )
    assert await one(filled, own) == (0, 0, 0)


async def test_what_is_completed_was_proven(filled: Database) -> None:
    unproven = (
        "SELECT count(*) FROM pledge WHERE execution = 'COMPLETED' AND (verdict <> 'CONFORMS' "
        "OR NOT EXISTS (SELECT FROM verification JOIN evidence USING (report_id) "
        "WHERE verification.pledge_id = pledge.id AND decision = 'ACCEPTED') "
        "OR EXISTS (SELECT FROM progress_report AS report LEFT JOIN verification ON report_id = report.id "
        "WHERE report.pledge_id = pledge.id AND report_id IS NULL) "
        "OR EXISTS (SELECT FROM pledge_constraint WHERE pledge_id = pledge.id AND resolved_at IS NULL))"
    )
    assert await one(filled, unproven) == (0,)
    async with filled.reading() as session:
        found = select(Pledge.shortfall, Target).join(Target, Target.pledge_id == Pledge.id)
        rows = (await session.execute(found.where(Pledge.execution == "COMPLETED"))).all()
    assert all(
        shortfall or is_met(target.verified, target.quantity, target.baseline) for shortfall, target in rows
    )


async def test_the_places_are_those_of_scope_and_targets(filled: Database) -> None:
    async with filled.reading() as session:
        pledges = (await session.scalars(select(Pledge))).all()
        laid = (await session.scalars(select(PledgePlace))).all()
        targets = (await session.scalars(select(Target))).all()
    expected: set[tuple[object, ...]] = {
        (target.pledge_id, target.posyandu_id, target.region_code, "TARGET") for target in targets
    }
    for pledge in pledges:
        if pledge.scope is not None:
            named = places(parse(pledge.scope))
            expected |= {(pledge.id, uuid.UUID(post), None, "SCOPE") for post in named.posyandu}
            expected |= {(pledge.id, None, code, "SCOPE") for code in named.regions | named.within}
    stored = [(place.pledge_id, place.posyandu_id, place.region_code, place.source) for place in laid]
    assert len(stored) == len(expected)
    assert set(stored) == expected


async def test_references_are_numbered_without_gaps(filled: Database) -> None:
    gaps = (
        "SELECT count(*) FROM (SELECT max(serial) <> count(*) AS gap FROM pledge GROUP BY region_code, year) "
        "AS years WHERE gap"
    )
    assert await one(filled, gaps) == (0,)


async def test_two_loads_give_the_same_rows_and_a_second_one_changes_nothing(
    filled: Database, empty: Database
) -> None:
    await seed_synthetic(empty, TINY, _quiet)
    assert await contents(empty) == await contents(filled)
    before = await fingerprint(empty)
    await seed_synthetic(empty, TINY, _quiet)
    assert await fingerprint(empty) == before


async def test_the_ledger_is_sealed_and_proven_and_goes_on(empty: Database, tmp_path: Path) -> None:
    await seed_synthetic(empty, TINY, _quiet)
    report = await empty.write(_report_on_a_started_pledge)
    key = seal_key(tmp_path / "seal.key")
    async with empty.writing() as session:
        linked = await seal(session, key, _NOW, most=10_000)
    async with empty.reading() as session:
        proof = await prove(session, key.public)
        assert (proof.links, proof.unsealed, proof.findings) == (linked, 0, ())
        last = await session.scalar(text("SELECT subject_id FROM history ORDER BY id DESC LIMIT 1"))
    assert last == report


async def _report_on_a_started_pledge(session: WriteSession) -> uuid.UUID:
    """As the liaison of its lead would."""
    found = (
        select(Target, Indicator.unit, Pledge.lead_agency_id)
        .join(Pledge, Pledge.id == Target.pledge_id)
        .join(Indicator, Indicator.id == Target.indicator_id)
        .where(Pledge.execution == "IN_PROGRESS", Indicator.over_periods == "SUM")
        .order_by(Target.id)
    )
    target, unit, lead = (await session.execute(found.limit(1))).one()
    actor = Actor(kind="TOKEN", id="1", label="Narahubung", role=Role.LIAISON, agency_id=lead)
    claimed = target.claimed or Decimal(0)
    request = ReportProgress(target_id=target.id, unit=unit, effective_on=_NOW.date(), quantity=Decimal(2))
    report = await report_progress(session, actor, request)
    await session.refresh(target)
    assert target.claimed == claimed + 2
    return report.id


async def test_a_load_that_breaks_leaves_nothing(empty: Database) -> None:
    before = await fingerprint(empty)

    def break_at_the_end(line: str) -> None:
        if "indeks" in line:
            raise RuntimeError(line)

    with pytest.raises(RuntimeError):
        await seed_synthetic(empty, TINY, break_at_the_end)
    assert await fingerprint(empty) == before


async def test_it_is_mixed_neither_with_real_pledges_nor_with_another_shape(
    filled: Database, empty: Database
) -> None:
    await seed_demo(empty, _quiet)
    for database in (filled, empty):
        before = await fingerprint(database)
        with pytest.raises(DomainError) as refused:
            await seed_synthetic(database, PROVINCE, _quiet)
        assert refused.value.code is ErrorCode.CONFLICT
        assert await fingerprint(database) == before
