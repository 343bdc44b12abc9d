"""A told world at a moment: which pledges there were, what they were, and which of them stood still."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from service.rules.gaps import stands_still
from service.rules.lifecycle import EXITS, Execution
from service.rules.region_code import is_within
from service.rules.timeliness import timeliness
from tests.reading.stories import FIRST, Span, State, Story, Told
from tests.reading.world import TODAY, Place, Promise


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
class Looking:
    """A told world, and when it is looked at."""

    told: Told
    when: When

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


def carriers(live: Live) -> set[object]:
    return {live.each.lead, *(agency for agency, role in live.story.partners if role == "JOINT")}


def marked(marks: Iterable[Span], about: tuple[object, ...]) -> list[uuid.UUID]:
    """The marks of exactly this, the oldest first."""
    found = [mark for mark in marks if mark.about == about]
    return [mark.key for mark in sorted(found, key=lambda mark: (mark.begins or FIRST, mark.key))]


def overlap(one: str, other: str) -> bool:
    return is_within(one, other) or is_within(other, one)
