"""Files arrive in pieces, go on where they broke off, and belong to whoever began them."""

import asyncio
import hashlib
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from service.clock import system_clock
from tests.evidence import samples
from tests.evidence.conftest import PIECE, TUS, Counter, announcing, coded

DOCUMENT = samples.document()
HALF = len(DOCUMENT) // 2
WRONG_BEGINNINGS: tuple[tuple[dict[str, str], int], ...] = (
    ({"tus-resumable": "0.2.2"}, 412),
    ({"tus-resumable": ""}, 412),
    ({"upload-length": "20000001"}, 413),
    ({"upload-length": "9" * 15}, 413),
    ({"upload-length": "9" * 16}, 400),
    ({"upload-length": "0"}, 400),
    ({"upload-length": "-1"}, 400),
    ({"upload-length": "1e3"}, 400),
    ({"upload-length": "", "upload-defer-length": "1"}, 400),
    ({"upload-metadata": ""}, 400),
    ({"upload-metadata": "filename Zm90bw=="}, 400),
    ({"upload-metadata": f"sha256 {coded('A' * 64)}"}, 400),
    ({"upload-metadata": f"sha256 {coded('0' * 63)}"}, 400),
    ({"upload-metadata": "sha256 ???"}, 400),
    ({"upload-metadata": "sha256 /w=="}, 400),
    ({"upload-metadata": "a " + "A" * 2_000}, 400),
    ({"content-length": "5"}, 400),
)
WRONG_PIECES: tuple[tuple[dict[str, str], int], ...] = (
    ({"tus-resumable": "2.0"}, 412),
    ({"content-type": "application/octet-stream"}, 415),
    ({"content-encoding": "gzip"}, 415),
    ({"upload-offset": ""}, 400),
    ({"upload-offset": "0x0"}, 400),
)


async def test_a_file_comes_in_pieces_and_is_kept_as_a_whole(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT, "Berita Acara.pdf")
    begun = await counter.ask("lead", "HEAD", address, TUS)
    assert begun.headers["upload-offset"] == "0"
    first = await counter.send(address, DOCUMENT[:HALF])
    assert (first.status_code, first.headers["upload-offset"]) == (204, str(HALF))
    second = await counter.send(address, DOCUMENT[HALF:], HALF)
    assert (second.status_code, second.headers["upload-offset"]) == (204, str(len(DOCUMENT)))
    digest = hashlib.sha256(DOCUMENT).hexdigest()
    come = await counter.ask("lead", "HEAD", address, TUS)
    assert (come.status_code, come.content, come.headers["cache-control"]) == (204, b"", "no-store")
    assert [come.headers[f"upload-{name}"] for name in ("offset", "length", "metadata")] == [
        *([str(len(DOCUMENT))] * 2),
        f"filename {coded('Berita Acara.pdf')},sha256 {coded(digest)}",
    ]
    assert {answer.headers["tus-resumable"] for answer in (begun, first, second, come)} == {"1.0.0"}
    answer = await counter.finish(address)
    found = answer.json()
    assert found.pop("expiresAt") is not None
    assert found == {
        "kind": "FILE",
        "url": found["url"],
        "name": "Berita Acara.pdf",
        "mediaType": "application/pdf",
        "sizeBytes": len(DOCUMENT),
        "sha256": digest,
        "coordinates": None,
    }
    assert counter.lying() == ["kept"]


async def test_where_a_photo_was_taken_is_offered_and_the_file_knows_it_no_more(
    counter: Counter, photo: bytes
) -> None:
    handed_in = await counter.hand_in(photo)
    assert handed_in["coordinates"] == {"latitude": samples.PLACE[0], "longitude": samples.PLACE[1]}
    (kept,) = (path for path in counter.folder.rglob("*") if path.is_file())
    content = kept.read_bytes()
    assert b"Exif" not in content
    sent = hashlib.sha256(photo).hexdigest()
    assert handed_in["sha256"] == hashlib.sha256(content).hexdigest() != sent
    assert await counter.rows("sent_sha256, sent_bytes, sha256, size_bytes") == [
        (sent, len(photo), handed_in["sha256"], len(content))
    ]


