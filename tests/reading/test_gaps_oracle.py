"""Gaps and overlaps are exactly those that looking one by one finds: now, on days past, as known then."""

from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy import text

from models import Pledge
from service.app import create_app
from service.attaching import Addresses
from service.database import Database
from service.reading.overlaps import MOST_PLEDGES
from tests.reading.doubling import Doubling
from tests.reading.lacking import Lacking
from tests.reading.looking import When
from tests.reading.stories import DAYS, Told, noon, tell
from tests.reading.telling import write_down
from tests.reading.world import TODAY, make

SEEDS = (20261125, 7)
MOMENTS = (
    When(),
    When(day=TODAY),
    When(day=DAYS[6]),
    When(day=DAYS[1]),
    When(day=TODAY, known=noon(DAYS[6])),
    When(day=DAYS[4], known=noon(DAYS[4])),
    When(day=DAYS[6], known=noon(DAYS[2])),
)
_GAPS = """query ($filter: GapFilter, $asOf: Date, $knownOn: DateTime, $first: Int!, $after: String) {
  found: gaps(filter: $filter, asOf: $asOf, knownOn: $knownOn, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { key kind region { code } posyandu { id }
    area { code } agency { id } meeting { id } notApplicable { id } } } }"""
_OVERLAPS = """query ($filter: OverlapFilter, $asOf: Date, $knownOn: DateTime, $first: Int!, $after: String) {
  found: overlaps(filter: $filter, asOf: $asOf, knownOn: $knownOn, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { one { id } other { id } services { code }
    indicators { name } regions { code } mark { id }
    posyandus(first: 20) { totalCount nodes { id village { code } } } } } }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A told world, and the way to ask about it."""

    told: Told
    database: Database
    client: httpx.AsyncClient

    async def __call__(self, query: str, **variables: object) -> Any:  # noqa: ANN401 - JSON
        """What was found."""
        answer = await self.client.post("/graphql", json={"query": query, "variables": variables})
        found: dict[str, Any] = orjson.loads(answer.content)
        assert "errors" not in found, found["errors"]
        return found["data"]["found"]

    async def every(self, query: str, asked: Mapping[str, Any], when: When, first: int = 100) -> list[Any]:
        """All pages, which are as many as are counted."""
        looking: dict[str, Any] = {"filter": asked}
        looking |= {} if when.day is None else {"asOf": str(when.day)}
        looking |= {} if when.known is None else {"knownOn": when.known.isoformat()}
        nodes: list[Any] = []
        after: str | None = None
        while True:
            page = await self(query, **looking, first=first, after=after)
            nodes += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                assert page["totalCount"] == len(nodes)
                return nodes
            assert len(page["nodes"]) == first
            after = page["pageInfo"]["endCursor"]


@pytest.fixture(params=SEEDS)
async def asking(own_addresses: Addresses, request: pytest.FixtureRequest) -> AsyncGenerator[Asking]:
    """A world of its own with its stories, at noon of its today."""
    told = tell(make(request.param, pledges=24), request.param)
    database = await Database.open(own_addresses.service)
    await write_down(database, told)
    transport = httpx.ASGITransport(create_app(database, lambda: noon(TODAY)))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Asking(told=told, database=database, client=client)
    await database.close()


def _gap_filters(told: Told) -> list[Mapping[str, Any]]:
    agencies = sorted({one.about[0] for one in told.mandates}, key=str)[:3]
    levels = ("POSYANDU", "VILLAGE", "DISTRICT", "REGENCY", "PROVINCE")
    meeting = min(told.world.meetings)
    return [
        {},
        *({"level": level, "includeMarked": True} for level in levels),
        *({"level": level, "within": within} for level in levels[:4] for within in ("64", "64.02")),
        {"within": "64.02.01.2001", "includeMarked": True},
        {"area": "SOSIAL", "level": "DISTRICT", "includeMarked": True},
        {"kind": ["NOT_MOVING"], "level": "VILLAGE", "includeMarked": True},
        {"kind": ["NO_PLEDGE_FOR_MANDATE", "ATTENDED_WITHOUT_PLEDGE"], "includeMarked": True},
        {"kind": []},
        {"meeting": f"meeting_{meeting}", "level": "REGENCY", "includeMarked": True},
        *({"agency": f"agency_{agency}", "includeMarked": True} for agency in agencies),
        *({"agency": f"agency_{agency}", "level": "VILLAGE"} for agency in agencies),
    ]


