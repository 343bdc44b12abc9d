"""Each sign-in of the demo can do exactly what docs/roles.md says: every mutation, and every sight.

The page is read as a stranger would, and tried over HTTP by those whom `./run serve` prints. Only what stands
between a person and a row is said here by hand: whose pledge it is, and where.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Final

import pytest

from graph.schema import core
from service.database import Database
from service.ledger.naming import keep_unknown
from service.rules.policy import BESIDES
from service.settings import CHECKOUT
from tests.databases import REFERENCE, Databases
from tests.documents.visiting import first_start, in_the_province, in_the_regency
from tests.evidence import samples
from tests.evidence.conftest import Counter
from tests.ledger.counting import difference
from tests.mutations import staging
from tests.mutations.conftest import Desk
from tests.mutations.inputs import INPUTS

_PAGE: Final = (CHECKOUT / "docs/roles.md").read_text()
_ROLES: Final = {
    "public": "PUBLIC",
    "integration": "INTEGRATION",
    "narahubung": "LIAISON",
    "sekretariat": "SECRETARIAT",
    "sekretariat.ppu": "SECRETARIAT",
    "pimpinan": "LEADERSHIP",
    "admin": "ADMINISTRATOR",
}
"""Everybody who tries: the public, the demo's reading token, and its five persons by their addresses."""
_NEVER: Final = "-"
_ALWAYS: Final = "selalu · always"
_WITHIN: Final = {
    "di wilayahnya · within its region",
    "di wilayahnya, independen · within its region, independent",
}
_OF_THE_LIAISON: Final = {
    "instansinya penanggung jawab · its agency leads",
    "instansinya yang diminta · its agency is asked",
}
_OF_ACCOUNTS: Final = {_ALWAYS, "bukan akunnya sendiri · not their own account"}
_OF_A_PLACE: Final = {
    *("markGapNotApplicable", "withdrawGapMark"),
    *("requestPledge", "withdrawPledgeRequest"),
}
"""They are about a place in the regency, whoever is to do something there."""


def _table(heading: str) -> dict[str, dict[str, set[str]]]:
    """A table of the page: by row and role, the conditions of its cell."""
    section = _PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    head, _, *lines = [line for line in section.splitlines() if line.startswith("|")]
    roles = re.findall(r"`(\w+)`", head)
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return {
        re.sub(r"^`(\w+)`$", r"\1", name): {
            role: {*cell.split("; ")} for role, cell in zip(roles, cells, strict=True)
        }
        for name, *cells in rows
    }


_CONTACTS: Final = "kontak dinas (kini tidak di mana pun) · work contacts (nowhere now)"
_CHANGES: Final = _table("Siapa mengubah apa · Who changes what")
_SIGHTS: Final = _table("Siapa melihat apa · Who sees what")


@pytest.fixture(scope="module")
async def counter(
    reference_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Counter]:
    """The service after its first start, and everybody signed in who can try it."""
    async with reference_databases.clone(REFERENCE) as addresses:
        database = await Database.open(addresses.service, size=2)
        async with first_start(database, tmp_path_factory.mktemp("demo")) as one:
            yield one
        await database.close()


def test_the_page_names_every_mutation_and_everybody_has_a_column_where_they_may_anything() -> None:
    mutations = core.mutation_type
    assert mutations is not None
    assert _CHANGES.keys() - {f"`{deed}`" for deed in BESIDES} == mutations.fields.keys() == INPUTS.keys()
    assert {role for cells in _CHANGES.values() for role in cells} == {
        *("LIAISON", "SECRETARIAT", "ADMINISTRATOR"),
    }
    assert _SIGHTS.keys() == {*_LOOKS, _CONTACTS}
    assert {role for cells in _SIGHTS.values() for role in cells} == {*_ROLES.values()}


def _those_who_may(name: str, conditions: dict[str, set[str]]) -> set[str]:
    """Of everybody, by the page and by which of its conditions are true of them."""
    return {
        who for who, role in _ROLES.items() if _CHANGES[name].get(role, {_NEVER}) & conditions.get(who, set())
    }


async def _tried(desk: Desk, name: str, allowed: set[str]) -> None:
    """Those who may not hear so, and nothing changes; those who may do it."""
    values, before = await INPUTS[name](desk), await desk.rows()
    for who in _ROLES.keys() - allowed:
        found = await desk.send(who, name, "isReplay", **values)
        assert found.get("code") == ("NOT_SIGNED_IN" if who == "public" else "NOT_ALLOWED"), (who, found)
    assert difference(before, await desk.rows()) == {}
    for place, who in enumerate(sorted(allowed)):
        values = await INPUTS[name](desk) if place else values
        found = await desk.send(who, name, "isReplay", **values)
        # What the one has marked, the other would: that is no question of who may.
        assert found.get("isReplay") is False or found["code"] == "CONFLICT", (who, found)


@pytest.mark.parametrize("name", INPUTS)
async def test_every_mutation_is_for_those_of_whom_the_page_says_so(counter: Counter, name: str) -> None:
    conditions = {"sekretariat": _WITHIN, "narahubung": _OF_THE_LIAISON, "admin": _OF_ACCOUNTS}
    of_a_place = {"sekretariat.ppu": _WITHIN} if name in _OF_A_PLACE else {}
    allowed = _those_who_may(name, {**conditions, **of_a_place})
    assert allowed
    await _tried(await in_the_province(counter.desk), name, allowed)
    secretariats = {"sekretariat": _WITHIN, "sekretariat.ppu": _WITHIN}
    of_both = _those_who_may(name, {**secretariats, "admin": _OF_ACCOUNTS})
    await _tried(await in_the_regency(counter.desk), name, of_both)


