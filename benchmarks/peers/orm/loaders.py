"""DataLoaders, new for every request: one query for all the parents of a level, in a session of its own."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import InstrumentedAttribute, aliased
from strawberry.dataloader import DataLoader

import models

Sessions = async_sessionmaker[AsyncSession]
Row = TypeVar("Row", bound=models.Base)
Ask = tuple[Any, int]
"""The key of a parent, and how many of its rows are asked for."""
Attribute = InstrumentedAttribute[Any]


class Loaders:
    """Every loader of one request."""

    def __init__(self, sessions: Sessions) -> None:
        """Nothing is loaded yet."""
        find = _Finder(sessions)
        target, report, pledge = models.Target, models.ProgressReport, models.Pledge
        self.agency = find.one(models.Agency, models.Agency.id)
        self.region = find.one(models.Region, models.Region.code)
        self.posyandu = find.one(models.Posyandu, models.Posyandu.id)
        self.indicator = find.one(models.Indicator, models.Indicator.id)
        self.verification = find.one(models.Verification, models.Verification.report_id)
        self.areas = DataLoader[uuid.UUID, Sequence[models.SpmArea]](find.areas)
        self.targets = find.some(target, target.pledge_id, (target.id,))
        self.reports = find.some(report, report.pledge_id, (report.effective_on.desc(), report.id.desc()))
        self.regions = find.some(models.Region, models.Region.parent_code, (models.Region.code,))
        self.agencies = find.some(models.Agency, models.Agency.region_code, (models.Agency.code,))
        self.pledges = find.some(pledge, pledge.lead_agency_id, (pledge.reference, pledge.id))


class _Finder:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def one(self, table: type[Row], key: Attribute) -> DataLoader[Any, Row | None]:
        """At most one row a key."""

        async def load(keys: list[Any]) -> list[Row | None]:
            async with self._sessions() as session:
                rows = (await session.scalars(select(table).where(key.in_(keys)))).all()
            found = {getattr(row, key.key): row for row in rows}
            return [found.get(each) for each in keys]

        return DataLoader(load)

    def some(
        self, table: type[Row], parent: Attribute, order: Sequence[Attribute | ColumnElement[Any]]
    ) -> DataLoader[Ask, Sequence[Row]]:
        """The first rows of each parent; parents that ask for as many are asked for together."""

        async def load(asks: list[Ask]) -> list[Sequence[Row]]:
            found: dict[Ask, list[Row]] = defaultdict(list)
            async with self._sessions() as session:
                for size in {size for _, size in asks}:
                    keys = [key for key, wanted in asks if wanted == size]
                    statement = first_of_each(table, parent, order, keys, size)
                    for row in (await session.scalars(statement)).all():
                        found[getattr(row, parent.key), size].append(row)
            return [found[ask] for ask in asks]

        return DataLoader(load)

    async def areas(self, keys: list[uuid.UUID]) -> list[Sequence[models.SpmArea]]:
        """The areas of pledges, in the official order."""
        pair, area = models.PledgeArea, models.SpmArea
        statement = (
            select(pair.pledge_id, area)
            .join(area, area.code == pair.area_code)
            .where(pair.pledge_id.in_(keys))
            .order_by(area.position)
        )
        found: dict[uuid.UUID, list[models.SpmArea]] = defaultdict(list)
        async with self._sessions() as session:
            for pledge_id, row in await session.execute(statement):
                found[pledge_id].append(row)
        return [found[key] for key in keys]


def first_of_each(
    table: type[Row],
    parent: Attribute,
    order: Sequence[Attribute | ColumnElement[Any]],
    keys: list[Any],
    size: int,
) -> Select[Row]:
    """The first `size` rows of each parent, by a window over the rows of all of them."""
    position = func.row_number().over(partition_by=parent, order_by=order).label("position_in_parent")
    ranked = select(table, position).where(parent.in_(keys)).subquery()
    entity = aliased(table, ranked)
    return select(entity).where(ranked.c.position_in_parent <= size).order_by(ranked.c.position_in_parent)
