"""Plans: one statement for one operation, kept by document, role and shape of arguments, and run as bytes."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, cast

import asyncpg
from graphql import GraphQLError, GraphQLObjectType, GraphQLSchema
from graphql.execution import VariableValues, get_variable_values
from graphql.language import FieldNode, NameNode
from sqlalchemy import ColumnElement, FromClause, literal_column, select

from graph.documents import MAX_REMEMBERED_CHARACTERS, Prepared
from graph.errors import Code, coded, refusal
from graph.plan.collecting import Collected, Collector
from graph.plan.composing import Composer
from graph.plan.declaration import NOT_ROLLED, Asked
from graph.plan.remembering import Remembered
from graph.plan.sites import NO_VARIABLES, Sites, sites_of
from graph.plan.statement import Statement, compiled
from service.access.actors import Actor
from service.access.pace import paced
from service.access.visibility import values_of
from service.clock import Clock
from service.database import Database
from service.rules.policy import TRUST

MAX_REMEMBERED_SQL: Final = 16_000_000
"""Characters of statements, which bounds how many plans are kept."""
Statements: TypeAlias = Remembered[Statement]
_ONE: ColumnElement[int] = literal_column("1")
_NOTHING: FromClause = select(_ONE).subquery()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is read: an object of a type from one row, by the selections of some fields of the document."""

    kind: GraphQLObjectType
    selected: list[FieldNode]
    row: FromClause = field(default_factory=lambda: _NOTHING)
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    """What is bound in the row."""
    name: str = ""
    """Which of the rows that one field may be read from."""

    @property
    def shape(self) -> tuple[str, ...]:
        """What tells this aim from others of the same document."""
        return (self.kind.name, self.name, *((node.alias or node.name).value for node in self.selected[:1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An operation with its directives decided: the sites that it comes to."""

    prepared: Prepared
    sites: Sites
    key: Hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request with its arguments read, for one actor."""

    form: Form
    variables: VariableValues
    actor: Actor
    asked: tuple[Asked, ...]
    """By the position of the site."""

    @property
    def prepared(self) -> Prepared:
        """The operation."""
        return self.form.prepared

    @property
    def shape(self) -> tuple[Hashable, ...]:
        """Everything of the request that shapes its statements."""
        return (self.form.key, self.actor.role, tuple([(each.shape, *each.looks) for each in self.asked]))


def remembered_statements() -> Statements:
    """Room for what is composed: it depends on the schema alone, so that a process may share it."""
    return Remembered(lambda made: len(made.sql), MAX_REMEMBERED_SQL)


class Plans:
    """Answers the read operations of one schema over one database."""

    def __init__(
        self, schema: GraphQLSchema, database: Database, clock: Clock, statements: Statements | None = None
    ) -> None:
        self._schema = schema
        self._database = database
        self._clock = clock
        self._forms: Remembered[Form] = Remembered(_length, MAX_REMEMBERED_CHARACTERS)
        self._statements = remembered_statements() if statements is None else statements

    @property
    def compilations(self) -> int:
        """How many statements were composed so far: a second request of one shape composes none."""
        return self._statements.made

    async def data(self, prepared: Prepared, given: Mapping[str, Any], actor: Actor) -> bytes:
        """The JSON of the operation's data, from one statement."""
        asking = self.asking(prepared, given, actor)
        kind, root = self.root(asking.prepared)
        return await self.read(asking, Aim(kind=kind, selected=[root]))

    def asking(self, prepared: Prepared, given: Mapping[str, Any], actor: Actor) -> Asking:
        """What a request asks with its document; whatever is wrong with its arguments is said here."""
        variables = self.variables(prepared, given)
        # Any of the booleans may decide a directive.
        switches = [entry for entry in variables.coerced.items() if isinstance(entry[1], bool)]
        key = (prepared.key, *switches)
        form = self._forms.get(key, lambda: self._form(prepared, variables, key))
        asked = tuple([site.read(variables) for site in form.sites.values()])
        return Asking(form=form, variables=variables, actor=actor, asked=asked)

    def variables(self, prepared: Prepared, given: Mapping[str, Any]) -> VariableValues:
        """The variables of the request, coerced; a request error says what is wrong with them."""
        definitions = prepared.operation.variable_definitions
        if not definitions:
            return NO_VARIABLES
        values = get_variable_values(self._schema, definitions, dict(given))
        if isinstance(values, list):
            raise coded(Code.BAD_USER_INPUT, values)
        return values

    async def read(self, asking: Asking, aim: Aim) -> bytes:
        """The JSON of one object, from one statement."""
        fixed = {**values_of(asking.actor), "now": self._clock(), **aim.values}
        read, objection = await self._run(await self.statement(asking, aim), asking, fixed)
        if objection == NOT_ROLLED:
            statement = await self.statement(asking, aim, may_roll=False)
            read, objection = await self._run(statement, asking, fixed)
        if objection is not None:
            code, _, message = objection.partition(" ")
            raise refusal(Code(code), message)
        return read

    async def _run(
        self, statement: Statement, asking: Asking, fixed: Mapping[str, object]
    ) -> tuple[bytes, str | None]:
        """The answer, and what the statement objects to the request."""
        try:
            values = statement.bound(asking.asked, fixed)
            trust = TRUST[asking.actor.role]
            row = await self._database.row(statement.sql, *values, trust=trust, counts=statement.counts)
        except asyncpg.DataError as error:
            raise refusal(Code.BAD_USER_INPUT, "A cursor or a value is not of its type.") from error
        if row is None:
            return b"null", None
        return cast("bytes", row[0]), cast("str | None", row[1]) if statement.may_object else None

    async def statement(self, asking: Asking, aim: Aim, *, may_roll: bool = True) -> Statement:
        """The statement for this shape of request, composed once, when it is the client's turn."""
        key = (asking.shape, aim.shape, may_roll)

        def compose() -> Statement:
            return self._statements.get(key, lambda: self._compose(asking, aim, may_roll=may_roll))

        return self._statements.known(key) or await paced(compose)

    def root_fields(self, asking: Asking) -> Collected:
        """The root fields that the operation comes to."""
        kind, root = self.root(asking.prepared)
        return self.collector(asking).fields(kind, [root])

    def collector(self, asking: Asking) -> Collector:
        """Collects the fields of the request's selections."""
        return self._collector(asking.prepared, asking.variables)

    def _collector(self, prepared: Prepared, variables: VariableValues) -> Collector:
        return Collector(schema=self._schema, fragments=prepared.fragments, variables=variables)

    def root(self, prepared: Prepared) -> tuple[GraphQLObjectType, FieldNode]:
        """The root type of the operation, and a field that holds all that it selects."""
        kind = self._schema.get_root_type(prepared.operation.operation)
        root = FieldNode(name=NameNode(value="data"), selection_set=prepared.operation.selection_set)
        return cast("GraphQLObjectType", kind), root

    def _form(self, prepared: Prepared, variables: VariableValues, key: Hashable) -> Form:
        kind, root = self.root(prepared)
        try:
            sites = sites_of(self._schema, self._collector(prepared, variables), kind, root)
        except GraphQLError as error:  # a directive whose variable is null
            raise coded(Code.BAD_USER_INPUT, (error,)) from error
        return Form(prepared=prepared, sites=sites, key=key)

    def _compose(self, asking: Asking, aim: Aim, *, may_roll: bool) -> Statement:
        composer = Composer(
            schema=self._schema,
            role=asking.actor.role,
            collector=self.collector(asking),
            sites=asking.form.sites,
            asked=asking.asked,
            may_roll=may_roll,
        )
        value = composer.object(aim.kind, aim.selected, aim.row)
        return compiled(value, composer.objections, asking.asked, asking.actor.role)


def _length(form: Form) -> int:
    location = form.prepared.document.loc
    return 0 if location is None else location.end
