"""The days on which offices are closed, 2024 to 2027, from the package holidays."""

from datetime import date
from importlib.metadata import version

import holidays
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from models import Holiday
from seeds.listing import Listing, edition_of
from service.database import WriteSession

YEARS = range(2024, 2028)
_LAST_DECREED = 2026
"""The last year whose joint decree (SKB tiga menteri) the package has; later years are estimates."""


def working_days() -> Listing:
    """National holidays and joint leave; days that an office overrides are theirs and stay."""
    edition = f"holidays {version('holidays')}, {YEARS[0]} to {YEARS[-1]}, decreed to {_LAST_DECREED}"
    return Listing(edition=edition_of("holiday", edition, edition), load=_load)


async def _load(session: WriteSession) -> int:
    rows = [
        {"day_on": day, "name": name, "source": "CALENDAR", "provisional": day.year > _LAST_DECREED}
        for day, name in _days().items()
    ]
    ours = (Holiday.source == "CALENDAR") & Holiday.day_on.between(
        date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
    )
    await session.execute(delete(Holiday).where(ours, Holiday.day_on.not_in([row["day_on"] for row in rows])))
    wanted = insert(Holiday).values(rows)
    given = wanted.excluded
    differs = (Holiday.name != given.name) | (Holiday.provisional != given.provisional)
    await session.execute(
        wanted.on_conflict_do_update(
            index_elements=["day_on"],
            set_={"name": given.name, "provisional": given.provisional},
            where=(Holiday.source == "CALENDAR") & differs,
        )
    )
    return len(rows)


def _days() -> dict[date, str]:
    listed = holidays.country_holidays("ID", years=YEARS, categories=("public", "government"), language="id")
    return dict(sorted(listed.items()))
