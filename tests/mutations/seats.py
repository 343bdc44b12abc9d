"""A way in for everybody on the ground of the ledger's tests: tokens for programs, cookies for persons."""

from dataclasses import dataclass

from service.access.accounts import NewAccount, Office, assign, open_account
from service.access.actors import Actor, Role
from service.access.assignments import assignments_of
from service.access.sessions import Beginning, Terms, begin_session
from service.access.tokens import NewToken, create_token
from service.database import Database, WriteSession
from tests.ledger.ground import Ground, settle

PROGRAMS = ("integration", "lead", "partner", "stranger", "secretariat", "other_secretariat")
PERSONS = {
    "leadership": Office(role=Role.LEADERSHIP, region_code="64"),
    "administrator": Office(role=Role.ADMINISTRATOR),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """The ground, and what each shows at the door."""

    ground: Ground
    tokens: dict[str, str]
    cookies: dict[str, str]


async def seated(database: Database) -> Seats:
    """Settle the ground, and let everybody in."""
    ground = await settle(database)
    tokens = {who: await token_of(database, getattr(ground, who)) for who in PROGRAMS}
    cookies = {who: await cookie_of(database, who, office) for who, office in PERSONS.items()}
    return Seats(ground=ground, tokens=tokens, cookies=cookies)


async def token_of(database: Database, actor: Actor) -> str:
    """A new token of somebody's."""
    asked = NewToken(
        label=actor.label, role=actor.role, agency_id=actor.agency_id, region_code=actor.region_code
    )
    async with database.writing() as session:
        return (await create_token(session, asked)).text


async def cookie_of(database: Database, who: str, office: Office, *more: Office, act: int = 0) -> str:
    """A new session of a person, who acts under one of their assignments."""

    async def work(session: WriteSession) -> str:
        account = await open_account(session, NewAccount(name=who, email=f"{who}@a", office=office))
        for other in more:
            await assign(session, account.id, other)
        held = (await assignments_of(session, account.id))[act]
        beginning = Beginning(
            account_id=account.id, assignment_id=held.id, has_second_factor=False, agent=None, address=None
        )
        return await begin_session(session, beginning, Terms())

    return await database.write(work)
