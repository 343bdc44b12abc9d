"""How a mutation is declared: its input, its use case, its payload; the type Mutation is made of them.

A resolver never runs: graph/mutations/running.py does what is declared here, and the planner reads the
payload after the commit.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Annotated, Any, Final

import strawberry
from sqlalchemy import Boolean, FromClause, Text, Uuid, bindparam, select
from strawberry.utils.str_converters import to_camel_case

from graph.mutations.asking import request_of
from graph.plan.declaration import plain
from graph.problems import TYPES
from graph.types.arguments import described as argument
from graph.types.arguments import takes as arguments
from service.access.actors import Actor
from service.database import WriteSession
from service.ledger.idempotency import Result

METADATA: Final = "mutation"
KEY: Final = "idempotencyKey"
Make = Callable[[Mapping[str, Any]], object]
"""From the coerced values of an input to the request of a use case."""
Verb = Callable[[WriteSession, Actor, Any], Awaitable[Any]]
"""A use case; what it gives is a row with an id (Identified), whose columns the checker sees as Mapped."""

DONE: Final[FromClause] = select(
    bindparam("result_id", type_=Uuid()).label("id"),
    bindparam("result_is_replay", type_=Boolean()).label("is_replay"),
    bindparam("result_secret", type_=Text()).label("secret"),
).subquery("done")
"""The row that a payload is read from: what came of the mutation."""


def values_of_result(result: Result) -> dict[str, object]:
    """What the row of a payload holds."""
    return {
        "result_id": result.id,
        "result_is_replay": result.is_replay,
        "result_secret": result.secret,
    }


@strawberry.input
class Once:
    """What every mutation takes."""

    idempotency_key: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Of the client's own making, good for 90 days: sent again with the same input, the "
        "mutation is not done again and the first result comes back.",
    )


@strawberry.type
class Payload:
    """What every payload says."""

    is_replay: bool = plain("is_replay", "Whether this was done by an earlier request with the same key.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """One mutation: `make` turns the values of its input into the request of the use case `verb`."""

    name: str
    make: Make
    verb: Verb
    payload: type


def mutation(  # noqa: PLR0913 - what a mutation is
    name: str,
    description: str,
    *,
    takes: type,
    verb: Verb,
    gives: type,
    request: Callable[..., object] = object,
    make: Make | None = None,
) -> Any:  # noqa: ANN401 - a field of any type
    """A field of the type Mutation, `verb_noun` in Python; `gives` holds the fields of its payload.

    The input is made into a `request` field by field, unless `make` says otherwise.
    """
    title = name[0].upper() + to_camel_case(name)[1:]
    payload = strawberry.type(
        type(f"{title}Payload", (gives,), {"__annotations__": {}}), description="It was done."
    )
    declared = Mutation(
        name=to_camel_case(name),
        make=make or _field_by_field(takes, request),
        verb=verb,
        payload=payload,
    )
    result: Any = reduce(_either, TYPES.values(), payload)
    union = strawberry.union(f"{title}Result", description="What came of it: done, or refused.")
    field: Any = strawberry.field(
        name=to_camel_case(name),
        description=description,
        metadata={METADATA: declared},
        resolver=arguments(returns=Annotated[result, union], input=argument(takes, "What is to be done.")),
    )
    field.python_name = name
    return field


def _field_by_field(takes: type, request: Callable[..., object]) -> Make:
    return lambda values: request_of(request, takes, values)


def _either(one: Any, other: Any) -> Any:  # noqa: ANN401 - types, or unions of them
    return one | other


def assembled(fields: Sequence[Any]) -> type:
    """The type Mutation."""
    members = {field.python_name: field for field in fields}
    return strawberry.type(
        type("Mutation", (), {"__annotations__": {}, **members}),
        description="The verbs. Each is a transaction of its own, and they are done in order.",
    )
