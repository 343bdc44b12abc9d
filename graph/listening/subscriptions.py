"""Runs subscriptions: finds the watch of a document, its variables and its reader, or begins one."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Generator, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLObjectType
from graphql.execution import get_argument_values
from graphql.language import FieldNode
from sqlalchemy import FromClause

from graph.documents import Prepared
from graph.edge import ClosedError
from graph.errors import Code, refusal
from graph.listening.watch import Listener, Pace, Watch
from graph.plan.plans import Aim, Asking, Plans
from graph.types.matrix_change import BEGINNING, CHANGE, RETURN
from service.access.actors import Actor
from service.access.visibility import values_of
from service.exchange.feed import Feed, Place, place_of

MOST_LISTENERS: Final = 5_000
"""Of one process."""
_READINGS: Final = 2
"""At once; the pool is there for others too."""
_UNKNOWN: Final = (
    "Peristiwa ini tidak dikenal; baca matriks kembali, lalu dengarkan tanpa after. "
    "/ This event is not known any more; read the matrix anew, then listen without after."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A subscription as it was asked for: its only field, by key."""

    asking: Asking
    kind: GraphQLObjectType
    root: FieldNode
    key: str
    after: str | None

    def aim(self, row: FromClause, values: Mapping[str, object]) -> Aim:
        """What is read for one event."""
        return Aim(kind=self.kind, selected=[self.root], row=row, name=row.description, values=values)


class Subscriptions:
    """Who listens to what. One for a process."""

    def __init__(self, plans: Plans, feed: Feed) -> None:
        self._plans = plans
        self._feed = feed
        self._pace = Pace(_READINGS)
        self._watches: dict[Hashable, _Kept] = {}
        self._listeners = 0
        self._is_closed = False

    @contextlib.asynccontextmanager
    async def listening(
        self, prepared: Prepared, variables: Mapping[str, Any], actor: Actor, last: str | None
    ) -> AsyncGenerator[Listener]:
        """Let an actor listen, after the `last` event that it received, if any."""
        asked = self._asked(prepared, variables, actor)
        if self._is_closed:
            raise ClosedError
        if self._listeners >= MOST_LISTENERS:
            message = "Terlalu banyak pendengar; coba lagi nanti. / Too many listeners; try again later."
            raise refusal(Code.RATE_LIMITED, message)
        self._listeners += 1
        try:
            async with self._feed.followed():
                after = await self._place(asked.after if last is None else last)
                with self._watched(asked, await self._name(asked)) as watch:
                    yield watch.listener(after)
        finally:
            self._listeners -= 1

    async def close(self) -> None:
        """Let all listeners go, and take no more."""
        self._is_closed = True
        for kept in [*self._watches.values()]:
            await kept.watch.end(ClosedError())

    def _asked(self, prepared: Prepared, variables: Mapping[str, Any], actor: Actor) -> _Asked:
        asking = self._plans.asking(prepared, variables, actor)
        kind, root = self._plans.root(prepared)
        fields = self._plans.root_fields(asking)
        if len(fields) != 1:
            raise refusal(Code.BAD_USER_INPUT, "A subscription asks for exactly one field.")
        ((key, nodes),) = fields.items()
        given = get_argument_values(kind.fields[nodes[0].name.value], nodes[0], asking.variables)
        return _Asked(asking=asking, kind=kind, root=root, key=key, after=given.get("after"))

    async def _place(self, text: str | None) -> Place | None:
        if text is None:
            return None
        place = place_of(text)
        if place is None:
            raise refusal(Code.BAD_USER_INPUT, "after is not the id of an event.")
        if not await self._feed.knows(place):
            raise refusal(Code.NOT_FOUND, _UNKNOWN)
        return place

    @contextlib.contextmanager
    def _watched(self, asked: _Asked, name: Hashable) -> Generator[Watch]:
        kept = self._watches.get(name)
        if kept is None:
            kept = self._watches[name] = _Kept(self._watch(asked))
        kept.watch.listeners += 1
        try:
            yield kept.watch
        finally:
            kept.watch.listeners -= 1
            if not kept.watch.listeners:
                kept.task.cancel()
                kept.watch.forget()
                del self._watches[name]

    async def _name(self, asked: _Asked) -> Hashable:
        """What two listeners must have in common to be told the same bytes."""
        statement = await self._plans.statement(asked.asking, asked.aim(CHANGE, {}))
        fixed = {name for _, name in statement.fixed}
        actor = [(name, value) for name, value in values_of(asked.asking.actor).items() if name in fixed]
        return (asked.asking.shape, repr([each.values for each in asked.asking.asked]), repr(actor))

    def _watch(self, asked: _Asked) -> Watch:
        nothing = f'{{"{asked.key}" : null}}'.encode()

        async def read(after: Place, upto: Place, *, opens: bool) -> bytes | None:
            values = {
                "after_xid": str(after.xid),
                "after_id": after.id,
                "upto_xid": str(upto.xid),
                "upto_id": upto.id,
                "event_id": str(upto),
            }
            row = CHANGE if not opens else BEGINNING if after == upto else RETURN
            found = await self._plans.read(asked.asking, asked.aim(row, values))
            return None if found == nothing else b'{"data":' + found.replace(b"\n", b"") + b"}"

        return Watch(self._feed, read, self._pace)


class _Kept:
    """A watch while somebody listens."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.task = asyncio.create_task(watch.run())
