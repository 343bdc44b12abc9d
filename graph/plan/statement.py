"""A composed statement: its text, and which value of a request goes to which of its parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal_column, null, select
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from graph.plan.declaration import Asked
from service.access.actors import Role
from service.access.visibility import tells_who_asks
from service.trust import TOLD

_DIALECT = dialect.dialect()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """SQL that answers with one row: the bytes of the JSON."""

    sql: str
    template: tuple[object, ...]
    """The parameters in order, with the values that no request changes."""
    asked: tuple[tuple[int, int, str], ...]
    """Parameter, site and value that goes there."""
    fixed: tuple[tuple[int, str], ...]
    """Parameter and name of what depends on who asks and when, or on what was changed."""
    may_object: bool
    """Whether it answers a second column: why the request is refused after all."""

    @property
    def counts(self) -> bool:
        """Whether it goes over many rows: what does may be refused afterwards, for they are too many."""
        return self.may_object

    def bound(self, asked: Sequence[Asked], fixed: Mapping[str, object]) -> list[object]:
        """The values of one request in the order of the parameters."""
        values = list(self.template)
        for parameter, site, name in self.asked:
            values[parameter] = asked[site].bound[name]
        for parameter, name in self.fixed:
            values[parameter] = fixed[name]
        return values


def _unless(objections: Sequence[ColumnElement[Any]], answer: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """The answer, and what objects to it; what is refused is not computed."""
    if not objections:
        return select(answer)
    refused = select(func.coalesce(*objections, null()).label("words")).cte("refused")
    return select(case((refused.c.words.is_(None), answer)), refused.c.words).select_from(refused)


def compiled(
    value: ColumnElement[Any],
    objections: Sequence[ColumnElement[Any]],
    asked: Sequence[Asked],
    role: Role,
) -> Statement:
    """The statement that answers with a JSON value, for requests of a role of the shape of `asked`."""
    answer = func.convert_to(cast(value, Text), literal_column("'UTF8'"))
    found = _unless(objections, answer)
    made: Any = found.compile(dialect=_DIALECT)
    if tells_who_asks(role, made.positiontup or ()):
        made = found.where(TOLD).compile(dialect=_DIALECT)
    sources = {f"s{site}_{name}": (site, name) for site, each in enumerate(asked) for name in each.bound}
    names: tuple[str, ...] = tuple(made.positiontup or ())
    constants = {name: value for name, value in made.params.items() if value is not None}
    return Statement(
        sql=str(made),
        may_object=bool(objections),
        template=tuple(None if name in sources else constants.get(name) for name in names),
        asked=tuple((at, *sources[name]) for at, name in enumerate(names) if name in sources),
        fixed=tuple(
            (at, name) for at, name in enumerate(names) if name not in sources and name not in constants
        ),
    )
