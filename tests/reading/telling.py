"""Writes the stories of a made-up world down, beside the world itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update

from models import (
    AgencyMandate,
    Attendance,
    GapMark,
    Indicator,
    Meeting,
    OverlapMark,
    Pledge,
    PledgeAgency,
    PledgeArea,
    PledgeConstraint,
    PledgePlace,
    PledgeSpan,
    Posyandu,
    ProgressReport,
    SpmService,
    Target,
)
from service.database import Database, WriteSession
from tests.reading.stories import FIRST, INDICATORS, SERVICES, Span, Story, Told, noon
from tests.reading.world import Place, Promise, settle

_Lines = list[dict[str, Any]]


async def write_down(database: Database, told: Told) -> None:
    """The world, and what happened in it."""
    await settle(database, told.world)
    async with database.writing() as session:
        await session.execute(update(Meeting).values(recorded_at=noon(FIRST)))
        await session.execute(update(Target).values(recorded_at=noon(FIRST)))
        for post, (opened, closed) in told.there.items():
            there = update(Posyandu).where(Posyandu.id == post)
            await session.execute(there.values(opened_on=opened, closed_on=closed))
        for each in told.world.promises:
            story = told.stories[each.key]
            mine = update(Pledge).where(Pledge.id == each.key)
            await session.execute(mine.values(pledged_on=story.pledged_on))
        for table, lines in _tables(told):
            await _add(session, table, lines)
        for each in told.world.promises:
            mine = update(Pledge).where(Pledge.id == each.key)
            await session.execute(mine.values(service_code=told.stories[each.key].service))


async def _add(session: WriteSession, table: type[Any], lines: Sequence[dict[str, Any]]) -> None:
    if lines:
        await session.execute(insert(table), lines)


def _tables(told: Told) -> list[tuple[type[Any], _Lines]]:
    parts = [(each, told.stories[each.key]) for each in told.world.promises]
    return [
        (SpmService, [_service(code, area) for code, area in SERVICES.items()]),
        (Indicator, [_indicator(key) for key in INDICATORS]),
        (PledgeSpan, [line for each, story in parts for line in _spans(each, story)]),
        (PledgeAgency, [line for each, story in parts for line in _partners(each, story)]),
        (PledgeArea, [line for each, story in parts for line in _areas(each, story)]),
        (PledgePlace, [line for each, story in parts for line in _places(each, story)]),
        (Target, [line for each, story in parts for line in _targets(each, story)]),
        (ProgressReport, [line for each, story in parts for line in _reports(each, story)]),
        (PledgeConstraint, [_constraint(each, one) for each, story in parts for one in story.constraints]),
        (
            Attendance,
            [{"meeting_id": m, "agency_id": a, "capacity": "PRESENT"} for m, a in sorted(told.came)],
        ),
        (AgencyMandate, [_mandate(each) for each in told.mandates]),
        (GapMark, [_gap_mark(each) for each in told.gap_marks]),
        (OverlapMark, [_overlap_mark(each) for each in told.overlap_marks]),
    ]


def _service(code: str, area: str) -> dict[str, Any]:
    return {"code": code, "area_code": area, "level": "REGENCY", "name": code, "confirmed": True}


def _indicator(key: object) -> dict[str, Any]:
    ways = {"kind": "QUANTITY", "over_periods": "SUM", "over_places": "SUM"}
    return {"id": key, "name": f"n {key}", "unit": "u", **ways}


def _spans(each: Promise, story: Story) -> _Lines:
    fixed = {
        "pledge_id": each.key,
        "title": f"Janji {each.number}",
        "service_code": story.service,
        "partners": {str(agency): role for agency, role in story.partners},
        "regions": [place.code for place in each.places if place.post is None],
        "posts": [place.post for place in each.places if place.post is not None],
        "maturity": each.maturity,
        "missing": [],
        "version": 1,
        "fundings": [],
        "milestones": [],
        "sources": [],
        "verdict": each.verdict,
    }
    names = ("from_on", "until_on", "known_from", "known_until", "execution", "due_on", "stopped_on")
    return [
        {**fixed, **{name: getattr(state, name) for name in names}, "areas": sorted(state.areas)}
        for state in story.states
    ]


def _partners(each: Promise, story: Story) -> _Lines:
    return [{"pledge_id": each.key, "agency_id": agency, "role": role} for agency, role in story.partners]


def _areas(each: Promise, story: Story) -> _Lines:
    fresh = story.states[-1].areas - each.areas
    return [{"pledge_id": each.key, "area_code": area} for area in sorted(fresh)]


def _places(each: Promise, story: Story) -> _Lines:
    """Those of the offers; the places of the world stand as scope and as target already."""
    fresh = dict.fromkeys(offer.place for offer in story.offers if offer.place not in each.places)
    return [{"pledge_id": each.key, "source": "TARGET", **_at(place)} for place in fresh]


def _at(place: Place) -> dict[str, Any]:
    return {"posyandu_id": place.post, "region_code": None if place.post else place.code}


def _targets(each: Promise, story: Story) -> _Lines:
    return [
        {
            "id": offer.key,
            "pledge_id": each.key,
            "area_code": offer.area,
            "service_code": offer.service,
            "indicator_id": offer.indicator,
            "unit": "u" if offer.indicator else None,
            "effective_on": offer.effective_on,
            "recorded_at": offer.recorded_at,
            **_at(offer.place),
        }
        for offer in story.offers
    ]


def _reports(each: Promise, story: Story) -> _Lines:
    said = {"pledge_id": each.key, "agency_id": each.lead, "quantity": 1, "reported_by": "x"}
    return [
        {**said, "target_id": story.offers[0].key, "effective_on": day, "recorded_at": instant}
        for day, instant in story.reports
    ]


def _constraint(each: Promise, one: Span) -> dict[str, Any]:
    return {
        "id": one.key,
        "pledge_id": each.key,
        "agency_id": each.lead,
        "reason": "DATA",
        "narrative": "n",
        "since_on": one.begins,
        "until_on": one.ends,
        "recorded_at": one.recorded_at,
        "resolved_at": one.ended_at,
    }


def _mandate(one: Span) -> dict[str, Any]:
    agency, area = one.about
    return {
        "id": one.key,
        "agency_id": agency,
        "area_code": area,
        "source": "s",
        "from_on": one.begins,
        "until_on": one.ends,
        "recorded_at": one.recorded_at,
        "ended_at": one.ended_at,
    }


def _gap_mark(one: Span) -> dict[str, Any]:
    names = ("kind", "area_code", "region_code", "posyandu_id", "agency_id", "meeting_id")
    return {**dict(zip(names, one.about, strict=True)), **_marked(one)}


def _overlap_mark(one: Span) -> dict[str, Any]:
    first, second = one.about
    return {"one_id": first, "other_id": second, "kind": one.note, **_marked(one)}


def _marked(one: Span) -> dict[str, Any]:
    return {
        "id": one.key,
        "reason": "r",
        "marked_by": "x",
        "marked_on": one.begins,
        "recorded_at": one.recorded_at,
        "withdrawn_on": one.ends,
        "withdrawn_at": one.ended_at,
        "withdrawal": None if one.ends is None else "w",
    }
