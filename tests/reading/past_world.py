"""A made-up world with a past: what was recorded of each pledge, for which day and when, some of it late."""

import itertools
import random
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import insert

from models import PledgePlace, PledgeSpan, ProgressReport, Target, Verification
from service.database import Database
from tests.reading.world import INDICATOR, TODAY, Aim, Lines, Promise, Table, World, at_place, make, scenery

DAYS = tuple(TODAY - timedelta(days=days) for days in (400, 300, 200, 100, 40, 20, 10, 1))
"""When something took effect."""
INSTANTS = tuple(datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 6))
"""When something was recorded."""
_AT_LAST = datetime(2026, 6, 1, tzinfo=UTC)
_ENDLESS = datetime(9999, 1, 1, tzinfo=UTC)
_NEVER = date(9999, 1, 1)
_CHANGING = ("execution", "verdict", "due_on", "stopped_on", "year", "areas", "money", "places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a pledge is from a day on; `promise` has the places that its scope names, and no targets."""

    effective_on: date
    recorded_at: datetime
    promise: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A quantity that was verified."""

    key: uuid.UUID
    effective_on: date
    recorded_at: datetime
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Aimed:
    """A target from a day on, with what was verified of it."""

    key: uuid.UUID
    effective_on: date
    recorded_at: datetime
    aim: Aim
    reports: tuple[Reported, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Everything of one pledge."""

    entries: tuple[Entry, ...]
    aims: tuple[Aimed, ...]

    def at(self, day: date, known: datetime = _AT_LAST) -> Promise | None:
        """What it was: the last recorded of what was in effect, with the targets that there were."""
        held = [each for each in self.entries if _has_come(each, day, known)]
        if not held:
            return None
        last = max(held, key=lambda each: each.recorded_at).promise
        aims = tuple(_aim_at(each, day, known) for each in self.aims if _has_come(each, day, known))
        places = tuple(dict.fromkeys((*last.places, *(aim.place for aim in aims))))
        return replace(last, aims=aims, places=places, named=last.places, day=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWorld:
    """The scenery, and the lives by the key of their pledge."""

    scenery: World
    lives: dict[uuid.UUID, Life]

    def at(self, day: date, known: datetime = _AT_LAST) -> World:
        """The world of a day, as it was known."""
        there = (life.at(day, known) for life in self.lives.values())
        return replace(self.scenery, promises=tuple(each for each in there if each is not None))


def make_past(seed: int) -> PastWorld:
    """The world of a seed."""
    dice = random.Random(seed)  # noqa: S311 - made up to be the same again
    world = make(seed)
    lives = {each.key: _life(dice, world, each) for each in world.promises}
    return PastWorld(scenery=world, lives=lives)


def _life(dice: random.Random, world: World, promise: Promise) -> Life:
    aims = tuple(_aimed(dice, promise, number, aim) for number, aim in enumerate(promise.aims))
    named = tuple(place for place in promise.places if place not in {aim.place for aim in promise.aims})
    instants = sorted(dice.sample(INSTANTS, dice.choice((1, 2, 2, 3, 4))))
    said = replace(promise, places=named, aims=())
    entries: list[Entry] = []
    for instant in instants:
        entries.append(Entry(effective_on=dice.choice(DAYS), recorded_at=instant, promise=said))
        other = dice.choice(world.promises)
        names = dice.sample(_CHANGING, dice.choice((1, 2, 4)))
        said = replace(said, **{name: getattr(other, name) for name in names})
    return Life(entries=tuple(entries), aims=aims)


def _aimed(dice: random.Random, promise: Promise, number: int, aim: Aim) -> Aimed:
    key = uuid.UUID(int=promise.key.int * 100 + number)
    reports = tuple(
        Reported(
            key=uuid.UUID(int=key.int * 100 + place),
            effective_on=dice.choice(DAYS),
            recorded_at=dice.choice(INSTANTS),
            quantity=Decimal(dice.choice((0, 1, 2, 5))),
        )
        for place in range(dice.choice((0, 1, 2, 4)))
    )
    day, instant = (DAYS[0], INSTANTS[0]) if dice.random() < 0.8 else (DAYS[4], INSTANTS[3])
    return Aimed(key=key, effective_on=day, recorded_at=instant, aim=aim, reports=reports)


def _aim_at(aimed: Aimed, day: date, known: datetime) -> Aim:
    counted = [each.quantity for each in aimed.reports if _has_come(each, day, known)]
    return replace(aimed.aim, verified=sum(counted, Decimal(0)) if counted else None)


def _has_come(each: Entry | Aimed | Reported, day: date, known: datetime) -> bool:
    return each.effective_on <= day and each.recorded_at <= known


async def settle_past(database: Database, world: PastWorld) -> None:
    """Write it down."""
    async with database.writing() as session:
        for table, rows in (*scenery(world.scenery), *_lives(world)):
            await session.execute(insert(table), rows)


def _lives(world: PastWorld) -> list[Table]:
    spans: Lines = []
    places: Lines = []
    targets: Lines = []
    reports: Lines = []
    verifications: Lines = []
    first, second = sorted(world.scenery.agencies)[:2]
    for key, life in world.lives.items():
        spans += _spans(key, life)
        ever = dict.fromkeys(place for entry in life.entries for place in entry.promise.places)
        aimed_at = dict.fromkeys(aimed.aim.place for aimed in life.aims)
        for source, named in (("FORMER", ever), ("TARGET", aimed_at)):
            places += [{"pledge_id": key, "source": source, **at_place(place)} for place in named]
        for aimed in life.aims:
            targets.append(_target(key, aimed))
            for each in aimed.reports:
                reports.append(_report(key, aimed, each, first))
                verifications.append(_verification(key, each, second))
    return [
        (PledgeSpan, spans),
        (PledgePlace, places),
        (Target, targets),
        (ProgressReport, reports),
        (Verification, verifications),
    ]


def _spans(key: uuid.UUID, life: Life) -> Lines:
    """A row for every stretch of days within every stretch of knowledge."""
    days = [*sorted({each.effective_on for each in life.entries}), _NEVER]
    instants = [*sorted({each.recorded_at for each in life.entries}), _ENDLESS]
    found: Lines = []
    for (since, until), (known, forgotten) in itertools.product(
        itertools.pairwise(days), itertools.pairwise(instants)
    ):
        held = [each for each in life.entries if _has_come(each, since, known)]
        if held:
            last = max(held, key=lambda each: each.recorded_at)
            span = _span(key, last.promise) | {"from_on": since, "known_from": known}
            found.append(span | _ends(until, forgotten))
    return found


def _ends(until: date, forgotten: datetime) -> dict[str, object]:
    return {
        "until_on": date.max if until == _NEVER else until,
        "known_until": datetime.max.replace(tzinfo=UTC) if forgotten == _ENDLESS else forgotten,
    }


def _span(key: uuid.UUID, each: Promise) -> dict[str, object]:
    same = ("execution", "verdict", "due_on", "stopped_on", "maturity")
    return {
        **{name: getattr(each, name) for name in same},
        "pledge_id": key,
        "title": f"Janji {each.number}",
        "fiscal_year": each.year,
        "missing": [],
        "version": 1,
        "areas": sorted(each.areas),
        "partners": {},
        "fundings": [],
        "milestones": [],
        "sources": sorted(each.money),
        "regions": [place.code for place in each.places if place.post is None],
        "posts": [place.post for place in each.places if place.post is not None],
    }


def _target(key: uuid.UUID, aimed: Aimed) -> dict[str, object]:
    return {
        "id": aimed.key,
        "pledge_id": key,
        "area_code": aimed.aim.area,
        "indicator_id": INDICATOR,
        "unit": "u",
        "baseline": aimed.aim.baseline,
        "quantity": aimed.aim.quantity,
        "effective_on": aimed.effective_on,
        "recorded_at": aimed.recorded_at,
        **at_place(aimed.aim.place),
    }


def _report(key: uuid.UUID, aimed: Aimed, each: Reported, agency: uuid.UUID) -> dict[str, object]:
    return {
        "id": each.key,
        "pledge_id": key,
        "target_id": aimed.key,
        "agency_id": agency,
        "quantity": each.quantity,
        "effective_on": each.effective_on,
        "recorded_at": each.recorded_at,
        "reported_by": "n",
    }


def _verification(key: uuid.UUID, each: Reported, agency: uuid.UUID) -> dict[str, object]:
    return {
        "report_id": each.key,
        "pledge_id": key,
        "agency_id": agency,
        "decision": "ACCEPTED",
        "verdict": "CONFORMS",
        "effective_on": each.effective_on,
        "recorded_at": each.recorded_at,
        "verified_by": "n",
    }
