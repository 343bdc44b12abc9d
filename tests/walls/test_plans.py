"""The plans below the second wall: no class reads a table from end to end that would not be without it."""

from collections.abc import AsyncGenerator
from typing import Any, Final, cast

import asyncpg
import orjson
import pytest

from benchmarks.walling.plans import plan, read_whole
from benchmarks.walling.questions import DOCUMENTS, Asked, asked
from service.attaching import Addresses
from service.database import Database
from service.trust import Trust
from service.units import Driver
from tests.walls.ground import PLEDGE, WHO

_LARGE: Final = {
    *("evidence", "evidence_file", "history", "outbox", "pledge", "pledge_agency", "pledge_area"),
    *("constraint_words", "pledge_constraint", "pledge_place", "pledge_span", "progress_report", "target"),
    *("rollup_course", "rollup_day", "rollup_pledge", "rollup_stand", "verification", "idempotency"),
}
_WHERE_ALL_ARE_WANTED: Final = {"list", "matrix"}
"""What counts all pledges reads them all, with a wall or without."""
_BY_PLEDGE: Final = (
    "SELECT 1 FROM pledge WHERE id = $1 FOR UPDATE",
    "UPDATE pledge SET version = version WHERE id = $1",
    "UPDATE target SET version = version WHERE pledge_id = $1",
    "DELETE FROM funding WHERE pledge_id = $1",
    "DELETE FROM rollup_stand WHERE pledge_id = $1",
    "UPDATE rollup_course SET days = days WHERE pledge_id = $1",
    "SELECT 1 FROM history WHERE pledge_id = $1 ORDER BY id DESC LIMIT 1",
    "SELECT 1 FROM constraint_words WHERE constraint_id = $1",
    "INSERT INTO outbox (topic, event_id, subject_id, pledge_id) VALUES ('t', $1, $1, $1)",
)


@pytest.fixture
async def owner(walled: Addresses) -> AsyncGenerator[Driver]:
    """A connection before which there is no wall."""
    driver = await _connected(walled.owner)
    yield driver
    await cast("Any", driver).close()


async def _connected(url: str) -> Driver:
    """Where a table is read from end to end only if there is no other way, however small it is."""
    return cast("Driver", await cast("Any", asyncpg).connect(url, server_settings={"enable_seqscan": "off"}))


@pytest.mark.parametrize("name", [*DOCUMENTS])
@pytest.mark.parametrize(
    "who", ["public", "integration", "lead", "secretariat", "leadership", "administrator"]
)
async def test_a_class_reads_no_large_table_whole(
    walled: Addresses, itself: Database, owner: Driver, who: str, name: str
) -> None:
    actor = WHO[who]
    driver = await _connected((walled.logins or {})[actor.guise.trust])
    for one in await asked(itself, actor, DOCUMENTS[name]):
        with_wall = {*read_whole(await plan(driver, one, actor))} & _LARGE
        without = {*read_whole(await plan(owner, one, actor))} & _LARGE
        assert with_wall <= without
        assert name in _WHERE_ALL_ARE_WANTED or not with_wall
    await cast("Any", driver).close()


@pytest.mark.parametrize("statement", _BY_PLEDGE)
@pytest.mark.parametrize("who", ["lead", "secretariat"])
async def test_whoever_writes_looks_up_single_rows(walled: Addresses, who: str, statement: str) -> None:
    actor = WHO[who]
    driver = await _connected((walled.logins or {})[actor.guise.trust])
    found = await plan(driver, Asked(sql=statement, values=(PLEDGE,), counts=False), actor)
    assert [*read_whole(found)] == []
    await cast("Any", driver).close()


async def test_what_is_published_is_read_as_if_there_were_no_wall(
    walled: Addresses, itself: Database, owner: Driver
) -> None:
    driver = await _connected((walled.logins or {})[Trust.PUBLIC])
    for name in ("list", "agency", "matrix"):
        for one in await asked(itself, WHO["public"], DOCUMENTS[name]):
            with_wall, without = [await plan(each, one, WHO["public"]) for each in (driver, owner)]
            assert with_wall == without
    await cast("Any", driver).close()


async def test_who_asks_is_told_first_and_once(walled: Addresses, itself: Database) -> None:
    driver = await _connected((walled.logins or {})[Trust.LIAISON])
    for one in await asked(itself, WHO["lead"], DOCUMENTS["pledge"]):
        found = await plan(driver, one, WHO["lead"])
        assert "One-Time Filter" in found
        assert found["Node Type"] == "Result"
        assert str(orjson.dumps(found)).count("set_config") == 4
    await cast("Any", driver).close()
