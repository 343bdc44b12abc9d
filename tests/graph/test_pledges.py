"""Meetings and pledges, as clients ask for them."""

import pytest
from sqlalchemy import text

from service.attaching import Addresses
from service.database import Database
from tests.graph.conftest import Ask

_PLEDGE = "01900000-0000-7000-8000-0000000000b1"
_TARGETS = ((10, 10), (10, 5), (None, None))
_ROWS = (
    """INSERT INTO meeting (id, title, kind, reported_on, region_code, source) VALUES
    ('01900000-0000-7000-8000-0000000000a1', 'Rapat', 'RAPAT', '2025-06-19', '64', 'test')""",
    """INSERT INTO attendance (id, meeting_id, agency_id, capacity) VALUES
    ('01900000-0000-7000-8000-0000000000c1', '01900000-0000-7000-8000-0000000000a1',
     '01900000-0000-7000-8000-000000000002', 'PRESENT')""",
    """INSERT INTO pledge (id, reference, region_code, year, serial, lead_agency_id, title, quote, source,
      meeting_id, scope, pledged_on, execution, due_on, maturity, missing) VALUES
    ('01900000-0000-7000-8000-0000000000b1', 'KTM/64/2025/0001', '64', 2025, 1,
     '01900000-0000-7000-8000-000000000001',
     'Kaderisasi', 'mendukung kaderisasi', 'test',
     '01900000-0000-7000-8000-0000000000a1',
     '{"anyOf": [{"regions": ["64.09"]}, {"words": "daerah rawan"}]}', '2025-06-19',
     'IN_PROGRESS', '2025-07-01', 50, ARRAY['BUDGET', 'WHO'])""",
    """INSERT INTO pledge_place (id, pledge_id, region_code, source) VALUES
    ('01900000-0000-7000-8000-0000000000d1', '01900000-0000-7000-8000-0000000000b1', '64.09', 'SCOPE')""",
    """INSERT INTO pledge_area (pledge_id, area_code) VALUES
    ('01900000-0000-7000-8000-0000000000b1', 'KESEHATAN')""",
    """INSERT INTO indicator (id, name, unit, kind, over_periods, over_places) VALUES
    ('01900000-0000-7000-8000-0000000000e1', 'kader', 'orang', 'QUANTITY', 'SUM', 'SUM')""",
)


@pytest.fixture
async def promised(ask: Ask, own_addresses: Addresses) -> Ask:
    """The same graph, with one pledge of three targets: one reached, one half way, one not measurable."""
    database = await Database.open(own_addresses.service)
    async with database.writing() as session:
        for rows in _ROWS:
            await session.execute(text(rows))
        for number, (quantity, verified) in enumerate(_TARGETS):
            target = (
                "INSERT INTO target (id, pledge_id, posyandu_id, area_code, indicator_id, unit, "
                "effective_on, quantity, verified) "
                "VALUES (CAST(:id AS uuid), CAST(:pledge AS uuid), '01900000-0000-7000-8000-000000000021', "
                "'KESEHATAN', '01900000-0000-7000-8000-0000000000e1', 'orang', '2025-06-19', :quantity, "
                ":verified)"
            )
            key = f"01900000-0000-7000-8000-0000000000f{number}"
            values = {"id": key, "pledge": _PLEDGE, "quantity": quantity, "verified": verified}
            await session.execute(text(target), values)
    await database.close()
    return ask


async def test_a_pledge_is_read_with_its_words_its_agencies_and_its_places(promised: Ask) -> None:
    answer = await promised(
        """{ pledges(first: 5) { totalCount nodes {
          id reference statement { quote speaker source } lead { shortName } agencies { role agency { code } }
          areas { code } madeAt { title } scope { words regions { code } posyandus(first: 5) { totalCount } }
          ratio { percent } dueOn version } } }"""
    )
    assert answer["data"]["pledges"] == {
        "totalCount": 1,
        "nodes": [
            {
                "id": f"pledge_{_PLEDGE}",
                "reference": "KTM/64/2025/0001",
                "statement": {"quote": "mendukung kaderisasi", "speaker": None, "source": "test"},
                "lead": {"shortName": "Dinkes"},
                "agencies": [{"role": "LEAD", "agency": {"code": "DINKES"}}],
                "areas": [{"code": "KESEHATAN"}],
                "madeAt": {"title": "Rapat"},
                "scope": {
                    "words": ["daerah rawan"],
                    "regions": [{"code": "64.09"}],
                    "posyandus": {"totalCount": 2},
                },
                "ratio": None,
                "dueOn": "2025-07-01",
                "version": 1,
            }
        ],
    }


async def test_a_pledge_is_read_with_how_far_it_has_come(promised: Ask) -> None:
    answer = await promised(
        """{ pledges(first: 5) { nodes { timeliness maturity { score missing } progress claimedProgress
          targets(first: 2) { totalCount nodes { quantity verified completion posyandu { name } } }
          reports(last: 1) { totalCount } constraints { id } milestones { title } fundings { amount }
          history(first: 1) { totalCount } } } }"""
    )
    assert answer["data"]["pledges"]["nodes"] == [
        {
            "timeliness": "OVERDUE",
            "maturity": {"score": 50, "missing": ["BUDGET", "WHO"]},
            "progress": 0.75,
            "claimedProgress": 0.0,
            "targets": {
                "totalCount": 3,
                "nodes": [
                    {"quantity": "10", "verified": "10", "completion": 1, "posyandu": {"name": "Melati"}},
                    {"quantity": "10", "verified": "5", "completion": 0.5, "posyandu": {"name": "Melati"}},
                ],
            },
            "reports": {"totalCount": 0},
            "constraints": [],
            "milestones": [],
            "fundings": [],
            "history": {"totalCount": 0},
        }
    ]


