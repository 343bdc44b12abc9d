"""A folder and a bucket keep files alike; the bucket is one of a real server."""

import hashlib
import os
import uuid
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from service.attaching import Addresses
from service.clock import system_clock
from service.errors import DomainError, ErrorCode
from service.exchange.evidence.bucket import Bucket, address_of
from service.exchange.evidence.disk import Disk
from service.exchange.evidence.handing_in import HandingIn
from service.exchange.evidence.store import Store
from service.ledger.evidence_files import NewFile
from tests.evidence.bucket import bucket
from tests.evidence.conftest import Counter, opened
from tests.mutations.seats import Seats

KEY = uuid.UUID("01900000-0000-7000-8000-0000000000ab")
CONTENT = os.urandom(6_000_000)
"""More than one part of a bucket's upload."""


@pytest.fixture(scope="session")
def bucket_url(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """An empty bucket."""
    with bucket(tmp_path_factory.mktemp("bucket") / "said") as url:
        yield url


@pytest.fixture(params=["disk", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each of the two."""
    if request.param == "disk":
        return Disk(tmp_path / "kept")
    return Bucket(address_of(request.getfixturevalue("bucket_url")))


async def read(store: Store, start: int, size: int) -> bytes:
    """A part of the one file."""
    return b"".join([piece async for piece in await store.read(KEY, start, size)])


async def test_what_is_kept_is_read_and_removed(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(CONTENT)
    with pytest.raises(FileNotFoundError):
        await store.read(KEY, 0, 1)
    for _ in range(2):
        await store.keep(KEY, source)
    assert source.read_bytes() == CONTENT
    assert await read(store, 0, len(CONTENT)) == CONTENT
    assert await read(store, 5_999_990, 10) == CONTENT[-10:]
    assert await read(store, 1_000, 300_000) == CONTENT[1_000:301_000]
    for _ in range(2):
        await store.remove(KEY)
    with pytest.raises(FileNotFoundError):
        await store.read(KEY, 0, 1)


async def test_on_a_disk_nobody_else_reads_it_and_nothing_unfinished_is_left(tmp_path: Path) -> None:
    source, folder = tmp_path / "source", tmp_path / "kept"
    source.write_bytes(b"x")
    await Disk(folder).keep(KEY, source)
    (kept,) = (path for path in folder.rglob("*") if path.is_file())
    assert kept.relative_to(folder) == Path("ab", str(KEY))
    assert [oct(path.stat().st_mode & 0o777) for path in (kept, kept.parent)] == ["0o600", "0o700"]


async def test_a_file_goes_to_a_bucket_and_comes_from_there(
    own_addresses: Addresses, seats: Seats, tmp_path: Path, bucket_url: str, photo: bytes
) -> None:
    store = Bucket(address_of(bucket_url))
    async with opened(own_addresses, tmp_path / "evidence", store, seats) as counter:
        handed_in = await counter.reported(photo)
        answer = await counter.ask("secretariat", "GET", handed_in["url"], {"range": "bytes=0-2"})
        assert (answer.status_code, answer.content) == (206, b"\xff\xd8\xff")
        orphan = uuid.UUID((await counter.hand_in(photo))["url"].rpartition("/")[2])
        assert counter.lying() == []
        await counter.age("7 days")
        assert await counter.files.handing_in.sweep(system_clock()) == 1
        with pytest.raises(FileNotFoundError):
            await store.read(orphan, 0, 1)
        assert (await counter.ask("secretariat", "GET", handed_in["url"])).status_code == 200


async def test_while_the_bucket_is_away_a_file_waits_and_is_kept_later(
    counter: Counter, bucket_url: str, photo: bytes
) -> None:
    lead, incoming = counter.desk.ground.lead, counter.folder / "incoming"
    away = HandingIn(counter.database, incoming, Bucket(address_of("http://kunci:rahasia@127.0.0.1:1/bukti")))
    digest = hashlib.sha256(photo).hexdigest()
    begun = await away.begin(lead, NewFile(name="a", size_bytes=len(photo), sha256=digest))
    await away.send(lead, begun.secret, 0, _whole(photo))
    with pytest.raises(DomainError) as refused:
        await away.finish(lead, begun.secret)
    assert (refused.value.code, "rahasia" in refused.value.message) == (ErrorCode.UNAVAILABLE, False)
    back = HandingIn(counter.database, incoming, Bucket(address_of(bucket_url)))
    assert (await back.finish(lead, begun.secret)).media_type == "image/jpeg"


async def _whole(content: bytes) -> AsyncGenerator[bytes]:
    yield content


@pytest.mark.parametrize(
    "url",
    [
        *(
            "s3://bukti",
            "https://host/bukti",
            "https://kunci:rahasia@host",
            "https://kunci:rahasia@host/",
            "x",
        ),
        "https://:rahasia@host/bukti",
    ],
)
def test_an_address_of_no_bucket_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(DomainError) as refused:
        address_of(url)
    assert (refused.value.code, refused.value.path) == (ErrorCode.INVALID, ("EVIDENCE_S3_URL",))
    assert "rahasia@host" not in refused.value.message.replace("kunci:rahasia@host/ember", "")


def test_an_address_says_all_of_it_and_prints_no_secret() -> None:
    address = address_of("https://kunci:ra%2Fhasia@s3.example.go.id:9000/bukti/ikrar/2026?region=id-1")
    assert (address.endpoint, address.bucket, address.prefix, address.region) == (
        *("https://s3.example.go.id:9000", "bukti", "ikrar/2026", "id-1"),
    )
    assert (address.key_id, address.secret) == ("kunci", "ra/hasia")
    assert "hasia" not in repr(address)