async def test_the_secretariat_who_acts_as_its_agencys_liaison_may_what_a_liaison_may(
    counter: Counter,
) -> None:
    desk = counter.desk
    report = await INPUTS["reportProgress"](desk)
    for name, values in (
        ("reportProgress", report),
        ("recordMeeting", await INPUTS["recordMeeting"](desk)),
        ("recordPledge", {**staging.SPOKEN, "leadAgencyId": desk.agency("diskominfo")}),
    ):
        assert (await desk.refused("hat", name, **values))["code"] == "NOT_ALLOWED"
    own = {**staging.SPOKEN, "leadAgencyId": desk.agency("dpmpd")}
    assert await desk.send("hat", "recordPledge", "isReplay", **own) == {
        "__typename": "RecordPledgePayload",
        "isReplay": False,
    }


_Look = Callable[[Counter, str, dict[str, Any]], Awaitable[bool]]


async def _pledge(counter: Counter, who: str, shown: dict[str, Any], selection: str) -> Any:  # noqa: ANN401 - of JSON
    document = "query ($id: ID!) { pledge(by: {id: $id}) { %s } }" % selection  # noqa: UP031 - braces of GraphQL
    return (await counter.desk.ask(who, document, id=shown["pledge"]))["data"]["pledge"]


async def _sees_what_is_open(counter: Counter, who: str, shown: dict[str, Any]) -> bool:
    asked = "{ pledges { totalCount } }"
    found, whole = [await counter.desk.ask(one, asked) for one in (who, "secretariat")]
    return found == whole and await _pledge(counter, who, shown, "title") is not None


async def _sees_the_responsible(counter: Counter, who: str, shown: dict[str, Any]) -> bool:
    return (await _pledge(counter, who, shown, "responsible"))["responsible"] == "Kepala Bidang TIK"


async def _sees_files(counter: Counter, who: str, shown: dict[str, Any]) -> bool:
    answer = await counter.ask(who, "GET", shown["file"])
    assert answer.status_code in {200, 404}
    return answer.status_code == 200


async def _sees_what_is_internal(counter: Counter, who: str, shown: dict[str, Any]) -> bool:
    selection = "constraints { narrative } history(first: 50) { nodes { action } }"
    found = await _pledge(counter, who, shown, selection)
    told = found["constraints"] == [{"narrative": "Lelang gagal"}]
    assert told == ({"action": "RAISE_CONSTRAINT"} in found["history"]["nodes"])
    return told


async def _sees_the_door(counter: Counter, who: str, shown: dict[str, Any]) -> bool:
    del shown
    lists = ("audit", "accounts", "tokens", "placeNames")
    asked = " ".join(f"{name}(first: 1) {{ totalCount nodes {{ __typename }} }}" for name in lists)
    found = (await counter.desk.ask(who, f"{{ {asked} }}"))["data"]
    assert all(bool(one["totalCount"]) == bool(one["nodes"]) for one in found.values())
    told = {bool(one["nodes"]) for one in found.values()}
    assert len(told) == 1, found
    return told == {True}


async def _sees_the_schema(counter: Counter, who: str, shown: dict[str, Any]) -> bool:
    del shown
    answer = await counter.desk.ask(who, '{ __type(name: "Pledge") { name } }')
    return answer.get("data") == {"__type": {"name": "Pledge"}}


_LOOKS: Final[dict[str, _Look]] = {
    "data terbuka, termasuk semua hitungan · open data, all counts among it": _sees_what_is_open,
    "nama penanggung jawab · the responsible person's name": _sees_the_responsible,
    "isi berkas data dukung · files that were handed in as evidence": _sees_files,
    "isi kendala dan perubahan internal · words of internal constraints and changes": _sees_what_is_internal,
    "akun, token, riwayat pintu masuk, nama yang menunggu (`accounts`, `tokens`, `audit`, `placeNames`) · "
    "accounts, tokens, what happened at the door, names that wait": _sees_the_door,
    "skema lewat `__schema` dan `__type` · the schema by `__schema` and `__type`": _sees_the_schema,
}


async def _to_look_at(counter: Counter) -> dict[str, Any]:
    """A pledge of Diskominfo with a file and a constraint that is internal; a name that waits."""
    async with counter.database.writing() as session:
        await keep_unknown(session, [("64.09", "Sei Sepaku")], "posyandu.csv")
    handed_in = await counter.hand_in(samples.photo())
    pledge = await staging.started(counter.desk)
    assert "report" in await counter.report(pledge["target"], handed_in)
    stuck = {"pledgeId": pledge["id"], "reason": "PROCUREMENT", "narrative": "Lelang gagal", "internal": True}
    await counter.desk.send("lead", "raiseConstraint", "isReplay", **stuck)
    return {"pledge": pledge["id"], "file": handed_in["url"]}


def test_contacts_are_in_no_field_of_the_graph_but_of_accounts() -> None:
    kinds = core.type_map.items()
    fields = [f"{kind}.{name}" for kind, one in kinds for name in getattr(one, "fields", ())]
    assert [name for name in fields if re.search("mail|phone|contact", name, re.IGNORECASE)] == [
        *("Account.email", "OpenAccountInput.email"),
    ]


async def test_everybody_sees_exactly_what_the_page_says(counter: Counter) -> None:
    shown = await _to_look_at(counter)
    conditions = {
        "sekretariat": _WITHIN,
        "pimpinan": _WITHIN,
        "narahubung": _OF_THE_LIAISON,
    }
    for sight, look in _LOOKS.items():
        for who, role in _ROLES.items():
            told = _SIGHTS[sight][role] & {_ALWAYS, *conditions.get(who, set())}
            assert await look(counter, who, shown) == bool(told), (sight, who)
