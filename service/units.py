"""A unit of work: what is looked at, locked and written on one connection, and when its transaction begins.

The driver's statements and the ORM's speak on one connection, in one transaction. What is written waits until
something has to be read, or until the end, and goes as one statement then: its parts do not read one another,
and PostgreSQL checks references at its end.

A transaction begins when something needs it. A unit that has only looked sends its last statement by itself,
as its own transaction; whatever it decided by what it saw, that statement has to make sure of (`must`).
"""

import functools
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, cast

import asyncpg
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.util import identity_key
from sqlalchemy.util import await_only

from models import Base
from service.statements import Statement, Write, together
from service.trust import WORKER, Guise

_UNIT = "unit"
Row: TypeAlias = Mapping[str, Any]
Entity = TypeVar("Entity", bound=Base)


class OvertakenError(Exception):
    """Something came in between: the unit has to be done anew, in a transaction and with its locks first."""


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


class Unit(AsyncSession):
    """One unit of work on a connection; SQLAlchemy's session in it is made when something asks for it."""

    def __init__(
        self, driver: Driver, connection: AsyncConnection, guise: Guise = WORKER, *, is_begun: bool
    ) -> None:
        self.driver = driver
        self.guise = guise
        self.is_begun = is_begun
        """Whether it is in a transaction: what it locks stays locked."""
        self.has_looked = False
        """Whether it looked at something before its transaction began."""
        self.is_over = False
        """Whether its last statement was sent by itself: nothing may follow."""
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
        if unit.waiting or not unit.is_begun:
            await_only(_send_waiting(unit))
        return super().get_bind(*args, **named)


async def _begin(unit: Unit) -> None:
    """Begin the transaction, unless that is done; what was seen before it has to be looked at anew."""
    if unit.is_begun:
        return
    if unit.is_over:
        raise RuntimeError("the last statement of this unit of work was sent already")
    if unit.has_looked:
        raise OvertakenError
    await unit.driver.execute(unit.guise.begin)
    unit.is_begun = True


async def look(unit: Unit, statement: Statement, **given: object) -> Sequence[Row]:
    """The rows that a statement without locks gives; it needs no transaction, and begins none."""
    await flush(unit)
    unit.has_looked = True
    return await unit.driver.fetch(statement.sql, *statement.bound(given))


async def rows(unit: Unit, statement: Statement, **given: object) -> Sequence[Row]:
    """The rows that the statement gives; their values are as the models know them."""
    await _flush_session(unit)
    await _send_waiting(unit)
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


async def finish(unit: Unit, last: Write | None = None) -> bool:
    """Send what waits as the end of the unit, and `last` with it; False when its row is there already."""
    await _flush_session(unit)
    writes = [*unit.waiting, *(() if last is None else (last,))]
    unit.waiting.clear()
    if not writes:
        return True
    if unit.has_looked and not unit.is_begun:
        unit.is_over = True
    else:
        await _begin(unit)
    try:
        await _fetch(unit, writes)
    except asyncpg.UniqueViolationError as error:
        if last is not None and getattr(error, "table_name", "") == cast("Table", last.statement.table).name:
            return False
        if unit.is_begun:
            raise
        raise OvertakenError from error
    return True


async def flush(unit: Unit) -> None:
    """Send what waits, here and in SQLAlchemy's session."""
    await _flush_session(unit)
    if unit.waiting:
        await _send_waiting(unit)


async def _flush_session(unit: Unit) -> None:
    if not unit.has_session and not any(instance_state(each).modified for each in unit.seen):
        return
    if unit.new or unit.dirty or unit.deleted:
        await unit.flush()


async def _send_waiting(unit: Unit) -> None:
    """In the transaction, which begins if it has not."""
    await _begin(unit)
    if unit.waiting:
        writes, unit.waiting = unit.waiting, []
        await _fetch(unit, writes)


async def _fetch(unit: Unit, writes: Sequence[Write]) -> None:
    is_told = unit.guise.is_told and not unit.is_begun
    all_of_it = together(tuple((write.statement, write.must) for write in writes), is_told=is_told)
    given = {name: value for write in writes for name, value in write.given.items()}
    if is_told:
        given |= unit.guise.told
    try:
        await unit.driver.fetch(all_of_it.sql, *all_of_it.bound(given))
    except asyncpg.DivisionByZeroError as error:
        raise OvertakenError from error
