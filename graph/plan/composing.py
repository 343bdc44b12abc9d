"""Composes one statement from a selection: objects become records made JSON, lists json_agg, nested."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_named_type
from graphql.language import FieldNode
from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy import (
    cast as sql_cast,
)
from sqlalchemy.sql import quoted_name
from sqlalchemy.types import TypeEngine

from graph.errors import Code
from graph.plan.collecting import Collector
from graph.plan.connecting import compose_connection
from graph.plan.declaration import (
    NOT_ROLLED,
    ROOTS,
    Asked,
    Column,
    Composed,
    Connected,
    Embedded,
    Lookup,
    Many,
    One,
    Planned,
    Selected,
    Shaped,
    Timed,
)
from graph.plan.looking_back import AS_OF, KNOWN_ON, moment_of
from graph.plan.sites import Site, Sites, place_of, plan_of
from service.access.actors import Role
from service.access.bare import rows_of
from service.access.moments import NOW, Moment
from service.reading.counts import is_rolled

ABOUT_THE_SCHEMA = frozenset({"__schema", "__type"})
"""Root fields that no statement answers (graph/introspection.py)."""
_PAIRS = 50
"""PostgreSQL takes 100 arguments."""
_LONGEST_NAME = 63
"""PostgreSQL cuts the names of columns; an alias of a client may be longer."""
_OPEN: ColumnElement[str] = literal_column("'{'")
_COMMA: ColumnElement[str] = literal_column("','")
_CLOSE: ColumnElement[str] = literal_column("'}'")
_OBJECTION: ColumnElement[str] = literal_column(f"'{NOT_ROLLED}'")
_NOT_ROLLED: ColumnElement[Any] = case((~is_rolled(), _OBJECTION))


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """Composes for one schema, one role and one shape of arguments."""

    schema: GraphQLSchema
    role: Role
    moment: Moment = NOW
    since: Moment = NOW
    may_roll: bool = True
    """Whether the rollup may answer what it can."""
    collector: Collector
    sites: Sites
    asked: Sequence[Asked]
    """By the position of the site."""
    objections: list[ColumnElement[Any]] = field(default_factory=list[ColumnElement[Any]])
    """What else the statement answers: each the code and the words of a refusal, or NULL."""

    def object(self, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause) -> ColumnElement[Any]:
        """The JSON object of one row, with its keys in the order of the selection."""
        pairs: list[ColumnElement[Any]] = []
        for key, same in self.collector.fields(kind, nodes).items():
            if same[0].name.value not in ABOUT_THE_SCHEMA:
                pairs += [literal_column(f"'{key}'"), self.value(kind, same, row)]
        return json_object(pairs)

    def shaped(self, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause) -> Shaped:
        """The fields of a row as a record.

        PostgreSQL makes JSON of a record in three quarters of the time that json_build_object takes: the
        types of a record are looked up once, those of arguments with every call.
        """
        fields = self.collector.fields(kind, nodes)
        if not fields or max(map(len, fields)) > _LONGEST_NAME:
            return Shaped(value=self.object(kind, nodes, row))
        columns = [
            self.value(kind, same, row).label(quoted_name(key, quote=True)) for key, same in fields.items()
        ]
        record = select(*columns).correlate(row).lateral()
        return Shaped(value=record.table_valued(), record=record)

    def value(self, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause) -> ColumnElement[Any]:
        """The JSON value of one field."""
        name = nodes[0].name.value
        if name == "__typename":
            return literal_column(f"'{kind.name}'")
        field = kind.fields[name]
        plan = plan_of(field)
        if plan is None:
            message = f"{kind.name}.{name} says nothing of what it is in SQL"
            raise TypeError(message)
        if isinstance(plan, Timed):
            return plan.expression(row, self.moment)
        return plan.expression(row) if isinstance(plan, Column) else self._planned(plan, field, nodes, row)

    def _planned(
        self, plan: Planned, field: GraphQLField, nodes: list[FieldNode], row: FromClause
    ) -> ColumnElement[Any]:
        if isinstance(plan, Lookup):
            return self._lookup(plan, nodes)
        kind = cast("GraphQLObjectType", get_named_type(cast("Any", field.type)))
        if isinstance(plan, Embedded):
            made = self.object(kind, nodes, row)
            return made if plan.when is None else case((plan.when(row), made), else_=null())
        if isinstance(plan, One):
            return self._one(plan, kind, nodes, row)
        if isinstance(plan, Many):
            return self._many(plan, kind, nodes, row)
        selected = self.selected(kind, nodes, row)
        below = self.at(selected.asked, selected.parameter)
        if isinstance(plan, Composed):
            return plan.compose(below, selected)
        assert isinstance(plan, Connected)  # noqa: S101 - a Part is composed by the plan around it
        return compose_connection(below, plan, selected)

    def _one(
        self, plan: One, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause
    ) -> ColumnElement[Any]:
        composer, asks = self, None
        if plan.where is not None:
            site = self._site(nodes)
            asked, parameter = self.asked[site.position], _parameter(site.name)
            composer, asks = self.at(asked, parameter), (plan.where, parameter, asked.shape)
        made = plan.made
        child = composer.rows(kind.name) if made is None else made(self.role, row, self.moment).subquery()
        condition = plan.join(row, child)
        if asks is not None:
            where, parameter, shape = asks
            condition = and_(condition, where(child, parameter, shape))
        shaped = composer.shaped(kind, nodes, child)
        chosen = select(func.to_json(shaped.value)).select_from(shaped.beside(child)).where(condition)
        return chosen.correlate(row).scalar_subquery()

    def _many(
        self, plan: Many, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause
    ) -> ColumnElement[Any]:
        child = self.rows(kind.name)
        shaped = self.shaped(kind, nodes, child)
        ordered = func.json_agg(shaped.value).aggregate_order_by(*plan.order(child))
        listed = select(func.coalesce(ordered, empty_list())).select_from(shaped.beside(child))
        return listed.where(plan.join(row, child)).correlate(row).scalar_subquery()

    def selected(self, kind: GraphQLObjectType, nodes: list[FieldNode], row: FromClause) -> Selected:
        """A field of this row where it is selected."""
        site = self.sites.get(place_of(nodes[0]))
        name = "" if site is None else site.name
        return Selected(
            kind=kind,
            nodes=nodes,
            row=row,
            name=name,
            asked=Asked() if site is None else self.asked[site.position],
            parameter=_parameter(name),
        )

    def at(self, asked: Asked, parameter: Callable[[str], ColumnElement[Any]]) -> "Composer":
        """The composer of what lies below a field, which may say of which moment it asks."""
        moment = moment_of(asked.looks, parameter)
        return self if moment is None else replace(self, moment=self.rolled(moment))

    def rolled(self, moment: Moment) -> Moment:
        """The moment, of which the rollup may be asked as well when all that is known now is asked for."""
        if not self.may_roll or moment.is_now or moment.known is not None:
            return moment
        self.rely_on_rollup()
        return replace(moment, is_rolled=True)

    def comparing(self, earlier: Moment, later: Moment) -> "Composer":
        """The composer of what is read at a later moment and set against an earlier one."""
        return replace(self, moment=later, since=earlier)

    def asked_at(self, node: FieldNode) -> Asked:
        """What the arguments of a field came to."""
        return self.asked[self._site([node]).position]

    def object_to(self, refused: ColumnElement[bool], code: Code, message: str) -> None:
        """Refuse the whole request when the condition turns out true, before anything else of it is read."""
        words: ColumnElement[str] = literal_column(f"'{code} {message}'")
        self.objections.append(case((refused, words)))

    def rely_on_rollup(self) -> None:
        """Have the request read from the facts instead, when it turns out that there is no rollup."""
        if not any(each is _NOT_ROLLED for each in self.objections):
            self.objections.insert(0, _NOT_ROLLED)

    def _lookup(self, plan: Lookup, nodes: list[FieldNode]) -> ColumnElement[Any]:
        site = self._site(nodes)
        texts = ARRAY(Text)
        ids = (
            func.unnest(
                bindparam(f"{site.name}_prefixes", type_=texts), bindparam(f"{site.name}_keys", type_=texts)
            )
            .table_valued("prefix", "key", with_ordinality="position", name=f"{site.name}_ids")
            .render_derived()
        )
        found = self._by_prefix(nodes, ids, cast("tuple[str, ...]", self.asked[site.position].shape))
        if not plan.is_list:
            return select(found).select_from(ids).scalar_subquery()
        listed = func.coalesce(func.json_agg(found).aggregate_order_by(ids.c.position), empty_list())
        return select(listed).select_from(ids).scalar_subquery()

    def _by_prefix(
        self, nodes: list[FieldNode], ids: FromClause, prefixes: tuple[str, ...]
    ) -> ColumnElement[Any]:
        choices: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = []
        for name, root in ROOTS.items():
            if root.prefix in prefixes:
                child = self.rows(name)
                kind = cast("GraphQLObjectType", self.schema.type_map[name])
                # The key is cast only inside its own branch: another type's key may not be a uuid.
                key_type: Any = child.c[root.key].type  # pyright: ignore[reportUnknownMemberType] - a type of any value
                same = child.c[root.key] == sql_cast(ids.c.key, key_type)
                shaped = self.shaped(kind, nodes, child)
                made = select(func.to_json(shaped.value)).select_from(shaped.beside(child)).where(same)
                here = ids.c.prefix == literal_column(f"'{root.prefix}'")
                choices.append((here, made.correlate(ids).scalar_subquery()))
        nothing = sql_cast(null(), JSON)
        return case(*choices, else_=nothing) if choices else nothing

    def _site(self, nodes: list[FieldNode]) -> Site:
        """The site of merged fields, whose arguments are the same by validation."""
        return self.sites[place_of(nodes[0])]

    def rows(self, name: str) -> FromClause:
        """The rows of a type that this role may see."""
        return rows_of(ROOTS[name].rows(self.role, self.moment))


def _parameter(site: str) -> Callable[[str], ColumnElement[Any]]:
    def parameter(name: str) -> ColumnElement[Any]:
        return bindparam(f"{site}_{name}", type_=_parameter_type(name))

    return parameter


def _parameter_type(name: str) -> TypeEngine[Any] | None:
    """Sizes are numbers and the keys of a cursor are text; whatever else takes the type of its column."""
    if name in _TYPES:
        return _TYPES[name]
    return Text() if name.startswith("key") else None


_TYPES: dict[str, TypeEngine[Any]] = {
    "limit": Integer(),
    "more": Integer(),
    AS_OF: Date(),
    KNOWN_ON: DateTime(timezone=True),
}


def empty_list() -> ColumnElement[Any]:
    """The JSON value []."""
    return literal_column("'[]'::json")


def json_object(pairs: list[ColumnElement[Any]]) -> ColumnElement[Any]:
    """An object of any number of keys, in their order."""
    if not pairs:
        return literal_column("'{}'::json")
    step = 2 * _PAIRS
    parts = [func.json_build_object(*pairs[start : start + step]) for start in range(0, len(pairs), step)]
    if len(parts) == 1:
        return parts[0]
    texts = [sql_cast(part, Text) for part in parts]
    inner = [func.substr(text, 2, func.length(text) - 2) for text in texts]
    listed = func.concat_ws(_COMMA, *inner)
    return sql_cast(func.concat(_OPEN, listed, _CLOSE), JSON)
