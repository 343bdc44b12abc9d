"""Text: kept as written, refused when it cannot be meant for people, and no citizen's number in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DomainError, ErrorCode
from service.rules.wording import checked_optional_text, checked_text, names_a_citizen

PATH = ("statement", "quote")


@pytest.mark.parametrize(
    "written,kept",
    [
        ("  70 persen dana zakat ", "70 persen dana zakat"),
        ("baris satu\r\nbaris dua\rbaris tiga", "baris satu\nbaris dua\nbaris tiga"),
        ("kolom\tkolom", "kolom\tkolom"),
        ("“sejumlah lokasi” — é 👩‍⚕️", "“sejumlah lokasi” — é 👩‍⚕️"),
    ],
)
def test_words_are_kept_as_written(written: str, kept: str) -> None:
    assert checked_text(written, PATH, 100) == kept


@pytest.mark.parametrize(
    "written,said",
    [
        ("", "A text is required"),
        (" \r\n\t ", "A text is required"),
        ("abc\x00def", "control characters"),
        ("abc\x1bdef", "control characters"),
        ("abc\x7f", "control characters"),
        ("abc\x85d", "control characters"),
        ("abc\ud800", "control characters"),
        ("x" * 101, "at most 100 characters"),
        (" " * 10_000_000, "at most 100 characters"),
    ],
)
def test_text_that_cannot_be_meant_is_refused_where_it_stands(written: str, said: str) -> None:
    with pytest.raises(DomainError, match=said) as caught:
        checked_text(written, PATH, 100)
    assert (caught.value.code, caught.value.path) == (ErrorCode.INVALID, PATH)
    assert len(caught.value.message) < 150


@given(st.text(max_size=60))
def test_checking_twice_changes_nothing(written: str) -> None:
    try:
        kept = checked_text(written, PATH, 60)
    except DomainError:
        return
    assert checked_text(kept, PATH, 60) == kept
    assert "\x00" not in kept
    assert "\r" not in kept


def test_an_optional_text_may_be_absent_or_blank() -> None:
    assert checked_optional_text(None, PATH, 10) is None
    assert checked_optional_text(" \n", PATH, 10) is None
    assert checked_optional_text(" ada ", PATH, 10) == "ada"
    with pytest.raises(DomainError):
        checked_optional_text("\x00", PATH, 10)


@pytest.mark.parametrize("text", ["NIK 6472011203850001.", "6472015203850001", "ibu 6472017112990003,"])
def test_a_citizen_identity_number_is_never_stored(text: str) -> None:
    assert names_a_citizen(text)
    with pytest.raises(DomainError, match="NIK"):
        checked_text(text, PATH, 100)


@pytest.mark.parametrize(
    "text",
    ["6472013203850001", "6472011213850001", "64720112038500011", "647201120385000", "64.09.04.1005.001"],
)
def test_other_numbers_are_no_identity(text: str) -> None:
    assert not names_a_citizen(text)
    assert checked_text(text, PATH, 100) == text
