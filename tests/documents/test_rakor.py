"""docs/rakor.md, asked of a synthetic province in small: the answers have the form that the page shows."""

from dataclasses import replace
from typing import Any, cast

import httpx
import orjson

from seeds.synthetic.seeding import seed_synthetic
from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from service.settings import CHECKOUT
from tests.documents.steps import Holes, steps_of
from tests.seeds.synthetic import TINY

_SMALL = replace(TINY, name="small", pledges=600, targets=2_000, reports=6_000)


async def test_the_questions_of_a_rakor_are_answered_in_the_form_that_the_page_shows(
    reference_addresses: Addresses,
) -> None:
    database = await Database.open(reference_addresses.owner, size=2)
    await seed_synthetic(database, _SMALL, lambda _: None)
    found: dict[str, Any] = {}
    transport, holes = httpx.ASGITransport(create_app(database)), Holes()
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for step in steps_of(CHECKOUT / "docs" / "rakor.md"):
            body = {"query": step.question, "variables": holes.filled(step.variables)}
            found = orjson.loads((await client.post("/graphql", json=body)).content)
            assert "errors" not in found, found
            expected = {"data": orjson.loads(step.answer or "null")}
            holes.told(expected, found)
            assert _form(found) == _form(expected), step.question
    moved = found["data"]["matrixChanges"]["pledges"]
    assert 0 < moved["totalCount"] < _SMALL.pledges
    await database.close()


def _form(value: object) -> object:
    """Keys and kinds of values; words and figures are others in another province, and so are the facts."""
    match value:
        case dict():
            named = cast("dict[str, object]", value)
            return {key: "list" if key == "facts" else _form(each) for key, each in named.items()}
        case list():
            return [_form(each) for each in cast("list[object]", value)]
        case _:
            return type(value).__name__
