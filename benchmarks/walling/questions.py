"""What is asked as everybody: a list, a pledge with all that hangs on it, its past, counts, the door."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from graph.documents import Documents
from graph.plan.plans import Plans
from graph.schema import core
from service.access.actors import Actor
from service.clock import system_clock
from service.connections import Questions
from service.database import Database
from service.readers import Row

_WHOLE: Final = """title responsible execution history(first: 20) { nodes { action reason before after } }
  constraints { reason narrative resolution } fundings { amount source } milestones { title }
  targets(first: 20) { nodes { claimed verified } }
  reports(first: 20) { nodes { quantity verification { decision } evidence { title url } } }"""
DOCUMENTS: Final[Mapping[str, str]] = {
    "list": "{ pledges(first: 50) { totalCount nodes { reference title lead { shortName } } } }",
    "pledge": f"{{ pledges(first: 1) {{ nodes {{ {_WHOLE} }} }} }}",
    "past": f'{{ pledges(first: 1, asOf: "2026-01-31") {{ nodes {{ {_WHOLE} }} }} }}',
    "agency": "{ agencies(first: 1) { nodes { name pledges(first: 20) { nodes { title } } } } }",
    "matrix": "{ matrix(rows: SPM_AREA, columns: EXECUTION) { rows { label } cells { pledges } } }",
    "door": "{ audit(first: 20) { nodes { action } } }",
}

_DOCUMENTS: Final = Documents(core)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One statement, as it was sent to PostgreSQL."""

    sql: str
    values: tuple[object, ...]
    counts: bool


class _Heard:
    """Connections of a class, noting what they are asked."""

    def __init__(self, questions: Questions, asked: list[Asked], *, counts: bool) -> None:
        self._questions = questions
        self._asked = asked
        self._counts = counts

    async def fetchrow(self, query: str, *args: object) -> Row | None:
        """Ask, and keep the question."""
        self._asked.append(Asked(sql=query, values=args, counts=self._counts))
        return await self._questions.fetchrow(query, *args)

    async def close(self) -> None:
        """They are closed by whoever opened them."""


async def asked(database: Database, actor: Actor, document: str) -> list[Asked]:
    """The statements by which the service answers it."""
    found: list[Asked] = []
    own = database.of[actor.guise.trust]
    reads, counts = _Heard(own.reads, found, counts=False), _Heard(own.counts, found, counts=True)
    heard = replace(database, of={**database.of, actor.guise.trust: replace(own, reads=reads, counts=counts)})
    await Plans(core, heard, system_clock).data(_DOCUMENTS.prepare(document, None), {}, actor)
    return found
