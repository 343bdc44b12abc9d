"""Counts who still uses what is to go, by client and by day, so that nobody is cut off unasked."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, Protocol, cast

import structlog
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    GraphQLType,
    TypeInfo,
    TypeInfoVisitor,
    get_named_type,
    visit,
)
from graphql.language import (
    EnumValueNode,
    FieldNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectFieldNode,
    TypeNode,
    Visitor,
)

from graph.documents import Prepared
from graph.evolution import deprecations
from graph.plan.remembering import Remembered
from service.access.actors import Actor
from service.access.uses import Use, add_uses
from service.clock import Clock
from service.database import Database
from service.errors import DomainError

FLUSHED_EVERY: Final = 60.0
_MOST_REMEMBERED: Final = 100_000
_log = structlog.stdlib.get_logger()


class Deprecated:
    """Notes each use as it comes and writes the sums behind the requests. One for a process."""

    def __init__(
        self, schema: GraphQLSchema, database: Database, clock: Clock, seconds: float = FLUSHED_EVERY
    ) -> None:
        self._schema = schema
        self._database = database
        self._clock = clock
        self._seconds = seconds
        self._going = frozenset(deprecations(schema))
        self._used: Remembered[frozenset[str]] = Remembered(lambda used: 1 + len(used), _MOST_REMEMBERED)
        self._counts: Counter[Use] = Counter()
        self._flushing: asyncio.Task[None] | None = None

    def note(self, prepared: Prepared, variables: Mapping[str, object], actor: Actor) -> None:
        """Count what an operation uses of it; nothing is looked at while nothing is to go."""
        if not self._going:
            return
        used = self._used.get(prepared.key, lambda: used_by(self._schema, prepared) & self._going)
        used |= used_in(self._schema, prepared, variables) & self._going
        client = "public" if actor.is_public else f"{actor.kind} {actor.id}"
        for coordinate in used:
            self._counts[Use(day=self._clock().date(), coordinate=coordinate, client=client)] += 1
        if used and self._flushing is None:
            self._flushing = asyncio.create_task(self._flush_later())

    async def close(self) -> None:
        """Write what was not written yet."""
        if self._flushing is not None:
            self._flushing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._flushing
        await self._flush()

    async def _flush_later(self) -> None:
        await asyncio.sleep(self._seconds)
        self._flushing = None
        await self._flush()

    async def _flush(self) -> None:
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            await self._database.write(lambda session: add_uses(session, counts))
        except DomainError as error:
            self._counts.update(counts)
            _log.warning("deprecated.not_counted", reason=error.message)


def used_by(schema: GraphQLSchema, prepared: Prepared) -> frozenset[str]:
    """The coordinates of the fields, arguments and values that a document names."""
    types = TypeInfo(schema)
    seen = _Coordinates(types)
    visit(prepared.document, TypeInfoVisitor(types, seen))
    return frozenset(seen.found)


def used_in(schema: GraphQLSchema, prepared: Prepared, variables: Mapping[str, object]) -> frozenset[str]:
    """The coordinates of the fields of inputs and the values that the variables of a request name."""
    return frozenset(
        coordinate
        for definition in prepared.operation.variable_definitions or ()
        for coordinate in _named(
            schema.type_map.get(_name_of(definition.type)), variables.get(definition.variable.name.value)
        )
    )


def _name_of(kind: TypeNode) -> str:
    while isinstance(kind, ListTypeNode | NonNullTypeNode):
        kind = kind.type
    return cast("NamedTypeNode", kind).name.value


def _named(kind: object, value: object) -> Iterator[str]:
    """Those of a value, however many lists it stands in; one that is wrong is refused elsewhere."""
    if isinstance(value, list):
        for one in cast("list[object]", value):
            yield from _named(kind, one)
    elif isinstance(kind, GraphQLEnumType) and isinstance(value, str):
        yield f"{kind.name}.{value}"
    elif isinstance(kind, GraphQLInputObjectType) and isinstance(value, dict):
        for name, inner in cast("dict[str, object]", value).items():
            if name in kind.fields:
                yield f"{kind.name}.{name}"
                yield from _named(cast("object", get_named_type(kind.fields[name].type)), inner)


class _Types(Protocol):
    """What is used of graphql-core's TypeInfo, which leaves the inside of its lists open."""

    def get_parent_type(self) -> object:
        """The type that has the field."""
        ...

    def get_parent_input_type(self) -> object:
        """The input that has the field."""
        ...

    def get_input_type(self) -> GraphQLType | None:
        """The type that a value is of."""
        ...


class _Coordinates(Visitor):
    """Collects coordinates on its way through a document."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._types = cast("_Types", types)

    def enter_field(self, node: FieldNode, *_where: object) -> None:
        """A field with its arguments."""
        name = f"{self._types.get_parent_type()}.{node.name.value}"
        self.found.add(name)
        self.found |= {f"{name}({argument.name.value}:)" for argument in node.arguments or ()}

    def enter_object_field(self, node: ObjectFieldNode, *_where: object) -> None:
        """A field of an input."""
        self.found.add(f"{self._types.get_parent_input_type()}.{node.name.value}")

    def enter_enum_value(self, node: EnumValueNode, *_where: object) -> None:
        """A word of an enum."""
        self.found.add(f"{get_named_type(self._types.get_input_type())}.{node.value}")
