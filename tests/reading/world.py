"""A small made-up world at random: few places, many pledges, and whatever can be absent absent at times."""

import itertools
import random
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import insert

from models import (
    Agency,
    Funding,
    Indicator,
    Meeting,
    Pledge,
    PledgeArea,
    PledgePlace,
    Posyandu,
    Region,
    SpmArea,
    Target,
)
from models.agency import AGENCY_KINDS
from models.pledge import EXECUTIONS, VERDICTS
from models.service_standard import AREA_CODES
from service.database import Database

REGIONS = (
    "21", "21.01", "21.01.06", "21.01.06.1009", "21.71", "64", "64.02", "64.02.01", "64.02.01.2001",
    "64.02.01.2002", "64.02.02", "64.02.02.1001", "64.09", "64.09.04", "64.09.04.1005", "64.09.04.2006",
)  # fmt: skip
VILLAGES = ("64.02.01.2001", "64.02.01.2001", "64.02.02.1001", "64.09.04.1005", "21.01.06.1009")
BARE = ("21.71", "64.02.01.2002")
"""A city without districts, a village without a post: who stands there stands nowhere further down."""
INDICATOR = uuid.UUID(int=1)
Lines = list[dict[str, object]]
Table = tuple[type[object], Lines]
TODAY = date(2026, 6, 15)
LEVELS = {2: "PROVINCE", 5: "REGENCY", 8: "DISTRICT", 13: "VILLAGE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A post (and its village) or a region."""

    post: uuid.UUID | None
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target."""

    place: Place
    area: str
    baseline: Decimal | None
    quantity: Decimal | None
    verified: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A pledge with everything that an axis could ask."""

    key: uuid.UUID
    number: int
    region: str
    lead: uuid.UUID
    kind: str
    meeting: uuid.UUID | None
    year: int | None
    execution: str
    verdict: str | None
    due_on: date | None
    stopped_on: date | None
    maturity: int
    areas: frozenset[str]
    money: frozenset[str]
    places: tuple[Place, ...]
    aims: tuple[Aim, ...]
    day: date = TODAY
    """The day on which it is looked at."""
    named: tuple[Place, ...] = ()
    """Of its places, those that its scope names, where that is told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything there is."""

    agencies: dict[uuid.UUID, tuple[str, str, str]]
    """Region, code and kind."""
    posts: dict[uuid.UUID, str]
    """Village."""
    meetings: dict[uuid.UUID, tuple[str, date]]
    """Region and day."""
    promises: tuple[Promise, ...]


def make(seed: int, pledges: int = 40) -> World:
    """The world of a seed."""
    dice = random.Random(seed)  # noqa: S311 - made up to be the same again
    agencies = {
        uuid.UUID(int=100 + n): (
            dice.choice(("64", "64", "64.02", "64.09", "21")),
            f"A{n}",
            dice.choice(AGENCY_KINDS),
        )
        for n in range(6)
    }
    posts = {uuid.UUID(int=200 + n): village for n, village in enumerate(VILLAGES)}
    meetings = {
        uuid.UUID(int=300 + n): (dice.choice(("64", "64.02", "21")), date(2025, 1 + n, 2)) for n in range(3)
    }
    known = World(agencies=agencies, posts=posts, meetings=meetings, promises=())
    promises = tuple(_promise(dice, known, number) for number in range(1, pledges + 1))
    return World(agencies=agencies, posts=posts, meetings=meetings, promises=promises)


def _promise(dice: random.Random, world: World, number: int) -> Promise:
    lead = dice.choice(sorted(world.agencies))
    execution = dice.choice(EXECUTIONS)
    aims = tuple(_aim(dice, world) for _ in range(dice.choice((0, 0, 1, 3, 5))))
    named = [_place(dice, world) for _ in range(dice.choice((0, 0, 1, 2)))]
    return Promise(
        key=uuid.UUID(int=1_000 + number),
        number=number,
        region=dice.choice(("64", "64", "64.02", "21")),
        lead=lead,
        kind=world.agencies[lead][2],
        meeting=dice.choice((None, *world.meetings)),
        year=dice.choice((None, 2025, 2026)),
        execution=execution,
        verdict="CONFORMS" if execution == "COMPLETED" else dice.choice((None, *VERDICTS)),
        due_on=dice.choice((None, *(TODAY + timedelta(days=days) for days in (-30, -1, 0, 14, 15)))),
        stopped_on=dice.choice((None, TODAY - timedelta(days=dice.randrange(60)))),
        maturity=dice.randrange(101),
        areas=frozenset((*dice.sample(AREA_CODES, dice.choice((0, 1, 1, 2))), *(aim.area for aim in aims))),
        money=frozenset(dice.sample(("APBD", "Baznas", "NONE"), dice.choice((0, 0, 1, 2)))),
        places=tuple(dict.fromkeys((*named, *(aim.place for aim in aims)))),
        aims=aims,
    )


def _place(dice: random.Random, world: World) -> Place:
    if dice.random() < 0.6:
        post = dice.choice(sorted(world.posts))
        return Place(post=post, code=world.posts[post])
    return Place(post=None, code=dice.choice((*REGIONS, *BARE, *BARE)))


def _aim(dice: random.Random, world: World) -> Aim:
    quantity = dice.choice((None, Decimal(0), Decimal(3), Decimal(10)))
    return Aim(
        place=_place(dice, world),
        area=dice.choice(AREA_CODES),
        baseline=dice.choice((None, None, Decimal(3), Decimal(20))),
        quantity=quantity,
        verified=dice.choice((None, *(Decimal(n) for n in (0, 1, 3, 7, 12)))),
    )


async def settle(database: Database, world: World) -> None:
    """Write it down."""
    async with database.writing() as session:
        for table, rows in _rows(world):
            await session.execute(insert(table), rows)


def _rows(world: World) -> list[Table]:
    return [*scenery(world), *_parts(world), (Target, [_target(*line) for line in _aims(world)])]


def scenery(world: World) -> list[Table]:
    """What pledges stand in, and the pledges' own rows."""
    indicator: dict[str, object] = {"id": INDICATOR, "name": "n", "unit": "u", "kind": "QUANTITY"}
    areas = [{"code": code, "position": n, "name": code.title()} for n, code in enumerate(AREA_CODES)]
    posts = [{"id": key, "village_code": code, "name": key.hex[-3:]} for key, code in world.posts.items()]
    return [
        (Region, [_region(code) for code in REGIONS]),
        (SpmArea, [dict(area) for area in areas]),
        (Agency, [_agency(key, *line) for key, line in world.agencies.items()]),
        (Posyandu, [dict(post) for post in posts]),
        (Meeting, [_meeting(key, *line) for key, line in world.meetings.items()]),
        (Indicator, [indicator | {"over_periods": "SUM", "over_places": "SUM"}]),
        (Pledge, [_pledge(each) for each in world.promises]),
    ]


def _parts(world: World) -> list[Table]:
    areas: Lines = []
    money: Lines = []
    places: Lines = []
    for each in world.promises:
        areas.extend({"pledge_id": each.key, "area_code": area} for area in each.areas)
        for stage, source in itertools.product(("PROMISED", "BUDGETED"), each.money):
            money.append({"pledge_id": each.key, "stage": stage, "source": source})
        for place, source in itertools.product(each.places, ("SCOPE", "TARGET")):
            places.append({"pledge_id": each.key, "source": source, **at_place(place)})
    return [(PledgeArea, areas), (Funding, money), (PledgePlace, places)]


def _aims(world: World) -> list[tuple[Promise, Aim]]:
    return [(each, aim) for each in world.promises for aim in each.aims]


def _target(each: Promise, aim: Aim) -> dict[str, object]:
    return {
        "pledge_id": each.key,
        "area_code": aim.area,
        "indicator_id": INDICATOR,
        "unit": "u",
        "baseline": aim.baseline,
        "quantity": aim.quantity,
        "verified": aim.verified,
        "effective_on": date(2025, 1, 1),
        **at_place(aim.place),
    }


def at_place(place: Place) -> dict[str, object]:
    """The columns of a place."""
    return {"posyandu_id": place.post, "region_code": None if place.post else place.code}


def _region(code: str) -> dict[str, object]:
    zone = "Asia/Makassar" if code.startswith("64") else "Asia/Jakarta"
    parent = code.rpartition(".")[0] or None
    return {
        "code": code,
        "level": LEVELS[len(code)],
        "name": f"R {code}",
        "parent_code": parent,
        "time_zone": zone,
        "dataset_version": "test",
    }


def _agency(key: uuid.UUID, region: str, code: str, kind: str) -> dict[str, object]:
    return {"id": key, "region_code": region, "code": code, "name": code, "short_name": code, "kind": kind}


def _meeting(key: uuid.UUID, region: str, day: date) -> dict[str, object]:
    return {
        "id": key,
        "region_code": region,
        "title": key.hex[-3:],
        "kind": "RAPAT",
        "held_on": day,
        "source": "s",
    }


def _pledge(each: Promise) -> dict[str, object]:
    return {
        "id": each.key,
        "reference": f"KTM/{each.region}/2026/{each.number:04}",
        "region_code": each.region,
        "year": 2026,
        "serial": each.number,
        "lead_agency_id": each.lead,
        "title": f"Janji {each.number}",
        "quote": "kata",
        "source": "s",
        "meeting_id": each.meeting,
        "fiscal_year": each.year,
        "pledged_on": date(2025, 1, 1),
        "due_on": each.due_on,
        "stopped_on": each.stopped_on,
        "execution": each.execution,
        "verdict": each.verdict,
        "maturity": each.maturity,
    }
