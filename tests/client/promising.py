"""How a promise is typed in and recorded in the client, and how it is read from the other side."""

from typing import Any, Final

from playwright.async_api import Page, expect

from tests.client.conftest import Site

QUOTE: Final = "akses internet gratis di sepuluh Posyandu"
_MADE = """query ($quote: String!) { pledges(filter: {search: $quote}, first: 5) { nodes {
  reference title execution pledgedOn statement { quote source speaker } lead { shortName } region { code }
  madeAt { title } areas { code } dueOn responsible conditions agencies { role agency { shortName } }
  scope { words regions { code } posyandus(first: 5) { totalCount } } fundings { stage source amount }
  targets(first: 5) { nodes { quantity unit indicator { name } } } } } }"""
_REQUESTS = """query ($agency: ID!) { pledgeRequests(filter: {agency: $agency}, first: 9) { nodes {
  words state reason pledge { statement { quote } } } } }"""


async def made(site: Site, quote: str = QUOTE) -> list[dict[str, Any]]:
    """The pledges of these words, as everybody reads them."""
    found: list[dict[str, Any]] = (await site.counter.desk.ask("lead", _MADE, quote=quote))["data"][
        "pledges"
    ]["nodes"]
    return found


async def find(page: Page, label: str, typed: str) -> None:
    """Type faster than the service answers, and take the first of what it finds."""
    field = page.get_by_label(label)
    await field.press_sequentially(typed)
    await field.press("Enter")
    await expect(field).not_to_have_value(typed)


async def spoken(page: Page, quote: str = QUOTE) -> None:
    """The two fields that a promise needs of whoever speaks for one agency alone."""
    await page.get_by_label("Kata-katanya").fill(quote)
    await page.get_by_label("Sumber", exact=True).fill("Notulen")


async def record(page: Page) -> None:
    """Send what was typed; the page of the pledge says so."""
    await page.get_by_role("button", name="Catat komitmen").click()
    await expect(page.get_by_text("Tercatat sebagai KTM/64/")).to_be_visible()


async def a_meeting(site: Site, title: str) -> str:
    """The id of a meeting of the province, held in June."""
    given = {
        "title": title,
        "kind": "RAPAT",
        "regionCode": "64",
        "source": "Undangan",
        "heldOn": "2025-06-13",
    }
    found = await site.counter.desk.send("secretariat", "recordMeeting", "meeting { id }", **given)
    meeting: str = found["meeting"]["id"]
    return meeting


async def requests(site: Site) -> dict[str, dict[str, Any]]:
    """What Diskominfo was asked for, by the words of each."""
    desk = site.counter.desk
    answer = await desk.ask("lead", _REQUESTS, agency=desk.agency("diskominfo"))
    return {each.pop("words"): each for each in answer["data"]["pledgeRequests"]["nodes"]}


async def asked(site: Site, *words: str) -> None:
    """Diskominfo is asked for something in education in each of these words."""
    desk = site.counter.desk
    for each in words:
        place = {"regionCode": "64.09", "areaCode": "PENDIDIKAN", "dueOn": "2099-12-31"}
        asked = {"agencyId": desk.agency("diskominfo"), "words": each, **place}
        await desk.send("secretariat", "requestPledge", "request { id }", **asked)


async def reference(site: Site, pledge: str) -> str:
    """The reference of the pledge of an id."""
    found = await site.counter.desk.ask(
        "public", "query ($id: ID!) { pledge(by: {id: $id}) { reference } }", id=pledge
    )
    reference: str = found["data"]["pledge"]["reference"]
    return reference
