"""Gaps found slowly: place by place and agency by agency, in the words of the rules."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.rules.gaps import SERVED_AREAS, GapKind, kind_of_gap
from service.rules.region_code import ancestors, is_within
from tests.reading.looking import Live, Looking, carriers, marked, overlap
from tests.reading.world import LEVELS, REGIONS, Place

Found = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking(Looking):
    """Answers about one world at one moment under one filter."""

    asked: Mapping[str, Any]

    def gaps(self) -> list[Found]:
        """Every gap, in no order."""
        kinds = [GapKind(kind) for kind in self.asked.get("kind", GapKind)]
        found = [*self._of_places(), *self._of_mandates(), *self._of_meetings()]
        marked = self.asked.get("includeMarked", False)
        return [gap for gap in found if gap["kind"] in kinds and (marked or gap["mark"] is None)]

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
        found = [key for about in (*own, *around) for key in marked(marks, about)]
        mark = found[0] if found else None
        return {"kind": kind, "area": area, "region": region, "posyandu": post, "mark": mark}

    def _of_mandates(self) -> Iterator[Found]:
        live = self._promising()
        for agency, area in sorted(self._mandates(), key=str):
            region = self.told.world.agencies[agency][0]  # pyright: ignore[reportArgumentType] - an agency
            asked = self.asked.get("agency") in {None, f"agency_{agency}"}
            wanted = asked and self._is_in(region) and self.asked.get("area") in {None, area}
            if wanted and not any(agency in carriers(one) and area in one.state.areas for one in live):
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
        marks = marked([one for one in self.told.gap_marks if self.when.stands(one)], about)
        found = {"kind": kind, "area": area, "agency": agency, "meeting": meeting}
        return {**found, "mark": marks[0] if marks else None}

    def _is_in(self, region: str) -> bool:
        return "within" not in self.asked or is_within(region, self.asked["within"])


def _is_there(place: Place, code: str, post: uuid.UUID | None) -> bool:
    if post is None:
        return overlap(place.code, code)
    return place.post == post or (place.post is None and is_within(code, place.code))
