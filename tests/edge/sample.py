"""A small schema with an endpoint of its own: what the edge is tried on, without a database."""

from asyncio import sleep
from dataclasses import replace

import orjson
from graphql import (
    ExecutionResult,
    GraphQLError,
    build_schema,
    execute,  # pyright: ignore[reportUnknownVariableType] - it leaves its executor class open
)
from graphql.execution.values import get_variable_values

from graph.documents import Documents, Prepared
from graph.edge import Edge
from graph.errors import Code, coded
from graph.faults import Faults
from graph.http import GraphQLEndpoint
from service.access.credential import Credential
from service.errors import DomainError, ErrorCode, not_allowed, not_signed_in

SCHEMA = build_schema(
    """
    type Query {
      hello(name: String): String!
      post(id: ID, near: Near): Post
      posts(first: Int, after: String, last: Int): PostConnection!
      areas(first: Int = 7): PostConnection!
      nodes(ids: [ID!]!): [Node]!
      number(float: Float, int: Int): Float
      fail(how: String!): String
    }
    input Near { name: String  within: Near  any: [Near!] }
    interface Node { id: ID! }
    type Post implements Node { id: ID!  name: String!  near: Post  posts(first: Int): PostConnection! }
    type PostConnection { nodes: [Post!]!  edges: [PostEdge!]!  totalCount: Int! }
    type PostEdge { node: Post! }
    type Mutation { rename(name: String!): String! }
    type Subscription { renamed: String! }
    """
)

TOKENS = {None: "public", "ikrar_good": "liaison", "session good": "person"}


async def authenticate(shown: Credential) -> str:
    """The name of who asks; `ikrar_ill` stands for a failure of ours."""
    token = shown.token if shown.session is None else f"session {shown.session}"
    if token == "ikrar_ill":
        raise RuntimeError("password=hunter2 at /srv/secret")
    if token == "ikrar_gone":
        raise not_allowed("Token dicabut. / The token is revoked.")
    if token not in TOKENS:
        raise not_signed_in()
    return TOKENS[token]


async def answer(prepared: Prepared, variables: dict[str, object], actor: str) -> bytes:
    """Execute with graphql-core over plain values."""
    coerced = get_variable_values(SCHEMA, prepared.operation.variable_definitions or (), variables)
    if isinstance(coerced, list):
        raise coded(Code.BAD_USER_INPUT, coerced)
    await misbehave(variables.get("how"))
    root: dict[str, object] = {
        "hello": f"salam, {actor}",
        "rename": "renamed",
        "posts": {"nodes": [], "edges": [], "totalCount": 0},
    }
    result = execute(
        SCHEMA,
        prepared.document,
        root_value=root,
        variable_values=variables,
        operation_name=prepared.operation.name.value if prepared.operation.name else None,
    )
    assert isinstance(result, ExecutionResult)
    return orjson.dumps(result.formatted)


async def misbehave(how: object) -> None:
    """Fail in the way that the variable `how` names."""
    if how == "slow":
        await sleep(30)
    if how == "timeout":
        raise TimeoutError("SELECT secret FROM pledge")
    if how == "crash":
        raise RuntimeError("SELECT secret FROM pledge at /srv/secret")
    if how == "away":
        raise DomainError(ErrorCode.UNAVAILABLE, "Basis data tidak terjangkau. / The database is away.")
    if how == "many":
        raise coded(Code.BAD_USER_INPUT, [GraphQLError("x" * 5_000)] * 100)


SAMPLE: Edge[str] = Edge(documents=Documents(SCHEMA), authenticate=authenticate, execute=answer)
"""What stands behind the transports of the small schema."""


def endpoint(wall_clock: float = 10.0, body_seconds: float = 10.0) -> GraphQLEndpoint[str]:
    """The endpoint over the small schema."""
    return GraphQLEndpoint(
        replace(SAMPLE, documents=Documents(SCHEMA), faults=Faults(), wall_clock=wall_clock),
        body_seconds=body_seconds,
    )
