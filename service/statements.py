"""Statements that are written in SQLAlchemy Core, compiled once, and sent by the driver as they are.

Through a session a statement costs a third of a millisecond of Python each time; sent like this, a fiftieth.
So what every write does goes this way, and what few do stays with the ORM: both speak on one connection, in
one transaction, and what the ORM has pending is sent first. Writes that do not read one another go together,
as one statement: PostgreSQL checks references at its end.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias, TypeVar, cast

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    ColumnElement,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import asyncpg as dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.util import identity_key

from models import Base

DRIVER: Final = "driver"
"""Under which name a session's `info` holds the connection below it."""
_DIALECT = dialect.dialect()
_NOTHING: ColumnElement[int] = literal_column("1")
_Convert: TypeAlias = Callable[[Any], Any]
_Given: TypeAlias = Mapping[str, object]
Row: TypeAlias = Mapping[str, Any]
Entity = TypeVar("Entity", bound=Base)


class Transaction(Protocol):
    """What is used of asyncpg's transactions."""

    async def start(self) -> None:
        """Begin it."""
        ...

    async def commit(self) -> None:
        """Keep what was done."""
        ...

    async def rollback(self) -> None:
        """Undo what was done."""
        ...


class Driver(Protocol):
    """What is used of a connection of asyncpg, which has no types."""

    def transaction(self) -> Transaction:
        """One that is still to begin."""
        ...

    async def fetch(self, query: str, *args: object) -> Sequence[Row]:
        """The rows of the answer."""
        ...

    def terminate(self) -> None:
        """Hang up at once."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Statement:
    """The text, and which value goes to which of its parameters."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, object]
    into: Mapping[str, _Convert]
    """How values of some parameters are written for the driver; it knows the types of most."""

    def bound(self, given: _Given) -> list[object]:
        """The values in the order of the parameters."""
        values = {**self.constants, **given}
        for name, convert in self.into.items():
            if values[name] is not None:
                values[name] = convert(values[name])
        return [values[name] for name in self.names]


def compiled(statement: Select[*tuple[Any, ...]] | Insert | Update) -> Statement:
    """The statement as text; what is not bound by name stays as it is now."""
    made: Any = statement.compile(dialect=_DIALECT)
    names = tuple(made.positiontup or ())
    binds: dict[str, BindParameter[Any]] = made.binds
    into = {name: binds[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for name in names}
    return Statement(
        sql=str(made),
        names=names,
        constants={name: binds[name].value for name in names if not binds[name].required},
        into={name: convert for name, convert in into.items() if convert},
    )


async def rows(session: AsyncSession, statement: Statement, **given: object) -> Sequence[Row]:
    """The rows that the statement gives; their values are as the models know them."""
    await flush(session)
    return await _driver(session).fetch(statement.sql, *statement.bound(given))


async def row(session: AsyncSession, statement: Statement, **given: object) -> Row | None:
    """The one row that the statement gives, or none."""
    found = await rows(session, statement, **given)
    return found[0] if found else None


def loaded(session: AsyncSession, kind: type[Entity], values: Row) -> Entity:
    """A whole row as if the session itself had read it: what is set on it is written in the end."""
    known = session.identity_map.get(identity_key(kind, values["id"]))
    entity: Entity = kind() if known is None else known
    vars(entity).update({column.key: values[column.key] for column in kind.__table__.columns})
    if known is None:
        make_transient_to_detached(entity)
        session.add(entity)
    return entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One INSERT or UPDATE with its values; `statement` is made once, for all values."""

    statement: Insert | Update
    given: _Given


def inserted(table: type[Base], **values: object) -> Write:
    """The INSERT of a row."""
    given = {f"{table.__tablename__}_{name}": value for name, value in values.items()}
    return Write(statement=_insert(cast("Table", table.__table__), tuple(values)), given=given)


@functools.cache
def _insert(table: Table, columns: tuple[str, ...]) -> Insert:
    return insert(table).values({name: _value_of(table.c[name]) for name in columns})


def _value_of(column: Column[Any]) -> BindParameter[Any]:
    return bindparam(f"{column.table.name}_{column.name}", type_=column.type, required=True)


def inserted_all(table: type[Base], lines: Sequence[_Given]) -> Write:
    """The INSERT of some rows with the same columns; one statement, however many."""
    columns = tuple(lines[0])
    given = {f"{table.__tablename__}_{name}": [line[name] for line in lines] for name in columns}
    return Write(statement=_insert_all(cast("Table", table.__table__), columns), given=given)


@functools.cache
def _insert_all(table: Table, columns: tuple[str, ...]) -> Insert:
    lists = func.unnest(*(_values_of(table.c[name]) for name in columns))
    lines = lists.table_valued(*columns).render_derived()
    return insert(table).from_select(columns, select(*(lines.c[name] for name in columns)))


def _values_of(column: Column[Any]) -> BindParameter[Any]:
    return bindparam(f"{column.table.name}_{column.name}", type_=ARRAY(column.type), required=True)


async def send(session: AsyncSession, *writes: Write) -> None:
    """Write all of it, in one statement; each table at most once."""
    await flush(session)
    together = _together(tuple(write.statement for write in writes))
    given = {name: value for write in writes for name, value in write.given.items()}
    await _driver(session).fetch(together.sql, *together.bound(given))


@functools.cache
def _together(statements: tuple[Insert | Update, ...]) -> Statement:
    parts = [each.cte(f"part_{number}") for number, each in enumerate(statements)]
    return compiled(select(_NOTHING).add_cte(*parts))


async def flush(session: AsyncSession) -> None:
    """Send what the ORM has pending, if it has anything."""
    if session.new or session.dirty or session.deleted:
        await session.flush()


def _driver(session: AsyncSession) -> Driver:
    return cast("Driver", session.info[DRIVER])
