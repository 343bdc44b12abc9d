"""One operation on both executors, and whether they said the same."""

from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.documents import Documents
from graph.execution import Executor
from graph.guard import check_sizes
from graph.mutations.running import Mutations
from graph.plan.plans import Plans
from graph.schema import core
from service.database import Database, ReadSession
from tests.oracle.ground import NOW, PEOPLE
from tests.oracle.slow import Slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """The compiled executor and the slow one, for each of several people."""

    plans: Plans
    fast: Executor
    slow: dict[str, Slow]
    documents: Documents = field(default_factory=lambda: Documents(core))

    @classmethod
    def over(cls, database: Database, session: ReadSession) -> "Both":
        """Both over one database, at one instant."""
        plans = Plans(core, database, lambda: NOW)
        slow = {name: Slow(session, actor) for name, actor in PEOPLE.items()}
        return cls(
            plans=plans,
            fast=Executor(
                core,
                plans,
                Mutations(core, plans, database, committed=lambda: None, refused=lambda _actor, _deed: None),
            ),
            slow=slow,
        )

    async def compiled(
        self, who: str, document: str, variables: dict[str, Any], name: str | None = None
    ) -> Any:  # noqa: ANN401 - any JSON
        """What the compiled executor answers, as it would after the edge."""
        prepared = self.documents.prepare(document, name)
        check_sizes(prepared.sizes, variables)
        answer = orjson.loads(await self.fast(prepared, variables, PEOPLE[who]))
        assert list(answer) == ["data"]
        return answer["data"]

    async def agree(self, who: str, document: str, variables: dict[str, Any], name: str | None = None) -> Any:  # noqa: ANN401 - any JSON
        """What both answer, after holding them equal in values, types and order."""
        told = await self.compiled(who, document, variables, name)
        expected = await self.slow[who](document, variables, name)
        assert expected.errors is None, expected.errors
        assert ordered(told) == ordered(expected.data), f"{told}\nbut slowly\n{expected.data}"
        return told


def ordered(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """JSON in which the order of keys counts, and true is not 1."""
    if isinstance(value, dict):
        return [(key, ordered(inner)) for key, inner in value.items()]  # pyright: ignore[reportUnknownVariableType] - JSON
    if isinstance(value, list):
        return [ordered(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType] - JSON
    return ("bool", value) if isinstance(value, bool) else value
