"""`./run verify-files`: every file that is kept, against the digest that was recorded and reported."""

import uuid
from pathlib import Path

from sqlalchemy import text

from service.attaching import Addresses
from service.exchange.evidence.bucket import Bucket, address_of
from tests.evidence import samples
from tests.evidence.bucket import bucket
from tests.evidence.conftest import Counter, opened
from tests.mutations import staging
from tests.mutations.seats import Seats
from tests.verbs import Said, run_verb


async def _verified(addresses: Addresses, folder: Path, **more: str) -> Said:
    environ = {"DATABASE_URL": addresses.service, "EVIDENCE_DIR": str(folder), **more}
    return await run_verb(environ, "verify-files")


def _kept(counter: Counter, url: str) -> Path:
    key = uuid.UUID(url.rpartition("/")[2])
    return counter.folder / "kept" / key.hex[-2:] / str(key)


async def test_files_that_are_as_they_were_handed_in_are_well(
    counter: Counter, own_addresses: Addresses, photo: bytes
) -> None:
    said = await _verified(own_addresses, counter.folder)
    assert (said.status, said.out) == (0, "berkas / files: 0 (0 MB); temuan / findings: 0\n")
    await counter.reported(photo)
    await counter.hand_in(samples.document(), "a.pdf")
    await counter.hand_in(samples.SVG)  # refused, so not kept
    await counter.announce(photo)
    said = await _verified(own_addresses, counter.folder)
    assert (said.status, said.out, said.err) == (0, "berkas / files: 2 (1 MB); temuan / findings: 0\n", "")


async def test_a_file_that_was_altered_lengthened_cut_or_lost_is_named(
    counter: Counter, own_addresses: Addresses, photo: bytes
) -> None:
    whole = await counter.hand_in(photo)
    spoilt = [_kept(counter, (await counter.hand_in(photo))["url"]) for _ in range(4)]
    content = spoilt[0].read_bytes()
    spoilt[0].write_bytes(bytes([content[0] ^ 1]) + content[1:])
    spoilt[1].write_bytes(content + b"x")
    spoilt[2].write_bytes(content[:-1])
    spoilt[3].unlink()
    said = await _verified(own_addresses, counter.folder)
    faults = ["ALTERED"] * 3 + ["MISSING"]
    words = {"ALTERED": "isinya diubah / was altered", "MISSING": "tidak ada / is not there"}
    assert said.err.splitlines() == [
        f"{fault}: evidence_file {path.name}: {words[fault]}"
        for fault, path in zip(faults, spoilt, strict=True)
    ]
    assert (said.status, "temuan / findings: 4" in said.out, "files: 5" in said.out) == (1, True, True)
    assert whole["url"].rpartition("/")[2] not in said.err


async def test_a_row_that_was_changed_together_with_its_file_differs_from_its_report(
    counter: Counter, own_addresses: Addresses, photo: bytes
) -> None:
    shown = await counter.reported(photo)
    async with counter.database.writing() as session:
        await session.execute(text("UPDATE evidence_file SET sha256 = repeat('0', 64)"))
    said = await _verified(own_addresses, counter.folder)
    key = shown["url"].rpartition("/")[2]
    told = f"REPORTED_OTHERWISE: evidence_file {key}: bukan yang dilaporkan / is not what was reported\n"
    assert (said.status, said.err) == (1, told)


async def test_files_in_a_bucket_are_read_as_well(
    own_addresses: Addresses, seats: Seats, tmp_path: Path, photo: bytes
) -> None:
    with bucket(tmp_path / "said") as url:
        store = Bucket(address_of(url))
        async with opened(own_addresses, tmp_path / "evidence", store, seats) as counter:
            shown = await counter.hand_in(photo)
            lost = await counter.hand_in(photo)
            await counter.report((await staging.started(counter.desk))["target"], shown)
            await store.remove(uuid.UUID(lost["url"].rpartition("/")[2]))
            said = await _verified(own_addresses, tmp_path / "evidence", EVIDENCE_S3_URL=url)
    assert (said.status, "files: 2" in said.out) == (1, True)
    assert [line.partition(":")[0] for line in said.err.splitlines()] == ["MISSING"]