async def test_a_meeting_shows_who_came_without_a_pledge_and_who_pledged_without_coming(
    promised: Ask,
) -> None:
    answer = await promised(
        """{ meetings(first: 5) { nodes { title heldOn reportedOn attendanceComplete
          attendance(first: 5) { nodes { capacity agency { code } } }
          attendedWithoutPledge { code } pledgedWithoutAttending { code } } } }"""
    )
    assert answer["data"]["meetings"]["nodes"] == [
        {
            "title": "Rapat",
            "heldOn": None,
            "reportedOn": "2025-06-19",
            "attendanceComplete": False,
            "attendance": {"nodes": [{"capacity": "PRESENT", "agency": {"code": "BPBD"}}]},
            "attendedWithoutPledge": [{"code": "BPBD"}],
            "pledgedWithoutAttending": [{"code": "DINKES"}],
        }
    ]


@pytest.mark.parametrize(
    "given, count",
    [
        ("{}", 1),
        ('{agency: "agency_01900000-0000-7000-8000-000000000001"}', 1),
        ('{agency: "agency_01900000-0000-7000-8000-000000000002"}', 0),
        ("{area: KESEHATAN}", 1),
        ("{area: PENDIDIKAN}", 0),
        ('{within: "64"}', 1),
        ('{within: "64.09.04.1005"}', 1),
        ('{within: "64.02"}', 0),
        ("{execution: [IN_PROGRESS, AGREED]}", 1),
        ("{execution: [RECORDED]}", 0),
        ("{timeliness: [OVERDUE]}", 1),
        ("{timeliness: [NOT_DUE]}", 0),
        ("{minMaturity: 50, maxMaturity: 50}", 1),
        ("{minMaturity: 51}", 0),
        ('{search: "KADER"}', 1),
        ("{synthetic: true}", 0),
        ('{fundingSource: "APBD"}', 0),
        ('{region: "64"}', 1),
    ],
)
async def test_pledges_are_narrowed_by_every_member_of_the_filter(
    promised: Ask, given: str, count: int
) -> None:
    answer = await promised(f"{{ pledges(filter: {given}, first: 1) {{ totalCount nodes {{ id }} }} }}")
    assert answer["data"]["pledges"]["totalCount"] == count
    assert len(answer["data"]["pledges"]["nodes"]) == count


async def test_pledges_page_in_every_order_in_both_directions(promised: Ask) -> None:
    for order in ("REFERENCE", "NEWEST", "DUE"):
        first = await promised(
            f"{{ pledges(orderBy: {order}, first: 1) {{ edges {{ cursor node {{ reference }} }} }} }}"
        )
        cursor = first["data"]["pledges"]["edges"][0]["cursor"]
        for direction in (f'first: 1, after: "{cursor}"', f'last: 1, before: "{cursor}"'):
            rest = await promised(f"{{ pledges(orderBy: {order}, {direction}) {{ nodes {{ reference }} }} }}")
            assert rest["data"]["pledges"]["nodes"] == []


async def test_a_pledge_is_found_by_its_reference(promised: Ask) -> None:
    answer = await promised('{ pledge(by: {reference: "KTM/64/2025/0001"}) { title } }')
    assert answer["data"]["pledge"] == {"title": "Kaderisasi"}


async def test_a_scope_comes_to_the_posts_that_are_there_on_the_day(
    promised: Ask, own_addresses: Addresses
) -> None:
    database = await Database.open(own_addresses.service, size=1)
    async with database.writing() as session:
        for name, day in (("opened_on", "2025-03-01"), ("closed_on", "2026-03-01")):
            post = {"opened_on": "Melati", "closed_on": "Mawar"}[name]
            await session.execute(text(f"UPDATE posyandu SET {name} = '{day}' WHERE name = '{post}'"))  # noqa: S608 - the test's own words
    await database.close()
    question = """query ($filter: ScopeFilter) { pledge(by: {reference: "KTM/64/2025/0001"}) {
      scope { posyandus(filter: $filter, first: 5) { totalCount nodes { name openedOn closedOn } } } } }"""
    for day, names in (
        ("2025-02-28", ["Mawar"]),
        ("2025-03-01", ["Melati", "Mawar"]),
        ("2026-03-01", ["Melati"]),
        (None, ["Melati"]),
    ):
        answer = await promised(question, filter=None if day is None else {"asOf": day})
        posts = answer["data"]["pledge"]["scope"]["posyandus"]
        assert [post["name"] for post in posts["nodes"]] == names, day
        assert posts["totalCount"] == len(names)


async def test_an_agency_lists_the_pledges_that_it_leads(promised: Ask) -> None:
    query = """query ($max: Int) { agencies(filter: {region: "64"}, first: 5) { nodes { code
      pledges(filter: {maxMaturity: $max}, orderBy: NEWEST, first: 5) {
        totalCount nodes { reference } } } } }"""
    for most, led in ((50, [{"reference": "KTM/64/2025/0001"}]), (49, [])):
        assert (await promised(query, max=most))["data"]["agencies"]["nodes"] == [
            {"code": "BPBD", "pledges": {"totalCount": 0, "nodes": []}},
            {"code": "DINKES", "pledges": {"totalCount": len(led), "nodes": led}},
        ]
