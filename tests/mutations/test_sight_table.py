"""Every type of the graph, read by every role: what they do not all see alike has a row here."""

from typing import Any, Final, cast
from unittest.mock import ANY

from graph.problems import TYPES
from graph.schema import core
from tests.mutations import staging
from tests.mutations.conftest import ROLES, Desk
from tests.mutations.ways import document, ways, ways_by_id

_Json = dict[str, Any]
_CONCERNED: Final = {"lead", "partner", "secretariat", "leadership"}
_NARROWER: Final[dict[str, set[str]]] = {
    "Pledge.responsible": {*ROLES} - {"public"},
    "Constraint.narrative": _CONCERNED,
    "Constraint.resolution": _CONCERNED,
}
"""Fields that are null for all others. Whatever is not here, everybody sees alike."""
_OF_EACH: Final = {"Pledge.standings"}
"""How whoever asks stands to what is asked for: another answer for each."""
_AT_THE_DOOR: Final = {
    *("AuditEntryEdge", "AuditEntry", "AccountEdge", "Account", "Assignment", "TokenEdge", "Token"),
    *("PlaceNameEdge", "PlaceName"),
}
"""For administrators only: tests/people/test_audit.py, tests/people/test_administering.py."""
_INTERNAL: Final = {"RAISE_CONSTRAINT", "RESOLVE_CONSTRAINT"}
"""Two changes that only those see whom they concern: the constraint that is raised here is internal."""
_NOT_HERE: Final = {
    *("SpmService", "SubActivity", "SubActivityEdge", "LocationScope", "FactChange", "Overlap", "OverlapEdge")
}
"""Of these nothing is on this ground: they are asked for, and all see alike that there is nothing."""
_OF_THE_ASKER: Final = frozenset(
    {"Viewer", *(f"{kind}Connection" for kind in ("AuditEntry", "Account", "Token", "PlaceName"))}
)
_OUTSIDE_QUERIES: Final = {"Query", "Mutation", "Subscription", "MatrixChange", "ChangedCell"}


async def _world(desk: Desk) -> list[str]:
    """A pledge with whatever can hang on it; the ids of what is found by id."""
    told = {"title": "Rapat", "kind": "RAPAT", "regionCode": "64", "source": "a", "heldOn": "2025-06-13"}
    meeting = (await _does(desk, "recordMeeting", "meeting { id }", **told))["meeting"]["id"]
    came = [{"agencyId": desk.agency("dinkes")}]
    await _does(desk, "recordAttendance", meetingId=meeting, entries=came)
    words = {"title": "Sinergi", "quote": "sinergi", "source": "a", "addressedTo": "semua"}
    await _does(desk, "recordDirective", meetingId=meeting, **words)
    pledge = await staging.reported(desk)
    judged = {"reportId": pledge["report"], "decision": "ACCEPTED", "verdict": "CONFORMS"}
    await _does(desk, "verifyReport", **judged)
    await _obstructed(desk, pledge["id"])
    marks = await _answered(desk, pledge["id"])
    return [pledge["id"], pledge["report"], pledge["target"], meeting, *marks]


async def _obstructed(desk: Desk, pledge: str) -> None:
    stuck: _Json = {
        "pledgeId": pledge,
        "reason": "PROCUREMENT",
        "narrative": "Lelang gagal",
        "internal": True,
    }
    raised = await desk.send("lead", "raiseConstraint", "constraint { id }", **stuck)
    solved = {"constraintId": raised["constraint"]["id"], "resolution": "Lelang ulang"}
    await desk.send("lead", "resolveConstraint", "isReplay", **solved)


async def _answered(desk: Desk, pledge: str) -> list[str]:
    """Another pledge like it, with money and steps; what was marked of the two, of a gap, and requested."""
    values = {**staging.SPOKEN, "leadAgencyId": desk.agency("dinkes"), "areas": ["PENDIDIKAN"]}
    other = (await _does(desk, "recordPledge", "pledge { id version }", **values))["pledge"]
    terms: _Json = {
        "fundings": [{"stage": "PROMISED", "source": "APBD", "fiscalYear": 2026, "amount": "5000000"}],
        "milestones": [{"title": "Lelang", "dueOn": "2026-03-01"}],
        "ratio": {"base": "zakat", "percent": "70"},
    }
    await _does(desk, "revisePledge", pledgeId=other["id"], expectedVersion=other["version"], **terms)
    pair = {"oneId": pledge, "otherId": other["id"], "reason": "Satu program"}
    joint = await _does(desk, "markJointEffort", "mark { id }", **pair)
    gap = {"kind": "NOTHING_PROMISED", "areaCode": "SOSIAL", "posyanduId": desk.post()}
    closed = await _does(desk, "markGapNotApplicable", "mark { id }", gap=gap, reason="Tidak ada sasaran")
    duty: _Json = {
        "agencyId": desk.agency("dinkes"),
        "areaCode": "KESEHATAN",
        "holds": True,
        "reason": "Tupoksi",
    }
    await _does(desk, "setMandate", **duty)
    asked = {"agencyId": desk.agency("diskominfo"), "areaCode": "SOSIAL", "posyanduId": desk.post(1)}
    words = {"words": "Internet", "dueOn": "2099-12-31"}
    request = await _does(desk, "requestPledge", "request { id }", **asked, **words)
    return [other["id"], joint["mark"]["id"], closed["mark"]["id"], request["request"]["id"]]


