"""What somebody sent as evidence, when they ask what is held of them, and when they are forgotten."""

from pathlib import Path
from typing import Any

import orjson

from service.attaching import Addresses
from service.clock import system_clock
from service.ledger.proving import Proof, prove
from service.ledger.seal_key import seal_key
from service.ledger.sealing import seal
from tests.evidence import samples
from tests.evidence.conftest import Counter, shown
from tests.mutations import staging
from tests.verbs import Said, run_verb

WHO = "liaison@a"
_SAID = "Diperiksa bersama LIAISON di lokasi"


async def _person(counter: Counter, addresses: Addresses, *words: str) -> Said:
    environ = {"DATABASE_URL": addresses.service, "EVIDENCE_DIR": str(counter.folder)}
    return await run_verb(environ, "person", *words)


async def _told(counter: Counter, addresses: Addresses) -> dict[str, Any]:
    said = await _person(counter, addresses, "export", WHO)
    assert said.status == 0, said.err
    found: dict[str, Any] = orjson.loads(said.out)
    return found


async def _lived(counter: Counter, photo: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Three files of a person: one behind a report that names them, one that waits, one that was refused."""
    told = await counter.hand_in(photo, "swafoto Liaison.jpg", who="liaison")
    waiting = await counter.hand_in(photo, "foto dinas.jpg", who="liaison")
    await counter.hand_in(samples.SVG, "gambar.svg", who="liaison")
    await counter.hand_in(photo, "orang lain.jpg")
    target = (await staging.started(counter.desk))["target"]
    report = staging.report_on(target, evidence=[shown(told)], narrative=_SAID)
    found = await counter.desk.send("liaison", "reportProgress", "isReplay", **report)
    assert found == {"__typename": "ReportProgressPayload", "isReplay": False}
    return told, waiting


async def _proven(counter: Counter, file: Path) -> Proof:
    key = seal_key(file)
    async with counter.database.writing() as session:
        await seal(session, key, system_clock())
    async with counter.database.reading() as session:
        return await prove(session, key.public)


async def test_a_person_is_told_of_the_files_that_they_sent_and_where_words_name_them(
    counter: Counter, own_addresses: Addresses, photo: bytes
) -> None:
    told, waiting = await _lived(counter, photo)
    found = await _told(counter, own_addresses)
    first, second, third = found["files_of_evidence"]
    assert [first["name"], second["name"], third["name"]] == [
        *("swafoto Liaison.jpg", "foto dinas.jpg", "gambar.svg"),
    ]
    assert (f"/evidence/{first['id']}", first["sha256"]) == (told["url"], told["sha256"])
    assert (first["latitude"], first["report_id"] is None) == (None, False)
    place = {"latitude": second["latitude"], "longitude": second["longitude"]}
    assert (place, second["report_id"]) == (waiting["coordinates"], None)
    assert third["flaw"] == "NOT_LISTED"
    named = {(one["place"], _SAID in one["words"]) for one in found["named_in_the_ledger"]}
    assert {("progress_report.narrative", True), ("history.after", True)} <= named


async def test_who_is_forgotten_leaves_the_files_that_prove_something_and_no_name_on_them(
    counter: Counter, own_addresses: Addresses, photo: bytes, tmp_path: Path
) -> None:
    told, waiting = await _lived(counter, photo)
    before = await _proven(counter, tmp_path / "seal.key")
    said = await _person(counter, own_addresses, "erase", WHO, "--yes")
    assert (said.status, "evidence_file 3" in said.out) == (0, True), said.err
    assert (
        "progress_report.narrative: 1 kali masih disebut dalam catatan / still named in the record"
        in said.err
    )
    names = "name, latitude IS NULL, sha256"
    assert await counter.rows(names) == [
        ("berkas.jpg", True, told["sha256"]),
        ("orang lain.jpg", False, told["sha256"]),
    ]
    assert counter.lying() == ["kept", "kept"]
    assert (await counter.ask("secretariat", "GET", told["url"])).status_code == 200
    assert (await counter.ask("secretariat", "GET", waiting["url"])).status_code == 404
    verified = await run_verb(
        {"DATABASE_URL": own_addresses.service, "EVIDENCE_DIR": str(counter.folder)}, "verify-files"
    )
    assert (verified.status, "files: 2" in verified.out) == (0, True)
    after = await _proven(counter, tmp_path / "seal.key")
    assert (before.is_whole, after.is_whole, after.links) == (True, True, before.links + 1)
