"""What the public sees is what the graph says: every page, both languages, and nothing that could run."""

import csv
import gzip
import io
import re
from collections import Counter

import httpx
import orjson
import pytest
from sqlalchemy import text

from graph.documents import Documents
from graph.schema import core
from graph.window.asking import window_manifest
from service.access.allowance import Rates
from service.access.buckets import Rate
from service.app import Policy, create_app
from service.database import Database
from tests.window.conftest import Look, visitor
from tests.window.reading import Page

_MATRIX = """query {
  matrix(rows: AGENCY, columns: SPM_AREA, first: 40) {
    rows { key label } columns { key } cells { pledges } rowTotals { pledges } total { pledges }
  }
}"""
_FIRST_LOAD = 15_000
"""Bytes, compressed."""


async def test_the_matrix_shows_the_counts_of_the_graph(look: Look, shown: Database) -> None:
    async with visitor(shown) as client:
        answer = await client.post("/graphql", json={"query": _MATRIX})
    matrix = orjson.loads(answer.content)["data"]["matrix"]
    width = len(matrix["columns"])
    page = Page((await look("/publik")).text)
    expected = [
        [
            row["label"],
            *(str(cell["pledges"] or "") for cell in matrix["cells"][place * width :][: width - 1]),
        ]
        for place, row in enumerate(matrix["rows"])
        if row["key"]
    ]
    assert [row["key"] for row in matrix["columns"]][-1] == ""
    assert [[row[0], *map(_number, row[1:-1])] for row in page.rows[1:-1]] == expected
    assert _number(page.rows[-1][-1]) == str(matrix["total"]["pledges"]) == "20"


def _number(cell: str) -> str:
    return re.sub(r"\D", "", cell.split("%", maxsplit=1)[0])


async def test_the_three_posts_of_bintan_lack_something_in_all_six_areas(look: Look) -> None:
    page = Page((await look("/publik?baris=posyandu&wilayah=21.01")).text)
    assert [Counter(row)["GAP"] for row in page.marks[1:-1]] == [6, 6, 6]
    assert [row[0].startswith("Posyandu di") for row in page.rows[1:-1]] == [True] * 3


async def test_no_agency_is_said_to_lack_a_pledge_in_an_area(look: Look) -> None:
    marks = Counter(mark for row in Page((await look("/publik")).text).marks for mark in row)
    assert marks["GAP"] == 0
    assert marks["NONE"] > marks["PROMISED"] > 0


async def test_every_link_of_every_page_leads_to_one_and_so_to_every_pledge(look: Look) -> None:
    waiting, seen = ["/publik"], {"/publik"}
    while waiting:
        address = waiting.pop()
        answer = await look(address)
        assert answer.status_code == 200, address
        if "text/html" not in answer.headers["content-type"]:
            continue
        page = Page(answer.text)
        assert page.tags.isdisjoint({"script", "iframe", "object", "img", "style"}), address
        assert not {name for name in page.attributes if name.startswith("on") or name == "style"}, address
        assert page.lang == ("en" if address.startswith("/en/") else "id"), address
        for found in page.addresses:
            plain = found.partition("#")[0]
            assert plain == "" or plain.startswith(("/publik", "/en/publik")), found
            if plain and plain not in seen and _is_near(plain):
                seen.add(plain)
                waiting.append(plain)
    for prefix in ("/publik", "/en/publik"):
        pledges = {each.partition("?")[0] for each in seen if each.startswith(f"{prefix}/komitmen/")}
        assert len(pledges) == 20


def _is_near(address: str) -> bool:
    """Pages of all pledges and of single ones, and those around the matrix; not each cell of each matrix."""
    return not re.search(r"kunci=|baris=(kecamatan|desa|posyandu)|wilayah=\d\d\.", address)


async def test_both_languages_show_the_same_numbers(look: Look) -> None:
    ours, theirs = Page((await look("/publik")).text), Page((await look("/en/publik")).text)
    assert ours.marks == theirs.marks
    assert [[_number(cell) for cell in row] for row in ours.rows] == [
        [_number(cell) for cell in row] for row in theirs.rows
    ]
    assert (ours.rows[0][1], theirs.rows[0][1]) == ("Pendidikan", "Education")


