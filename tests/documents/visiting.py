"""The demo as a stranger meets it: everybody whom `./run serve` prints is signed in, with pledges to try."""

import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert, select

from graph.evidence.routes import Files
from models import Agency, Posyandu
from seeds.demo import seed_demo
from seeds.persons import Person, demo_persons
from seeds.sign_ins import demo_sign_ins
from service.access.actors import Role
from service.access.tokens import NewToken, create_token
from service.app import create_app
from service.database import Database
from service.exchange.evidence.disk import Disk
from service.exchange.evidence.handing_in import HandingIn
from tests.evidence.conftest import Counter
from tests.ledger.ground import Ground
from tests.mutations.conftest import Desk


async def _agency(database: Database, region: str, code: str) -> Any:  # noqa: ANN401 - of a column
    async with database.reading() as session:
        return await session.scalar(
            select(Agency.id).where(Agency.region_code == region, Agency.code == code)
        )


async def _ground(database: Database, region: str, *codes: str) -> Ground:
    """The agencies that the staging of the mutations' tests names, and three posts in the regency."""
    names = ("diskominfo", "dinkes", "baznas", "dpmpd")
    ids = {name: await _agency(database, region, code) for name, code in zip(names, codes, strict=True)}
    async with database.writing() as session:
        made = insert(Posyandu).returning(Posyandu.id)
        rows = [{"village_code": "64.09.04.1005", "name": f"Melati {uuid.uuid4()}"} for _ in range(3)]
        one, two, three = (await session.scalars(made, rows)).all()
    bintan = await _agency(database, "21.01", "DPMD")
    return Ground(database=database, posts=(one, two, three), bintan=bintan, **ids)


async def _signed_in(client: httpx.AsyncClient, person: Person) -> str:
    answer = await client.post("/session", json={"email": person.email, "password": person.password})
    assert answer.status_code == 200, answer.text
    return _cookie(answer)


async def _as_a_liaison(client: httpx.AsyncClient, cookie: str) -> str:
    """The session that acts under the other assignment of its person."""
    session = {"cookie": f"__Host-ikrar={cookie}"}
    held = (await client.get("/session", headers=session)).json()["assignments"]
    (liaison,) = [one["id"] for one in held if one["role"] == "LIAISON"]
    return _cookie(await client.post("/session/assignment", json={"assignment": liaison}, headers=session))


def _cookie(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition("=")[2].partition(";")[0]


@asynccontextmanager
async def first_start(database: Database, place: Path) -> AsyncGenerator[Counter]:
    """The service with the first data, and a session of everybody whom a first start prints.

    By the part of their address before the @; `hat` is the secretariat's person as their agency's liaison.
    The mutations' staging finds those who act in it under `secretariat`, `lead` and `administrator`.
    """
    await seed_demo(database, lambda _: None)
    ground = await _ground(database, "64", "DISKOMINFO", "DINKES", "BAZNAS", "DPMPD")
    folder = place / "evidence"
    store = Disk(folder / "kept")
    files = Files(store=store, handing_in=HandingIn(database, folder / "incoming", store))
    application = create_app(database, files=files)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        persons = {person.email.partition("@")[0]: person for person in await demo_persons(database, place)}
        cookies = {name: await _signed_in(client, person) for name, person in persons.items()}
        cookies["hat"] = await _as_a_liaison(client, await _signed_in(client, persons["sekretariat"]))
        cookies |= {"secretariat": cookies["sekretariat"], "lead": cookies["narahubung"]}
        cookies["administrator"] = cookies["admin"]
        *_, reading = await demo_sign_ins(database, place)
        client.cookies.clear()
        desk = Desk(ground=ground, client=client, tokens={"integration": reading.token}, cookies=cookies)
        yield Counter(desk=desk, application=application, files=files, folder=folder, database=database)
    await application.state.let_go()


async def in_the_province(desk: Desk) -> Desk:
    """Before a pledge of Diskominfo, at posts of which nothing was said yet."""
    database = desk.ground.database
    ground = await _ground(database, "64", "DISKOMINFO", "DINKES", "BAZNAS", "DPMPD")
    return replace(desk, ground=ground)


async def in_the_regency(desk: Desk) -> Desk:
    """The same people, before a pledge of an office of Penajam Paser Utara and of its own liaison."""
    database = desk.ground.database
    ground = await _ground(database, "64.09", "DINKES", "DINSOS", "SATPOLPP", "DPMD")
    asked = NewToken(label="Dinkes PPU", role=Role.LIAISON, agency_id=ground.diskominfo)
    async with database.writing() as session:
        token = (await create_token(session, asked)).text
    cookies = {who: cookie for who, cookie in desk.cookies.items() if who != "lead"}
    tokens = {**desk.tokens, "lead": token}
    return replace(desk, ground=ground, tokens=tokens, cookies=cookies, region="64.09")
