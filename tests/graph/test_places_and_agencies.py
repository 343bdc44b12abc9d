"""Regions, posts, areas and agencies, as clients ask for them."""

from tests.graph.conftest import Ask


async def test_a_region_is_found_by_its_code_with_its_path(ask: Ask) -> None:
    answer = await ask(
        '{ region(code: "64.09.04.1005") { id name level timeZone parent { code } path { code } } }'
    )
    assert answer == {
        "data": {
            "region": {
                "id": "region_64.09.04.1005",
                "name": "Sepaku",
                "level": "VILLAGE",
                "timeZone": "Asia/Makassar",
                "parent": {"code": "64.09.04"},
                "path": [{"code": c} for c in ("64", "64.09", "64.09.04", "64.09.04.1005")],
            }
        }
    }


async def test_an_unknown_region_is_null(ask: Ask) -> None:
    assert await ask('{ region(code: "99") { name } }') == {"data": {"region": None}}


async def test_regions_are_filtered_counted_and_paged(ask: Ask) -> None:
    query = """query ($after: String) {
      regions(filter: {level: VILLAGE, within: "64.09"}, first: 1, after: $after) {
        totalCount nodes { name } pageInfo { hasNextPage hasPreviousPage endCursor }
        edges { cursor node { code } } } }"""
    first = (await ask(query))["data"]["regions"]
    assert first["totalCount"] == 2
    assert first["nodes"] == [{"name": "Sepaku"}]
    assert first["pageInfo"]["hasNextPage"] is True
    assert first["pageInfo"]["endCursor"] == first["edges"][0]["cursor"]
    second = (await ask(query, after=first["pageInfo"]["endCursor"]))["data"]["regions"]
    assert second["nodes"] == [{"name": "Bumi Harapan"}]
    assert second["pageInfo"]["hasNextPage"] is False
    assert second["pageInfo"]["hasPreviousPage"] is True


async def test_the_last_page_comes_in_the_same_order(ask: Ask) -> None:
    answer = await ask("{ regions(last: 2) { nodes { code } pageInfo { hasPreviousPage } } }")
    assert answer["data"]["regions"] == {
        "nodes": [{"code": "64.09.04.1005"}, {"code": "64.09.04.2006"}],
        "pageInfo": {"hasPreviousPage": True},
    }


async def test_a_page_needs_exactly_one_of_first_and_last(ask: Ask) -> None:
    for arguments in ("", "(first: 1, last: 1)", "(first: -1)"):
        answer = await ask(f"{{ regions{arguments} {{ totalCount }} }}")
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        assert "data" not in answer


async def test_areas_stand_in_the_official_order_with_their_services(ask: Ask) -> None:
    answer = await ask("{ spmAreas { code services { code } } }")
    assert answer["data"]["spmAreas"] == [
        {"code": "PENDIDIKAN", "services": []},
        {"code": "KESEHATAN", "services": [{"code": "KES-K04"}]},
    ]


async def test_an_agency_is_found_by_region_and_code_and_by_id(ask: Ask) -> None:
    by_code = await ask(
        '{ agency(by: {code: {region: "64", code: "DINKES"}}) { id name kind aliases region { code } } }'
    )
    found = by_code["data"]["agency"]
    assert found["aliases"] == ["Dinas Kes", "Kesprov"]
    assert found["region"] == {"code": "64"}
    assert found["kind"] == "PROVINCIAL_OPD"
    by_id = await ask("query ($id: ID!) { agency(by: {id: $id}) { name } }", id=found["id"])
    assert by_id["data"]["agency"]["name"] == "Dinas Kesehatan"


async def test_nodes_of_several_types_come_back_in_order_with_null_for_strangers(ask: Ask) -> None:
    ids = [
        "region_64",
        "nonsense",
        "agency_01900000-0000-7000-8000-000000000002",
        "posyandu_01900000-0000-7000-8000-000000000021",
        "agency_01900000-0000-7000-8000-00000000ffff",
    ]
    query = """query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
      ... on Agency { shortName } ... on Posyandu { village { name } } } }"""
    answer = await ask(query, ids=ids)
    assert answer["data"]["nodes"] == [
        {"__typename": "Region", "id": "region_64"},
        None,
        {"__typename": "Agency", "id": ids[2], "shortName": "BPBD"},
        {"__typename": "Posyandu", "id": ids[3], "village": {"name": "Sepaku"}},
        None,
    ]


async def test_posts_are_found_within_a_region(ask: Ask) -> None:
    answer = await ask(
        '{ posyandus(filter: {within: "64.09.04.2006"}, first: 5) { totalCount nodes { name } } }'
    )
    assert answer["data"]["posyandus"] == {"totalCount": 1, "nodes": [{"name": "Mawar"}]}


async def test_aliases_fragments_and_directives_are_collected(ask: Ask) -> None:
    query = """query ($no: Boolean!) {
      a: region(code: "64") { ...F } b: region(code: "64.09") { ...F level @skip(if: $no) } }
      fragment F on Region { kode: code __typename }"""
    answer = await ask(query, no=True)
    assert answer["data"] == {
        "a": {"kode": "64", "__typename": "Region"},
        "b": {"kode": "64.09", "__typename": "Region"},
    }


async def test_a_cursor_of_strangers_is_refused(ask: Ask) -> None:
    for cursor in ("x", "WyJDT0RFIl0", "WyJPVEhFUiIsImEiXQ"):
        answer = await ask("query ($c: String) { regions(first: 1, after: $c) { nodes { code } } }", c=cursor)
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT", cursor


async def test_a_region_lists_the_regions_one_level_down_and_its_own_agencies(ask: Ask) -> None:
    query = """{ region(code: "64") {
      regions(first: 5) { totalCount nodes { code agencies(first: 5) { nodes { code } } } }
      agencies(first: 1) { totalCount nodes { code } pageInfo { hasNextPage } } } }"""
    assert (await ask(query))["data"]["region"] == {
        "regions": {
            "totalCount": 1,
            "nodes": [{"code": "64.09", "agencies": {"nodes": [{"code": "DINKES"}]}}],
        },
        "agencies": {"totalCount": 2, "nodes": [{"code": "BPBD"}], "pageInfo": {"hasNextPage": True}},
    }


async def test_an_alias_may_be_longer_than_a_name_of_postgresql(ask: Ask) -> None:
    alias = "a" * 100
    query = f"""{{ region(code: "64") {{ {alias}: name {alias}b: parent {{ code }}
      regions(first: 1) {{ nodes {{ {alias}c: code }} }} }} }}"""
    assert (await ask(query))["data"]["region"] == {
        alias: "Kalimantan Timur",
        f"{alias}b": None,
        "regions": {"nodes": [{f"{alias}c": "64.09"}]},
    }


async def test_an_agency_is_found_by_a_word_of_its_name_its_short_name_or_another_one(ask: Ask) -> None:
    query = (
        "query ($s: String) { agencies(first: 9, filter: {search: $s}) { nodes { region { code } code } } }"
    )
    found = {
        words: [
            f"{one['region']['code']}/{one['code']}"
            for one in (await ask(query, s=words))["data"]["agencies"]["nodes"]
        ]
        for words in ("kesehatan", "PPU", "dinkes", "kespr", "esehatan", "%", "")
    }
    assert found["kesehatan"] == found["kespr"] == ["64/DINKES"]
    assert (found["PPU"], found["dinkes"]) == (["64.09/DINKES"], ["64/DINKES", "64.09/DINKES"])
    assert (found["esehatan"], found["%"], len(found[""])) == ([], [], 3)
