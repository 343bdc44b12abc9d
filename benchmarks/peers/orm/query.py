"""The root fields and the schema, with the caches of documents that Strawberry offers."""

import strawberry
from sqlalchemy import select
from strawberry.extensions import ParserCache, ValidationCache

import models
from benchmarks.peers.orm.loaders import Sessions
from benchmarks.peers.orm.matrix import Matrix, MatrixAxis, matrix_of
from benchmarks.peers.orm.types import Connection, Info, Pledge, Region, page


@strawberry.input(one_of=True)
class PledgeBy:
    """One way to name a pledge."""

    reference: str | None = strawberry.UNSET


def schema_over(sessions: Sessions) -> strawberry.Schema:
    """The schema, whose root fields open a session each."""

    @strawberry.type
    class Query:
        """The questions."""

        @strawberry.field
        async def pledges(self, first: int) -> Connection[Pledge]:
            """The first pledges by reference."""
            table = models.Pledge
            statement = select(table).order_by(table.reference, table.id).limit(first + 1)
            async with sessions() as session:
                rows = (await session.scalars(statement)).all()
            return page([Pledge.of(row) for row in rows], first, [row.reference for row in rows])

        @strawberry.field
        async def pledge(self, by: PledgeBy) -> Pledge | None:
            """One pledge."""
            statement = select(models.Pledge).where(models.Pledge.reference == by.reference)
            async with sessions() as session:
                row = await session.scalar(statement)
            return None if row is None else Pledge.of(row)

        @strawberry.field
        async def region(self, info: Info, code: str) -> Region | None:
            """One region."""
            row = await info.context.region.load(code)
            return None if row is None else Region.of(row)

        @strawberry.field
        async def matrix(self, rows: MatrixAxis, columns: MatrixAxis, first: int) -> Matrix:
            """Agencies or posts by area."""
            del columns  # this app has the areas only
            async with sessions() as session:
                return await matrix_of(session, rows, first)

    return strawberry.Schema(query=Query, extensions=[ParserCache, ValidationCache])
