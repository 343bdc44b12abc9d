"""Overlaps found slowly: pair by pair, offer by offer, in the words of the rules."""

import itertools
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.rules.overlaps import period_of
from service.rules.region_code import is_within
from tests.reading.looking import Live, Looking, carriers, marked, overlap
from tests.reading.stories import FIRST
from tests.reading.world import Place

Found = dict[str, Any]
_WORLD_INDICATOR = uuid.UUID(int=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubling(Looking):
    """Answers about one world at one moment under one filter."""

    asked: Mapping[str, Any]

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
        is_seen = any(within is None or overlap(place.code, within) for _, place in shared)
        if not is_seen or not self._may_overlap(one, other):
            return None
        marks = [mark for mark in self.told.overlap_marks if self.when.stands(mark)]
        named = marked(marks, (one.each.key, other.each.key))
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
            and other.each.lead not in carriers(one)
            and one.each.lead not in carriers(other)
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


def _narrower(one: Place, other: Place) -> Place | None:
    """The narrower of two places of which one is, or holds, the other."""
    if one.post and other.post:
        return one if one.post == other.post else None
    if one.post or other.post:
        post, region = (one, other) if one.post else (other, one)
        return post if is_within(post.code, region.code) else None
    if not overlap(one.code, other.code):
        return None
    return one if is_within(one.code, other.code) else other
