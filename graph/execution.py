"""Executes an operation: reads by plan, mutations by their use cases, introspection by graphql-core."""

from collections.abc import Mapping
from typing import Any

import orjson
from graphql import GraphQLSchema
from graphql.language import OperationType

from graph.documents import Prepared
from graph.errors import Code, refusal
from graph.introspection import asks_about_the_schema, introspected
from graph.mutations.running import Mutations
from graph.plan.composing import ABOUT_THE_SCHEMA
from graph.plan.plans import Plans
from service.access.actors import Actor
from service.rules.policy import Sight, sees


class Executor:
    """Answers with the complete JSON of a response."""

    def __init__(self, schema: GraphQLSchema, plans: Plans, mutations: Mutations) -> None:
        self._schema = schema
        self._plans = plans
        self._mutations = mutations

    async def __call__(self, prepared: Prepared, variables: Mapping[str, Any], actor: Actor) -> bytes:
        """The response of one operation; RequestError when the request as a whole cannot be executed."""
        if prepared.operation.operation is OperationType.MUTATION:
            return b'{"data":' + await self._mutations.data(prepared, variables, actor) + b"}"
        if asks_about_the_schema(prepared):
            _refuse_unless_shown(actor)
            return orjson.dumps({"data": await self._beside_introspection(prepared, variables, actor)})
        return b'{"data":' + await self._plans.data(prepared, variables, actor) + b"}"

    async def _beside_introspection(
        self, prepared: Prepared, variables: Mapping[str, Any], actor: Actor
    ) -> dict[str, Any]:
        """Both kinds of root fields, in the order of the selection."""
        fields = self._plans.root_fields(self._plans.asking(prepared, variables, actor))
        about = {key: same for key, same in fields.items() if same[0].name.value in ABOUT_THE_SCHEMA}
        found = introspected(self._schema, prepared, about, variables) if about else {}
        if len(about) < len(fields):
            found |= orjson.loads(await self._plans.data(prepared, variables, actor))
        return {key: found[key] for key in fields}


def _refuse_unless_shown(actor: Actor) -> None:
    if not sees(actor.role, Sight.SCHEMA):
        message = (
            "Skema hanya diceritakan kepada yang masuk; berkasnya graph/schema.graphql. "
            "/ The schema is told to those who signed in; its file is graph/schema.graphql."
        )
        raise refusal(Code.UNAUTHENTICATED, message)
