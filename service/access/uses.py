"""Who used what is to go, on which day and how often: the sums that the graph counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from models.allowance import DeprecatedUse
from service.database import ReadSession, WriteSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Of one thing, by one client, on one day."""

    day: date
    coordinate: str
    client: str


async def add_uses(session: WriteSession, counts: Mapping[Use, int]) -> None:
    """Add to the sums."""
    rows = [
        {"day": use.day, "coordinate": use.coordinate, "client": use.client, "uses": count}
        for use, count in sorted(counts.items(), key=lambda entry: repr(entry[0]))
    ]
    added = insert(DeprecatedUse).values(rows)
    keys = [DeprecatedUse.day, DeprecatedUse.coordinate, DeprecatedUse.client]
    more = {"uses": DeprecatedUse.uses + added.excluded.uses}
    await session.execute(added.on_conflict_do_update(index_elements=keys, set_=more))


async def uses_since(session: ReadSession, day: date) -> Sequence[tuple[str, str, int, date]]:
    """What was used since a day, by whom, how often and when last; the most used first."""
    total = func.sum(DeprecatedUse.uses)
    wanted = (
        select(DeprecatedUse.coordinate, DeprecatedUse.client, total, func.max(DeprecatedUse.day))
        .where(DeprecatedUse.day >= day)
        .group_by(DeprecatedUse.coordinate, DeprecatedUse.client)
        .order_by(total.desc(), DeprecatedUse.coordinate, DeprecatedUse.client)
    )
    return [(one, other, int(uses), last) for one, other, uses, last in await session.execute(wanted)]
