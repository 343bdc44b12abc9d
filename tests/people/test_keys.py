"""A new key for the secrets of second factors: codes go on; and the end of every session."""

from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from pyotp.totp import TOTP
from sqlalchemy import select

from models.sign_in import SecondFactor
from service.access.second_factor import fernet_of, secrets_key
from service.app import Front, create_app
from service.attaching import Addresses
from tests.people.conftest import LEADER, PASSWORD, House, signed_in
from tests.verbs import run_verb


async def test_codes_go_on_under_a_new_key(house: House, own_addresses: Addresses, tmp_path: Path) -> None:
    file = tmp_path / "secrets.key"
    file.write_bytes(house.key)
    async with house.browser() as browser:
        await signed_in(browser)
        secret = (await browser.post("/second-factor", json={"password": PASSWORD})).json()["secret"]
        code = {"code": TOTP(secret).at(house.now[0])}
        assert (await browser.put("/second-factor", json=code)).status_code == 200
    environ = {"DATABASE_URL": own_addresses.service, "SECRETS_KEY_FILE": str(file)}
    said = await run_verb(environ, "keys", "rotate-secrets")
    assert (said.status, said.out[:2], file.stat().st_mode & 0o777) == (0, "1 ", 0o600)
    key = secrets_key(file)
    assert key is not None
    assert key != house.key
    assert b"\n" not in key
    house.now[0] += timedelta(minutes=1)
    application = create_app(house.database, lambda: house.now[0], Front(factor_key=key))
    async with house.browser(application) as browser:
        await signed_in(browser, code=TOTP(secret).at(house.now[0]))


def test_between_two_keys_every_secret_can_be_read(house: House) -> None:
    old = fernet_of(house.key).encrypt(b"JBSWY3DP")
    both = fernet_of(Fernet.generate_key() + b"\n" + house.key)
    assert (both.decrypt(old), both.decrypt(both.encrypt(b"NB2W45DF"))) == (b"JBSWY3DP", b"NB2W45DF")


async def test_a_key_that_is_lost_leaves_everything_as_it_was(
    house: House, own_addresses: Addresses, tmp_path: Path
) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        await browser.post("/second-factor", json={"password": PASSWORD})
    async with house.database.reading() as session:
        before = await session.scalar(select(SecondFactor.secret))
    environ = {"DATABASE_URL": own_addresses.service, "SECRETS_KEY_FILE": str(tmp_path / "other.key")}
    said = await run_verb(environ, "keys", "rotate-secrets")
    assert (said.status, said.err.partition(":")[0]) == (1, "WRONG_STATE")
    async with house.database.reading() as session:
        assert await session.scalar(select(SecondFactor.secret)) == before


async def test_every_session_is_ended_and_the_history_says_so(house: House, own_addresses: Addresses) -> None:
    async with house.browser() as one, house.browser() as other:
        await signed_in(one)
        await signed_in(other, LEADER)
        said = await run_verb({"DATABASE_URL": own_addresses.service}, "keys", "end-sessions")
        assert (said.status, said.out[:2]) == (0, "2 ")
        for browser in (one, other):
            assert (await browser.get("/sessions")).status_code == 401
    assert [did for did in await house.did() if did[0] == "END_SESSIONS"] == [
        ("END_SESSIONS", "Operator", None)
    ] * 2
