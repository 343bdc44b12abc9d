"""Writes down that a made-up world has been so all along: for readings that look at its past."""

from datetime import UTC, date, datetime

from sqlalchemy import insert, select

from models import PledgeSpan, ProgressReport, Target, Verification
from service.database import Database
from tests.reading.world import Promise, World

_BEGINNING = date(2025, 1, 1)


async def remember(database: Database, world: World) -> None:
    """The report behind each figure that is verified, and a span of each pledge."""
    agency, verifier = sorted(world.agencies)[:2]
    async with database.writing() as session:
        verified = Target.verified.is_not(None)
        for target in await session.scalars(select(Target).where(verified)):
            row = {"id": target.id, "pledge_id": target.pledge_id, "effective_on": _BEGINNING}
            said = {"target_id": target.id, "agency_id": agency, "quantity": target.verified}
            await session.execute(insert(ProgressReport).values(**row, **said, reported_by="n"))
            judged = {"agency_id": verifier, "decision": "ACCEPTED", "verdict": "CONFORMS"}
            judgement = {"report_id": target.id, **judged, "verified_by": "n"}
            await session.execute(insert(Verification).values(**row, **judgement))
        await session.execute(insert(PledgeSpan), [_span(each) for each in world.promises])


def _span(each: Promise) -> dict[str, object]:
    places = dict.fromkeys(each.places)
    same = ("due_on", "stopped_on", "execution", "verdict", "maturity")
    return {
        "pledge_id": each.key,
        "from_on": _BEGINNING,
        "known_from": datetime(2025, 1, 1, tzinfo=UTC),
        "title": f"Janji {each.number}",
        "fiscal_year": each.year,
        "missing": [],
        "version": 1,
        "areas": sorted(each.areas),
        "partners": {},
        "fundings": [],
        "milestones": [],
        "sources": sorted(each.money),
        "regions": [place.code for place in places if place.post is None],
        "posts": [place.post for place in places if place.post is not None],
        **{name: getattr(each, name) for name in same},
    }
