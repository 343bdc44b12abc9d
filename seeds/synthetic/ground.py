"""What the pledges stand on: regions as they are stored, posts, offices and meetings made for them."""

import itertools
import uuid
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models import Region, SpmService
from seeds.synthetic.days import FIRST_DAY, moment_on
from seeds.synthetic.dice import Dice
from seeds.synthetic.gatherings import Gathering, gatherings_of
from seeds.synthetic.offices import Office, make_offices
from seeds.synthetic.posts import spread
from seeds.synthetic.shape import Shape
from seeds.synthetic.themes import MEASURES
from service.database import ReadSession
from service.rules.region_code import RegionLevel

_FIRST = moment_on(FIRST_DAY)
_PROVINCE, _REGENCY, _VILLAGE = 2, 5, 13
VERIFIERS = 2
"""How many of the offices of a province or regency may verify: the first ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """Posts in the order of their villages, so that those of any region stand together."""

    villages: tuple[str, ...]
    ids: tuple[uuid.UUID, ...]

    def within(self, region: str) -> range:
        """The places in the list of the posts of a region."""
        return range(bisect_left(self.villages, region), bisect_left(self.villages, f"{region}/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Everything that a pledge may name."""

    names: Mapping[str, str]
    regencies: tuple[str, ...]
    posts: Posts
    offices: tuple[Office, ...]
    leads: tuple[tuple[tuple[Office, ...], int], ...]
    """The offices of provinces, regencies and villages, with how often they promise."""
    by_region: Mapping[str, tuple[Office, ...]]
    gatherings: Mapping[str, tuple[Gathering, ...]]
    services: Mapping[tuple[str, str], tuple[str, ...]]
    """By level and area."""
    indicators: Mapping[tuple[str, str], uuid.UUID]
    """By name and unit."""

    def neighbours(self, region: str) -> tuple[Office, ...]:
        """The offices of the regency, or of the province, that a region lies in."""
        return self.by_region[region[:_REGENCY]]

    def verifiers(self, region: str) -> tuple[Office, ...]:
        """The offices that may verify there, the nearest first: two of the regency, two of its province."""
        nearest = self.by_region[region[:_REGENCY]][:VERIFIERS]
        return (*nearest, *self.by_region[region[:_PROVINCE]][:VERIFIERS])


async def survey(session: ReadSession, shape: Shape) -> Ground:
    """Read the regions that take part, and lay out the rest."""
    names = await _names(session, shape)
    regencies = tuple(code for code in names if len(code) == _REGENCY)
    provinces = tuple(sorted({code[:_PROVINCE] for code in regencies}))
    villages = [code for code in names if len(code) == _VILLAGE]
    offices = tuple(make_offices(shape, names, (*provinces, *regencies), villages))
    by_region: defaultdict[str, list[Office]] = defaultdict(list)
    for office in offices:
        by_region[office.region].append(office)
    grouped = {region: tuple(there) for region, there in by_region.items()}
    around = (*provinces, *regencies)
    return Ground(
        names=names,
        regencies=regencies,
        posts=_posts(spread(villages, shape.posyandu)),
        offices=offices,
        leads=_leads(offices),
        by_region=grouped,
        gatherings={region: gatherings_of(region, names[region], grouped[region]) for region in around},
        services=await _services(session),
        indicators={key: Dice("indicator", *key).id(_FIRST) for key in MEASURES},
    )


async def _names(session: ReadSession, shape: Shape) -> dict[str, str]:
    """The names of the regencies that take part, all that lies in them, and their provinces; by code."""
    found = select(Region.code, Region.name).where(Region.retired_at.is_(None)).order_by(Region.code)
    stored = {
        row.code: row.name
        for row in await session.execute(found)
        if not shape.provinces or row.code[:_PROVINCE] in shape.provinces
    }
    part = _taking_part(stored, shape.share)
    provinces = {code[:_PROVINCE] for code in part}
    return {code: name for code, name in stored.items() if code[:_REGENCY] in part or code in provinces}


def _taking_part(codes: Iterable[str], share: float) -> set[str]:
    """The first regencies, as many as have that share of the villages: so each keeps all that it has."""
    villages = Counter(code[:_REGENCY] for code in codes if len(code) == _VILLAGE)
    wanted, before = share * villages.total(), 0
    part: set[str] = set()
    for regency, number in villages.items():
        if before < wanted:
            part.add(regency)
        before += number
    return part


def _posts(counts: Mapping[str, int]) -> Posts:
    villages = tuple(
        itertools.chain.from_iterable(itertools.repeat(code, number) for code, number in counts.items())
    )
    dice = Dice("posyandu")
    return Posts(villages=villages, ids=tuple(dice.id(_FIRST) for _ in villages))


async def _services(session: ReadSession) -> dict[tuple[str, str], tuple[str, ...]]:
    found = select(SpmService.level, SpmService.area_code, SpmService.code).order_by(SpmService.code)
    by_area: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for level, area, code in await session.execute(found):
        by_area[level, area].append(code)
    return {key: tuple(codes) for key, codes in by_area.items()}


def _leads(offices: Sequence[Office]) -> tuple[tuple[tuple[Office, ...], int], ...]:
    by_length = ((_PROVINCE, 25), (_REGENCY, 60), (_VILLAGE, 15))
    levels = (
        (tuple(office for office in offices if len(office.region) == length), often)
        for length, often in by_length
    )
    return tuple((level, often) for level, often in levels if level)


def level_of_law(region: str) -> str:
    """At which level of government a service of a region is: villages have none of their own."""
    return RegionLevel.PROVINCE.value if len(region) == _PROVINCE else RegionLevel.REGENCY.value


def nearest_verifier(verifiers: Sequence[Office], parties: frozenset[uuid.UUID]) -> Office:
    """The first who is not one of those whom it would be about."""
    return next(office for office in verifiers if office.id not in parties)
