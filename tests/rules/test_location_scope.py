"""The scope's tree: read as written, each place of a union once, and what cannot be is refused."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DomainError, ErrorCode
from service.rules.location_scope import (
    DEEPEST,
    MOST_LEAVES,
    AnyOf,
    Places,
    Posyandu,
    PosyanduWithin,
    Regions,
    Scope,
    Words,
    contains,
    count_leaves,
    dump,
    is_resolved,
    parse,
    places,
    touches,
    union,
)

POST = "01980000-0000-7000-8000-000000000001"

codes = st.from_regex(r"\A[1-9][0-9](\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?\Z")
ids = st.uuids().map(str)
leaves = st.one_of(
    st.lists(ids, min_size=1, max_size=4, unique=True).map(lambda found: Posyandu(ids=tuple(found))),
    st.lists(codes, min_size=1, max_size=4, unique=True).map(lambda found: Regions(codes=tuple(found))),
    st.lists(codes, min_size=1, max_size=4, unique=True).map(
        lambda found: PosyanduWithin(codes=tuple(found))
    ),
    st.sampled_from(["daerah rawan", "sejumlah lokasi"]).map(lambda text: Words(text=text)),
)


def any_of(parts: st.SearchStrategy[Scope]) -> st.SearchStrategy[Scope]:
    return st.lists(parts, min_size=1, max_size=3, unique=True).map(lambda found: AnyOf(parts=tuple(found)))


level_3 = st.one_of(leaves, any_of(leaves))
scopes: st.SearchStrategy[Scope] = st.one_of(leaves, any_of(level_3), any_of(any_of(level_3)))


def nested(depth: int) -> dict[str, object]:
    """A tree of exactly this many levels."""
    tree: dict[str, object] = {"regions": ["64"]}
    for _ in range(depth - 1):
        tree = {"anyOf": [tree]}
    return tree


def test_a_tree_is_read_and_flattened() -> None:
    tree = {
        "anyOf": [
            {"posyandu": [POST.upper(), POST]},
            {"regions": ["64.09", " 64.72 "]},
            {"anyOf": [{"posyanduWithin": ["64.09"]}, {"words": " daerah rawan "}]},
        ]
    }
    scope = parse(tree)
    assert dump(scope) == {
        "anyOf": [
            {"posyandu": [POST]},
            {"regions": ["64.09", "64.72"]},
            {"anyOf": [{"posyanduWithin": ["64.09"]}, {"words": "daerah rawan"}]},
        ]
    }
    assert places(scope) == Places(
        posyandu=frozenset({POST}),
        regions=frozenset({"64.09", "64.72"}),
        within=frozenset({"64.09"}),
        words=frozenset({"daerah rawan"}),
    )
    assert count_leaves(scope) == 5


@given(scopes)
def test_what_is_written_reads_as_the_same_scope(scope: Scope) -> None:
    assert parse(dump(scope)) == scope
    assert places(parse(dump(scope))) == places(scope)


@given(scopes)
def test_a_scope_is_resolved_exactly_when_no_words_are_left(scope: Scope) -> None:
    assert is_resolved(scope) is (places(scope).words == frozenset())


@given(scopes, scopes, scopes)
def test_union_is_idempotent_commutative_and_associative_in_its_places(
    one: Scope, two: Scope, three: Scope
) -> None:
    assert places(union(one, one)) == places(one)
    assert places(union(one, two)) == places(union(two, one))
    assert places(union(union(one, two), three)) == places(union(one, union(two, three)))


@given(scopes, scopes)
def test_union_names_the_places_of_both_and_nothing_else(one: Scope, two: Scope) -> None:
    both, left, right = places(union(one, two)), places(one), places(two)
    assert both == Places(
        posyandu=left.posyandu | right.posyandu,
        regions=left.regions | right.regions,
        within=left.within | right.within,
        words=left.words | right.words,
    )
    assert parse(dump(union(one, two))) == union(one, two)


@given(codes, codes)
def test_touching_is_mutual_and_is_containing_one_way_or_the_other(one: str, other: str) -> None:
    assert touches(one, other) is touches(other, one)
    assert touches(one, other) is (contains(one, other) or contains(other, one))
    assert contains(one, one)
    assert (contains(one, other) and contains(other, one)) is (one == other)


@given(codes, codes, codes)
def test_containing_is_transitive(one: str, two: str, three: str) -> None:
    if contains(one, two) and contains(two, three):
        assert contains(one, three)


def test_a_village_touches_its_province_and_not_the_neighbour() -> None:
    assert touches("64.09.04.1005", "64")
    assert not touches("64.09.04.1005", "64.09.05")


def test_six_levels_are_read_and_seven_refused() -> None:
    assert places(parse(nested(DEEPEST))).regions == {"64"}
    with pytest.raises(DomainError, match="at most 6 levels") as caught:
        parse(nested(DEEPEST + 1))
    assert caught.value.path == ("scope", *("anyOf", "0") * DEEPEST)


def test_a_tree_as_deep_as_a_well_is_refused_without_falling_in() -> None:
    with pytest.raises(DomainError, match="at most 6 levels"):
        parse(nested(100_000))


def test_five_thousand_places_are_read_and_one_more_refused() -> None:
    posts = [str(UUID(int=serial)) for serial in range(MOST_LEAVES)]
    assert count_leaves(parse({"posyandu": posts})) == MOST_LEAVES
    with pytest.raises(DomainError, match="names 5001 places; at most 5000"):
        parse({"anyOf": [{"posyandu": posts}, {"regions": ["64"]}]})
    with pytest.raises(DomainError, match="names 5001 places; at most 5000"):
        parse({"regions": ["64"] * (MOST_LEAVES + 1)})


@pytest.mark.parametrize(
    "tree,path,said",
    [
        (None, (), "exactly one of"),
        ([], (), "exactly one of"),
        ({}, (), "exactly one of"),
        ({"regions": ["64"], "words": "x"}, (), "exactly one of"),
        ({"villages": ["64"]}, (), "exactly one of"),
        ({1: ["64"]}, (), "exactly one of"),
        ({"anyOf": []}, ("anyOf",), "not empty"),
        ({"anyOf": "64"}, ("anyOf",), "not empty"),
        ({"anyOf": [None]}, ("anyOf", "0"), "exactly one of"),
        ({"regions": []}, ("regions",), "not empty"),
        ({"regions": {"64": 1}}, ("regions",), "not empty"),
        ({"regions": ["64", 64]}, ("regions", "1"), "Must be a text"),
        ({"regions": ["64", "64.1"]}, ("regions", "1"), "may be 64.10"),
        ({"posyanduWithin": ["6409"]}, ("posyanduWithin", "0"), "which system"),
        ({"posyandu": ["Mawar"]}, ("posyandu", "0"), "Not the id"),
        ({"words": None}, ("words",), "Must be a text"),
        ({"words": " "}, ("words",), "required"),
        ({"words": "x" * 501}, ("words",), "at most 500"),
        ({"words": "a\x00b"}, ("words",), "control"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(tree: object, path: tuple[str, ...], said: str) -> None:
    with pytest.raises(DomainError, match=said) as caught:
        parse(tree)
    assert (caught.value.code, caught.value.path) == (ErrorCode.INVALID, ("scope", *path))
