"""Gaps and overlaps found slowly: place by place, pledge by pledge, in the words of the rules."""

import itertools
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service.rules.gaps import SERVED_AREAS, GapKind, kind_of_gap, stands_still
from service.rules.lifecycle import EXITS, Execution
from service.rules.overlaps import period_of
from service.rules.region_code import ancestors, is_within
from service.rules.timeliness import timeliness
from tests.reading.stories import FIRST, Span, State, Story, Told
from tests.reading.world import LEVELS, REGIONS, TODAY, Place, Promise

Found = dict[str, Any]
_WORLD_INDICATOR = uuid.UUID(int=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Now, a day, or a day as known at an instant."""

    day: date | None = None
    known: datetime | None = None

    @property
    def today(self) -> date:
        """The day it is."""
        return self.day or TODAY

    def has_come(self, day: date, recorded_at: datetime) -> bool:
        """Whether something of that day is there."""
        if self.day is None:
            return True
        return day <= self.day and (self.known is None or recorded_at <= self.known)

    def stands(self, span: Span) -> bool:
        """Whether what was said holds."""
        if self.day is None:
            return span.ended_at is None
        is_over = (
            span.ends is not None
            and span.ends <= self.day
            and (self.known is None or (span.ended_at is not None and span.ended_at <= self.known))
        )
        return self.has_come(span.begins or FIRST, span.recorded_at) and not is_over

    def state(self, story: Story) -> State | None:
        """What a pledge was, if it was there."""
        known = [state for state in story.states if self._knows(state)]
        if self.day is None:
            return known[-1]
        return next((state for state in known if state.from_on <= self.day < state.until_on), None)

    def steps(self, story: Story) -> Iterator[date]:
        """The days on which it changed, as far as they have come."""
        for state in story.states:
            if self._knows(state) and state.from_on <= self.today:
                yield state.from_on

    def _knows(self, state: State) -> bool:
        if self.known is None:
            return state.known_until.year == date.max.year
        return state.known_from <= self.known < state.known_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A live pledge as it was then."""

    each: Promise
    story: Story
    state: State
    places: tuple[Place, ...]
    still: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Answers about one world at one moment under one filter."""

    told: Told
    when: When
    asked: Mapping[str, Any]

    def gaps(self) -> list[Found]:
        """Every gap, in no order."""
        kinds = [GapKind(kind) for kind in self.asked.get("kind", GapKind)]
        found = [*self._of_places(), *self._of_mandates(), *self._of_meetings()]
        marked = self.asked.get("includeMarked", False)
        return [gap for gap in found if gap["kind"] in kinds and (marked or gap["mark"] is None)]

    def live(self) -> list[Live]:
        """The pledges that are no exit."""
        return [live for each in self.told.world.promises if (live := self._live(each)) is not None]

    def _live(self, each: Promise) -> Live | None:
        story = self.told.stories[each.key]
        state = self.when.state(story)
        if state is None or Execution(state.execution) in EXITS:
            return None
        offered = [
            offer.place for offer in story.offers if self.when.has_come(offer.effective_on, offer.recorded_at)
        ]
        places = tuple(dict.fromkeys((*each.places, *offered)))
        return Live(each=each, story=story, state=state, places=places, still=self._is_still(story, state))

    def _is_still(self, story: Story, state: State) -> bool:
        execution, today = Execution(state.execution), self.when.today
        reports = [day for day, instant in story.reports if self.when.has_come(day, instant)]
        return stands_still(
            execution,
            timeliness(state.due_on, execution, state.stopped_on, today),
            max([story.pledged_on, *reports, *self.when.steps(story)]),
            today,
            has_open_constraint=any(self.when.stands(one) for one in story.constraints),
        )

    def _promising(self) -> list[Live]:
        meeting = self.asked.get("meeting")
        return [live for live in self.live() if meeting in {None, f"meeting_{live.each.meeting}"}]

    def _of_places(self) -> Iterator[Found]:
        live = self._promising()
        for code, post in self._places():
            for area in SERVED_AREAS:
                if self.asked.get("area") in {None, area.value} and self._concerns(code, area.value):
                    here = [
                        one.still
                        for one in live
                        if area.value in one.state.areas
                        and any(_is_there(place, code, post) for place in one.places)
                    ]
                    kind = kind_of_gap(here)
                    if kind is not None:
                        yield self._gap(kind, area.value, None if post else code, post, code)

    def _places(self) -> Iterator[tuple[str, uuid.UUID | None]]:
        level, within = self.asked.get("level", "POSYANDU"), self.asked.get("within")
        if level == "POSYANDU":
            for post, village in self.told.world.posts.items():
                opened, closed = self.told.there[post]
                there = (opened is None or opened <= self.when.today) and (
                    closed is None or closed > self.when.today
                )
                if there and (within is None or is_within(village, within)):
                    yield village, post
            return
        for code in REGIONS:
            if LEVELS[len(code)] == level and (within is None or is_within(code, within)):
                yield code, None

    def _concerns(self, code: str, area: str) -> bool:
        asked = self.asked.get("agency")
        if asked is None:
            return True
        agency = uuid.UUID(asked.removeprefix("agency_"))
        return is_within(code, self.told.world.agencies[agency][0]) and (agency, area) in self._mandates()

    def _mandates(self) -> set[tuple[object, ...]]:
        return {one.about for one in self.told.mandates if self.when.stands(one)}

    def _gap(self, kind: GapKind, area: str, region: str | None, post: uuid.UUID | None, code: str) -> Found:
        marks = [one for one in self.told.gap_marks if self.when.stands(one)]
        own = [(kind.value, area, None, post, None, None)] if post else []
        around = [(kind.value, area, each, None, None, None) for each in (code, *reversed(ancestors(code)))]
        found = [key for about in (*own, *around) for key in _first(marks, about)]
        mark = found[0] if found else None
        return {"kind": kind, "area": area, "region": region, "posyandu": post, "mark": mark}

    def _of_mandates(self) -> Iterator[Found]:
        live = self._promising()
        for agency, area in sorted(self._mandates(), key=str):
            region = self.told.world.agencies[agency][0]  # pyright: ignore[reportArgumentType] - an agency
            asked = self.asked.get("agency") in {None, f"agency_{agency}"}
            wanted = asked and self._is_in(region) and self.asked.get("area") in {None, area}
            if wanted and not any(agency in _carriers(one) and area in one.state.areas for one in live):
                about = (GapKind.NO_PLEDGE_FOR_MANDATE.value, area, None, None, agency, None)
                yield self._of_agency(GapKind.NO_PLEDGE_FOR_MANDATE, area, agency, None, about)

    def _of_meetings(self) -> Iterator[Found]:
        if "area" in self.asked:
            return
        for meeting, agency in sorted(self.told.came):
            region, day = self.told.world.meetings[meeting]
            asked = self.asked.get("agency") in {None, f"agency_{agency}"}
            asked = asked and self.asked.get("meeting") in {None, f"meeting_{meeting}"}
            asked = asked and (self.when.day is None or day <= self.when.day)
            if asked and self._is_in(region) and not self._pledged(meeting, agency):
                about = (GapKind.ATTENDED_WITHOUT_PLEDGE.value, None, None, None, agency, meeting)
                yield self._of_agency(GapKind.ATTENDED_WITHOUT_PLEDGE, None, agency, meeting, about)

    def _pledged(self, meeting: uuid.UUID, agency: uuid.UUID) -> bool:
        """Whatever became of it."""
        for each in self.told.world.promises:
            story = self.told.stories[each.key]
            carriers = {each.lead, *(one for one, role in story.partners if role == "JOINT")}
            if each.meeting == meeting and agency in carriers and self.when.state(story) is not None:
                return True
        return False

    def _of_agency(
        self,
        kind: GapKind,
        area: object,
        agency: object,
        meeting: object,
        about: tuple[object, ...],
    ) -> Found:
        marks = _first([one for one in self.told.gap_marks if self.when.stands(one)], about)
        found = {"kind": kind, "area": area, "agency": agency, "meeting": meeting}
        return {**found, "mark": marks[0] if marks else None}

    def _is_in(self, region: str) -> bool:
        return "within" not in self.asked or is_within(region, self.asked["within"])

    def overlaps(self) -> list[Found]:
        """Every overlap, in order."""
        found = [
            pair
            for one, other in itertools.combinations(sorted(self.live(), key=lambda live: live.each.key), 2)
            if (pair := self._overlap(one, other)) is not None
        ]
        return [pair for pair in found if self.asked.get("includeMarked") or pair["mark"] is None]

    def _overlap(self, one: Live, other: Live) -> Found | None:
        shared = [
            (what, narrow)
            for (what, place), (same, beside) in itertools.product(self._offers(one), self._offers(other))
            if what == same and (narrow := _narrower(place, beside)) is not None
        ]
        within = self.asked.get("within")
        is_seen = any(within is None or _overlap(place.code, within) for _, place in shared)
        if not is_seen or not self._may_overlap(one, other):
            return None
        marks = [mark for mark in self.told.overlap_marks if self.when.stands(mark)]
        named = _first(marks, (one.each.key, other.each.key))
        return {
            "one": one.each.key,
            "other": other.each.key,
            "services": sorted({what for what, _ in shared if isinstance(what, str)}),
            "indicators": len({what for what, _ in shared if not isinstance(what, str)}),
            "regions": sorted({place.code for _, place in shared if place.post is None}),
            "posyandus": sorted({(place.code, str(place.post)) for _, place in shared if place.post}),
            "mark": named[0] if named else None,
        }

    def _may_overlap(self, one: Live, other: Live) -> bool:
        periods = [
            period_of(live.story.pledged_on, live.state.due_on, live.state.stopped_on)
            for live in (one, other)
        ]
        area, agency, meeting, pledge = (
            self.asked.get(name) for name in ("area", "agency", "meeting", "pledge")
        )
        pair = (one, other)
        return (
            one.each.lead != other.each.lead
            and periods[0].meets(periods[1])
            and other.each.lead not in _carriers(one)
            and one.each.lead not in _carriers(other)
            and (area is None or all(area in live.state.areas for live in pair))
            and (agency is None or any(agency == f"agency_{live.each.lead}" for live in pair))
            and (meeting is None or any(meeting == f"meeting_{live.each.meeting}" for live in pair))
            and (pledge is None or any(pledge == f"pledge_{live.each.key}" for live in pair))
        )

    def _offers(self, live: Live) -> Iterator[tuple[object, Place]]:
        """A service (a text) or an indicator (a key), at a place."""
        own = live.story.service
        targets = [(None, _WORLD_INDICATOR, aim.place) for aim in live.each.aims if self._had_aims()]
        targets += [
            (offer.service, offer.indicator, offer.place)
            for offer in live.story.offers
            if self.when.has_come(offer.effective_on, offer.recorded_at)
        ]
        for service, indicator, place in targets:
            if service or own:
                yield service or own, place
            if indicator:
                yield indicator, place
        if own:
            yield from ((own, place) for place in live.each.places)

    def _had_aims(self) -> bool:
        return self.when.day is None or self.when.day >= FIRST


def _is_there(place: Place, code: str, post: uuid.UUID | None) -> bool:
    if post is None:
        return _overlap(place.code, code)
    return place.post == post or (place.post is None and is_within(code, place.code))


def _narrower(one: Place, other: Place) -> Place | None:
    """The narrower of two places of which one is, or holds, the other."""
    if one.post and other.post:
        return one if one.post == other.post else None
    if one.post or other.post:
        post, region = (one, other) if one.post else (other, one)
        return post if is_within(post.code, region.code) else None
    if not _overlap(one.code, other.code):
        return None
    return one if is_within(one.code, other.code) else other


def _carriers(live: Live) -> set[object]:
    return {live.each.lead, *(agency for agency, role in live.story.partners if role == "JOINT")}


def _first(marks: Iterable[Span], about: tuple[object, ...]) -> list[uuid.UUID]:
    """The marks of exactly this, the oldest first."""
    found = [mark for mark in marks if mark.about == about]
    return [mark.key for mark in sorted(found, key=lambda mark: (mark.begins or FIRST, mark.key))]


def _overlap(one: str, other: str) -> bool:
    return is_within(one, other) or is_within(other, one)
