"""The service with one promise broken: `python -m benchmarks.campaign.mutants NAME` serves like `serve`.

Each mutant replaces one function of the product in a process of its own, so that the product needs no hook.
The campaign must catch every one of them, or it proves nothing about the service itself.
"""

import asyncio
import random
import sys
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, cast

import orjson
from sqlalchemy import RowMapping, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

import service.ledger.tending
from graph.mutations.declaring import DONE
from graph.plan.plans import Aim, Asking, Plans
from models.record import History, HistoryLink, Idempotency, Outbox
from service import statements, units
from service.access.actors import Actor
from service.commands.serve import serve_verb
from service.database import Database, ReadSession, WriteSession
from service.errors import key_reused
from service.ledger import holding, idempotency, reports, sealing
from service.ledger.chain import COLUMNS

_LATE_SECONDS: Final = 0.1
_BROKER_SECONDS: Final = 0.02
"""What telling another system takes."""
_SLOW_SECONDS: Final = 0.05
Work = Callable[[WriteSession], Awaitable[Any]]
_OURS: Final = ("service", "graph", "seeds")


def _replace(original: object, mutated: object) -> None:
    """Put the mutant wherever a module of ours knows the original by name."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _OURS:
            for known, value in list(vars(module).items()):
                if value is original:
                    setattr(module, known, mutated)


def _acks_before_commit() -> None:
    """Says that it is done, and commits a moment later."""
    late: set[asyncio.Task[None]] = set()
    really = Plans.read

    async def commit(unit: AbstractAsyncContextManager[WriteSession]) -> None:
        await asyncio.sleep(_LATE_SECONDS)
        await unit.__aexit__(None, None, None)

    async def write(self: Database, work: Work) -> object:
        unit = self.writing()
        session = await unit.__aenter__()
        try:
            result = await work(session)
        except BaseException as error:
            await unit.__aexit__(type(error), error, error.__traceback__)
            raise
        task = asyncio.create_task(commit(unit))
        late.add(task)
        task.add_done_callback(late.discard)
        return result

    async def read(self: Plans, asking: Asking, aim: Aim) -> bytes:
        if aim.row is not DONE:
            return await really(self, asking, aim)
        values = aim.values
        answer = {"__typename": aim.kind.name, "isReplay": values["result_is_replay"]}
        return orjson.dumps({**answer, "report": {"id": f"report_{values['result_id']}"}})

    Database.write = write  # pyright: ignore[reportAttributeAccessIssue] - that is the mutation
    Plans.read = read


def _acks_before_the_disk_has_it() -> None:
    """Commits without waiting until the log is written."""
    really = Database.write

    async def write(self: Database, work: Work) -> object:
        async def hasty(session: WriteSession) -> object:
            await session.execute(text("SET LOCAL synchronous_commit TO off"))
            return await work(session)

        return await really(self, hasty)

    Database.write = write  # pyright: ignore[reportAttributeAccessIssue] - that is the mutation


def _knows_no_key() -> None:
    """Does everything anew, whatever key it comes with."""
    text_of = reports.checked_optional_text

    async def once(database: Database, *given: Any) -> idempotency.Result:  # noqa: ANN401 - as the original is called
        row = await database.write(given[-1])
        return idempotency.Result(id=row.id, version=None, is_replay=False)

    def keyless(value: str | None, path: tuple[str, ...], longest: int) -> str | None:
        return None if path == ("clientKey",) else text_of(value, path, longest)

    _replace(idempotency.once, once)
    reports.checked_optional_text = keyless


def _replays_silently() -> None:
    """Answers a replay without writing: under synchronous replication it does not wait for the standby."""

    async def replayed(
        session: WriteSession, where: Mapping[str, str], digest: bytes
    ) -> idempotency.Result | None:
        found = select(Idempotency.request_hash, Idempotency.result_id, Idempotency.result_version).where(
            Idempotency.actor_id == where["used_by"],
            Idempotency.operation == where["used_for"],
            Idempotency.key == where["used"],
        )
        known = (await session.execute(found)).one_or_none()
        if known is None:
            return None
        request_hash, result_id, version = known
        if request_hash != digest or result_id is None:
            raise key_reused()
        return idempotency.Result(id=result_id, version=version, is_replay=True)

    idempotency._replayed = replayed  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - that is the mutation


def _ignores_versions() -> None:
    """Writes over whatever was changed since the editor looked."""
    really = holding.hold

    async def hold(
        session: WriteSession, actor: Actor, pledge_id: uuid.UUID, _expected: int | None = None
    ) -> holding.Held:
        return await really(session, actor, pledge_id)

    _replace(holding.hold, hold)


def _tells_beside_the_work() -> None:
    """Writes the event in a transaction of its own: there without its work, or the work without it."""
    really = units.send
    table = Outbox.__tablename__

    async def send(session: WriteSession, *writes: statements.Write) -> None:
        events = [write for write in writes if write.statement.table is Outbox.__table__]
        await really(session, *(write for write in writes if write not in events))
        async with cast("AsyncConnection", session.bind).engine.connect() as other:  # commits by itself
            for event in events:
                values = {name.removeprefix(f"{table}_"): value for name, value in event.given.items()}
                await other.execute(insert(Outbox).values(values))
        await asyncio.sleep(_BROKER_SECONDS)

    _replace(really, send)


def _ends_slowly() -> None:
    """Breaks nothing: transactions last some hundredths of a second more, as over a slow line to a busy disk.

    What commits in another order than it began is rare on a quiet machine; with this it happens all the time.
    """
    really = units.finish

    async def finish(session: WriteSession, last: statements.Write | None = None) -> bool:
        if last is None:
            return await really(session)
        if not session.is_begun:  # what goes by itself commits by itself
            await session.driver.execute("BEGIN")
            session.is_begun = True
        found = await really(session, last)
        await asyncio.sleep(random.uniform(0, _SLOW_SECONDS))
        return found

    _replace(really, finish)


def _seals_by_id() -> None:
    """Links history in the order of its ids, as if what has the lower id were always committed earlier."""

    async def settled(session: ReadSession, _standing: object, most: int) -> Sequence[RowMapping]:
        last = select(func.coalesce(func.max(HistoryLink.history_id), 0)).scalar_subquery()
        rows = select(*COLUMNS).where(History.id > last).order_by(History.id).limit(most)
        return (await session.execute(rows)).mappings().all()

    _ends_slowly()
    sealing._settled = settled  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - that is the mutation
    service.ledger.tending._EVERY_SECONDS = 0.02  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - more chances


MUTANTS: Final[dict[str, Callable[[], None]]] = {
    "ack-before-commit": _acks_before_commit,
    "ack-before-disk": _acks_before_the_disk_has_it,
    "no-idempotency": _knows_no_key,
    "silent-replay": _replays_silently,
    "no-version": _ignores_versions,
    "dual-write": _tells_beside_the_work,
    "seal-by-id": _seals_by_id,
}


CIRCUMSTANCES: Final[dict[str, Callable[[], None]]] = {"slow-commits": _ends_slowly}
"""What breaks no promise, and makes it likelier that a broken one shows."""


if __name__ == "__main__":
    (MUTANTS | CIRCUMSTANCES)[sys.argv[1]]()
    serve_verb()
