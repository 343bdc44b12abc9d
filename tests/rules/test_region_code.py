"""Region codes: their shape, their paths, and what is said to those that are not codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DomainError, ErrorCode
from service.rules.region_code import (
    LEVEL_WORDS,
    RegionLevel,
    ancestors,
    checked_code,
    checked_registration_number,
    is_code,
    is_within,
    level_of,
    parent_of,
    village_of,
)

codes = st.from_regex(r"\A[1-9][0-9](\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?\Z")


@pytest.mark.parametrize(
    "code,level,parent",
    [
        ("64", RegionLevel.PROVINCE, None),
        ("64.09", RegionLevel.REGENCY, "64"),
        ("64.09.04", RegionLevel.DISTRICT, "64.09"),
        ("64.09.04.1005", RegionLevel.VILLAGE, "64.09.04"),
    ],
)
def test_a_code_says_its_level_and_its_parent(code: str, level: RegionLevel, parent: str | None) -> None:
    assert is_code(code)
    assert level_of(code) is level
    assert parent_of(code) == parent


def test_a_code_is_the_path_to_itself() -> None:
    assert ancestors("21.01.06.1009") == ("21", "21.01", "21.01.06")
    assert ancestors("21") == ()


def test_within_goes_by_whole_parts_and_includes_the_region_itself() -> None:
    assert is_within("64.09", "64.09")
    assert is_within("64.09.04.1005", "64")
    assert not is_within("64", "64.09")
    assert not is_within("64.10", "64.1")
    assert not is_within("64.09", "6")


@given(codes)
def test_every_code_lies_within_each_of_its_ancestors_and_no_other_way_round(code: str) -> None:
    for ancestor in ancestors(code):
        assert is_code(ancestor)
        assert is_within(code, ancestor)
        assert not is_within(ancestor, code)


@given(codes)
def test_the_chain_of_parents_is_the_path(code: str) -> None:
    chain: list[str] = []
    parent = parent_of(code)
    while parent is not None:
        chain.insert(0, parent)
        parent = parent_of(parent)
    assert tuple(chain) == ancestors(code)


@given(codes)
def test_a_code_is_kept_and_stripped(code: str) -> None:
    assert checked_code(f" {code}\n", ("region",)) == code


@pytest.mark.parametrize(
    "text,said",
    [
        ("6409", "Kode 6409 tanpa titik: sebutkan sistemnya, Kemendagri atau BPS."),
        ("6409041005", "Code 6409041005 has no dots: say which system it is, Kemendagri or BPS."),
        ("64.1", "Kode 64.1 mungkin 64.10"),
        ("64,1", "Code 64,1 may be 64.10"),
        ("64,09", "Code 64,09 may be 64.09"),
        ("64,09,04,1005", "Code 64,09,04,1005 may be 64.09.04.1005"),
        ("", "A Kemendagri region code looks like"),
        ("6", "A Kemendagri region code looks like"),
        ("09", "A Kemendagri region code looks like"),
        ("64.", "A Kemendagri region code looks like"),
        ("64.09.4", "A Kemendagri region code looks like"),
        ("64.09.04.105", "A Kemendagri region code looks like"),
        ("64.09.04.1005.001", "A Kemendagri region code looks like"),
        ("64.09\n64", "A Kemendagri region code looks like"),
        ("６４.09", "A Kemendagri region code looks like"),  # noqa: RUF001 full-width digits are the point
        ("٦٤.٠٩", "A Kemendagri region code looks like"),
        ("Samarinda", "A Kemendagri region code looks like"),
    ],
)
def test_what_is_not_a_code_is_refused_with_help_and_never_guessed(text: str, said: str) -> None:
    with pytest.raises(DomainError) as caught:
        checked_code(text, ("filter", "within"))
    assert (caught.value.code, caught.value.path) == (ErrorCode.INVALID, ("filter", "within"))
    assert said in caught.value.message


def test_a_very_long_number_is_not_echoed_whole() -> None:
    with pytest.raises(DomainError) as caught:
        checked_code("6" * 10_000, ("code",))
    assert len(caught.value.message) < 250


def test_a_code_of_another_level_is_refused() -> None:
    assert checked_code("64.09", ("region",), RegionLevel.REGENCY) == "64.09"
    with pytest.raises(DomainError, match="is not that of a village"):
        checked_code("64.09", ("village",), RegionLevel.VILLAGE)


def test_a_registration_number_begins_with_its_village() -> None:
    number = checked_registration_number(" 64.09.04.1005.001 ", "64.09.04.1005", ("registrationNumber",))
    assert number == "64.09.04.1005.001"
    assert village_of(number) == "64.09.04.1005"


@pytest.mark.parametrize(
    "number", ["64.09.04.1005", "64.09.04.1005.1", "6409041005001", "64.09.04.1005.0010", ""]
)
def test_a_registration_number_of_another_shape_is_refused(number: str) -> None:
    with pytest.raises(DomainError, match=r"PP\.KK\.KC\.DDDD\.NNN") as caught:
        checked_registration_number(number, "64.09.04.1005", ("registrationNumber",))
    assert caught.value.path == ("registrationNumber",)


def test_a_registration_number_of_another_village_is_refused() -> None:
    with pytest.raises(DomainError, match=r"is not of village 21\.01\.06\.1009"):
        checked_registration_number("64.09.04.1005.001", "21.01.06.1009", ("registrationNumber",))


def test_every_level_has_words_in_both_languages() -> None:
    assert set(LEVEL_WORDS) == set(RegionLevel)
