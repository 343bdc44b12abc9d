"""A file is shown to those who may see it, once a report shows it, as nothing but what it is."""

import hashlib
import shutil
from typing import Any

import pytest

from graph.evidence.showing import disposition
from service.rules.policy import SIGHTS, Role, Sight
from tests.evidence import samples
from tests.evidence.conftest import Counter, shown
from tests.mutations import staging
from tests.mutations.conftest import ROLES

OFFICIALS = {"lead", "partner", "stranger", "secretariat", "other_secretariat", "leadership", "administrator"}


async def test_a_file_is_for_officials_and_absent_for_all_others(counter: Counter, photo: bytes) -> None:
    handed_in = await counter.reported(photo)
    absent = await counter.ask("lead", "GET", "/evidence/00000000-0000-7000-8000-000000000000")
    for who in (*ROLES, "liaison"):
        answer = await counter.ask(who, "GET", handed_in["url"])
        if who in {*OFFICIALS, "liaison"}:
            assert answer.status_code == 200, who
            assert hashlib.sha256(answer.content).hexdigest() == handed_in["sha256"]
        else:
            assert (answer.status_code, answer.json()) == (404, absent.json()), who
            assert answer.headers.items() == absent.headers.items()
    assert absent.status_code == 404
    assert SIGHTS[Sight.FILES].keys() == {*Role} - {Role.PUBLIC, Role.INTEGRATION}


async def test_until_a_report_shows_it_nobody_sees_it(counter: Counter, photo: bytes) -> None:
    handed_in = await counter.hand_in(photo)
    for who in (*ROLES, "liaison"):
        assert (await counter.ask(who, "GET", handed_in["url"])).status_code == 404, who


async def test_a_page_of_another_site_does_not_get_it_by_a_persons_cookie(
    counter: Counter, photo: bytes
) -> None:
    handed_in = await counter.reported(photo)
    answer = await counter.ask("liaison", "GET", handed_in["url"], {"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def test_a_photo_is_shown_where_it_is_and_can_do_nothing(counter: Counter, photo: bytes) -> None:
    handed_in = await counter.reported(photo, "posyandu melati.jpg")
    answer = await counter.ask("secretariat", "GET", handed_in["url"])
    assert dict(answer.headers) == {
        "content-type": "image/jpeg",
        "content-length": str(handed_in["sizeBytes"]),
        "content-disposition": (
            "inline; filename=\"posyandu melati.jpg\"; filename*=UTF-8''posyandu%20melati.jpg"
        ),
        "etag": f'"{handed_in["sha256"]}"',
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "cache-control": "private, no-cache",
        "vary": "Authorization, Cookie",
        "accept-ranges": "bytes",
    }


async def test_a_document_that_is_also_a_page_is_a_document_to_be_saved(counter: Counter) -> None:
    both = samples.document().replace(b"\n", b"\n%" + samples.HTML + b"\n", 1)
    # Two lines more at the beginning: the table of places is wrong now, and readers mend it.
    handed_in = await counter.reported(both, "a.html")
    answer = await counter.ask("lead", "GET", handed_in["url"])
    assert b"<script>" in answer.content
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="a.html.pdf"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


async def test_what_one_has_already_is_not_sent_again(counter: Counter, photo: bytes) -> None:
    handed_in = await counter.reported(photo)
    tag = f'"{handed_in["sha256"]}"'
    known = await counter.ask("lead", "GET", handed_in["url"], {"if-none-match": tag})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    other = await counter.ask("public", "GET", handed_in["url"], {"if-none-match": tag})
    assert other.status_code == 404


async def test_a_part_is_sent_to_whoever_asks_for_one(counter: Counter) -> None:
    content = samples.document()
    handed_in = await counter.reported(content, "a.pdf")
    size = len(content)
    for asked, start, end in (
        *(("bytes=0-0", 0, 1), ("bytes=5-9", 5, 10), ("bytes=-7", size - 7, size)),
        *((f"bytes=10-{size + 5}", 10, size), (f"bytes={size - 1}-", size - 1, size)),
    ):
        answer = await counter.ask("lead", "GET", handed_in["url"], {"range": asked})
        assert (answer.status_code, answer.content) == (206, content[start:end]), asked
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
    for asked in (f"bytes={size}-", "bytes=9-5", "bytes=-0"):
        answer = await counter.ask("lead", "GET", handed_in["url"], {"range": asked})
        assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}"), asked
    for asked in ("bytes=0-", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"):
        answer = await counter.ask("lead", "GET", handed_in["url"], {"range": asked})
        assert (answer.status_code, answer.content) == (200, content), asked
    stale = {"range": "bytes=0-0", "if-range": '"another"'}
    assert (await counter.ask("lead", "GET", handed_in["url"], stale)).status_code == 200
    head = await counter.ask("lead", "HEAD", handed_in["url"])
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(size))


async def test_a_file_that_is_gone_from_its_store_is_our_fault_and_tells_no_path(
    counter: Counter, photo: bytes
) -> None:
    handed_in = await counter.reported(photo)
    shutil.rmtree(counter.folder)
    answer = await counter.ask("lead", "GET", handed_in["url"])
    assert (answer.status_code, answer.json()["code"]) == (500, "INTERNAL_SERVER_ERROR")
    assert str(counter.folder) not in answer.text


@pytest.mark.parametrize(
    "name, told",
    [
        ("a.jpg", "inline; filename=\"a.jpg\"; filename*=UTF-8''a.jpg"),
        ('a"b\\c.jpg', "inline; filename=\"a_b_c.jpg\"; filename*=UTF-8''a%22b%5Cc.jpg"),
        ("a\r\nx: y.jpg", "inline; filename=\"a__x_ y.jpg\"; filename*=UTF-8''a%0D%0Ax%3A%20y.jpg"),
        ("foto-ñ-日.jpg", "inline; filename=\"foto-_-_.jpg\"; filename*=UTF-8''foto-%C3%B1-%E6%97%A5.jpg"),
    ],
)
def test_a_name_cannot_leave_its_header(name: str, told: str) -> None:
    assert disposition(name, "image/jpeg") == told


async def test_everybody_reads_of_a_report_that_there_is_a_file(counter: Counter, photo: bytes) -> None:
    pledge = await staging.started(counter.desk)
    handed_in = await counter.hand_in(photo)
    found: dict[str, Any] = await counter.report(pledge["target"], handed_in)
    query = "query ($id: ID!) { node(id: $id) { ... on ProgressReport { evidence { kind url sha256 } } } }"
    answer = await counter.desk.ask("public", query, id=found["report"]["id"])
    said = {name: one for name, one in shown(handed_in).items() if name != "title"}
    assert answer["data"]["node"]["evidence"] == [said]