async def _does(desk: Desk, name: str, selection: str = "isReplay", **values: object) -> dict[str, Any]:
    """What the secretariat does, which nothing keeps from it."""
    found = await desk.send("secretariat", name, selection, **values)
    assert "code" not in found, found
    return found


def _arguments(desk: Desk, ids: list[str]) -> dict[str, str]:
    """Those of the fields that need some."""
    axes = "rows: AGENCY, columns: SPM_AREA"
    return {
        "Query.region": 'code: "64"',
        "Query.agency": f'by: {{id: "{desk.agency("dinkes")}"}}',
        "Query.posyandu": f'by: {{id: "{desk.post()}"}}',
        "Query.meeting": f'id: "{ids[3]}"',
        "Query.pledge": f'by: {{id: "{ids[0]}"}}',
        "Query.matrix": axes,
        "Query.matrixChanges": f'{axes}, from: {{date: "2025-01-01"}}, to: {{date: "2026-11-01"}}',
        "Matrix.values": "measure: PLEDGES",
    }


def test_every_type_is_in_this_table_or_in_the_one_of_mutations() -> None:
    payloads = {name for name in core.type_map if name.endswith("Payload")}
    problems = {kind.__name__ for kind in TYPES.values()}
    objects = {name for name, kind in core.type_map.items() if hasattr(kind, "interfaces")}
    objects -= {name for name in objects if name.startswith("__") or name in {"Node", "Problem"}}
    needed = ("region", "agency", "posyandu", "meeting", "pledge", "matrix", "matrixChanges")
    dummy = dict.fromkeys((*(f"Query.{name}" for name in needed), "Matrix.values"), "any: 1")
    elsewhere = payloads | problems | _OUTSIDE_QUERIES | _AT_THE_DOOR
    assert objects - ways(dummy, _OF_THE_ASKER).keys() == elsewhere | _OF_THE_ASKER


async def test_every_role_sees_of_every_type_what_its_row_says(desk: Desk) -> None:
    ids = await _world(desk)
    arguments = _arguments(desk, ids)
    found = ways(arguments, _OF_THE_ASKER)
    seen: set[str] = set()
    for kind, way in (*found.items(), *ways_by_id(ids).items()):
        asked = document(kind, way, arguments)
        whole = await _data(desk, "secretariat", asked)
        seen |= _types(whole)
        for who in ROLES:
            assert await _data(desk, who, asked) == _as_seen(who, whole), (who, kind)
    assert found.keys() - seen == _NOT_HERE


async def test_all_but_the_public_are_told_of_the_schema_itself(desk: Desk) -> None:
    told = {who: await desk.ask(who, '{ ... { __type(name: "Pledge") { name } } }') for who in ROLES}
    refused = told.pop("public")["errors"]
    assert [error["extensions"]["code"] for error in refused] == ["UNAUTHENTICATED"]
    assert {answer["data"]["__type"]["name"] for answer in told.values()} == {"Pledge"}


async def _data(desk: Desk, who: str, asked: str) -> _Json:
    answer = await desk.ask(who, asked)
    assert "errors" not in answer, (asked, answer)
    found: _Json = answer["data"]
    return found


def _types(value: object) -> set[str]:
    if isinstance(value, list):
        return {kind for one in cast("list[object]", value) for kind in _types(one)}
    if not isinstance(value, dict):
        return set()
    found = cast("_Json", value)
    return {found.get("__typename", "")} | {kind for one in found.values() for kind in _types(one)}


def _as_seen(who: str, value: object) -> object:
    """What somebody sees of what the secretariat sees, by the table."""
    if isinstance(value, list):
        those = cast("list[object]", value)
        return [_as_seen(who, one) for one in those if who in _CONCERNED or not _is_internal(one)]
    return _object_seen(who, cast("_Json", value)) if isinstance(value, dict) else value


def _object_seen(who: str, whole: _Json) -> _Json:
    kind = whole.get("__typename")
    seen = {
        name: None if who not in _NARROWER.get(f"{kind}.{name}", ROLES) else _as_seen(who, one)
        for name, one in whole.items()
    }
    seen |= {name: ANY for name in whole if f"{kind}.{name}" in _OF_EACH}
    if kind == "HistoryEntry" and who == "public":
        return seen | {name: _nameless(whole[name]) for name in ("before", "after")}
    return _history(whole, seen) if kind == "HistoryEntryConnection" and who not in _CONCERNED else seen


def _nameless(changes: _Json | None) -> _Json | None:
    return changes and {name: one for name, one in changes.items() if name != "responsible"}


def _history(whole: _Json, seen: _Json) -> _Json:
    """Without the entries that are internal, in the count and where only their cursors are asked for."""
    if "nodes" not in whole:
        return seen | {name: ANY for name in ("totalCount",) if name in seen}
    shown = [not _is_internal(node) for node in whole["nodes"]]
    seen["totalCount"] = sum(shown)
    seen["edges"] = [edge for edge, is_shown in zip(whole["edges"], shown, strict=True) if is_shown]
    seen["pageInfo"]["endCursor"] = seen["edges"][-1]["cursor"]
    return seen


def _is_internal(value: object) -> bool:
    found = cast("_Json", value) if isinstance(value, dict) else {}
    entry: _Json = found.get("node", found)
    return entry.get("__typename") == "HistoryEntry" and entry["action"] in _INTERNAL
