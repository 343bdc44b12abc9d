"""How many rows every table holds, to prove that nothing changed or exactly what did."""

from functools import cache

from sqlalchemy import TextClause, func, select, text, true
from sqlalchemy.dialects import postgresql

from models import Base, History
from service.database import Database
from service.ledger.door import ACCOUNT, TOKEN

Counts = dict[str, int]
_OF_THE_ROLLUP = {"rollup_course", "rollup_fresh", "rollup_pledge", "rollup_reached", "rollup_stand"}


async def counts(database: Database) -> Counts:
    """The rows of every table, but for what is written of the door, behind requests."""
    async with database.reading() as session:
        row = (await session.execute(_every_count())).mappings().one()
    return {str(name): number for name, number in row.items()}


@cache
def _every_count() -> TextClause:
    """As text: there are so many tables that composing it took longer than counting."""
    inside = {"history": History.subject.not_in((ACCOUNT, TOKEN))}
    columns = [
        select(func.count()).select_from(table).where(inside.get(name, true())).scalar_subquery().label(name)
        for name, table in Base.metadata.tables.items()
    ]
    words = select(*columns).compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    return text(str(words))


def difference(before: Counts, after: Counts) -> Counts:
    """The tables that grew or shrank, and by how much; what the rollup keeps is proven in test_rollup.py."""
    shown = after.keys() - _OF_THE_ROLLUP
    return {name: after[name] - before[name] for name in shown if after[name] != before[name]}
