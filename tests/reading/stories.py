"""What happened in a made-up world over time: states, reports, constraints, offers, mandates and marks.

The world itself says what its pledges are now; a story says since when, as known when, and what they were
before. Days and instants are few, so that many coincide.
"""

import itertools
import random
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from service.rules.gaps import SERVED_AREAS, GapKind
from service.rules.vocabulary import AgencyRole
from tests.reading.world import REGIONS, TODAY, VILLAGES, Place, Promise, World

SERVICES = {"S-SOS": "SOSIAL", "S-KES": "KESEHATAN"}
INDICATORS = tuple(uuid.UUID(int=10 + n) for n in range(2))
FIRST = date(2025, 1, 1)
DAYS = tuple(TODAY - timedelta(days=back) for back in (240, 150, 100, 91, 90, 89, 30, 1, 0))
"""The days on which things happen: around the edge of quiet, too."""
ENDLESS = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a pledge was on the days [from_on, until_on), as known in [known_from, known_until)."""

    from_on: date
    until_on: date
    known_from: datetime
    known_until: datetime
    execution: str
    due_on: date | None
    stopped_on: date | None
    areas: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A target with what it offers, there from a day on."""

    key: uuid.UUID
    place: Place
    area: str
    service: str | None
    indicator: uuid.UUID | None
    effective_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something said from a day on, until a day, and when each was written down; what it is about."""

    key: uuid.UUID
    about: tuple[object, ...]
    begins: date | None
    ends: date | None
    recorded_at: datetime
    ended_at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Of one pledge."""

    pledged_on: date
    service: str | None
    states: tuple[State, ...]
    offers: tuple[Offer, ...]
    reports: tuple[tuple[date, datetime], ...]
    """On the first offer."""
    constraints: tuple[Span, ...]
    partners: tuple[tuple[uuid.UUID, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A world with its stories."""

    world: World
    stories: dict[uuid.UUID, Story]
    came: frozenset[tuple[uuid.UUID, uuid.UUID]]
    """Meeting and agency."""
    mandates: tuple[Span, ...]
    gap_marks: tuple[Span, ...]
    overlap_marks: tuple[Span, ...]
    there: dict[uuid.UUID, tuple[date | None, date | None]]
    """When posts opened and closed."""


def noon(day: date, late: int = 0) -> datetime:
    """Noon there, some days later."""
    return datetime.combine(day + timedelta(days=late), time(4), UTC)


def tell(world: World, seed: int) -> Told:
    """The stories of a world, at random."""
    dice = random.Random(seed)  # noqa: S311 - the same every time
    stories = {each.key: _story(dice, world, each) for each in world.promises}
    pairs = {(dice.choice(sorted(world.meetings)), dice.choice(sorted(world.agencies))) for _ in range(9)}
    return Told(
        world=world,
        stories=stories,
        came=frozenset(pairs),
        mandates=_mandates(dice, world),
        gap_marks=_gap_marks(dice, world),
        overlap_marks=_overlap_marks(dice, world),
        there={
            post: dice.choice(((None, None), (None, None), (DAYS[1], None), (FIRST, DAYS[5])))
            for post in sorted(world.posts)
        },
    )


def _story(dice: random.Random, world: World, each: Promise) -> Story:
    pledged_on = dice.choice((FIRST, FIRST, DAYS[0], DAYS[2], DAYS[4]))
    offers = tuple(_offer(dice, world, each, n) for n in range(dice.choice((0, 1, 2))))
    days = [dice.choice(DAYS) for _ in range(dice.choice((0, 1, 2)))] if offers else []
    return Story(
        pledged_on=pledged_on,
        service=dice.choice((None, *SERVICES)),
        states=_states(dice, each, pledged_on, offers),
        offers=offers,
        reports=tuple((day, noon(day, dice.choice((0, 3)))) for day in days),
        constraints=tuple(_span(dice, (each.key,)) for _ in range(dice.choice((0, 0, 0, 1)))),
        partners=tuple(
            (agency, dice.choice((AgencyRole.JOINT, AgencyRole.SUPPORT)).value)
            for agency in dice.sample(sorted(world.agencies), dice.choice((0, 0, 1)))
            if agency != each.lead
        ),
    )


def _offer(dice: random.Random, world: World, each: Promise, number: int) -> Offer:
    post = dice.choice((None, *sorted(world.posts)))
    code = world.posts[post] if post else dice.choice(REGIONS)
    day = dice.choice((FIRST, DAYS[2], DAYS[6]))
    return Offer(
        key=uuid.UUID(int=10_000 + each.number * 10 + number),
        place=Place(post=post, code=code),
        area=dice.choice(sorted(each.areas)) if each.areas else "LINTAS_BIDANG",
        service=dice.choice((None, None, *SERVICES)),
        indicator=dice.choice((None, *INDICATORS)),
        effective_on=day,
        recorded_at=noon(day, dice.choice((0, 40))),
    )


def _states(
    dice: random.Random, each: Promise, pledged_on: date, offers: tuple[Offer, ...]
) -> tuple[State, ...]:
    """As it is now since a day; before that another, and what was known before that was written down."""
    areas = each.areas | {offer.area for offer in offers}
    now = {"execution": each.execution, "due_on": each.due_on, "stopped_on": each.stopped_on, "areas": areas}
    began = noon(pledged_on, dice.choice((0, 20)))
    day = dice.choice((None, *DAYS))
    if day is None or day <= pledged_on:
        return (_state(pledged_on, date.max, began, ENDLESS, **now),)
    was = {
        "execution": dice.choice(("RECORDED", "IN_PROGRESS", "REPORTED_DONE", "CANCELLED")),
        "due_on": dice.choice((None, DAYS[3], TODAY)),
        "stopped_on": None,
        "areas": frozenset(dice.sample(sorted(areas), dice.randrange(len(areas) + 1))),
    }
    written = max(noon(day, dice.choice((0, 0, 25))), began + timedelta(hours=1))
    return (
        _state(pledged_on, date.max, began, written, **was),
        _state(pledged_on, day, written, ENDLESS, **was),
        _state(day, date.max, written, ENDLESS, **now),
    )


def _state(
    from_on: date, until_on: date, known_from: datetime, known_until: datetime, **was: object
) -> State:
    return State(from_on=from_on, until_on=until_on, known_from=known_from, known_until=known_until, **was)  # pyright: ignore[reportArgumentType] - the rest of a state, by name


def _span(dice: random.Random, about: tuple[object, ...], *, may_be_old: bool = False) -> Span:
    begins = dice.choice(DAYS)
    ends = dice.choice((None, None, *(day for day in DAYS if day >= begins)))
    recorded_at = noon(begins, dice.choice((0, 10)))
    ended_at = None if ends is None else max(noon(ends, dice.choice((0, 10))), recorded_at)
    return Span(
        key=uuid.UUID(int=dice.getrandbits(120)),
        about=about,
        begins=None if may_be_old and dice.random() < 0.5 else begins,
        ends=ends,
        recorded_at=recorded_at,
        ended_at=ended_at,
        note=dice.choice(("JOINT", "DISMISSED")),
    )


def _mandates(dice: random.Random, world: World) -> tuple[Span, ...]:
    pairs = {(dice.choice(sorted(world.agencies)), dice.choice(SERVED_AREAS).value) for _ in range(14)}
    return tuple(_span(dice, pair, may_be_old=True) for pair in sorted(pairs))


def _gap_marks(dice: random.Random, world: World) -> tuple[Span, ...]:
    """Kind, area, region, post, agency, meeting; no two that stand now are of the same."""
    about: set[tuple[object, ...]] = set()
    for kind in (GapKind.NOTHING_PROMISED, GapKind.NOT_MOVING):
        for _ in range(24):
            post = dice.choice((None, *sorted(world.posts)))
            region = None if post else dice.choice((*REGIONS, *VILLAGES))
            about.add((kind.value, dice.choice(SERVED_AREAS).value, region, post, None, None))
    for agency, meeting in itertools.product(sorted(world.agencies), sorted(world.meetings)):
        area = dice.choice(SERVED_AREAS).value
        about.add((GapKind.NO_PLEDGE_FOR_MANDATE.value, area, None, None, agency, None))
        about.add((GapKind.ATTENDED_WITHOUT_PLEDGE.value, None, None, None, agency, meeting))
    return tuple(_span(dice, each) for each in sorted(about, key=str))


def _overlap_marks(dice: random.Random, world: World) -> tuple[Span, ...]:
    keys = [each.key for each in world.promises]
    pairs = {tuple(sorted(dice.sample(keys, 2))) for _ in range(60)}
    return tuple(_span(dice, pair) for pair in sorted(pairs))
