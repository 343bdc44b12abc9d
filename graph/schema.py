"""The schema: every type that clients may name, built once."""

import strawberry
from graphql import GraphQLSchema, print_schema
from graphql.utilities import lexicographic_sort_schema
from strawberry.schema.config import StrawberryConfig

from graph.mutation import Mutation
from graph.query import Query
from graph.types.scalars import SCALARS

schema = strawberry.Schema(query=Query, mutation=Mutation, config=StrawberryConfig(scalar_map=SCALARS))
"""Strawberry declares and describes; queries are planned, not resolved (graph/plan)."""

core: GraphQLSchema = schema._schema  # noqa: SLF001 - Strawberry has no public way to the graphql-core schema  # pyright: ignore[reportPrivateUsage]


def printed_schema() -> str:
    """The schema in SDL, sorted, as it is committed."""
    return print_schema(lexicographic_sort_schema(core)) + "\n"
