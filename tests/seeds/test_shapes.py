"""How much there is of everything, and where the posts are."""

from sqlalchemy import select

from models import Region
from seeds.synthetic.posts import BY_DISTRICT, spread
from seeds.synthetic.shape import national
from service.database import Database


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


def test_the_nation_is_so_much_of_everything() -> None:
    whole, part = national(1), national(0.02)
    assert (whole.posyandu, whole.agencies, whole.pledges) == (216_000, 12_000, 400_000)
    assert (whole.targets, whole.reports, whole.provinces) == (3_000_000, 10_000_000, ())
    assert (part.name, part.reports, part.share) == ("national 0.02", 200_000, 0.02)