async def test_what_is_finished_says_so_again(counter: Counter, photo: bytes) -> None:
    address = await counter.announce(photo)
    await counter.send(address, photo)
    first, again = [(await counter.finish(address)).json() for _ in range(2)]
    assert first == again
    assert len(await counter.rows("id")) == 1
    answer = await counter.send(address, b"more", len(photo))
    assert (answer.status_code, answer.json()["code"]) == (413, "INVALID")


async def test_two_who_finish_at_once_keep_one_file(counter: Counter, photo: bytes) -> None:
    address = await counter.announce(photo)
    await counter.send(address, photo)
    answers = await asyncio.gather(*(counter.finish(address) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 423, 423]
    assert (await counter.finish(address)).status_code == 200
    assert counter.lying() == ["kept"]


async def test_a_piece_goes_nowhere_but_behind_the_last_one(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT)
    await counter.send(address, DOCUMENT[:HALF])
    for offset in (0, 1, HALF - 1, HALF + 1, len(DOCUMENT) - 1, len(DOCUMENT) + 1, 10**14):
        answer = await counter.send(address, b"x", offset)
        assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT"), offset
    assert (await counter.ask("lead", "HEAD", address, TUS)).headers["upload-offset"] == str(HALF)


async def test_what_is_not_whole_is_not_finished_and_goes_on(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT)
    await counter.send(address, DOCUMENT[:-1])
    answer = await counter.finish(address)
    assert (answer.status_code, answer.json()["code"]) == (409, "WRONG_STATE")
    await counter.send(address, DOCUMENT[-1:], len(DOCUMENT) - 1)
    assert (await counter.finish(address)).status_code == 200


async def test_more_than_was_announced_is_refused(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT)
    answer = await counter.send(address, DOCUMENT + b"x")
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert counter.lying() == []


async def test_another_content_than_its_digest_says_is_refused_for_good(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT)
    await counter.send(address, DOCUMENT[:-1] + b"?")
    for _ in range(2):
        answer = await counter.finish(address)
        assert answer.status_code == 400
        assert answer.json()["path"] == ["file", "ALTERED"]
    assert counter.lying() == []
    assert (await counter.send(address, DOCUMENT)).status_code == 409


@pytest.mark.parametrize(
    "content, flaw",
    [(samples.SVG, "NOT_LISTED"), (samples.photo()[:-60], "UNREADABLE")],
    ids=["svg", "cut"],
)
async def test_of_what_is_refused_nothing_stays(counter: Counter, content: bytes, flaw: str) -> None:
    refused = await counter.hand_in(content)
    assert (refused["code"], refused["path"]) == ("INVALID", ["file", flaw])
    assert counter.lying() == []
    assert await counter.rows("flaw, media_type") == [(flaw, None)]


async def test_nobody_else_gets_to_a_file_even_who_knows_its_address(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT)
    await counter.send(address, DOCUMENT[:HALF])
    for who in ("partner", "liaison", "secretariat", "stranger", "administrator"):
        answers = [
            await counter.ask(who, "HEAD", address, TUS),
            await counter.send(address, DOCUMENT[HALF:], HALF, who),
            await counter.finish(address, who),
            await counter.ask(who, "DELETE", address, TUS),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4, who
    assert (await counter.ask("lead", "HEAD", address, TUS)).headers["upload-offset"] == str(HALF)


async def test_without_somebody_there_is_no_way_in(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT)
    answers = [
        await counter.ask("public", "POST", "/evidence", announcing(DOCUMENT)),
        await counter.ask("public", "HEAD", address, TUS),
        await counter.send(address, DOCUMENT, who="public"),
        await counter.finish(address, "public"),
    ]
    assert [answer.status_code for answer in answers] == [401] * 4


async def test_who_may_not_report_hands_nothing_in(counter: Counter) -> None:
    for who in ("integration", "leadership", "administrator"):
        answer = await counter.ask(who, "POST", "/evidence", announcing(DOCUMENT))
        assert (answer.status_code, answer.json()["code"]) == (403, "NOT_ALLOWED"), who
    assert await counter.rows("id") == []


async def test_a_page_of_another_site_hands_nothing_in_for_a_person(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT, who="liaison")
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.test"}):
        asks = (
            ("POST", "/evidence", announcing(DOCUMENT)),
            ("PATCH", address, {**PIECE, "upload-offset": "0"}),
            ("POST", address, TUS),
            ("DELETE", address, TUS),
        )
        for method, path, said in asks:
            answer = await counter.ask("liaison", method, path, {**said, **headers})
            assert answer.status_code == 403, (method, path)
    assert len(await counter.rows("id")) == 1
    assert counter.lying() == []
    here = {"sec-fetch-site": "same-origin", "origin": "http://test"}
    sent = await counter.ask("liaison", "PATCH", address, {**PIECE, "upload-offset": "0", **here}, DOCUMENT)
    assert sent.status_code == 204
    assert (await counter.finish(address, "liaison")).status_code == 200


async def test_what_is_announced_wrongly_is_refused(counter: Counter) -> None:
    for wrong, status in WRONG_BEGINNINGS:
        answer = await counter.ask("lead", "POST", "/evidence", {**announcing(DOCUMENT), **wrong})
        assert answer.status_code == status, wrong
    assert await counter.rows("id") == []


async def test_a_piece_that_is_sent_wrongly_is_refused(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT)
    for wrong, status in WRONG_PIECES:
        said = {**PIECE, "upload-offset": "0", **wrong}
        assert (await counter.ask("lead", "PATCH", address, said, DOCUMENT)).status_code == status, wrong
    assert counter.lying() == []


async def test_an_address_that_nobody_was_given_leads_nowhere(counter: Counter) -> None:
    for secret in ("x", "A" * 43, "..%2f..%2fetc%2fpasswd", "%00", "A" * 5_000):
        answer = await counter.ask("lead", "HEAD", f"/evidence/uploads/{secret}", TUS)
        assert answer.status_code == 404, secret


async def test_who_can_only_post_says_beside_it_what_is_meant(counter: Counter) -> None:
    address = await counter.announce(DOCUMENT)
    headers = {**PIECE, "upload-offset": "0", "x-http-method-override": "PATCH"}
    assert (await counter.ask("lead", "POST", address, headers, DOCUMENT)).status_code == 204
    wrong = await counter.ask("lead", "POST", address, {**TUS, "x-http-method-override": "TRACE"})
    assert wrong.status_code == 405


async def test_what_is_spoken_is_told(counter: Counter) -> None:
    answer = await counter.ask("public", "OPTIONS", "/evidence")
    assert answer.status_code == 204
    told = {name: answer.headers[f"tus-{name}"] for name in ("version", "extension", "max-size")}
    assert told == {
        "version": "1.0.0",
        "extension": "creation,expiration,termination",
        "max-size": "20000000",
    }


async def test_an_address_is_good_for_a_day(counter: Counter) -> None:
    answer = await counter.ask("lead", "POST", "/evidence", announcing(DOCUMENT))
    left = parsedate_to_datetime(answer.headers["upload-expires"]) - system_clock()
    assert abs(left - timedelta(days=1)) < timedelta(minutes=1)
    await counter.send(answer.headers["location"], DOCUMENT)
    await counter.age("1 day")
    assert (await counter.finish(answer.headers["location"])).status_code == 404


async def test_who_gives_up_leaves_nothing(counter: Counter, photo: bytes) -> None:
    address = await counter.announce(DOCUMENT)
    await counter.send(address, DOCUMENT[:HALF])
    finished = await counter.announce(photo)
    await counter.send(finished, photo)
    await counter.finish(finished)
    for one in (address, finished):
        assert (await counter.ask("lead", "DELETE", one, TUS)).status_code == 204
        assert (await counter.ask("lead", "HEAD", one, TUS)).status_code == 404
    assert counter.lying() == []
    assert await counter.rows("id") == []


async def test_nobody_announces_more_than_a_day_holds_however_many_at_once(counter: Counter) -> None:
    large = {**announcing(DOCUMENT), "upload-length": "20000000"}
    answers = await asyncio.gather(*(counter.ask("lead", "POST", "/evidence", large) for _ in range(52)))
    assert sorted(answer.status_code for answer in answers) == [201] * 50 + [429] * 2
    assert {answer.headers.get("retry-after") for answer in answers} == {None, "86400"}
    other = await counter.ask("partner", "POST", "/evidence", large)
    assert other.status_code == 201
    await counter.age("1 day")
    assert (await counter.ask("lead", "POST", "/evidence", large)).status_code == 201
