"""How much there is of everything, and where the posts are."""

from dataclasses import replace

from sqlalchemy import select

from models import Region
from seeds.synthetic.drafting import Drafts
from seeds.synthetic.offices import make_offices
from seeds.synthetic.posts import BY_DISTRICT, spread
from seeds.synthetic.shape import national
from service.database import Database
from tests.seeds.synthetic import TINY


async def test_posts_are_as_many_as_was_published(reference: Database) -> None:
    found = select(Region.code).where(Region.level == "VILLAGE", Region.code.startswith("64."))
    async with reference.reading() as session:
        counts = spread(sorted(await session.scalars(found)), 3_600)
    by_district = {
        district: sum(number for code, number in counts.items() if code.startswith(f"{district}."))
        for district in BY_DISTRICT
    }
    more = [by_district[district] - number for district, number in BY_DISTRICT.items()]
    assert (sum(by_district.values()), sum(more), min(more), max(more)) == (827, 11, 0, 1)
    assert (sum(counts.values()), len(counts), min(counts.values())) == (3600, 1038, 1)


def test_another_seed_is_another_throw_of_the_same_shape() -> None:
    one, other, again = (Drafts(replace(TINY, seed=seed)) for seed in (0, 7, 7))
    assert [one[number].key for number in range(3)] == ["0", "1", "2"]
    drafts, others, once_more = (
        [some[number] for number in range(TINY.pledges)] for some in (one, other, again)
    )
    assert sum(draft.reached is not same.reached for draft, same in zip(drafts, others, strict=True)) > 50
    assert others == once_more
    for of in (drafts, others):
        assert (sum(draft.targets for draft in of), sum(draft.reports for draft in of)) == (500, 1500)


def test_another_seed_has_agencies_of_other_habits_in_the_same_places() -> None:
    names = {"64": "Kalimantan Timur", "64.02": "Kutai Kartanegara"}
    one, other = (make_offices(replace(TINY, seed=seed), names, tuple(names), []) for seed in (0, 7))
    assert [office.name for office in one] == [office.name for office in other]
    assert {office.id for office in one}.isdisjoint(office.id for office in other)


def test_the_nation_is_so_much_of_everything() -> None:
    whole, part = national(1), national(0.02)
    assert (whole.posyandu, whole.agencies, whole.pledges) == (216_000, 12_000, 400_000)
    assert (whole.targets, whole.reports, whole.provinces) == (3_000_000, 10_000_000, ())
    assert (part.name, part.reports, part.share) == ("national 0.02", 200_000, 0.02)
