"""What a database holds, so that before and after can be compared."""

from sqlalchemy import text

from models import Base
from service.database import Database


async def fingerprint(database: Database) -> dict[str, tuple[int, int]]:
    """Of every table the number of rows and the sum of their writing transactions: equal if untouched."""
    found: dict[str, tuple[int, int]] = {}
    async with database.reading() as session:
        for table in sorted(Base.metadata.tables):
            count = f'SELECT count(*), coalesce(sum(xmin::text::bigint), 0)::bigint FROM "{table}"'  # noqa: S608 - our own tables
            rows, writers = (await session.execute(text(count))).one()
            found[table] = (rows, writers)
    return found


async def one(database: Database, question: str) -> tuple[object, ...]:
    """The first row of the answer."""
    async with database.reading() as session:
        return tuple((await session.execute(text(question))).one())


async def column(database: Database, question: str) -> list[object]:
    """The first column of the answer."""
    async with database.reading() as session:
        return list((await session.scalars(text(question))).all())
