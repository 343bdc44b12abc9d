"""The schema: every type that clients may name, built once."""

import strawberry
from graphql import GraphQLInputObjectType, GraphQLSchema, print_schema
from graphql.utilities import lexicographic_sort_schema
from strawberry.schema.config import StrawberryConfig

from graph.mutation import Mutation
from graph.query import Query
from graph.subscription import Subscription
from graph.types.scalars import SCALARS

schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=StrawberryConfig(scalar_map=SCALARS),
)
"""Strawberry declares and describes; queries are planned, not resolved (graph/plan)."""

core: GraphQLSchema = schema._schema  # noqa: SLF001 - Strawberry has no public way to the graphql-core schema  # pyright: ignore[reportPrivateUsage]

for _kind in core.type_map.values():
    if isinstance(_kind, GraphQLInputObjectType):
        # Strawberry checks @oneOf when a value is read and does not say so in the schema.
        _kind.is_one_of = _kind.extensions["strawberry-definition"].is_one_of


def printed_schema() -> str:
    """The schema in SDL, sorted, as it is committed."""
    return print_schema(lexicographic_sort_schema(core)) + "\n"
