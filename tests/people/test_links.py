"""Invitations and resets: links that set a password once, by mail or by the operator."""

import asyncio
import socket
from email.message import Message as StandardMessage

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from service.access.actors import OPERATOR
from service.access.links import Link, Purpose
from service.clock import system_clock
from service.database import WriteSession
from service.exchange.letters import MailServer, address_of, by_mail, letter, to_the_operator
from service.ledger.inviting import new_link
from tests.people.conftest import INVITED, LIAISON, PASSWORD, SITE, House, signed_in

NEW = "tujuh sendok di atap"
LINK = Link(email=INVITED, name="Puguh", purpose=Purpose.INVITATION, secret="s3cret")


async def _invited(house: House, email: str = INVITED) -> str:
    async def work(session: WriteSession) -> Link:
        return await new_link(session, OPERATOR, email, Purpose.INVITATION, system_clock)

    return (await house.database.write(work)).secret


async def _set(browser: httpx.AsyncClient, link: str, password: str = NEW) -> httpx.Response:
    return await browser.post("/password/link", json={"link": link, "password": password})


async def _asked(house: House, email: str) -> tuple[httpx.Response, list[Link]]:
    application = house.application()
    async with house.browser(application) as browser:
        answer = await browser.post("/password/forgotten", json={"email": email})
        await application.state.let_go()
    return answer, house.letters


async def _can(browser: httpx.AsyncClient, email: str, password: str) -> bool:
    answer = await browser.post("/session", json={"email": email, "password": password})
    return answer.status_code == 200


async def test_who_is_invited_sets_a_password_and_signs_in(house: House) -> None:
    link = await _invited(house)
    async with house.browser() as browser:
        assert not await _can(browser, INVITED, NEW)
        assert (await _set(browser, link)).status_code == 204
        assert await _can(browser, INVITED, NEW)
    assert [done[0] for done in (await house.did())[-4:]] == [
        "INVITE", "REFUSE_SIGN_IN", "SET_PASSWORD", "SIGN_IN"
    ]  # fmt: skip
    assert link not in await house.everything()


async def test_a_link_is_good_once(house: House) -> None:
    link = await _invited(house)
    async with house.browser() as browser:
        answers = await asyncio.gather(*(_set(browser, link) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [204, 404, 404, 404]
        assert (await _set(browser, link)).json()["path"] == ["link"]


@pytest.mark.parametrize("link", ["x", "a" * 43, "é"])
async def test_a_link_that_nobody_made_opens_nothing(house: House, link: str) -> None:
    async with house.browser() as browser:
        assert (await _set(browser, link)).status_code == 404


async def test_a_link_is_over_in_time_and_by_the_next_one(house: House) -> None:
    first, second = await _invited(house), await _invited(house)
    async with house.browser() as browser:
        assert (await _set(browser, first)).status_code == 404
        await house.age("account_link", "expires_at", "7 days 1 second")
        assert (await _set(browser, second)).status_code == 404


async def test_a_weak_password_is_refused_and_the_link_stays_good(house: House) -> None:
    link = await _invited(house)
    async with house.browser() as browser:
        for weak in ("pendek", "posyandu2025", "Nama invi 12345"):
            refused = await _set(browser, link, weak)
            assert (refused.status_code, refused.json()["code"]) == (400, "INVALID")
            assert refused.json()["path"] == ["password"]
        assert (await _set(browser, link)).status_code == 204


async def test_a_reset_ends_what_was_begun_with_the_old_password(house: House) -> None:
    async with house.browser() as browser:
        await signed_in(browser)
        answer, letters = await _asked(house, LIAISON.upper())
        assert (answer.status_code, [one.purpose for one in letters]) == (202, [Purpose.RESET])
        assert (await _set(browser, letters[0].secret)).status_code == 204
        assert (await browser.get("/session")).status_code == 401
        assert not await _can(browser, LIAISON, PASSWORD)
        assert await _can(browser, LIAISON, NEW)


async def test_a_reset_is_over_within_the_hour(house: House) -> None:
    _, letters = await _asked(house, LIAISON)
    await house.age("account_link", "expires_at", "61 minutes")
    async with house.browser() as browser:
        assert (await _set(browser, letters[0].secret)).status_code == 404


async def test_whether_an_address_has_an_account_is_not_told(house: House) -> None:
    known, _ = await _asked(house, LIAISON)
    unknown, letters = await _asked(house, "nobody@example.go.id")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.headers.multi_items() == unknown.headers.multi_items()
    assert [one.email for one in letters] == [LIAISON]
    for email in (LIAISON, "nobody@example.go.id"):
        statuses = [(await _asked(house, email))[0].status_code for _ in range(3)]
        assert statuses == [202, 202, 429]


async def test_a_changed_password_ends_the_others_and_a_link_on_its_way(house: House) -> None:
    link, application = await _invited(house, LIAISON), house.application()
    async with house.browser(application) as here, house.browser(application) as there:
        await signed_in(here)
        await signed_in(there)
        former = dict(here.cookies)
        wrong = await here.post("/password", json={"current": NEW, "password": NEW})
        weak = await here.post("/password", json={"current": PASSWORD, "password": "posyandu2025"})
        assert (wrong.status_code, weak.status_code) == (401, 400)
        assert (await here.post("/password", json={"current": PASSWORD, "password": NEW})).status_code == 200
        assert (await here.get("/session")).status_code == 200
        assert dict(here.cookies) != former
        assert (await there.get("/session")).status_code == 401
        assert (await _set(here, link)).status_code == 404
        assert await _can(there, LIAISON, NEW)


class _Mailbox(Message):
    """Keeps what is handed in."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[StandardMessage] = []

    def handle_message(self, message: StandardMessage) -> None:
        """Keep one."""
        self.letters.append(message)


async def test_a_letter_goes_through_a_real_server() -> None:
    box = _Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        mail = MailServer(url=f"smtp://127.0.0.1:{port}", sender="ikrar@example.go.id")
        await by_mail(mail, SITE)(LINK)
    finally:
        server.stop()
    (received,) = box.letters
    assert (received["From"], received["To"]) == ("ikrar@example.go.id", INVITED)
    assert f"{SITE}/sign-in#link=s3cret\r\n".encode() in bytes(received.get_payload(decode=True))


async def test_a_letter_that_cannot_be_sent_is_in_the_log_without_its_link(
    capsys: pytest.CaptureFixture[str],
) -> None:
    await by_mail(MailServer(url="smtp://127.0.0.1:1", sender="a@b"), SITE)(LINK)
    said = "".join(capsys.readouterr())
    assert ("letter.not_sent" in said, "s3cret" in said) == (True, False)


async def test_without_a_server_the_operator_is_told() -> None:
    told: list[str] = []
    await to_the_operator(told.append, SITE + "/")(LINK)
    assert told == [f"tautan untuk / link for {INVITED}: {address_of(LINK, SITE)}"]


def test_a_line_break_in_an_address_makes_no_header() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        letter(
            Link(email="a@b\nBcc: c@d", name="", purpose=Purpose.RESET, secret="x"),
            SITE,
            "ikrar@example.go.id",
        )
