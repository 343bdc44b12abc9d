"""What a server is asked: one mutation in its own words, the same report and the same answer in both."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from benchmarks.reading.load import Target
from benchmarks.reading.servers import Server
from benchmarks.writing.liaisons import Liaison, Writer

_OURS = """mutation Report($input: ReportProgressInput!) {
  reportProgress(input: $input) {
    ... on ReportProgressPayload { isReplay report { id target { claimed } } pledge { version } }
    ... on Problem { code path }
  }
}"""
_THEIRS = """mutation Report($input: WritesReportProgressInput!) {
  writesReportProgress(input: $input) { result { reportId isReplay pledgeVersion claimed } }
}"""


def requests(server: Server, writer: Writer) -> Iterator[Target]:
    """The requests of one connection: new reports without end."""
    for report in writer.reports():
        yield request(server, writer.liaison, report)


def request(server: Server, liaison: Liaison, report: Mapping[str, Any]) -> Target:
    """The request that hands a report in."""
    if server.peer.speaks_theirs:
        who = {"actorId": liaison.name, "actorLabel": liaison.name, "actorAgency": str(liaison.agency)}
        return Target.of(server.address, "/graphql", _body(_THEIRS, {**report, **who}))
    ours = {**report, "targetId": f"target_{report['targetId']}"}
    return Target.of(server.address, "/graphql", _body(_OURS, ours), liaison.token.text)


def _body(document: str, given: Mapping[str, Any]) -> bytes:
    return orjson.dumps({"query": document, "variables": {"input": given}})


def told(answer: bytes) -> dict[str, Any]:
    """What an answer says, in one form: the report's id, what was counted, or the code of the refusal."""
    content: dict[str, Any] = orjson.loads(answer)
    if errors := content.get("errors"):
        return {"code": errors[0].get("extensions", {}).get("code") or errors[0]["message"]}
    (found,) = content["data"].values()
    if "code" in found:
        return {"code": found["code"]}
    return _theirs(found["result"]) if "result" in found else _ours(found)


def _ours(found: dict[str, Any]) -> dict[str, Any]:
    report = found["report"]
    said = {"version": found["pledge"]["version"], "claimed": float(report["target"]["claimed"])}
    return {"id": report["id"].removeprefix("report_"), "again": found["isReplay"], **said}


def _theirs(found: dict[str, Any]) -> dict[str, Any]:
    said = {"version": found["pledgeVersion"], "claimed": float(found["claimed"])}
    return {"id": found["reportId"], "again": found["isReplay"], **said}
