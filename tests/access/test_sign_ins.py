"""The demo's ways in: the same at every start, for those whose agency is there."""

import stat
from pathlib import Path

from sqlalchemy import delete, func, select, update

from models.agency import Agency, ApiToken
from seeds.sign_ins import demo_sign_ins
from service.access.actors import Role
from service.access.tokens import actor_of
from service.clock import system_clock
from service.database import Database
from tests.access.conftest import LIAISON_AGENCY, SECRETARIAT_AGENCY


async def test_the_three_are_who_they_say_and_the_same_at_every_start(
    database: Database, tmp_path: Path
) -> None:
    first = await demo_sign_ins(database, tmp_path)
    assert await demo_sign_ins(database, tmp_path) == first
    async with database.reading() as session:
        actors = [await actor_of(session, sign_in.token, system_clock()) for sign_in in first]
        assert await session.scalar(select(func.count()).select_from(ApiToken)) == 3
    assert [(actor.role, actor.agency_id, actor.region_code) for actor in actors] == [
        (Role.SECRETARIAT, SECRETARIAT_AGENCY, "64"),
        (Role.LIAISON, LIAISON_AGENCY, "64"),
        (Role.INTEGRATION, None, None),
    ]


async def test_their_text_is_for_our_eyes_only(database: Database, tmp_path: Path) -> None:
    await demo_sign_ins(database, tmp_path)
    assert _modes(tmp_path) == {"demo-tokens.json": 0o600}


async def test_without_its_agency_a_way_in_is_left_out(database: Database, tmp_path: Path) -> None:
    async with database.writing() as session:
        await session.execute(delete(Agency))
    assert [found.label for found in await demo_sign_ins(database, tmp_path)] == ["Integrasi baca (demo)"]


async def test_a_revoked_one_stays_revoked(database: Database, tmp_path: Path) -> None:
    await demo_sign_ins(database, tmp_path)
    async with database.writing() as session:
        await session.execute(update(ApiToken).values(revoked_at=system_clock()))
    assert await demo_sign_ins(database, tmp_path) == ()


async def test_a_spoilt_file_is_made_anew(database: Database, tmp_path: Path) -> None:
    (tmp_path / "demo-tokens.json").write_text("[1]")
    assert len(await demo_sign_ins(database, tmp_path)) == 3


def _modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
