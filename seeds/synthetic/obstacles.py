"""What is in the way of a pledge for a while (kendala): raised by its agency, and mostly resolved."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seeds.synthetic.days import day_of, instant
from seeds.synthetic.dice import Dice
from seeds.synthetic.reporting import Event
from seeds.synthetic.rows import Batch
from seeds.synthetic.trail import Hand, Trail
from service.ledger.transitions import Step
from service.rules.lifecycle import Action
from service.rules.vocabulary import ConstraintReason

_Values = Mapping[str, object]
_STUCK = "Menunggu kepastian dari pihak terkait (sintetis)."
_FREED = "Sudah disepakati bersama (sintetis)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One constraint, open when it has no end."""

    id: uuid.UUID
    reason: ConstraintReason
    is_internal: bool
    since: float
    until: float | None

    def events(self, trail: Trail, hand: Hand, batch: Batch) -> Iterator[Event]:
        """Its beginning and, when it has one, its end; the row is written at once."""
        freed = None if self.until is None else _FREED
        said = (None, None) if self.is_internal else (_STUCK, freed)
        batch["pledge_constraint"].append(self._row(trail, hand, *said))
        if self.is_internal:
            batch["constraint_words"].append((self.id, trail.pledge_id, _STUCK, freed))
        yield self.since, lambda _: self._raise(trail, hand)
        if self.until is not None:
            yield self.until, lambda at: self._resolve(trail, hand, at)

    def _row(
        self, trail: Trail, hand: Hand, narrative: str | None, resolution: str | None
    ) -> tuple[object, ...]:
        until = self.until
        return (
            self.id,
            trail.pledge_id,
            hand.agency_id,
            self.reason,
            narrative,
            self.is_internal,
            day_of(self.since),
            None if until is None else day_of(until),
            resolution,
            instant(self.since),
            None if until is None else instant(until),
        )

    def _raise(self, trail: Trail, hand: Hand) -> None:
        day = day_of(self.since)
        after = {"agency_id": hand.agency_id, "reason": self.reason, "narrative": _STUCK, "since_on": day}
        self._take(trail, hand, Action.RAISE_CONSTRAINT, self.since, after)

    def _resolve(self, trail: Trail, hand: Hand, moment: float) -> None:
        after = {"until_on": day_of(moment), "resolution": _FREED}
        self._take(trail, hand, Action.RESOLVE_CONSTRAINT, moment, after)

    def _take(self, trail: Trail, hand: Hand, action: Action, moment: float, after: _Values) -> None:
        step = Step(
            action=action,
            effective_on=day_of(moment),
            subject="pledge_constraint",
            subject_id=self.id,
            after=after,
            internal=self.is_internal,
        )
        trail.take(moment, hand, step)


def obstacle_between(dice: Dice, first: float, last: float, *, must_end: bool) -> Obstacle:
    """An obstacle that comes between the two; before a completion it has to go."""
    since = dice.within(first, last)
    until = dice.within(since, last)
    return Obstacle(
        id=dice.id(since),
        reason=dice.one(tuple(ConstraintReason)),
        is_internal=dice.chance(0.25),
        since=since,
        until=until if must_end or dice.chance(0.55) else None,
    )
