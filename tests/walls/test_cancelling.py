"""Whoever breaks off leaves nothing to the next: what is told ends with its statement or transaction."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import pytest
from sqlalchemy import func, select, text

from models import ConstraintWords, History
from service.access.actors import Actor
from service.access.visibility import values_of
from service.attaching import Addresses
from service.database import Database, WriteSession
from service.errors import DomainError
from service.statements import compiled
from service.trust import TOLD, Trust
from service.units import rows
from tests.walls.ground import WHO

_NAMES: Final = ("ikrar.agency", "ikrar.region", "ikrar.role")
_SEEN: Final = (
    *(func.coalesce(func.current_setting(name, True), "") for name in _NAMES),
    select(func.count()).select_from(ConstraintWords).scalar_subquery(),
    select(func.count()).select_from(History).where(History.internal).scalar_subquery(),
    func.pg_sleep(0.002),
)
_ASKED: Final = compiled(select(*_SEEN).where(TOLD))
_UNTOLD: Final = compiled(select(*_SEEN))
_ASKERS: Final = ("lead", "partner", "stranger", "secretariat", "other_secretariat", "leadership")
_EACH: Final = 60
_Way: TypeAlias = Callable[[Database, Actor], Awaitable[tuple[object, ...]]]


async def _ask(database: Database, actor: Actor) -> tuple[object, ...]:
    values = _ASKED.bound(values_of(actor))
    row = await database.row(_ASKED.sql, *values, trust=actor.guise.trust)
    assert row is not None
    return tuple(row[place] for place in range(5))


async def _write(database: Database, actor: Actor) -> tuple[object, ...]:
    async def work(session: WriteSession) -> tuple[object, ...]:
        (row,) = await rows(session, _UNTOLD)
        return tuple(row.values())[:5]

    return await database.write(work, actor.guise)


async def _at_some_moment(work: Any) -> object:  # noqa: ANN401 - a coroutine
    """What it answers, unless it is broken off before: after up to 6 ms."""
    if random.random() < 0.3:  # noqa: S311 - chance is what is wanted
        task = asyncio.ensure_future(work)
        await asyncio.sleep(random.uniform(0, 0.006))  # noqa: S311 - likewise
        task.cancel()
        work = task
    try:
        return await work
    except asyncio.CancelledError:
        return None


@pytest.mark.parametrize("takes_role", [False, True], ids=["own-logins", "one-login"])
@pytest.mark.parametrize("way", [_ask, _write])
async def test_what_is_broken_off_shows_nobody_the_rows_of_another(
    walled: Addresses, way: _Way, *, takes_role: bool
) -> None:
    logins = None if takes_role else walled.logins
    database = await Database.open(walled.service, size=4, logins=logins)
    alone = {who: await way(database, WHO[who]) for who in _ASKERS}
    assert len({alone[who][:3] for who in _ASKERS}) == len(_ASKERS)
    assert all(alone[who][3] for who in _ASKERS)
    asked = [who for who in _ASKERS for _ in range(_EACH)]
    random.shuffle(asked)
    told = await asyncio.gather(*(_at_some_moment(way(database, WHO[who])) for who in asked))
    assert [
        (who, said) for who, said in zip(asked, told, strict=True) if said not in {alone[who], None}
    ] == []
    assert 0 < sum(said is None for said in told) < len(asked)
    for trust in (Trust.LIAISON, Trust.SECRETARIAT):
        left = await asyncio.gather(
            *(database.row(_UNTOLD.sql, *_UNTOLD.bound({}), trust=trust) for _ in asked)
        )
        assert {tuple(row[place] for place in range(5)) for row in left if row} == {("", "", "", 0, 0)}
    await database.close()


async def test_a_unit_of_work_that_is_refused_leaves_nothing_either(itself: Database) -> None:
    async def refused(session: WriteSession) -> None:
        await rows(session, _UNTOLD)
        await session.execute(text("SELECT 1/0"))

    alone = await _write(itself, WHO["stranger"])
    for _ in range(3):
        with pytest.raises((DomainError, Exception), match="division"):
            await itself.write(refused, WHO["lead"].guise)
        assert await _write(itself, WHO["stranger"]) == alone
