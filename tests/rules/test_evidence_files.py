"""Names of files are made harmless; sizes and digests are what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DomainError
from service.rules.evidence_files import (
    SUFFIXES,
    Flaw,
    checked_sha256,
    checked_size,
    name_as,
    plain_name,
    refused,
)


@pytest.mark.parametrize(
    "given_name, plain",
    [
        ("Foto Posyandu Melati.jpg", "Foto Posyandu Melati.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("C:\\foto.jpg", "foto.jpg"),
        ("..", "berkas"),
        ("/", "berkas"),
        ("", "berkas"),
        ("foto\0.jpg", "foto.jpg"),
        ("foto.jpg\r\nSet-Cookie: a=b", "foto.jpgSet-Cookie_ a=b"),
        ("foto\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe", "fotogpj.exe"),
        ("\N{ZERO WIDTH SPACE}foto\N{LINE SEPARATOR}.jpg", "foto.jpg"),
        ("\ud800.jpg", "jpg"),
        (" .foto. ", "foto"),
        ("a" * 5_000, "a" * 100),
        ('<a>:"|?*%;.jpg', "_a________.jpg"),
        ("cafe\N{COMBINING ACUTE ACCENT}.jpg", "caf\N{LATIN SMALL LETTER E WITH ACUTE}.jpg"),
        ("KTP 6472014508900001.jpg", "berkas"),
    ],
)
def test_a_name_keeps_what_people_read_and_nothing_else(given_name: str, plain: str) -> None:
    assert plain_name(given_name) == plain


@given(st.text(max_size=300))
def test_whatever_it_was_a_name_is_one_short_printable_word_of_no_folder(text: str) -> None:
    name = plain_name(text)
    assert 0 < len(name) <= 100
    assert name.isprintable()
    assert not {*name} & {*'/\\<>:"|?*%;\0'}
    assert name not in {".", ".."}
    assert plain_name(name) == name


@pytest.mark.parametrize(
    "name, media_type, told",
    [
        ("foto.jpg", "image/jpeg", "foto.jpg"),
        ("foto.JPEG", "image/jpeg", "foto.jpg"),
        ("foto.jpg.exe", "image/jpeg", "foto.jpg.exe.jpg"),
        ("foto.html", "application/pdf", "foto.html.pdf"),
        (".pdf", "application/pdf", "berkas.pdf"),
        ("foto", "image/webp", "foto.webp"),
    ],
)
def test_a_name_ends_as_names_of_its_type_do(name: str, media_type: str, told: str) -> None:
    assert name_as(name, media_type) == told


def test_sizes_are_from_one_byte_to_twenty_megabytes() -> None:
    assert [checked_size(size) for size in (1, 20_000_000)] == [1, 20_000_000]
    for size in (0, -1, 20_000_001):
        with pytest.raises(DomainError):
            checked_size(size)


@pytest.mark.parametrize("text", ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n"])
def test_a_digest_is_sixty_four_small_hexadecimal_digits(text: str) -> None:
    assert checked_sha256("0af" * 21 + "0") == "0af" * 21 + "0"
    with pytest.raises(DomainError):
        checked_sha256(text)


@pytest.mark.parametrize("flaw", Flaw)
def test_every_flaw_is_told_in_two_languages(flaw: Flaw) -> None:
    told = refused(flaw)
    assert told.path == ("file", flaw.value)
    assert told.message.count(" / ") == 1


def test_every_type_that_is_taken_has_an_ending() -> None:
    assert {media_type: endings[0] for media_type, endings in SUFFIXES.items()} == {
        "image/jpeg": ".jpg",
        "image/png": ".png",
        "image/webp": ".webp",
        "application/pdf": ".pdf",
    }
