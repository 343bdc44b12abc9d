"""How a field of the graph says what it is in SQL. One declaration serves the schema and the planner.

`column` is an expression over the row, `embedded` an object made of the same row, `one` a related object,
`many` a bounded list, `connection` a Relay connection with keyset paging. Types say where their rows come
from with `rooted`, so that row scope enters wherever the type is reached.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import strawberry
from graphql import GraphQLObjectType
from graphql.language import FieldNode
from sqlalchemy import ColumnElement, FromClause, Select, true

from graph.errors import Code
from graph.plan.collecting import Collector
from service.access.actors import Role
from service.access.moments import Moment

METADATA = "plan"
NOT_ROLLED = "NOT_ROLLED"
"""What a statement objects that counted on the rollup, when there is none: it is then read from the facts."""
Expression = Callable[[FromClause], ColumnElement[Any]]
Join = Callable[[FromClause, FromClause], ColumnElement[bool]]
"""From (parent, child) to the condition that ties them."""
Rows = Callable[[Role, Moment], Select[Any]]
Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What arguments came to: the part that shapes the SQL, and the values that are bound to it."""

    shape: Hashable = None
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    looks: Mapping[str, object] = field(default_factory=dict[str, object])
    """As of which moment it asks (graph/plan/looking_back.py); what is given shapes the SQL too."""

    @property
    def bound(self) -> Mapping[str, object]:
        """Everything that is bound to the SQL."""
        return {**self.values, **self.looks} if self.looks else self.values


def _nothing(_arguments: Arguments) -> Asked:
    return Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtering:
    """How an input object narrows a list: `read` turns it into bound values, `where` uses those present."""

    read: Callable[[Any], Mapping[str, object]]
    where: Callable[[FromClause, str, ColumnElement[Any], Moment], ColumnElement[bool]]
    """From (source, name of a value, its bind parameter, when) to a condition."""
    otherwise: Mapping[str, Expression] = field(default_factory=dict[str, Expression])
    """What holds instead while the value of a name is not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A keyset: expressions that are never NULL, the row's key last; `types` as PostgreSQL names them."""

    name: str
    keys: Callable[[FromClause], Sequence[ColumnElement[Any]]]
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A scalar or a list of scalars, already in its JSON form."""

    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A scalar that is made of other rows as they were at the moment that is read."""

    expression: Callable[[FromClause, Moment], ColumnElement[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """An object made of the parent's row; null where `when` is not true."""

    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """At most one object of another type."""

    join: Join
    arguments: Callable[[Arguments], Asked] | None = None
    where: (
        Callable[[FromClause, Callable[[str], ColumnElement[Any]], Hashable], ColumnElement[bool]] | None
    ) = None
    made: Callable[[Role, FromClause, Moment], Select[Any]] | None = None
    """The object as a row made of the parent's, where picking it among all rows of its type would cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A list that is bounded by the domain, whole and in order."""

    join: Join
    order: Callable[[FromClause], Sequence[ColumnElement[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A Relay connection over the rows of another type."""

    join: Join | None
    orders: Mapping[str, Order]
    default: str
    filtering: Filtering | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """`node` (one id) or `nodes` (a list of ids), of whatever type the ids say."""

    is_list: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A field where it is selected: what it is of, its nodes, and what its arguments came to."""

    kind: GraphQLObjectType
    nodes: list[FieldNode]
    row: FromClause
    name: str
    """The name of its site, from which other names may be made."""
    asked: Asked
    parameter: Callable[[str], ColumnElement[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """What becomes the JSON object of a row, and the record it is made of, when there is one."""

    value: ColumnElement[Any]
    record: FromClause | None = None

    def beside(self, rows: FromClause) -> FromClause:
        """The rows, each with its record."""
        return rows if self.record is None else rows.join(self.record, true())


class Composing(Protocol):
    """What composes a selection, for those who compose a part of it themselves."""

    @property
    def role(self) -> Role:
        """Whose reading it is."""
        ...

    @property
    def moment(self) -> Moment:
        """When it is read as of."""
        ...

    @property
    def since(self) -> Moment:
        """Which earlier moment it is set against, where two are compared."""
        ...

    @property
    def may_roll(self) -> bool:
        """Whether the rollup may answer what it can."""
        ...

    @property
    def collector(self) -> Collector:
        """Collects the fields of a selection."""
        ...

    def object(self, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause) -> ColumnElement[Any]:
        """The JSON object of one row."""
        ...

    def shaped(self, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause) -> Shaped:
        """The fields of one row, to be made JSON."""
        ...

    def value(self, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause) -> ColumnElement[Any]:
        """The JSON value of one field."""
        ...

    def rows(self, name: str) -> FromClause:
        """The rows of a type that this role may see."""
        ...

    def asked_at(self, node: FieldNode) -> Asked:
        """What the arguments of a field came to."""
        ...

    def selected(self, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause) -> Selected:
        """A field of this row where it is selected."""
        ...

    def comparing(self, earlier: Moment, later: Moment) -> "Composing":
        """The same for what is read at a later moment and set against an earlier one."""
        ...

    def at(self, asked: Asked, parameter: Callable[[str], ColumnElement[Any]]) -> "Composing":
        """The same for what lies below a field that may say of which moment it asks."""
        ...

    def rolled(self, moment: Moment) -> Moment:
        """The moment, of which the rollup may be asked as well when all that is known now is asked for."""
        ...

    def object_to(self, refused: ColumnElement[bool], code: Code, message: str) -> None:
        """Refuse the whole request when the condition turns out true, before anything else of it is read."""
        ...

    def rely_on_rollup(self) -> None:
        """Have the request read from the facts instead, when it turns out that there is no rollup."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A value whose SQL a function of its own makes, of its arguments and of what is selected of it."""

    compose: Callable[[Composing, Selected], ColumnElement[Any]]
    read: Callable[[Arguments], Asked] = _nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A field that only the plan around it can compose; it says how its arguments are read."""

    read: Callable[[Arguments], Asked]


Planned = Column | Timed | Embedded | One | Many | Connected | Lookup | Composed | Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """Where the rows of a type come from, and how its ids look (`prefix` and the key column's text)."""

    rows: Rows
    prefix: str | None = None
    key: str = "id"
    key_type: str = "uuid"


ROOTS: dict[str, Root] = {}
"""By the name of the GraphQL type; filled when the types are declared."""


def rooted(name: str, root: Root) -> None:
    """Say where the rows of the type called `name` come from."""
    ROOTS[name] = root


def planned(plan: Planned, description: str, **options: Any) -> Any:  # noqa: ANN401 - a field of any type
    """A Strawberry field that the planner reads; it has no resolver that runs."""
    return strawberry.field(description=description, metadata={METADATA: plan}, **options)


def column(description: str, expression: Expression) -> Any:  # noqa: ANN401 - a field of any type
    """A field that is an expression over the row."""
    return planned(Column(expression=expression), description)


def plain(name: str, description: str) -> Any:  # noqa: ANN401 - a field of any type
    """A field that is the column called `name`."""
    return column(description, lambda row: row.c[name])
