"""`./run token` and `./run account` as an operator meets them."""

import re

import pytest
from sqlalchemy import select

from models.record import History
from service.access.actors import Role
from service.access.tokens import actor_of
from service.attaching import Addresses
from service.clock import system_clock
from service.database import Database
from service.errors import DomainError
from service.migrating import downgrade
from tests.access.conftest import LIAISON_AGENCY
from tests.verbs import run_verb


async def _run(addresses: Addresses, *words: str) -> tuple[int, str]:
    """The exit status, and what was said: on standard output when all is well, else on standard error."""
    said = await run_verb({"DATABASE_URL": addresses.service}, *words)
    return said.status, (said.err if said.status else said.out).strip()


async def test_a_token_is_made_listed_and_revoked(database: Database, own_addresses: Addresses) -> None:
    options = ("--scope", "report", "--agency", "64/diskominfo", "--region", "64")
    status, token = await _run(own_addresses, "token", "create", "Aplikasi Diskominfo", *options)
    assert status == 0
    async with database.reading() as session:
        actor = await actor_of(session, token, system_clock())
    assert (actor.role, actor.agency_id, actor.label) == (Role.LIAISON, LIAISON_AGENCY, "Aplikasi Diskominfo")
    _, listed = await _run(own_addresses, "token", "list")
    assert listed.split() == f"{token[6:14]} read+report berlaku / valid - - Aplikasi Diskominfo".split()
    status, renewed = await _run(own_addresses, "token", "rotate", token[:14], "--overlap-days", "3")
    assert (status, renewed[6:14] != token[6:14]) == (0, True)
    assert len((await _run(own_addresses, "token", "list"))[1].splitlines()) == 2
    assert (await _run(own_addresses, "token", "revoke", token[:14]))[0] == 0
    async with database.reading() as session:
        with pytest.raises(DomainError):
            await actor_of(session, token, system_clock())


@pytest.mark.parametrize(
    "options, status, field",
    [
        (("--scope", "king"), 2, "INVALID [--scope]"),
        (("--agency", "DISKOMINFO"), 2, "INVALID [--agency]"),
        (("--agency", "64/NIHIL"), 1, "NOT_FOUND [--agency]"),
        (("--scope", "secretariat"), 2, "INVALID [agencyId]"),
        (("--region", "99"), 1, "NOT_FOUND [--region]"),
    ],
)
async def test_a_token_that_cannot_be_is_refused(
    database: Database, own_addresses: Addresses, options: tuple[str, ...], status: int, field: str
) -> None:
    del database
    refused, said = await _run(own_addresses, "token", "create", "Uji", *options)
    assert (refused, said.partition(":")[0]) == (status, field)
    assert await _run(own_addresses, "token", "list") == (0, "")


async def test_an_account_is_made_once_listed_and_closed(
    database: Database, own_addresses: Addresses
) -> None:
    made = ("account", "create", "Uji", "Uji@example.go.id", "--role", "liaison", "--agency", "64/DISKOMINFO")
    status, said = await _run(own_addresses, *made)
    assert (status, said.split("#link=")[0].split()[-1]) == (0, "http://127.0.0.1:8000/sign-in")
    assert (await _run(own_addresses, *made))[0] == 3
    desk = ("uji@example.go.id", "--role", "secretariat", "--agency", "64/DPMPD", "--region", "64")
    assert (await _run(own_addresses, "account", "assign", *desk))[0] == 0
    assert (await _run(own_addresses, "account", "assign", *desk))[0] == 3
    _, listed = await _run(own_addresses, "account", "list")
    assert listed == "Uji@example.go.id  -                 Uji  Narahubung DISKOMINFO, Sekretariat DPMPD"
    assert (await _run(own_addresses, "account", "withdraw", *desk))[0] == 0
    assert (await _run(own_addresses, "account", "withdraw", *desk))[0] == 1
    assert (await _run(own_addresses, "account", "close", "uji@example.go.id"))[0] == 0
    assert (await _run(own_addresses, "account", "invite", "uji@example.go.id"))[0] == 1
    _, listed = await _run(own_addresses, "account", "list")
    assert listed == "Uji@example.go.id  ditutup / closed  Uji  Narahubung DISKOMINFO"
    async with database.reading() as session:
        told = [*await session.scalars(select(History.action).order_by(History.id))]
    assert told == ["OPEN_ACCOUNT", "INVITE", "ASSIGN", "WITHDRAW_ASSIGNMENT", "CLOSE_ACCOUNT"]


@pytest.mark.parametrize(
    "options, status, field",
    [
        (("a@b", "--role", "king"), 2, "INVALID [--role]"),
        (("a@b", "--role", "system"), 2, "INVALID [role]"),
        (("a@b", "--role", "liaison"), 2, "INVALID [agencyId]"),
        (("a@b", "--role", "leadership"), 2, "INVALID [regionCode]"),
        (("a@b", "--role", "leadership", "--region", "99"), 1, "NOT_FOUND [--region]"),
        (("a b@c", "--role", "administrator"), 2, "INVALID [email]"),
        (("a@", "--role", "administrator"), 2, "INVALID [email]"),
        (("a\n@b", "--role", "administrator"), 2, "INVALID [email]"),
    ],
)
async def test_an_account_that_cannot_be_is_refused(
    database: Database, own_addresses: Addresses, options: tuple[str, ...], status: int, field: str
) -> None:
    del database
    refused, said = await _run(own_addresses, "account", "create", "Uji", *options)
    assert (refused, said.partition(":")[0]) == (status, field)
    assert await _run(own_addresses, "account", "list") == (0, "")


async def test_a_database_of_another_schema_is_left_alone(own_addresses: Addresses) -> None:
    await downgrade(own_addresses.owner, "base")
    status, said = await _run(own_addresses, "token", "create", "Uji")
    assert (status, said.partition(":")[0]) == (1, "WRONG_STATE [DATABASE_URL]")


async def test_a_database_that_does_not_answer_is_told_in_one_line() -> None:
    nowhere = Addresses(service="postgresql://nobody@/none?host=/nowhere", owner="")
    status, said = await _run(nowhere, "token", "list")
    assert (status, said.partition(":")[0], said.count("\n")) == (1, "UNAVAILABLE [DATABASE_URL]", 0)


async def test_every_verb_is_told_in_whole_sentences_of_both_languages(own_addresses: Addresses) -> None:
    status, said = await _run(own_addresses, "--help")
    verbs = re.split(r"\n  (?=\S)", said.partition("Commands:")[2])[1:]
    assert (status, len(verbs) >= 11) == (0, True)
    cut = [verb for verb in verbs if " / " not in " ".join(verb.split()) or "..." in verb]
    assert cut == []
