"""A unit of work, and statements that are written in SQLAlchemy Core, compiled once, and sent by the driver.

Through SQLAlchemy's session a statement costs a third of a millisecond of Python each time; sent like this, a
fiftieth. So what every write does goes this way, and what few do stays with the ORM: both speak on one
connection, in one transaction. What is written waits until something has to be read, or until the end, and
goes as one statement then: its parts do not read one another, and PostgreSQL checks references at its end.
"""

import functools
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, cast

import orjson
from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Engine,
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
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.util import identity_key
from sqlalchemy.util import await_only

from models import Base


def as_json(value: object) -> str:
    """How a value of a JSON column is written."""
    return orjson.dumps(value).decode()


_DIALECT = dialect.dialect(json_serializer=as_json)
_UNIT = "unit"
_NOTHING: ColumnElement[int] = literal_column("1")
_Convert: TypeAlias = Callable[[Any], Any]
_Given: TypeAlias = Mapping[str, object]
Row: TypeAlias = Mapping[str, Any]
Entity = TypeVar("Entity", bound=Base)


class Driver(Protocol):
    """What is used of a connection of asyncpg, which has no types."""

    async def execute(self, query: str) -> str:
        """What became of a command: its tag."""
        ...

    async def fetch(self, query: str, *args: object) -> Sequence[Row]:
        """The rows of the answer."""
        ...

    def is_closed(self) -> bool:
        """Whether it is known to be dead."""
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


class Unit(AsyncSession):
    """One unit of work on a connection; SQLAlchemy's session in it is made when something asks for it."""

    def __init__(self, driver: Driver, connection: AsyncConnection) -> None:
        self.driver = driver
        self.waiting: list[Write] = []
        """What is written and not sent yet; each table at most once."""
        self.seen: list[Base] = []
        """Rows that the session will know when it is made."""
        self._connection = connection

    @property
    def has_session(self) -> bool:
        """Whether anything asked for SQLAlchemy's session."""
        return "_proxied" in vars(self)

    def end(self) -> None:
        """Let go of everything; nothing of this asks the database any more."""
        if self.has_session:
            self.sync_session.close()

    if not TYPE_CHECKING:  # the checker shall know no more names than a session has

        def __getattr__(self, name: str) -> object:
            """Make what is missing while there is no session."""
            if self.has_session:
                raise AttributeError(name)
            super().__init__(self._connection, expire_on_commit=False, sync_session_class=_Orm)
            self.info[_UNIT] = self
            self.add_all(self.seen)
            return getattr(self, name)


class _Orm(Session):
    """SQLAlchemy's session of a unit of work: what waits is sent before whatever this one sends."""

    def get_bind(self, *args: Any, **named: Any) -> Engine | Connection:  # noqa: ANN401 - as SQLAlchemy has it
        """Called before every statement."""
        unit: Unit = self.info[_UNIT]
        if unit.waiting:
            await_only(_send_waiting(unit))
        return super().get_bind(*args, **named)


async def rows(unit: Unit, statement: Statement, **given: object) -> Sequence[Row]:
    """The rows that the statement gives; their values are as the models know them."""
    await flush(unit)
    return await unit.driver.fetch(statement.sql, *statement.bound(given))


async def row(unit: Unit, statement: Statement, **given: object) -> Row | None:
    """The one row that the statement gives, or none."""
    found = await rows(unit, statement, **given)
    return found[0] if found else None


def loaded(unit: Unit, kind: type[Entity], values: Row) -> Entity:
    """A whole row as if the session itself had read it: what is set on it is written in the end."""
    known = _known(unit, kind, values["id"])
    entity: Entity = kind() if known is None else known
    vars(entity).update({name: values[name] for name in _names(kind)})
    if known is None:
        instance_state(entity).key = identity_key(kind, values["id"])
        if unit.has_session:
            unit.add(entity)
        unit.seen.append(entity)
    return entity


def _known(unit: Unit, kind: type[Entity], key: uuid.UUID) -> Entity | None:
    if unit.has_session:
        return unit.identity_map.get(identity_key(kind, key))
    seen = (each for each in unit.seen if isinstance(each, kind))
    return next((each for each in seen if vars(each)["id"] == key), None)


@functools.cache
def _names(kind: type[Base]) -> tuple[str, ...]:
    return tuple(kind.__table__.columns.keys())


async def send(unit: Unit, *writes: Write) -> None:
    """Write all of it: with whatever else is written before something is read, in one statement."""
    await _flush_session(unit)
    for write in writes:
        if any(write.statement.table is other.statement.table for other in unit.waiting):
            await _send_waiting(unit)
        unit.waiting.append(write)


async def send_last(unit: Unit, write: Write) -> Sequence[Row]:
    """Write this with all that waits; the rows that it gives back."""
    await _flush_session(unit)
    writes = [*unit.waiting, write]
    unit.waiting.clear()
    return await _fetch(unit, writes, write.statement)


async def flush(unit: Unit) -> None:
    """Send what waits, here and in SQLAlchemy's session."""
    await _flush_session(unit)
    await _send_waiting(unit)


async def _flush_session(unit: Unit) -> None:
    if not unit.has_session and not any(instance_state(each).modified for each in unit.seen):
        return
    if unit.new or unit.dirty or unit.deleted:
        await unit.flush()


async def _send_waiting(unit: Unit) -> None:
    if unit.waiting:
        writes, unit.waiting = unit.waiting, []
        await _fetch(unit, writes, None)


async def _fetch(unit: Unit, writes: Sequence[Write], last: Insert | Update | None) -> Sequence[Row]:
    together = _together(tuple(write.statement for write in writes), last)
    given = {name: value for write in writes for name, value in write.given.items()}
    return await unit.driver.fetch(together.sql, *together.bound(given))


@functools.cache
def _together(statements: tuple[Insert | Update, ...], last: Insert | Update | None) -> Statement:
    others = [each for each in statements if each is not last]
    parts = [each.cte(f"part_{number}") for number, each in enumerate(others)]
    return compiled((select(_NOTHING) if last is None else last).add_cte(*parts))
