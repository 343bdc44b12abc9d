"""An administrator gives programs their tokens by the graph: told once, renewed, taken away."""

import asyncio
from datetime import timedelta

import httpx

from service.clock import system_clock
from tests.people.conftest import House
from tests.people.test_administering import TOKENS, administrators_desk


async def test_a_token_is_told_once_works_has_a_successor_and_is_taken_away(house: House) -> None:
    application = house.application()
    async with house.browser(application) as browser, house.browser(application) as program:
        desk = await administrators_desk(house, browser)
        new = "text token { id prefix role scopes agency { code } }"
        values = {"label": "Aplikasi", "role": "LIAISON", "agencyId": f"agency_{house.ground.dinkes}"}
        made = await desk.does("createToken", new, **values, idempotencyKey="satu")
        token = made["token"]
        assert (token["role"], token["scopes"], token["agency"]) == (
            *("LIAISON", ["read", "report"]),
            {"code": "dinkes"},
        )
        assert made["text"].startswith(f"ikrar_{token['prefix']}_")
        again = await desk.does("createToken", new, **values, idempotencyKey="satu")
        assert (again["isReplay"], again["text"], again["token"]) == (True, None, token)
        assert await _role(program, made["text"]) == "LIAISON"
        secret = made["text"].rpartition("_")[2]
        assert secret not in await house.everything()
        renewed = await desk.does("rotateToken", new, tokenId=token["id"], overlapDays=0)
        await asyncio.sleep(0)
        assert await _role(program, renewed["text"]) == "LIAISON"
        await desk.does("revokeToken", "token { revokedAt }", tokenId=renewed["token"]["id"])
        listed = (await desk.ask(TOKENS, filter={"good": False}))["tokens"]
    assert [one["prefix"] for one in listed["nodes"]] == [renewed["token"]["prefix"], token["prefix"]]
    assert listed["nodes"][0]["revokedAt"] is not None


async def _role(program: httpx.AsyncClient, text: str) -> str | None:
    asked = {"query": "{ viewer { role } }"}
    answer = await program.post("/graphql", json=asked, headers={"authorization": f"Bearer {text}"})
    return answer.json()["data"]["viewer"]["role"] if answer.status_code == 200 else None


async def test_a_token_that_cannot_be_is_refused(house: House) -> None:
    past = (system_clock() - timedelta(days=1)).isoformat()
    wrong: list[tuple[dict[str, object], str, list[str]]] = [
        ({"label": " "}, "INVALID", ["label"]),
        ({"role": "ADMINISTRATOR"}, "INVALID", ["role"]),
        ({"role": "LIAISON"}, "INVALID", ["agencyId"]),
        ({"scopes": ["secretariat"]}, "INVALID", ["scopes"]),
        ({"scopes": []}, "INVALID", ["scopes"]),
        ({"expiresAt": past}, "INVALID", ["expiresAt"]),
        ({"regionCode": "99"}, "NOT_FOUND", ["regionCode"]),
    ]
    async with house.browser() as browser:
        desk = await administrators_desk(house, browser)
        for values, code, path in wrong:
            given = {"label": "Dasbor", "role": "INTEGRATION", **values}
            found = await desk.does("createToken", "isReplay", **given)
            assert (found.get("code"), found.get("path")) == (code, path), values
        made = await desk.does("createToken", "token { id }", label="Dasbor", role="INTEGRATION")
        for days in (-1, 91):
            found = await desk.does("rotateToken", "isReplay", tokenId=made["token"]["id"], overlapDays=days)
            assert found["code"] == "INVALID"
        assert (await desk.ask(TOKENS))["tokens"]["totalCount"] == 1
