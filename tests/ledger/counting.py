"""How many rows every table holds, to prove that nothing changed or exactly what did."""

from sqlalchemy import func, select, true

from models import Base, History
from service.database import Database
from service.ledger.door import ACCOUNT, TOKEN

Counts = dict[str, int]
_OF_THE_ROLLUP = {"rollup_course", "rollup_fresh", "rollup_pledge", "rollup_reached", "rollup_stand"}


async def counts(database: Database) -> Counts:
    """The rows of every table, but for what is written of the door, behind requests."""
    tables = Base.metadata.sorted_tables
    inside = {"history": History.subject.not_in((ACCOUNT, TOKEN))}
    columns = [
        select(func.count()).select_from(table).where(inside.get(table.name, true())).scalar_subquery()
        for table in tables
    ]
    async with database.reading() as session:
        row = (await session.execute(select(*columns))).one()
    return {table.name: number for table, number in zip(tables, row, strict=True)}


def difference(before: Counts, after: Counts) -> Counts:
    """The tables that grew or shrank, and by how much; what the rollup keeps is proven in test_rollup.py."""
    shown = after.keys() - _OF_THE_ROLLUP
    return {name: after[name] - before[name] for name in shown if after[name] != before[name]}
