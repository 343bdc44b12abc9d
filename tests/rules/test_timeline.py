"""Intervals of days under changes in any order, against the law said in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.rules.timeline import FOREVER, Interval, Values, at, changed_from, instant_of, merged

FIRST = date(2025, 6, 19)
NOTHING_MORE: Values = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A change that holds from a day on."""

    day: date
    name: str
    value: int


ENTRIES = st.lists(
    st.builds(
        Entry,
        day=st.integers(-5, 20).map(lambda days: FIRST + timedelta(days=days)),
        name=st.sampled_from(["a", "b"]),
        value=st.integers(0, 3),
    ),
    max_size=12,
)


def _known_after(entries: Sequence[Entry]) -> list[Interval]:
    known = [Interval(from_on=FIRST, until_on=FOREVER, values={"a": 0, "b": 0})]
    for entry in entries:
        correction = changed_from(known, entry.day, {entry.name: entry.value}, lambda _: NOTHING_MORE)
        kept = [interval for interval in known if interval not in correction.closed]
        known = sorted([*kept, *correction.opened], key=lambda interval: interval.from_on)
    return known


@given(ENTRIES)
def test_on_each_day_the_last_recorded_of_what_was_effective_holds(entries: list[Entry]) -> None:
    known = _known_after(entries)
    for number in range(25):
        day = FIRST + timedelta(days=number)
        expected = {"a": 0, "b": 0} | {each.name: each.value for each in entries if each.day <= day}
        assert at(known, day) == expected


@given(ENTRIES)
def test_the_intervals_follow_each_other_without_a_gap_and_for_ever(entries: list[Entry]) -> None:
    known = _known_after(entries)
    assert (known[0].from_on, known[-1].until_on) == (FIRST, FOREVER)
    assert [one.until_on for one in known[:-1]] == [one.from_on for one in known[1:]]
    assert at(known, FIRST - timedelta(days=1)) is None


@given(ENTRIES, st.integers(0, 20))
def test_what_changes_nothing_corrects_nothing(entries: list[Entry], number: int) -> None:
    known = merged(_known_after(entries))
    day = FIRST + timedelta(days=number)
    same = [interval for interval in known if interval.until_on > day]
    if len(same) == 1:
        correction = changed_from(known, day, same[0].values, lambda _: NOTHING_MORE)
        assert (correction.closed, correction.opened) == ((), ())


def test_what_follows_from_the_rest_is_derived_for_each_interval_that_changed() -> None:
    known = [
        Interval(from_on=FIRST, until_on=FIRST + timedelta(days=5), values={"a": 1, "twice": 2}),
        Interval(from_on=FIRST + timedelta(days=5), until_on=FOREVER, values={"a": 4, "twice": 8}),
    ]
    later = FIRST + timedelta(days=2)
    correction = changed_from(known, later, {"b": 9}, lambda one: {"twice": 2 * int(str(one.values["a"]))})
    assert correction.closed == tuple(known)
    assert [(one.from_on, one.values) for one in correction.opened] == [
        (FIRST, {"a": 1, "twice": 2}),
        (later, {"a": 1, "b": 9, "twice": 2}),
        (FIRST + timedelta(days=5), {"a": 4, "b": 9, "twice": 8}),
    ]


def test_a_correction_is_known_after_all_that_it_corrects() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    ahead = now + timedelta(seconds=3)
    assert instant_of(now, [now - timedelta(days=1)]) == now
    assert instant_of(now, [now]) == now + timedelta(microseconds=1)
    assert instant_of(now, [now, ahead]) == ahead + timedelta(microseconds=1)
