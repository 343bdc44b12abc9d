"""Every role over every protected table: what is seen, and what of it stays blank."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from models.agency import Agency, Person
from models.base import Base
from models.pledge import ConstraintWords, Pledge, PledgeAgency, PledgeConstraint
from models.record import History
from models.service_standard import SpmArea
from models.target import Evidence, Indicator, ProgressReport, Target, Verification
from service.access.actors import PUBLIC, SYSTEM, Actor, Role
from service.access.visibility import (
    Visible,
    values_of,
    visible_constraints,
    visible_evidence,
    visible_history,
    visible_persons,
    visible_pledges,
    visible_reports,
    visible_targets,
    visible_verifications,
)
from service.database import Database
from tests.access.conftest import LIAISON_AGENCY, SECRETARIAT_AGENCY

ELSEWHERE = uuid.UUID(int=3)
BESIDE = uuid.UUID(int=4)
PLEDGE, TARGET, REPORT, INDICATOR, CONSTRAINT = (uuid.UUID(int=number) for number in range(11, 16))
DAY = date(2026, 11, 23)


def _actor(role: Role, agency: uuid.UUID | None = None, region: str | None = None) -> Actor:
    return Actor(kind="TOKEN", id="t", label="t", role=role, agency_id=agency, region_code=region)


LEAD = _actor(Role.LIAISON, LIAISON_AGENCY, "64")
PARTNER = _actor(Role.LIAISON, BESIDE, "64")
STRANGER = _actor(Role.LIAISON, ELSEWHERE, "64")
HERE = _actor(Role.SECRETARIAT, SECRETARIAT_AGENCY, "64")
REGENCY = _actor(Role.SECRETARIAT, SECRETARIAT_AGENCY, "64.09")
OTHER_PROVINCE = _actor(Role.SECRETARIAT, SECRETARIAT_AGENCY, "65")
INTEGRATION = _actor(Role.INTEGRATION)
LEADER = _actor(Role.LEADERSHIP, region="64")
LEADER_ELSEWHERE = _actor(Role.LEADERSHIP, region="64.09")
ADMINISTRATOR = _actor(Role.ADMINISTRATOR)
EVERYBODY = (
    *(PUBLIC, SYSTEM, LEAD, PARTNER, STRANGER, HERE, REGENCY, OTHER_PROVINCE, INTEGRATION),
    *(LEADER, LEADER_ELSEWHERE, ADMINISTRATOR),
)
CONCERNED = (SYSTEM, LEAD, PARTNER, HERE, LEADER)


def _of_a_table(table: type[Base], **values: object) -> tuple[type[Base], dict[str, object]]:
    return table, values


ROWS = (
    *(
        _of_a_table(Agency, id=key, region_code="64", code=code, name=code, short_name=code, kind="COMPANY")
        for key, code in ((ELSEWHERE, "A"), (BESIDE, "B"))
    ),
    _of_a_table(SpmArea, code="SOSIAL", position=6, name="Sosial"),
    _of_a_table(Person, name="Uji", agency_id=LIAISON_AGENCY, work_email="uji@example.go.id", work_phone="1"),
    _of_a_table(
        Pledge,
        id=PLEDGE,
        reference="KTM/64/2026/0001",
        region_code="64",
        year=2026,
        serial=1,
        lead_agency_id=LIAISON_AGENCY,
        title="Uji",
        quote="uji",
        source="uji",
        responsible="Uji",
        pledged_on=DAY,
        execution="RECORDED",
    ),
    _of_a_table(PledgeAgency, pledge_id=PLEDGE, agency_id=BESIDE, role="JOINT"),
    _of_a_table(
        Indicator, id=INDICATOR, name="n", unit="u", kind="QUANTITY", over_periods="SUM", over_places="SUM"
    ),
    _of_a_table(
        Target,
        id=TARGET,
        pledge_id=PLEDGE,
        region_code="64",
        area_code="SOSIAL",
        effective_on=date(2025, 6, 19),
    ),
    _of_a_table(
        ProgressReport,
        id=REPORT,
        pledge_id=PLEDGE,
        target_id=TARGET,
        agency_id=LIAISON_AGENCY,
        quantity=1,
        effective_on=DAY,
        reported_by="t",
    ),
    _of_a_table(Evidence, report_id=REPORT, kind="LINK", title="t", url="https://a", sha256="0" * 64),
    _of_a_table(
        Verification,
        report_id=REPORT,
        pledge_id=PLEDGE,
        agency_id=SECRETARIAT_AGENCY,
        decision="RETURNED",
        reason="r",
        effective_on=DAY,
        verified_by="t",
    ),
    *(
        _of_a_table(
            PledgeConstraint,
            pledge_id=PLEDGE,
            agency_id=LIAISON_AGENCY,
            reason="STAFF",
            id=CONSTRAINT if internal else INDICATOR,
            narrative=None if internal else "terbuka",
            internal=internal,
            since_on=DAY,
        )
        for internal in (False, True)
    ),
    _of_a_table(ConstraintWords, constraint_id=CONSTRAINT, pledge_id=PLEDGE, narrative="dalam"),
    *(
        _of_a_table(
            History,
            subject="pledge",
            subject_id=PLEDGE,
            pledge_id=PLEDGE,
            action="REVISE",
            effective_on=DAY,
            actor_kind="TOKEN",
            actor_id="t",
            actor_label="t",
            after={"title": "Uji", "responsible": "Uji"},
            internal=internal,
        )
        for internal in (False, True)
    ),
)


@pytest.fixture
async def filled(database: Database) -> Database:
    """One of everything; of constraints and history one that is internal as well."""
    async with database.writing() as session:
        for table, values in ROWS:
            await session.execute(insert(table).values(values))
    return database


async def _seen(database: Database, actor: Actor, visible: Visible) -> list[dict[str, Any]]:
    async with database.reading() as session:
        rows = await session.execute(select(visible.subquery()), dict(values_of(actor)))
        return [dict(row) for row in rows.mappings()]


@pytest.mark.parametrize(
    "door",
    [visible_pledges, visible_targets, visible_reports, visible_evidence, visible_verifications],
)
async def test_what_was_pledged_and_reported_is_for_everybody(
    filled: Database, door: Callable[[Role], Visible]
) -> None:
    assert [len(await _seen(filled, actor, door(actor.role))) for actor in EVERYBODY] == [1] * 12


@pytest.mark.parametrize(
    "door, table",
    [
        (visible_pledges, Pledge),
        (visible_constraints, PledgeConstraint),
        (visible_history, History),
        (visible_persons, Person),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_a_select_has_the_columns_of_its_table(
    door: Callable[[Role], Visible], table: type[Base], role: Role
) -> None:
    assert list(door(role).subquery().c.keys()) == list(table.__table__.columns.keys())


async def test_an_internal_narrative_is_for_those_whom_it_concerns(filled: Database) -> None:
    for actor in EVERYBODY:
        rows = await _seen(filled, actor, visible_constraints(actor.role))
        told = {row["internal"]: row["narrative"] for row in rows}
        assert told == {False: "terbuka", True: "dalam" if actor in CONCERNED else None}, actor


async def test_an_internal_change_is_for_those_whom_it_concerns(filled: Database) -> None:
    for actor in EVERYBODY:
        rows = await _seen(filled, actor, visible_history(actor.role))
        assert len(rows) == (2 if actor in CONCERNED else 1), actor


async def test_the_public_is_told_no_name_of_a_person(filled: Database) -> None:
    (pledge,) = await _seen(filled, PUBLIC, visible_pledges(Role.PUBLIC))
    (change,) = await _seen(filled, PUBLIC, visible_history(Role.PUBLIC))
    assert (pledge["responsible"], change["after"]) == (None, {"title": "Uji"})
    assert await _seen(filled, PUBLIC, visible_persons(Role.PUBLIC)) == []


async def test_contacts_are_for_those_who_work_with_them(filled: Database) -> None:
    for actor in (SYSTEM, LEAD, STRANGER, HERE, LEADER, ADMINISTRATOR, INTEGRATION):
        (person,) = await _seen(filled, actor, visible_persons(actor.role))
        shown = (None, None) if actor is INTEGRATION else ("uji@example.go.id", "1")
        assert (person["name"], (person["work_email"], person["work_phone"])) == ("Uji", shown)


async def test_counts_start_from_the_same_door(filled: Database) -> None:
    async with filled.reading() as session:
        count = select(func.count()).select_from(visible_history(Role.LIAISON).subquery())
        assert await session.scalar(count, dict(values_of(STRANGER))) == 1