async def test_a_day_before_the_first_record_has_its_agencies_and_no_pledge(look: Look) -> None:
    page = Page((await look("/publik?tanggal=2020-01-01")).text)
    assert {mark for row in page.marks[1:] for mark in row if mark} == {"NONE"}


@pytest.mark.parametrize(
    "path, status, said",
    [
        ("/publik?baris=bintang", 400, "Baris itu tidak dikenal."),
        ("/en/publik?tanggal=22-11-2026", 400, "A day is written like 2026-11-22."),
        ("/publik?wilayah=99.99", 400, "99.99"),
        ("/publik?sesudah=apa", 400, "cursor"),
        ("/publik/komitmen/KTM/64/2025/9999", 404, "Tidak ditemukan."),
        ("/publik/komitmen?bidang=ILMU", 400, "ILMU"),
        ("/publik?wilayah=%00", 400, "U+0000"),
        ("/publik/komitmen/%00", 400, "U+0000"),
    ],
)
async def test_what_is_not_there_is_refused_in_words_and_kept_by_nobody(
    look: Look, path: str, status: int, said: str
) -> None:
    answer = await look(path)
    assert answer.status_code == status
    assert said in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert Page(answer.text).tags.isdisjoint({"script"})


async def test_a_page_is_kept_for_five_minutes_and_told_apart_by_its_tag(look: Look) -> None:
    first = await look("/publik")
    assert first.headers["cache-control"] == "public, max-age=300"
    assert "'unsafe" not in first.headers["content-security-policy"]
    tag = first.headers["etag"]
    again = await look("/publik", if_none_match=f'"other", {tag}')
    assert (again.status_code, again.content) == (304, b"")
    assert (await look("/en/publik", if_none_match=tag)).status_code == 200


async def test_the_first_load_is_light(look: Look) -> None:
    page = await look("/publik")
    style = re.search(r'stylesheet" href="([^"]+)"', page.text)
    assert style is not None
    sheet = await look(style[1])
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "gzip" in {each.headers.get("content-encoding") for each in (page, sheet)}
    assert sum(len(gzip.compress(each.content)) for each in (page, sheet)) < _FIRST_LOAD


async def test_words_of_people_are_text_and_no_page_and_no_formula(shown: Database) -> None:
    async with shown.writing() as session:
        await session.execute(text("UPDATE pledge SET title = '<script>alert(1)</script>' WHERE serial = 1"))
        await session.execute(text("UPDATE agency SET short_name = '=1+1' WHERE code = 'DINKES'"))
    async with visitor(shown) as client:
        pledge = await client.get("/publik/komitmen/KTM/64/2025/0001")
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pledge.text
        assert "script" not in Page(pledge.text).tags
        sheet = await client.get("/publik.csv")
    lines = list(csv.reader(io.StringIO(sheet.text.removeprefix("\ufeff"))))
    assert lines[0] == ["baris", "kolom", "komitmen", "selesai", "terlambat", "capaian"]
    assert ["'=1+1", "Kesehatan", "4"] in [line[:3] for line in lines]


async def test_a_page_costs_what_the_same_question_does(shown: Database) -> None:
    policy = Policy(rates=Rates(public=Rate(points=10), known=Rate(points=10)))
    transport = httpx.ASGITransport(create_app(shown, policy=policy))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/publik")
        while answer.status_code == 200:
            answer = await client.get("/publik")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert Page(answer.text).lang == "id"


def test_nothing_of_a_person_is_asked_for() -> None:
    texts = [entry["text"] for entry in window_manifest(Documents(core)).values()]
    asked = {name for document in texts for name in re.findall(r"\w+", document)}
    assert asked >= {"statement", "verified", "forecast"}
    assert asked.isdisjoint({"responsible", "history", "actor", "narrative", "contacts", "workEmail", "url"})
