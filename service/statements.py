"""Statements that are written in SQLAlchemy Core and compiled once, for the driver to send.

Through SQLAlchemy's session a statement costs a third of a millisecond of Python each time; sent like this, a
fiftieth. So what every write does goes this way, and what few do stays with the ORM.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import orjson
from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    ColumnElement,
    Insert,
    Select,
    Table,
    TextClause,
    Update,
    bindparam,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from models import Base
from service.trust import TOLD


def as_json(value: object) -> str:
    """How a value of a JSON column is written."""
    return orjson.dumps(value).decode()


_DIALECT = dialect.dialect(json_serializer=as_json)
_NOTHING: ColumnElement[int] = literal_column("1")
_Convert: TypeAlias = Callable[[Any], Any]
_Given: TypeAlias = Mapping[str, object]


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


def compiled(statement: Select[*tuple[Any, ...]] | Insert | Update | TextClause) -> Statement:
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
    must: bool = False
    """Whether nothing at all is written when this finds no row; it has to return those that it finds."""


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
    """The INSERT of some rows with the same columns; one statement, however many more than one."""
    if len(lines) == 1:
        return inserted(table, **lines[0])
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


@functools.cache
def together(statements: tuple[tuple[Insert | Update, bool], ...], *, is_told: bool) -> Statement:
    """One statement of all. Where one of them must find a row, this divides by how many it found.

    That is looked at before anything else is written: the parts that nobody reads from come last. Who writes
    is told before all of it, unless the transaction was told.
    """
    parts = [(each.cte(f"part_{number}"), must) for number, (each, must) in enumerate(statements)]
    found = [select(func.count()).select_from(part).scalar_subquery() for part, must in parts if must]
    demands = [_NOTHING.op("/")(count) for count in found] or [_NOTHING]
    whole = select(*demands).add_cte(*(part for part, _ in parts))
    return compiled(whole.where(TOLD) if is_told else whole)