def _overlap_filters(told: Told) -> list[Mapping[str, Any]]:
    agency, meeting = min(told.world.agencies), min(told.world.meetings)
    return [
        {},
        {"includeMarked": True},
        *({"within": code, "includeMarked": True} for code in ("64", "64.02", "64.02.01.2001", "21.71")),
        {"area": "SOSIAL", "includeMarked": True},
        {"agency": f"agency_{agency}"},
        {"meeting": f"meeting_{meeting}", "within": "64.09"},
        {"pledge": f"pledge_{told.world.promises[0].key}", "includeMarked": True},
    ]


def _questions(filters: list[Mapping[str, Any]]) -> list[tuple[When, Mapping[str, Any]]]:
    """Every filter now, and each other moment with a third of them."""
    now, *others = MOMENTS
    past = [(when, asked) for n, when in enumerate(others) for asked in filters[n % 3 :: 3]]
    return [*((now, asked) for asked in filters), *past]


def _of(node: Any, name: str, key: str = "id") -> str | None:  # noqa: ANN401 - JSON
    if node[name] is None:
        return None
    text = str(node[name][key])
    return text if key == "code" else text.rpartition("_")[2]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _gap(node: Any) -> tuple[object, ...]:  # noqa: ANN401 - JSON
    places = (_of(node, "region", "code"), _of(node, "posyandu"), _of(node, "area", "code"))
    return (node["kind"], *places, _of(node, "agency"), _of(node, "meeting"), _of(node, "notApplicable"))


async def test_every_gap_is_found_and_no_other(asking: Asking) -> None:
    seen: Counter[object] = Counter()
    for when, asked in _questions(_gap_filters(asking.told)):
        nodes = await asking.every(_GAPS, asked, when, first=7 if "agency" in asked else 100)
        names = ("kind", "region", "posyandu", "area", "agency", "meeting", "mark")
        expected = [
            tuple(_text(gap.get(name)) for name in names)
            for gap in Lacking(told=asking.told, when=when, asked=asked).gaps()
        ]
        found = [_gap(node) for node in nodes]
        assert sorted(found, key=str) == sorted(expected, key=str), f"{asked} at {when}"
        keys = [node["key"] for node in nodes]
        assert keys == sorted(set(keys))
        seen.update((gap[0], gap[-1] is not None) for gap in found)
    assert len(seen) == 8, f"each kind, marked and not: {seen}"


async def test_every_overlap_is_found_with_what_is_shared_and_no_other(asking: Asking) -> None:
    seen: Counter[object] = Counter()
    for when, asked in _questions(_overlap_filters(asking.told)):
        nodes = await asking.every(_OVERLAPS, asked, when, first=5 if "agency" in asked else 100)
        expected = Doubling(told=asking.told, when=when, asked=asked).overlaps()
        assert [_pair(node) for node in nodes] == [_expected(pair) for pair in expected], f"{asked} at {when}"
        seen.update(name for pair in expected for name in pair if pair[name])
    assert set(seen) == {"one", "other", "services", "indicators", "regions", "posyandus", "mark"}


def _pair(node: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    posts = node["posyandus"]["nodes"]
    assert node["posyandus"]["totalCount"] == len(posts)
    return {
        "pair": (_of(node, "one"), _of(node, "other")),
        "services": [service["code"] for service in node["services"]],
        "indicators": len(node["indicators"]),
        "regions": [region["code"] for region in node["regions"]],
        "posyandus": [(post["village"]["code"], post["id"].removeprefix("posyandu_")) for post in posts],
        "mark": _of(node, "mark"),
    }


def _expected(pair: dict[str, Any]) -> dict[str, Any]:
    told = {name: pair[name] for name in ("services", "indicators", "regions", "posyandus")}
    return {"pair": (str(pair["one"]), str(pair["other"])), **told, "mark": _text(pair["mark"])}


async def test_more_pledges_than_one_question_may_compare_are_refused(asking: Asking) -> None:
    like = asking.told.world.promises[0].key
    names = [str(column.name) for column in Pledge.__table__.columns]
    made = {
        "id": "gen_random_uuid()",
        "reference": "'X/' || n",
        "serial": "1000 + n",
        "execution": "'AGREED'",
    }
    columns = ", ".join(made.get(name, name) for name in names)
    async with asking.database.writing() as session:
        many = f"FROM pledge, generate_series(1, {MOST_PLEDGES + 1}) n WHERE id = '{like}'"
        await session.execute(text(f"INSERT INTO pledge ({', '.join(names)}) SELECT {columns} {many}"))
    answer = await asking.client.post("/graphql", json={"query": "{ overlaps(first: 1) { totalCount } }"})
    (error,) = orjson.loads(answer.content)["errors"]
    assert error["extensions"]["code"] == "MAX_COST_EXCEEDED"
    narrower = await asking(_OVERLAPS, filter={"within": "64.02"}, first=1)
    assert narrower["totalCount"] > 0
